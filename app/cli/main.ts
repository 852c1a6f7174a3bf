/** The command line: finds the command, runs it over the system, and turns what went wrong into a message and an exit code. */
import { type Configuration, readConfiguration } from '../configuration.ts';
import { createLogger } from '../logging.ts';
import type { System } from '../system.ts';
import { readArguments } from './arguments.ts';
import { type Command, type Output, wrongUse } from './command.ts';
import { commandNamed, everyCommand } from './commands.ts';
import { failureOf, namingDataDir } from './failure.ts';
import { helpOf, overview } from './help.ts';
import { Interrupted, listenForInterruption } from './interruption.ts';
import { languageOf } from './language.ts';
import { outputTo, ReaderGone } from './output.ts';

/** Runs one command; answers its exit code. */
export async function main(words: readonly string[], environment: NodeJS.ProcessEnv): Promise<number> {
  const [name, ...rest] = words;
  const json = words.includes('--json');
  const output = outputTo(process.stdout, process.stderr, process.stderr.isTTY === true);
  try {
    if (name === undefined || name === 'help' || name === '--help' || name === '-h') return await help(rest[0], output);
    return await runCommand(await commandOf(name), rest, json, output, environment);
  } catch (error) {
    return error instanceof ReaderGone ? 0 : fail(error, json, output);
  }
}

/** @throws CommandFailed (wrong use) where there is no such command */
async function commandOf(name: string): Promise<Command> {
  const command = await commandNamed(name);
  if (!command) throw wrongUse(`There is no command “${name}”. \`healthai help\` lists the commands.`);
  return command;
}

async function help(about: string | undefined, output: Output): Promise<number> {
  const all = about === undefined || about.startsWith('-');
  await output.line(all ? overview(await everyCommand()) : helpOf(await commandOf(about)));
  return 0;
}

async function runCommand(
  command: Command,
  words: readonly string[],
  json: boolean,
  output: Output,
  environment: NodeJS.ProcessEnv,
): Promise<number> {
  const args = readArguments(command, words);
  if (args.flag('help')) return help(command.name, output);
  const language = languageOf(args.option('language'), environment);
  const configuration = readConfiguration(environment);
  // A command speaks for itself: what it needs to say goes to its own output, and the log has only warnings.
  const quiet: Configuration =
    environment.LOG_LEVEL === undefined && !command.service ? { ...configuration, logLevel: 'warn' } : configuration;
  const log = createLogger(quiet.logLevel);
  let opened: Promise<System> | undefined;
  const system = (): Promise<System> => {
    opened ??= open(quiet, log, output);
    return opened;
  };
  // A service watches for the signal and ends by itself; any other command is cut off where it is: imports are resumed later.
  const { stopped, cutOff, forget } = listenForInterruption(command.service ? graceMs : 0);
  try {
    const running = command.run({ configuration: quiet, system, output, json, language, log, stopped }, args);
    return await Promise.race([running, cutOff]);
  } catch (error) {
    if (!stopped.aborted) throw namingDataDir(error, configuration.dataDir);
    // What fails after a signal fails because of it.
    log.level = 'silent';
    throw new Interrupted(stopped.reason);
  } finally {
    await (await opened?.catch(() => undefined))?.close();
    forget();
  }
}
/** What a service has to end by itself after a signal. */
const graceMs = 2_000;

/** The system is loaded only by commands that need it. */
async function open(configuration: Configuration, log: ReturnType<typeof createLogger>, output: Output) {
  const { openSystem } = await import('../system.ts');
  const system = await openSystem(configuration, log);
  for (const notice of system.notices) output.note(notice);
  return system;
}

async function fail(error: unknown, json: boolean, output: Output): Promise<number> {
  output.settled();
  const { code, message, details, exitCode } = failureOf(error);
  if (json) await output.json({ error: { code, message, details } });
  else output.note(message);
  // What was cut off may still hold the process: a file half read, standard input.
  if (error instanceof Interrupted) process.exit(exitCode);
  return exitCode;
}
