/** Cursors that are more than a text: opaque to whoever passes them back. */
import { z } from 'zod';
import type { QueueCursor } from '../projections/queries/queue.ts';
import { misfit, type Problem } from './problem.ts';

const queueCursor = z.tuple([z.int32(), z.string().regex(/^\d{1,18}$/), z.guid()]);

export const queueCursorText = ({ rank, since, record }: QueueCursor): string =>
  Buffer.from(JSON.stringify([rank, since, record])).toString('base64url');

/** @throws Problem `invalid-parameter` for a text that no page gave */
export function readQueueCursor(text: string): QueueCursor {
  let content: unknown;
  try {
    content = JSON.parse(Buffer.from(text, 'base64url').toString());
  } catch {
    throw notACursor();
  }
  const read = queueCursor.safeParse(content);
  if (!read.success) throw notACursor();
  const [rank, since, record] = read.data;
  return { rank, since, record };
}

const notACursor = (): Problem => misfit('invalid-parameter', [{ in: 'query', name: 'after', message: '`next`?' }]);
