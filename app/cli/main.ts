/** The command line: finds the command, runs it over the system, and turns what went wrong into a message and an exit code. */
import { type Configuration, ConfigurationError, readConfiguration } from '../configuration.ts';
import { createLogger } from '../logging.ts';
import { openSystem, type System } from '../system.ts';
import { readArguments } from './arguments.ts';
import { type Command, CommandFailed, type Output, wrongUse } from './command.ts';
import { commands } from './commands.ts';
import { helpOf, overview } from './help.ts';
import { languageOf } from './language.ts';
import { outputTo } from './output.ts';

/** Runs one command; answers its exit code. */
export async function main(words: readonly string[], environment: NodeJS.ProcessEnv): Promise<number> {
  const [name, ...rest] = words;
  const json = rest.includes('--json');
  const output = outputTo(process.stdout, process.stderr, process.stderr.isTTY === true);
  try {
    if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
      const about = commands.find((command) => command.name === rest[0]);
      await output.line(about ? helpOf(about) : overview(commands));
      return 0;
    }
    const command = commands.find((one) => one.name === name);
    if (!command) throw wrongUse(`There is no command “${name}”. \`healthai help\` lists the commands.`);
    return await runCommand(command, rest, json, output, environment);
  } catch (error) {
    return fail(error, json, output);
  }
}

async function runCommand(
  command: Command,
  words: readonly string[],
  json: boolean,
  output: Output,
  environment: NodeJS.ProcessEnv,
): Promise<number> {
  const args = readArguments(command, words);
  if (args.flag('help')) {
    await output.line(helpOf(command));
    return 0;
  }
  const language = languageOf(args.option('language'), environment);
  const configuration = readConfiguration(environment);
  // A command speaks for itself: what it needs to say goes to its own output, and the log has only warnings.
  const quiet: Configuration =
    environment.LOG_LEVEL === undefined && !command.service ? { ...configuration, logLevel: 'warn' } : configuration;
  const log = createLogger(quiet.logLevel);
  let opened: Promise<System> | undefined;
  const system = (): Promise<System> => {
    opened ??= openSystem(quiet, log).then((it) => {
      for (const notice of it.notices) output.note(notice);
      return it;
    });
    return opened;
  };
  const interrupt = stopOnSignal(() => opened);
  try {
    const { stopped } = interrupt;
    return await command.run({ configuration: quiet, system, output, json, language, log, stopped }, args);
  } finally {
    await (await opened?.catch(() => undefined))?.close();
    interrupt.forget();
  }
}

/**
 * Ctrl-C and TERM end what is under way, close the system, and then the process. A second one, a moment later, ends it at
 * once; not one that comes with the first: under `npm start` a Ctrl-C arrives twice, from the terminal and from npm.
 */
function stopOnSignal(opened: () => Promise<System> | undefined): { readonly stopped: AbortSignal; forget(): void } {
  const controller = new AbortController();
  let since = 0;
  const stop = (signal: NodeJS.Signals): void => {
    if (controller.signal.aborted) {
      if (Date.now() - since > sameSignalMs) process.exit(signal === 'SIGINT' ? 130 : 143);
      return;
    }
    since = Date.now();
    controller.abort(signal);
    // A service watches the signal and ends by itself; any other command is cut off where it is: imports are resumed later.
    setTimeout(async () => {
      const system = await opened()?.catch(() => undefined);
      await system?.close().catch(() => undefined);
      process.exit(signal === 'SIGINT' ? 130 : 143);
    }, graceMs).unref();
  };
  process.on('SIGINT', stop).on('SIGTERM', stop);
  return {
    stopped: controller.signal,
    forget: () => void process.off('SIGINT', stop).off('SIGTERM', stop),
  };
}
/** Within this time a repeated signal is taken for the same one. */
const sameSignalMs = 500;
/** What a service has to end by itself after a signal, before the process is closed from outside. */
const graceMs = 2_000;

async function fail(error: unknown, json: boolean, output: Output): Promise<number> {
  output.settled();
  const failure = asFailure(error);
  const { code, message, details, exitCode } = failure;
  if (json) await output.json({ error: { code, message, details } });
  else output.note(`${message}`);
  return exitCode;
}

function asFailure(error: unknown): CommandFailed {
  if (error instanceof CommandFailed) return error;
  if (error instanceof ConfigurationError)
    return new CommandFailed('configuration', error.message, { exitCode: 2, details: { problems: error.problems } });
  const cause = error instanceof Error ? error : new Error(String(error));
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : 'failed';
  return new CommandFailed(code, `${cause.message}${process.env.LOG_LEVEL === 'debug' ? `\n${cause.stack}` : ''}`, {
    cause,
  });
}
