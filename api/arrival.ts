/** Bodies that do not come: whoever sends one has to go on sending, and at a pace that a poor line reaches. */
import type { IncomingMessage } from 'node:http';
import type { Limits } from './limits.ts';

export type Pace = Pick<Limits, 'arrivalMs' | 'bytesPerSecond'>;

/** Looks so many times while nothing comes. */
const looks = 10;

/**
 * Calls `late` once where the body of a request comes too slowly: nothing of it for `arrivalMs`, or less of it than
 * `bytesPerSecond` after the first `arrivalMs`. What has come and waits here to be read is nobody's fault but ours.
 * @returns what ends the watch
 */
export function watchArrival(
  request: IncomingMessage,
  { arrivalMs, bytesPerSecond }: Pace,
  late: () => void,
): () => void {
  const { socket } = request;
  const everyMs = arrivalMs / looks;
  let seen = socket.bytesRead;
  let silentMs = 0;
  let leftMs = arrivalMs;
  const timer = setInterval(() => {
    if (request.complete || request.destroyed) return end();
    if (request.readableLength > 0) {
      silentMs = 0;
      return;
    }
    const bytes = socket.bytesRead - seen;
    seen = socket.bytesRead;
    silentMs = bytes > 0 ? 0 : silentMs + everyMs;
    leftMs += (bytes / bytesPerSecond) * 1000 - everyMs;
    if (silentMs < arrivalMs && leftMs > 0) return;
    end();
    late();
  }, everyMs);
  const end = (): void => {
    clearInterval(timer);
    request.off('close', end);
  };
  request.once('close', end);
  return end;
}
