/** `at`: a position, `event:<id>`, or a time; and waiting for what is read to get there. */
import type { EventStore, Position } from '../eventstore/store.ts';
import type { ServiceParts } from './parts.ts';
import { refusal } from './words.ts';

/** Longest wait of a question for the read model, in milliseconds. */
const patienceMs = 2_000;

/**
 * The position that a text names; the head where there is none. A time is the last position whose store time is not later.
 * @throws Refused `invalid-moment`, `beyond-head`, `unknown-event`
 */
export async function positionAt(store: EventStore, text: string | undefined): Promise<Position> {
  if (text === undefined) return store.head();
  if (/^\d{1,18}$/.test(text)) {
    const head = await store.head();
    if (BigInt(text) > head) throw refusal('beyond-head', { at: text, head: `${head}` });
    return BigInt(text);
  }
  const [, id] = /^event:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(text) ?? [];
  if (id !== undefined) {
    const event = await store.find(id);
    if (!event) throw refusal('unknown-event', { at: id });
    return event.position;
  }
  const time = new Date(text);
  // Of years that a database knows.
  if (!/^[12]\d{3}-\d{2}-\d{2}/.test(text) || Number.isNaN(time.getTime()))
    throw refusal('invalid-moment', { at: text });
  return store.positionAt(time.toISOString());
}

/** @throws Refused `not-reached` where what is read does not get there in time */
export async function atLeast({ engine }: Pick<ServiceParts, 'engine'>, position: Position): Promise<void> {
  if (!(await engine.caughtUp(position, patienceMs))) throw refusal('not-reached', { at: `${position}` });
}
