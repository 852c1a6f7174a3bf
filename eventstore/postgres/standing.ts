/** What stands in the log where a refused write wanted to be. */
import type { EncodedWrite } from '../encode.ts';
import { assertSame } from '../same.ts';
import type { Expected, Position, RecordedEvent } from '../store.ts';
import { binaryArray, plainArray } from './arrays.ts';
import { rowsOf, type Sql } from './connection.ts';
import { columns, eventOf } from './rows.ts';

/**
 * `stored`: the write itself, from an earlier attempt; `position` is that of its last event.
 * `conflict`: something else. `free`: nothing any more, the expectation holds now.
 */
export type Standing =
  | { readonly kind: 'stored'; readonly position: Position }
  | { readonly kind: 'conflict'; readonly actual: Expected }
  | { readonly kind: 'free' };

/**
 * Looks up, for each write, the versions that it would have given its events.
 * @throws DifferentData where its ids are there with other data.
 */
export async function standingOf(sql: Sql, writes: readonly EncodedWrite[]): Promise<Standing[]> {
  const streams = binaryArray(
    'text',
    writes.map(({ stream }) => stream),
  );
  const first = writes.map(({ expected }) => (expected === 'none' ? 0 : expected + 1));
  const last = writes.map(({ events }, i) => first[i]! + events.length - 1);
  const stored = new Map<string, RecordedEvent[]>(writes.map(({ stream }) => [stream, []]));
  const found = await rowsOf(sql, 'standing', storedEvents, [streams, plainArray(first), plainArray(last)]);
  for (const row of found) {
    const event = eventOf(row);
    stored.get(event.stream)!.push(event);
  }
  // After the events: a stream that grew in between is at most seen as longer than they tell.
  const current = new Map(await versionsOf(sql, streams));
  return writes.map((write) => standing(write, stored.get(write.stream)!, current.get(write.stream) ?? 'none'));
}

const storedEvents = `
  select e.* from unnest($1::text[], $2::int[], $3::int[]) w(stream, first, last)
  join log.stream s on s.stream = w.stream
  cross join lateral (
    select ${columns} from log.event e
    where e.stream = s.stream and e.version >= w.first and e.version <= w.last and e.position > s.after
    order by e.version
  ) e`;

async function versionsOf(sql: Sql, streams: Buffer): Promise<[string, number][]> {
  const rows = await rowsOf(sql, 'versions', 'select stream, version from log.stream where stream = any($1::text[])', [
    streams,
  ]);
  return rows.map(([stream, version]) => [stream!, Number(version)]);
}

function standing(write: EncodedWrite, stored: readonly RecordedEvent[], actual: Expected): Standing {
  const mine = stored.length === write.events.length && write.events.every(({ id }, i) => stored[i]!.id === id);
  if (mine) {
    for (let i = 0; i < stored.length; i++) assertSame(stored[i]!, write.events[i]!);
    return { kind: 'stored', position: stored.at(-1)!.position };
  }
  if (actual === write.expected) return { kind: 'free' };
  return { kind: 'conflict', actual };
}
