/** Tells a screen that something changed; what changed it asks for itself. */
import type { RequestHandler } from './$types.js';

/** After this the browser connects anew by itself, and shows again who it is. */
const longestMs = 5 * 60_000;

/** What keeps proxies from taking a quiet stream for a dead one. */
const heartbeatMs = 25_000;

export const GET: RequestHandler = ({ locals: { services, closing }, request }) => {
  /** Nobody reads any more, whatever became of the request: one that asks for the head alone never did. */
  const left = new AbortController();
  const ended = AbortSignal.any([request.signal, left.signal, closing, AbortSignal.timeout(longestMs)]);
  const encoder = new TextEncoder();
  const stream = new ReadableStream<Uint8Array>({
    async start(controller) {
      const say = (text: string): void => controller.enqueue(encoder.encode(text));
      say('retry: 3000\n\n');
      const heart = setInterval(() => say(': \n\n'), heartbeatMs);
      try {
        for await (const { position } of services.changes(ended)) say(`data: ${JSON.stringify({ position })}\n\n`);
      } finally {
        clearInterval(heart);
        if (!request.signal.aborted && !left.signal.aborted) controller.close();
      }
    },
    cancel: () => left.abort(),
  });
  return new Response(stream, { headers: { 'Content-Type': 'text/event-stream' } });
};
