/**
 * The same rows delivered again and again, under other bytes: no read, no event and no table of the import path grows with
 * the number of imports before.
 */
import type pg from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { EventStore, RecordedEvent } from '../eventstore/store.ts';
import { foodFile, foodRequest } from '../ingestion/import/foods.test-support.ts';
import { ingest } from '../ingestion/import/ingest.ts';
import { sessionRequest, sessions } from '../ingestion/import/sessions.test-support.ts';
import { dailyFood } from '../ingestion/sources/daily-food.ts';
import { freshSystem, type TestSystem } from './system.ts';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 });

const rows = 2_000;
const deliveries = 12;

/** What one import did: events read and appended, and rows that the database was asked for. */
interface Did {
  eventsRead: number;
  eventsAppended: number;
  bytesAppended: number;
  statements: number;
  rowsAsked: number;
}
const nothing = (): Did => ({ eventsRead: 0, eventsAppended: 0, bytesAppended: 0, statements: 0, rowsAsked: 0 });

let system: TestSystem;
let did = nothing();
const bytesOf = (json: unknown): number => Buffer.byteLength(JSON.stringify(json));

async function* counting(events: AsyncIterable<RecordedEvent>): AsyncGenerator<RecordedEvent> {
  for await (const event of events) {
    did.eventsRead++;
    yield event;
  }
}

/** The log as the import sees it, counted. */
const counted = (store: EventStore): EventStore => ({
  ...store,
  readStream: (stream, options) => counting(store.readStream(stream, options)),
  async *readAll(options) {
    for await (const batch of store.readAll(options)) {
      did.eventsRead += batch.length;
      yield batch;
    }
  },
  ...(store.readStreams && {
    async readStreams(streams, options) {
      const found = await store.readStreams!(streams, options);
      for (const events of found.values()) did.eventsRead += events.length;
      return found;
    },
  }),
  async append(writes, alongside) {
    for (const { events } of writes) {
      did.eventsAppended += events.length;
      for (const { data, metadata } of events) did.bytesAppended += bytesOf(data) + bytesOf(metadata);
    }
    return store.append(writes, alongside);
  },
});

/** The pool as the import sees it, counted. */
const countedPool = (pool: pg.Pool): pg.Pool =>
  new Proxy(pool, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      if (name !== 'query') return value.bind(target);
      return async (...asked: unknown[]) => {
        const result: { readonly rowCount: number | null } = await Reflect.apply(value, target, asked);
        did.statements++;
        did.rowsAsked += result.rowCount ?? 0;
        return result;
      };
    },
  });

/** Rows of every table that is neither a record's nor the log's own. */
async function tables(): Promise<Record<string, number>> {
  const { rows: names } = await system.sql.query<{ schema: string; name: string }>(
    `select table_schema as schema, table_name as name from information_schema.tables
     where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema') order by 1, 2`,
  );
  const counts: Record<string, number> = {};
  for (const { schema, name } of names) {
    const { rows: found } = await system.sql.query(`select count(*)::int as n from "${schema}"."${name}"`);
    counts[`${schema}.${name}`] = found[0].n;
  }
  return counts;
}

beforeAll(async () => {
  system = await freshSystem();
});
afterAll(() => system.remove());

const foods = Array.from({ length: rows }, (_, i) => ({ name: `Food ${i}` }));
/** The same rows under other bytes: lines that are empty say nothing. */
const food = (n: number) =>
  foodRequest(`${foodFile(foods)}${'\n'.repeat(n)}`, { definition: { ...dailyFood, name: 'nightly' } });
const members = sessions(300);
const session = (n: number) => sessionRequest([...members.slice(n % 2), ...members.slice(0, n % 2)], {});

test.each([
  { name: 'foods, found by their key', deliver: food, rows },
  { name: 'sessions of people, found by what they state', deliver: session, rows: 300 },
])('$name: the last of many deliveries does what the third did', async ({ deliver, rows: each }) => {
  const ingestion = {
    ...system.ingestion,
    store: counted(system.ingestion.store),
    sql: countedPool(system.ingestion.sql),
  };
  const all: Did[] = [];
  const grown: Record<string, number>[] = [];
  let before = await tables();
  for (let n = 0; n < deliveries; n++) {
    did = nothing();
    const report = await ingest(ingestion, deliver(n));
    expect(report.alreadyImported).toBe(false);
    expect(report.counts).toMatchObject({ read: each, [n === 0 ? 'new' : 'unchanged']: each });
    all.push(did);
    const now = await tables();
    grown.push(
      Object.fromEntries(
        Object.entries(now).flatMap(([name, count]) =>
          count === before[name] ? [] : [[name, count - (before[name] ?? 0)]],
        ),
      ),
    );
    before = now;
  }
  const [third, last] = [all[2]!, all.at(-1)!];
  expect(third.statements).toBeGreaterThan(0);
  // How often the projection is waited for differs from run to run; what is read and written does not.
  expect(last.eventsRead).toBeLessThanOrEqual(third.eventsRead + 2);
  expect(last.eventsAppended).toBe(third.eventsAppended);
  expect(last.rowsAsked).toBeLessThanOrEqual(third.rowsAsked + 10);
  // Ids and names are of one length; what is left is a constant, and two bytes a row at most.
  expect(last.bytesAppended - third.bytesAppended).toBeLessThan(64);
  expect(last.bytesAppended).toBeLessThan(6_000 + 2 * each);
  expect(grown.at(-1)).toEqual(grown[2]);
  for (const [name, count] of Object.entries(grown.at(-1)!)) expect(count, name).toBeLessThan(20);
  // Of statements that say the same the first and the last are kept, so that a withdrawal of either leaves one.
  expect(before['keys.stated']).toBeLessThanOrEqual(2 * each);
});
