/** `--at`: a position, `event:<id>`, or a time. */
import type { EventStore, Position } from '../../eventstore/store.ts';
import { CommandFailed, wrongUse } from './command.ts';
import { isUuid } from './values.ts';

/**
 * The position that `--at` names; the head where it is left out. A time is the last position whose store time is not later.
 * @throws CommandFailed (wrong use) for what is none of the three, a position beyond the head, an unknown event
 */
export async function positionAt(store: EventStore, text: string | undefined): Promise<Position> {
  if (text === undefined) return store.head();
  if (/^\d{1,18}$/.test(text)) {
    const head = await store.head();
    if (BigInt(text) > head) throw wrongUse(`Position ${text} is not reached yet: the log ends at ${head}.`);
    return BigInt(text);
  }
  if (text.startsWith('event:')) {
    const id = text.slice('event:'.length);
    if (!isUuid(id)) throw wrongUse(`“${id}” is no event id: give it as \`healthai events\` prints it.`);
    const event = await store.find(id);
    if (!event)
      throw new CommandFailed('unknown-event', `The log has no event ${id}. \`healthai events\` prints them.`);
    return event.position;
  }
  const time = new Date(text);
  if (!/^\d{4}-\d{2}-\d{2}/.test(text) || Number.isNaN(time.getTime()))
    throw wrongUse(`--at takes a position, event:<id> or a time like 2026-01-31T12:00:00Z, not “${text}”.`);
  return store.positionAt(time.toISOString());
}
