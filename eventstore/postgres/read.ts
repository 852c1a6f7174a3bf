/** Reading: one stream, many streams, one event, and where a time or an id lies. */
import type { Uuid } from '../../domain/ids.ts';
import type { Position, ReadStreamOptions, RecordedEvent, StreamName } from '../store.ts';
import { binaryArray } from './arrays.ts';
import { rowsOf, type Sql } from './connection.ts';
import { columns, eventOf } from './rows.ts';

/** Events of one page of a stream, and bytes of data after which it ends: what bounds memory. */
const streamPage = { events: 500, bytes: 8 * 1024 * 1024 } as const;

/** Streams asked for in one statement. */
const streamsPage = 2_000;

const maxVersion = 2_147_483_647;

const streamSql = (order: 'asc' | 'desc'): string => `
  select ${columns} from (
    select e.*, sum(octet_length(data::text)) over (order by version ${order} rows unbounded preceding) as size from (
      select * from log.event
      where stream = $1 and version >= $2 and version <= $3 and position > (select after from log.stream where stream = $1)
      order by version ${order} limit $4
    ) e
  ) e where size - octet_length(data::text) < $5 order by version ${order}`;

/** The events of a stream, a page at a time: however long it is, memory holds one page. */
export async function* readStream(
  query: <T>(work: () => Promise<T>) => Promise<T>,
  sql: Sql,
  stream: StreamName,
  { from = 0, to = maxVersion, direction = 'forwards', limit = Number.POSITIVE_INFINITY }: ReadStreamOptions = {},
): AsyncGenerator<RecordedEvent> {
  const forwards = direction === 'forwards';
  const name = `stream.${direction}`;
  const text = streamSql(forwards ? 'asc' : 'desc');
  let low = Math.max(from, 0);
  let high = Math.min(to, maxVersion);
  for (let left = limit; left > 0 && low <= high; ) {
    const size = Math.min(streamPage.events, left);
    const page = await query(() => rowsOf(sql, name, text, [stream, low, high, size, streamPage.bytes]));
    if (page.length === 0) return;
    let bytes = 0;
    for (const row of page) {
      const event = eventOf(row);
      yield event;
      bytes += row[1]!.length;
      if (forwards) low = event.version + 1;
      else high = event.version - 1;
    }
    // Fewer than asked for, and not because they are large: that was all.
    if (page.length < size && bytes * 3 < streamPage.bytes) return;
    left -= page.length;
  }
}

const streamsSql = `
  select e.* from log.stream s cross join lateral (
    select ${columns} from log.event e
    where e.stream = s.stream and e.position > s.after and e.position < $2
    order by e.version
  ) e where s.stream = any($1::text[])`;

/** Events of many streams before a position, by stream and in order of their versions. */
export async function readStreams(
  sql: Sql,
  streams: readonly StreamName[],
  before: Position,
): Promise<Map<StreamName, RecordedEvent[]>> {
  const found = new Map<StreamName, RecordedEvent[]>();
  for (let i = 0; i < streams.length; i += streamsPage) {
    const names = binaryArray('text', streams.slice(i, i + streamsPage));
    for (const row of await rowsOf(sql, 'streams', streamsSql, [names, before])) {
      const event = eventOf(row);
      const events = found.get(event.stream);
      if (events) events.push(event);
      else found.set(event.stream, [event]);
    }
  }
  return found;
}

/** Position of the newest event, 0 for an empty log. */
export async function head(sql: Sql): Promise<Position> {
  const [row] = await rowsOf(sql, 'head', 'select position from log.head', []);
  return BigInt(row![0]!);
}

/** The event at a position, if there is one. */
export async function at(sql: Sql, position: Position): Promise<RecordedEvent | undefined> {
  const [row] = await rowsOf(sql, 'at', `select ${columns} from log.event where position = $1`, [position]);
  return row && eventOf(row);
}

/** Position of the last event appended up to a time. */
export async function positionAt(sql: Sql, time: string): Promise<Position> {
  const [row] = await rowsOf(sql, 'positionAt', 'select log.position_at($1)', [time]);
  return BigInt(row![0]!);
}

/** The event with an id, if there is one. */
export async function find(sql: Sql, id: Uuid): Promise<RecordedEvent | undefined> {
  const [row] = await rowsOf(sql, 'find', 'select log.find($1)', [id]);
  const position = row![0];
  return position ? at(sql, BigInt(position)) : undefined;
}
