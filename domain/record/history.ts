/** A record's history as the log holds it. */
import type { RecordType } from '../contracts/contract.ts';
import type { Uuid } from '../ids.ts';
import type { Actor, RecordHistoryEvent } from './events.ts';

/** The stream of a record. */
export const recordStream = (type: RecordType, id: Uuid): string => `${type}-${id}`;

/** An event of a log, as far as histories read it. */
interface Logged {
  readonly id: Uuid;
  readonly type: string;
  readonly data: object;
  readonly metadata: { readonly actor: Actor };
}

/** What a log gives back of a record's stream is what was once decided: reading has brought it to its newest shape. */
export const historyEvent = ({ id, type, data, metadata: { actor } }: Logged): RecordHistoryEvent =>
  ({ id, type, data, actor }) as RecordHistoryEvent;
