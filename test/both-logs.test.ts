/** The same work with the log in PostgreSQL and in EventStoreDB ends in the same counts, records and bytes. */
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { positionAt } from '../app/cli/at.ts';
import type { System } from '../app/system.ts';
import { approve } from '../commands/approve.ts';
import type { RecordCommand } from '../commands/decide-on-record.ts';
import { reject } from '../commands/reject.ts';
import { exportFormats } from '../domain/export/format.ts';
import { type FaultServer, startServer } from '../eventstore/eventstoredb/server/server.test-support.ts';
import type { Position } from '../eventstore/store.ts';
import { foodFile, foodRequest, mixedFoods } from '../ingestion/import/foods.test-support.ts';
import { ingest } from '../ingestion/import/ingest.ts';
import { sessionRequest, sessions } from '../ingestion/import/sessions.test-support.ts';
import { dailyFood } from '../ingestion/sources/daily-food.ts';
import { writeExport } from '../projections/export/export.ts';
import { countRecordsByStatus } from '../projections/queries/counts.ts';
import { imports } from '../projections/queries/imports.ts';
import { freshSystem, type TestSystem } from './system.ts';

// Two whole systems and a server in one process: on a busy machine that takes its time.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 120_000 });

let server: FaultServer;
let inPostgres: TestSystem;
let inEventStoreDB: TestSystem;

beforeAll(async () => {
  server = await startServer();
  [inPostgres, inEventStoreDB] = await Promise.all([freshSystem(), freshSystem({}, server.url)]);
});
afterAll(async () => {
  await Promise.all([inPostgres?.remove(), inEventStoreDB?.remove()]);
  await server?.close();
});

const both = <T>(work: (system: TestSystem) => Promise<T>): Promise<[T, T]> =>
  Promise.all([work(inPostgres), work(inEventStoreDB)]);

/** What a file came to, without what differs from log to log, from run to run and from machine to machine. */
async function imported(system: System, foods: string, source = dailyFood.name) {
  const definition = { ...dailyFood, name: source };
  const { import: id, counts, findings, records } = await ingest(system.ingestion, foodRequest(foods, { definition }));
  return { id, counts, findings, records };
}

async function exported(system: System, at: Position) {
  await system.caughtUp(at);
  return Promise.all(
    exportFormats.map(async (format) => {
      const { readModel, vault } = system;
      const chunks: string[] = [];
      const write = async (text: string): Promise<void> => void chunks.push(text);
      const { rows, sha256 } = await writeExport(
        { readModel, vault },
        { type: 'food', format, at, clear: false },
        write,
      );
      return { format, rows, sha256, text: chunks.join('') };
    }),
  );
}

async function standing({ sql, readModel }: System) {
  const { rows: records } = await sql.query('select record_id, type, status, version from records.record order by 1');
  const runs = (await imports(readModel)).map(({ source, status, counts, findings }) => ({
    source,
    status,
    counts,
    findings,
  }));
  return {
    records,
    runs: runs.toSorted((a, b) => a.source.localeCompare(b.source)),
    counts: await countRecordsByStatus(readModel),
  };
}

const attempt = <T>(work: () => T): T | undefined => {
  try {
    return work();
  } catch {
    return undefined;
  }
};

const first = foodFile(mixedFoods(1_500));
const second = foodFile(mixedFoods(1_500).map((food, i) => (i % 5 === 0 ? { ...food, protein: 10.5 } : food)));

describe('the same files and the same decisions', () => {
  const marks: Position[][] = [[], []];
  const mark = async (): Promise<void> => {
    const heads = await both(({ store }) => store.head());
    heads.forEach((head, i) => void marks[i]!.push(head));
  };

  test('end in the same report, import by import', async () => {
    for (const file of [first, second]) {
      const [one, other] = await both((system) => imported(system, file));
      expect(other).toEqual(one);
      await mark();
    }
    const [one, other] = await both(({ ingestion }) => ingest(ingestion, sessionRequest(sessions(60))));
    expect(other.counts).toEqual(one.counts);
    expect(one.counts.new).toBeGreaterThan(0);
  });

  test('end in the same records, and the same decisions are taken or refused', async () => {
    const { rows } = await inPostgres.sql.query(
      `select record_id from records.record where status = 'open' and type = 'food' order by record_id limit 40`,
    );
    expect(rows).toHaveLength(40);
    for (const [i, { record_id: recordId }] of rows.entries()) {
      const actor = { id: '00000000-0000-4000-8000-00000000000a', roles: ['reviewer', 'approver'] } as const;
      const command: RecordCommand = { recordId, recordType: 'food', actor };
      const [one, other] = await both(({ decisions }) =>
        i % 3 === 0 ? reject({ ...command, code: 'implausible' }, decisions) : approve(command, decisions),
      );
      const { position: _, ...said } = { ...one, position: 0n };
      expect({ ...other, position: 0n }).toMatchObject(said);
    }
    await both(async ({ store, caughtUp }) => caughtUp(await store.head()));
    await mark();
    const [one, other] = await both(standing);
    expect(other.runs.length).toBe(one.runs.length);
    expect(other.counts).toEqual(one.counts);
    expect(other.records.filter(({ type }) => type === 'food')).toEqual(
      one.records.filter(({ type }) => type === 'food'),
    );
  });

  test('export the same bytes, now and as of every mark, by position, by event and by time', async () => {
    for (const i of [0, 1, 2]) {
      const [one, other] = await both((system) => exported(system, marks[system === inPostgres ? 0 : 1]![i]!));
      expect(one[0]!.rows).toBeGreaterThan(0);
      expect(other).toEqual(one);
      const position = marks[1]![i]!;
      const event = (await inEventStoreDB.store.at(position))!;
      expect(await positionAt(inEventStoreDB.store, `event:${event.id}`)).toBe(position);
      const byTime = await positionAt(inEventStoreDB.store, event.recordedAt);
      expect(byTime).toBeGreaterThanOrEqual(position);
      expect((await inEventStoreDB.store.at(byTime))!.recordedAt).toBe(event.recordedAt);
    }
  });

  test('rebuild to the same tables, and nothing lags though positions are bytes', async () => {
    await both(async ({ engine }) => {
      for (const { name } of await engine.status()) expect(await engine.rebuild(name)).toMatchObject({ equal: true });
    });
    const head = await inEventStoreDB.store.head();
    await inEventStoreDB.caughtUp(head);
    for (const status of await inEventStoreDB.engine.status())
      expect(status).toMatchObject({ lag: 0n, position: head });
  });
});

describe('with the log in EventStoreDB', () => {
  const pausedSource = 'paused-by-outage';
  const statusOf = async (source: string): Promise<string | undefined> =>
    (await imports(inEventStoreDB.readModel, { source }))[0]?.status;

  test('an outage in the middle of an import pauses it, and it goes on by itself to the same end', async () => {
    const foods = foodFile(mixedFoods(4_000));
    const system: System = { ...inEventStoreDB, ingestion: { ...inEventStoreDB.ingestion, retryAfterMs: () => 100 } };
    const down = server.killAfter(1_500);
    const running = imported(system, foods, pausedSource);
    await down;
    while ((await statusOf(pausedSource)) !== 'paused') await pause(50);
    expect(await imports(inEventStoreDB.readModel, { source: pausedSource })).toMatchObject([
      { status: 'paused', pause: 'StoreUnavailable' },
    ]);
    await server.wire.comeBack();
    const report = await running;
    expect(await statusOf(pausedSource)).toBe('completed');
    expect(report).toEqual(await imported(inPostgres, foods, pausedSource));
    const [one, other] = await both(async (each) => exported(each, await each.store.head()));
    expect(other).toEqual(one);
  });

  test('a system that starts while the log is away shows what it read before, and works when the log is back', async () => {
    await server.wire.goAway();
    const early = await inEventStoreDB.another();
    expect(await countRecordsByStatus(early.readModel)).toEqual(await countRecordsByStatus(inPostgres.readModel));
    expect(() => early.rulesets.inForce('food')).toThrow('cannot be reached');
    await server.wire.comeBack();
    await expect
      .poll(() => attempt(() => early.rulesets.inForce('food').number), { timeout: 20_000 })
      .toBeTypeOf('number');
    const report = await imported(early, foodFile([{ name: 'Late' }]), 'late');
    expect(report.counts).toMatchObject({ read: 1, new: 1 });
    await early.close();
  });

  test('a log restored from an older backup is noticed, and the read model rebuilt from it', async () => {
    const before = server.log.records.length;
    const known = await standing(inEventStoreDB);
    await imported(inEventStoreDB, first, 'after-backup');
    expect((await standing(inEventStoreDB)).records.length).toBeGreaterThan(known.records.length);
    await inEventStoreDB.close();
    server.log.restore(before);
    const restored = await inEventStoreDB.another();
    try {
      // Of another file, so that other events lie where the checkpoints stand.
      await imported(restored, second, 'after-restore');
      await restored.caughtUp(await restored.store.head());
      const { rows } = await restored.sql.query(
        `select distinct source from records.record where source like 'after-%'`,
      );
      expect(rows).toEqual([{ source: 'after-restore' }]);
      for (const { name } of await restored.engine.status())
        expect(await restored.engine.rebuild(name)).toMatchObject({ equal: true });
    } finally {
      await restored.close();
    }
  });
});
