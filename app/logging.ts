import { type DestinationStream, destination, type Logger, pino } from 'pino';
import { troubleOf } from '../eventstore/trouble.ts';
import type { LogLevel } from './configuration.ts';

export type { Logger } from 'pino';

/** Names under which personal data, row contents or secrets could reach a log line, at the top or one level down. */
const PRIVATE = [
  'password',
  'accessToken',
  'refreshToken',
  'authorization',
  'cookie',
  'key',
  'email',
  'raw',
  'values',
  'row',
  'detail',
  'parameters',
  'databaseUrl',
  'databaseApplicationUrl',
  'eventStoreUrl',
  'keyEncryptionKey',
];

/**
 * The process's logger: one JSON object a line, on stderr, because stdout belongs to a command's answer.
 * Written synchronously, so that the lines before a crash are there.
 */
export function createLogger(level: LogLevel, stream: DestinationStream = destination({ fd: 2, sync: true })): Logger {
  return pino(
    {
      level,
      base: { pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: PRIVATE.flatMap((name) => [name, `*.${name}`]), censor: '[removed]' },
      // Where a line has no text of its own, pino takes the error's message: the described one, then.
      hooks: {
        logMethod(input, method) {
          const [first, text] = input as unknown as [unknown, string?];
          const error = first instanceof Error ? first : (first as { err?: unknown } | null)?.err;
          if (text !== undefined || !(error instanceof Error)) return method.apply(this, input);
          method.apply(this, [
            first instanceof Error ? { err: first } : first,
            describeError(error).message,
          ] as typeof input);
        },
      },
      serializers: { err: describe, error: describe },
    },
    stream,
  );
}

interface DescribedError {
  readonly type: string;
  readonly message: string;
  readonly code?: string;
  readonly stack?: string;
  readonly cause?: DescribedError;
}

/**
 * What a log keeps of an error: never its other properties, because a database error carries the row (`detail`, `where`,
 * `parameters`); and of a data exception (SQLSTATE class 22) not the quoted value that its message repeats. What is away for
 * a while has no stack: it would say where it was missed, not why.
 */
function describeError(error: Error): DescribedError {
  const code = (error as { code?: unknown }).code;
  const hide = (text: string) =>
    typeof code === 'string' && /^22/.test(code) ? text.replaceAll(/".*?"/gs, '"…"') : text;
  return {
    type: error.name,
    message: hide(error.message),
    ...(code === undefined ? {} : { code: String(code) }),
    ...(error.stack && !troubleOf(error) ? { stack: hide(error.stack) } : {}),
    ...(error.cause instanceof Error ? { cause: describeError(error.cause) } : {}),
  };
}

const describe = (value: unknown) => (value instanceof Error ? describeError(value) : value);
