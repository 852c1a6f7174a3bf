/** The log and the machinery around it: events for auditors, status and rebuilds for operators. */
import type { RecordedEvent } from '../eventstore/store.ts';
import type { RebuildReport } from '../projections/engine/rebuild.ts';
import { countRecordsByStatus } from '../projections/queries/counts.ts';
import type { ShownPerson } from './access.ts';
import type { Caller } from './caller.ts';
import { showClearText, statedPurpose } from './clear-text.ts';
import type { ServiceParts } from './parts.ts';
import { demand } from './policy.ts';
import type { EventsQuestion, SystemStatus } from './questions.ts';
import { refusal } from './words.ts';

/** Events on a page, at most. */
const most = 1_000;

type Parts = Pick<ServiceParts, 'store' | 'kept' | 'sql' | 'engine' | 'readModel' | 'storeKind'>;

/** A page of events in log order, and the position behind which the next one begins. */
export async function events(
  parts: Parts,
  caller: Caller,
  question: EventsQuestion,
): Promise<{ readonly items: readonly RecordedEvent[]; readonly next: string | null }> {
  demand(caller, 'log:read');
  const { stream, category, after = 0n, limit = 100 } = question;
  const what = `events of ${stream ?? category ?? 'the whole log'}`;
  const clear = caller.purpose !== undefined;
  if (clear) statedPurpose(caller);
  const size = Math.min(limit, most);
  const items: RecordedEvent[] = [];
  for await (const event of chosen(clear ? parts.store : parts.kept, { stream, category, after, size })) {
    items.push(event);
    if (items.length === size) break;
  }
  if (clear) await showClearText(parts, caller, what, await parts.store.head(), peopleOf(items));
  return { items, next: items.length === size ? `${items.at(-1)?.position}` : null };
}

/** The people of a page of events, each once a record. */
function peopleOf(events: readonly RecordedEvent[]): readonly ShownPerson[] {
  const people = new Map<string, ShownPerson>();
  for (const { stream, data } of events)
    if ('subject' in data && typeof data.subject === 'string')
      people.set(stream, { subject: data.subject, record: stream.slice(stream.indexOf('-') + 1) });
  return [...people.values()];
}

async function* chosen(
  store: Parts['kept'],
  { stream, category, after, size }: { stream?: string; category?: string; after: bigint; size: number },
): AsyncGenerator<RecordedEvent> {
  if (stream !== undefined) {
    for await (const event of store.readStream(stream)) if (event.position > after) yield event;
    return;
  }
  const only = category === undefined ? {} : { categories: [category] };
  for await (const batch of store.readAll({ after, batchSize: size, ...only })) yield* batch;
}

export async function status({ engine, store, readModel, storeKind }: Parts, caller: Caller): Promise<SystemStatus> {
  demand(caller, 'status:read');
  const [head, projections, counts] = await Promise.all([
    store.head(),
    engine.status(),
    countRecordsByStatus(readModel),
  ]);
  return {
    head: `${head}`,
    store: storeKind,
    projections: projections.map(({ position, lag, ...rest }) => ({
      ...rest,
      position: `${position}`,
      lag: Number(lag),
    })),
    counts,
  };
}

/** Builds a projection anew beside the one in use, compares and switches. @throws Refused `no-such-projection` */
export async function rebuild({ engine }: Parts, caller: Caller, name: string): Promise<RebuildReport> {
  demand(caller, 'projections:rebuild');
  const names = (await engine.status()).map((one) => one.name);
  if (!names.includes(name)) throw refusal('no-such-projection', { name, names: names.join(', ') });
  return engine.rebuild(name);
}
