/** What the log takes and gives: batches, single appends, and reading everything: `npm run bench -- append` */
import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { openDatabase } from '../app/embedded/database.ts';
import { migrate } from '../app/migrations.ts';
import { uuidv5 } from '../domain/ids.ts';
import { eventStoreDB } from '../eventstore/eventstoredb/store.ts';
import { postgresStore } from '../eventstore/postgres/store.ts';
import type { EventStore, NewEvent, Write } from '../eventstore/store.ts';
import { folder } from './installation.ts';
import { logKinds } from './logs.ts';
import { markdownTable } from './table.ts';

/** Events per second. */
export interface AppendRates {
  /** One event a stream, batches of 1 000 streams, two calls in flight. */
  readonly batched: number;
  /** The import's shape: two events a stream (600 B and 90 B), batches of 1 000 streams, two calls in flight. */
  readonly pairs: number;
  /** Single appends of one event, 64 in flight, sharing commits. */
  readonly coalesced: number;
  /** Reading all of it in batches of 2 000. */
  readonly read: number;
}

/** Measures a store of a fresh, migrated database. `events`: about how many in all. */
export async function benchAppend(store: EventStore, events: number): Promise<AppendRates> {
  const each = Math.floor(events / 2);
  const batched = await rate(each, () => inBatches(store, each, 1));
  const pairs = await rate(each, () => inBatches(store, each, 2));
  const singles = Math.min(50_000, each);
  const coalesced = await rate(singles, () => oneByOne(store, singles));
  let count = 0;
  const start = performance.now();
  for await (const batch of store.readAll()) count += batch.length;
  return { batched, pairs, coalesced, read: perSecond(count, start) };
}

async function inBatches(store: EventStore, events: number, perStream: 1 | 2): Promise<void> {
  let left = Math.ceil(events / perStream / 1_000);
  const work = async (): Promise<void> => {
    while (left-- > 0) {
      const writes: Write[] = Array.from({ length: 1_000 }, (_, i) => ({
        stream: `food-${randomUUID()}`,
        expected: 'none',
        events: perStream === 1 ? [proposed(i)] : [proposed(i), approved(i)],
      }));
      expectAppended((await store.append(writes)).kind);
    }
  };
  await Promise.all([work(), work()]);
}

async function oneByOne(store: EventStore, events: number): Promise<void> {
  let left = events;
  const work = async (): Promise<void> => {
    while (left-- > 0) {
      const stream = `food-${randomUUID()}`;
      expectAppended((await store.append([{ stream, expected: 'none', events: [proposed(left)] }])).kind);
    }
  };
  await Promise.all(Array.from({ length: 64 }, work));
}

function expectAppended(kind: string): void {
  if (kind !== 'appended') throw new Error(`an append of the benchmark answered ${kind}`);
}

const importId = randomUUID();
const at = '2026-01-31T08:00:00.000Z';

const event = (type: string, row: number, data: object): NewEvent => ({
  id: uuidv5(importId, row, type),
  type,
  data,
  metadata: { commandId: randomUUID(), correlationId: importId, actor: 'policy:daily-food@1', at, v: 1 },
});

export const proposed = (row: number): NewEvent =>
  event('RecordProposed', row, {
    origin: { source: 'daily-food', import: importId, row },
    key: `Chicken soup ${row}`,
    raw: [
      `Chicken soup ${row}`,
      'Vegetables',
      '173',
      '42.4',
      '83.7',
      '1.5',
      '1.5',
      '31.5',
      '1752',
      '172',
      'Lunch',
      '478',
    ],
    values: {
      name: `Chicken soup ${row}`,
      category: 'vegetables',
      energy_kcal: 173,
      protein_g: 42.4,
      carbohydrate_g: 83.7,
      fat_g: 1.5,
      fibre_g: 1.5,
      sugars_g: 31.5,
      sodium_mg: 1752,
      cholesterol_mg: 172,
    },
    statedHash: 'n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgg',
    outcome: { contentHash: 'n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgg', ruleset: 1, context: {}, findings: [] },
  });

export const approved = (row: number): NewEvent =>
  event('RecordApproved', row, { contentHash: 'n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgg', covers: [0], ruleset: 1 });

async function rate(count: number, work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return perSecond(count, start);
}

const perSecond = (count: number, start: number): number => Math.round((count / (performance.now() - start)) * 1_000);

const storeOf = (eventStoreUrl: string | undefined, databaseUrl: string): EventStore =>
  eventStoreUrl === undefined ? postgresStore({ url: databaseUrl }) : eventStoreDB({ url: eventStoreUrl });

/** Prints a table of one row a log. `--events`: about how many in all. */
export async function benchAppends(words: readonly string[]): Promise<string> {
  const { values } = parseArgs({ args: [...words], options: { events: { type: 'string', default: '400000' } } });
  const lines: (string | number)[][] = [];
  for (const kind of logKinds()) {
    const dataDir = await folder();
    const log = await kind.open(dataDir);
    const database = await openDatabase({ dataDir });
    try {
      await migrate(database.url);
      const store = storeOf(log.environment.EVENTSTORE_URL, database.url);
      const { batched, pairs, coalesced, read } = await benchAppend(store, Number(values.events));
      await store.close();
      lines.push([kind.name, batched, pairs, coalesced, read]);
    } finally {
      await database.release();
      await log.close();
      await rm(dataDir, { recursive: true, force: true });
    }
  }
  return markdownTable(
    ['log', 'batched, events/s', 'import shape, events/s', 'coalesced, events/s', 'read, events/s'],
    lines,
  );
}
