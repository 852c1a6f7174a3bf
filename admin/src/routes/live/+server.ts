/** Tells a screen that something changed; what changed it asks for itself. */
import { error } from '@sveltejs/kit';
import { callerOf } from '#lib/session/caller.server.ts';
import { wordsOf } from '#lib/words/catalogue.ts';
import type { RequestHandler } from './$types.js';

/** After this, and when the session is over, the browser connects anew by itself, and shows again who it is. */
const longestMs = 5 * 60_000;

/** What keeps proxies from taking a quiet stream for a dead one. */
const heartbeatMs = 25_000;

export const GET: RequestHandler = ({ locals, request }) => {
  const { services, caller, closing, language, takeStream } = locals;
  if (!takeStream(callerOf({ locals }).id)) error(429, wordsOf(language).errors.tooManyStreams);
  /** Nobody reads any more, or may: whatever became of the request, since one that asks for the head alone never ends so. */
  const left = new AbortController();
  const over = new AbortController();
  const forget = caller?.session && services.accounts.onSessionEnd(caller.session, () => over.abort());
  const ended = AbortSignal.any([request.signal, left.signal, over.signal, closing, AbortSignal.timeout(longestMs)]);
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
        if (forget) forget();
        if (!request.signal.aborted && !left.signal.aborted) controller.close();
      }
    },
    cancel: () => left.abort(),
  });
  return new Response(stream, { headers: { 'Content-Type': 'text/event-stream' } });
};
