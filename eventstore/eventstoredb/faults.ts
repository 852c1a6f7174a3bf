/** Which errors of the EventStoreDB client mean what, and trying again. */
import { ErrorType, isCommandError, WrongExpectedVersionError } from '@eventstore/db-client';
import { type Conflict, type Expected, StoreUnavailable } from '../store.ts';

/** An answer that did not come in time. It may still come: what was asked may or may not have been done. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
}

/** gRPC status codes after which the same call may succeed: cancelled, deadline exceeded, aborted, unavailable. */
const lostCodes = new Set([1, 4, 10, 14]);
const lostTypes: ReadonlySet<string> = new Set([
  ErrorType.UNAVAILABLE,
  ErrorType.DEADLINE_EXCEEDED,
  ErrorType.TIMEOUT,
  ErrorType.CANCELLED,
  ErrorType.NOT_LEADER,
]);

/** What a server says that starts, stops, is overloaded, or whose connection broke in the middle of a message. */
const lostMessages =
  /Not Ready|Server Is (Too )?Busy|No leader info|RST_STREAM|ECONN|EPIPE|write after end|socket hang up/i;

/** No member of the cluster answered. The client that says so never recovers: it has to be replaced. */
export const isUndiscovered = (error: unknown): boolean =>
  error instanceof Error && /^Failed to discover/.test(error.message);

/** The server cannot be reached, or does not take part yet or any more: what was in flight may or may not have happened. */
export function isLost(error: unknown): boolean {
  if (error instanceof NoAnswer || isUndiscovered(error)) return true;
  if (!(error instanceof Error)) return false;
  const { type, code } = error as { readonly type?: unknown; readonly code?: unknown };
  return (
    (typeof type === 'string' && lostTypes.has(type)) ||
    (typeof code === 'number' && lostCodes.has(code)) ||
    lostMessages.test(error.message)
  );
}

/** The server took the call and did not get it done in its own time. */
export const isTimeUp = (error: unknown): boolean =>
  error instanceof Error &&
  isCommandError(error) &&
  (error.type === ErrorType.DEADLINE_EXCEEDED || error.type === ErrorType.TIMEOUT);

/** What the stream was at, where an append was refused for its expected version. */
export const refusalOf = (error: unknown): { readonly actual: Conflict['actual'] } | undefined =>
  error instanceof WrongExpectedVersionError ? { actual: versionOf(error.actualVersion) } : undefined;

const versionOf = (version: bigint | string): Expected => (typeof version === 'bigint' ? Number(version) : 'none');

/** There is no such stream: it has no events. */
export const isMissing = (error: unknown): boolean =>
  error instanceof Error && isCommandError(error) && error.type === ErrorType.STREAM_NOT_FOUND;

/** No event begins at the position that a read of the whole log was to begin at. */
export const isNoBoundary = (error: unknown): boolean =>
  error instanceof Error && /ReadAllResult: (Error|InvalidPosition)|invalid position/i.test(error.message);

/** How long the next try waits: 25 ms, doubling up to a second, a little apart from those of others. */
export const waitBefore = (tries: number): number =>
  Math.min(25 * 2 ** Math.min(tries, 6), 1_000) * (0.75 + Math.random() / 2);

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** What is told where patience ended. */
export const unavailable = (error: unknown): StoreUnavailable =>
  new StoreUnavailable(`EventStoreDB did not answer: ${messageOf(error)}`, { cause: error });

/** Some errors of the client have a type and no message. */
function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.message || (isCommandError(error) ? error.type : error.name);
}

/**
 * Reads until it is read, fails for good, or patience ends.
 * @param patience milliseconds during which a lost connection is tried again
 * @throws StoreUnavailable when patience ended
 */
export async function persistently<T>(patience: number, attempt: () => Promise<T>): Promise<T> {
  const end = performance.now() + patience;
  for (let tries = 1; ; tries++) {
    try {
      return await attempt();
    } catch (error) {
      if (!isLost(error)) throw error;
      const wait = waitBefore(tries);
      if (performance.now() + wait > end) throw unavailable(error);
      await pause(wait);
    }
  }
}

/** Our own timer round an answer: a server that froze, or a connection that never opens, says nothing at all. */
export function timed<T>(ms: number, answer: Promise<T>, onSilence?: () => void): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new NoAnswer(`no answer within ${ms} ms`));
      onSilence?.();
    }, ms);
    answer.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
