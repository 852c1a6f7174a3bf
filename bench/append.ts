/** What the log takes and gives: batches, single appends, and reading everything. `node bench/append.ts [events]` */
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { openDatabase } from '../app/embedded/database.ts';
import { migrate } from '../app/migrations.ts';
import { uuidv5 } from '../domain/ids.ts';
import { postgresStore } from '../eventstore/postgres/store.ts';
import type { EventStore, NewEvent, Write } from '../eventstore/store.ts';

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
  /** Bytes of the log on disk, indexes and streams included, per event. */
  readonly bytesPerEvent: number;
}

/** Measures a store of a fresh, migrated database. `events`: about how many in all. */
export async function benchAppend(store: EventStore, events: number): Promise<Omit<AppendRates, 'bytesPerEvent'>> {
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

if (import.meta.main) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'healthai-bench-'));
  fs.chmodSync(folder, 0o711);
  const url = process.env.DATABASE_URL;
  const database = await openDatabase({ dataDir: folder, databaseUrl: url });
  try {
    await migrate(database.url);
    const store = postgresStore({ url: database.url });
    const rates = await benchAppend(store, Number(process.argv[2] ?? 400_000));
    await store.close();
    process.stdout.write(`${JSON.stringify(rates)}\n`);
  } finally {
    await database.release();
    fs.rmSync(folder, { recursive: true, force: true });
  }
}
