/** Walking the whole log in order: bounded pages, with or without a filter. */
import type { Filter, Position, Tail } from '../store.ts';
import { rowsOf, type Sql } from './connection.ts';
import { columns, eventOf, type Row } from './rows.ts';

/** Streams of which there are few: `sql/001-log.sql` keeps an index of their events. Must list the same. */
const smallCategories = [
  'import',
  'source',
  'ruleset',
  'policy',
  'bulk',
  'recipe',
  'merge',
  'subject',
  'thread',
  'export',
  'user',
  'proof',
];
const category = `split_part(stream, '-', 1)`;
const isSmall = `${category} in (${smallCategories.map((name) => `'${name}'`).join(', ')})`;

/** Bytes of data after which a page ends: what bounds memory where events are large. */
const pageBytes = 8 * 1024 * 1024;

/** Positions that one filtered statement looks at: it grows while little passes the filter, so no statement takes long. */
const window: { readonly least: bigint; readonly most: bigint } = { least: 2_000n, most: 512_000n };

/** Reads the log from `after` (exclusive) to `until` (inclusive), page by page. */
export type Scan = (after: Position, until: Position) => AsyncGenerator<Tail>;

/**
 * A walk through the log under a filter.
 * @param query runs a statement, again where a connection was lost
 * @param batchSize events in a page, at most
 */
export function scanner(
  query: <T>(work: () => Promise<T>) => Promise<T>,
  sql: Sql,
  { categories, types }: Filter,
  batchSize: number,
): Scan {
  if (categories?.length === 0 || types?.length === 0) return scanNothing;
  const indexed = categories?.every((name) => smallCategories.includes(name)) ?? false;
  const bounded = !indexed && (categories !== undefined || types !== undefined);
  const { name, text } = statement(categories !== undefined, types !== undefined, indexed);
  const filters = [categories, types].filter((values) => values !== undefined);

  /** One page, and how wide the next may be. */
  async function read(after: Position, until: Position, width: bigint): Promise<{ tail: Tail; width: bigint }> {
    const end = bounded && after + width < until ? after + width : until;
    const rows = await query(() => rowsOf(sql, name, text, [after, end, batchSize, pageBytes, ...filters]));
    const events = rows.map(eventOf);
    const full = isFull(rows, batchSize);
    if (full) width = width / 2n > window.least ? width / 2n : window.least;
    else if (rows.length < batchSize / 2) width = width * 2n < window.most ? width * 2n : window.most;
    return { tail: { events, scannedTo: full ? events.at(-1)!.position : end }, width };
  }

  return async function* scan(after, until) {
    if (after >= until) return;
    let next = read(after, until, window.least);
    for (;;) {
      const { tail, width } = await next;
      const done = tail.scannedTo >= until;
      // The server works on the next page while this one is worked on here.
      if (!done) next = read(tail.scannedTo, until, width);
      next.catch(() => {}); // thrown when it is awaited, if it ever is
      yield tail;
      if (done) return;
    }
  };
}

async function* scanNothing(_after: Position, until: Position): AsyncGenerator<Tail> {
  yield { events: [], scannedTo: until };
}

/** Column behind those of an event: UTF-8 bytes of data in the page up to and with this row. */
const sizeColumn = 2;

const isFull = (rows: readonly Row[], batchSize: number): boolean =>
  rows.length === batchSize || (rows.length > 0 && Number(rows.at(-1)![sizeColumn]) >= pageBytes);

/** Parameters: after, until, events, bytes, then categories and types where there are any. */
export function statement(categories: boolean, types: boolean, indexed: boolean): { name: string; text: string } {
  const ofType = types ? `and type = any($${categories ? 6 : 5}::text[])` : '';
  const range = `position > $1 and position <= $2 ${ofType}`;
  const rows = indexed
    ? // A category at a time, each in the order of the small index, then merged.
      `select e.* from unnest($5::text[]) c(name) cross join lateral (
        select * from log.event where ${range} and ${isSmall} and ${category} = c.name order by position limit $3
      ) e order by position limit $3`
    : `select * from log.event where ${range} ${categories ? `and ${category} = any($5::text[])` : ''}
      order by position limit $3`;
  // octet_length of a large value reads its length only, not the value.
  const text = `select ${columns}, size from (
      select e.*, sum(octet_length(data::text)) over (order by position rows unbounded preceding) as size from (${rows}) e
    ) e where size - octet_length(data::text) < $4 order by position`;
  return { name: `scan.${indexed ? 'indexed' : categories ? 'categories' : 'all'}${types ? '.types' : ''}`, text };
}
