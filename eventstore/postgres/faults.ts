/** Which errors of PostgreSQL and its client mean what. */
import { StoreUnavailable } from '../store.ts';

/** Connection refused, cut, timed out; or a server that starts, stops, crashed or has no connection left. */
const lostCodes =
  /^(ECONN\w+|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|ENOENT|57P0[1235]|08\w{3}|53300)$/;
const lostMessages =
  /^(Connection terminated|timeout e\w+|Query read timeout|Client has encountered a connection error|Client was closed)/;

/** The server rolled the transaction back for the sake of another one: serialization failure, deadlock. */
const raceCodes = new Set(['40001', '40P01']);

const codeOf = (error: unknown): string => String((error as { code?: unknown } | null)?.code ?? '');

/** The connection is gone: what was in flight may or may not have happened. */
export const isLost = (error: unknown): boolean =>
  lostCodes.test(codeOf(error)) || (error instanceof Error && lostMessages.test(error.message));

/** Nothing happened, and the same again may work. */
const isRace = (error: unknown): boolean => raceCodes.has(codeOf(error));

/** An append whose expected versions do not hold: raised by `log.append`, or by the key of `log.stream`. */
export const isRefusal = (error: unknown): boolean => {
  const { schema, table } = error as { schema?: unknown; table?: unknown };
  return codeOf(error) === 'HL001' || (codeOf(error) === '23505' && schema === 'log' && table === 'stream');
};

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Does something that may be done again safely, until it is done, fails for good, or patience ends.
 * @param patience milliseconds during which a lost connection is tried again.
 * @throws StoreUnavailable when patience ended.
 */
export async function persistently<T>(patience: number, attempt: () => Promise<T>): Promise<T> {
  const end = performance.now() + patience;
  for (let tries = 1; ; tries++) {
    try {
      return await attempt();
    } catch (error) {
      if (!isLost(error) && !isRace(error)) throw error;
      const wait = isRace(error) ? Math.random() * 10 * tries : Math.min(25 * 2 ** tries, 1_000);
      if (performance.now() + wait > end)
        throw new StoreUnavailable(`the event store's database did not answer: ${(error as Error).message}`, {
          cause: error,
        });
      await pause(wait);
    }
  }
}
