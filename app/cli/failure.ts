/** What became of a command that failed: a code for programs, a message for people, an exit code. */

import { isWorded, type Trouble, troubleCode, troubleOf, troubleSentence } from '../../eventstore/trouble.ts';
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
  const trouble = troubleOf(error);
  if (trouble) return awayFor(trouble, error as Error);
  const cause = error instanceof Error ? error : new Error(String(error));
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : 'failed';
  const stack = process.env.LOG_LEVEL === 'debug' ? `\n${cause.stack}` : '';
  return { code, message: `${cause.message}${stack}`, details: {}, exitCode: 3 };
}

/** In one sentence, whatever a client of a database or of gRPC said. */
function awayFor(trouble: Trouble, error: Error): Failure {
  const { code, advice } = away[trouble];
  const reason = troubleCode(error);
  const sentence = isWorded(error)
    ? error.message
    : `${troubleSentence[trouble]}${reason === undefined ? '' : ` (${reason})`}. ${advice}`;
  return { code, message: sentence, details: { ...(reason !== undefined && { reason }) }, exitCode: 3 };
}

const again = 'then call the command again: what was done until now is kept.';
const away: Readonly<Record<Trouble, { readonly code: string; readonly advice: string }>> = {
  database: { code: 'database-unavailable', advice: `Start it, or correct DATABASE_URL, ${again}` },
  log: { code: 'store-unavailable', advice: `Start EventStoreDB, or correct EVENTSTORE_URL, ${again}` },
  disk: { code: 'disk-full', advice: `Make room, ${again}` },
};

/** What the operating system says of a folder that cannot be used. */
const unusable: readonly unknown[] = ['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST'];

/** The same error; that DATA_DIR cannot be used, in words that name the variable. */
export function namingDataDir(error: unknown, dataDir: string): unknown {
  if (!(error instanceof Error) || !('path' in error) || !('code' in error)) return error;
  if (!unusable.includes(error.code) || !`${error.path}`.startsWith(dataDir)) return error;
  const allowed = `a folder that this user may read and write, or make (${error.message})`;
  return new ConfigurationError([{ variable: 'DATA_DIR', found: JSON.stringify(dataDir), allowed }]);
}
