/** What a command of the command line is. One file a command, in `commands/`. */
import type { Logger } from 'pino';
import type { Language } from '../../domain/language.ts';
import type { Configuration } from '../configuration.ts';
import type { System } from '../system.ts';

export interface OptionDefinition {
  readonly type: 'boolean' | 'string';
  readonly multiple?: true;
  /** How its value is named in the help: `<file>`. */
  readonly value?: string;
  readonly help: string;
}

export interface Arguments {
  readonly positionals: readonly string[];
  flag(name: string): boolean;
  option(name: string): string | undefined;
  options(name: string): readonly string[];
}

export interface Command {
  readonly name: string;
  readonly summary: string;
  /** After the name: `<source> <file|url|->`. */
  readonly usage: string;
  /** How many words it takes, least and most. */
  readonly words: readonly [number, number];
  readonly options: Readonly<Record<string, OptionDefinition>>;
  /** A few lines for the help: what it does, an example. */
  readonly description: string;
  /** Runs until it is stopped, and logs what it does. */
  readonly service?: true;
  /** Answers the exit code: 0 done · 1 done, and findings need people (with --strict). */
  readonly run: (context: CommandContext, args: Arguments) => Promise<number>;
}

export interface CommandContext {
  /** The system over its database: opened at the first call, closed by the caller of the command. */
  readonly system: () => Promise<System>;
  readonly configuration: Configuration;
  readonly output: Output;
  readonly log: Logger;
  /** Aborts on Ctrl-C and TERM. */
  readonly stopped: AbortSignal;
  /** With `--json`, stdout carries nothing but the JSON of the command. */
  readonly json: boolean;
  /** Of findings, refusals and labels. */
  readonly language: Language;
}

/** Where a command writes: results to stdout, everything else to stderr. */
export interface Output {
  /** One JSON object on a line of its own. */
  json(value: unknown): Promise<void>;
  /** A line for people. */
  line(text?: string): Promise<void>;
  /** Bytes or text as they are: exports. */
  write(chunk: string | Uint8Array): Promise<void>;
  /** How far a long step is: a bar on a terminal, now and then a line elsewhere; on stderr. */
  progress(step: string, done: number, total?: number): void;
  /** Ends the progress of a step. */
  settled(): void;
  /** A remark on stderr. */
  note(text: string): void;
}

/** A command that cannot be done as asked: wrong use (exit 2), or failed (exit 3). The message says what to do next. */
export class CommandFailed extends Error {
  override readonly name = 'CommandFailed';
  readonly code: string;
  readonly exitCode: 2 | 3;
  readonly details: Readonly<Record<string, unknown>>;
  constructor(
    code: string,
    message: string,
    options: { exitCode?: 2 | 3; details?: Readonly<Record<string, unknown>>; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.code = code;
    this.exitCode = options.exitCode ?? 3;
    this.details = options.details ?? {};
  }
}

/** Wrong use: exit 2. */
export const wrongUse = (message: string, details: Readonly<Record<string, unknown>> = {}): CommandFailed =>
  new CommandFailed('usage', message, { exitCode: 2, details });
