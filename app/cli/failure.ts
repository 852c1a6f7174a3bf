/** What became of a command that failed: a code for programs, a message for people, an exit code. */
import { ConfigurationError } from '../configuration.ts';
import { CommandFailed } from './command.ts';
import { Interrupted } from './interruption.ts';

export interface Failure {
  readonly code: string;
  /** Says what to do next. */
  readonly message: string;
  readonly details: Readonly<Record<string, unknown>>;
  readonly exitCode: number;
}

export function failureOf(error: unknown): Failure {
  if (error instanceof CommandFailed) return error;
  if (error instanceof ConfigurationError)
    return { code: 'configuration', message: error.message, details: { problems: error.problems }, exitCode: 2 };
  if (error instanceof Interrupted)
    return { code: 'interrupted', message: error.message, details: {}, exitCode: error.exitCode };
  const cause = error instanceof Error ? error : new Error(String(error));
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : 'failed';
  const stack = process.env.LOG_LEVEL === 'debug' ? `\n${cause.stack}` : '';
  return { code, message: `${cause.message}${stack}`, details: {}, exitCode: 3 };
}

/** What the operating system says of a folder that cannot be used. */
const unusable: readonly unknown[] = ['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST'];

/** The same error; that DATA_DIR cannot be used, in words that name the variable. */
export function namingDataDir(error: unknown, dataDir: string): unknown {
  if (!(error instanceof Error) || !('path' in error) || !('code' in error)) return error;
  if (!unusable.includes(error.code) || !`${error.path}`.startsWith(dataDir)) return error;
  const allowed = `a folder that this user may read and write, or make (${error.message})`;
  return new ConfigurationError([{ variable: 'DATA_DIR', found: JSON.stringify(dataDir), allowed }]);
}
