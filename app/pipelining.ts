/**
 * Requests that come on one connection before those before them are answered. A packet of 64 KiB holds two thousand, which would
 * all be begun in one turn of the loop, and their answers be kept until somebody reads them: whoever sends so many has no answer.
 */
import type { RequestListener } from 'node:http';
import type { Socket } from 'node:net';

/** Browsers and proxies send one at a time; a client that pipelines, a handful. */
const mostWaiting = 16;

/** Hands requests on; a connection on which more than that wait for their answers is ended. */
export function fewAtOnce(answer: RequestListener): RequestListener {
  const waiting = new WeakMap<Socket, number>();
  return (request, response) => {
    const { socket } = request;
    if (socket.destroyed) return;
    const now = (waiting.get(socket) ?? 0) + 1;
    if (now > mostWaiting) return void socket.destroy();
    waiting.set(socket, now);
    response.once('close', () => waiting.set(socket, (waiting.get(socket) ?? 1) - 1));
    answer(request, response);
  };
}
