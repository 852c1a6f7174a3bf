import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { comparedKeyHash, sha256, uuidv5 } from '../../domain/ids.ts';
import { fold } from '../../domain/record/fold.ts';
import { historyEvent } from '../../domain/record/history.ts';
import { unstate } from '../../domain/record/propose.ts';
import { postgresStore } from '../../eventstore/postgres/store.ts';
import type { EventStore, NewEvent } from '../../eventstore/store.ts';
import { freshDatabase } from '../../test/database.ts';
import { createEngine, type Engine } from '../engine/engine.ts';
import { importsProjection } from '../imports/imports.ts';
import { eventsOf, foldingOf, type Kind, streamOf } from '../record/histories.test-support.ts';
import type { People } from '../record/people.ts';
import { recordsProjection } from '../record/records.ts';
import { foldingsOf } from '../record/states.ts';
import { countRecordsByStatus } from './counts.ts';
import { imports, quarantinedRows } from './imports.ts';
import { parkedEvents, positions } from './positions.ts';
import { qualityOf } from './quality.ts';
import { queuePage } from './queue.ts';
import { type OpenReadModel, openReadModel } from './read-model.ts';
import { recordById } from './record.ts';
import { recordsAsOf } from './records-as-of.ts';

const at = '2026-01-01T08:30:00.000Z';
const food: Kind = {
  type: 'food',
  field: 'energy_kcal',
  values: (n) => ({ name: `Food ${n}`, basis: 'portion', energy_kcal: n }),
  hash: sha256,
};
/** Everything here is about food: no record is about a person. */
const noPeople: People = {
  hashers: async () => new Map(),
  identities: async () => new Map(),
  comparedKey: comparedKeyHash,
  seal: async (items) => items.map(() => null),
};
const idOf = (record: number): string => streamOf(food, record).slice('food-'.length);
const importId = uuidv5('import', 1, 0);
const counts = {
  read: 10,
  new: 7,
  revised: 0,
  unchanged: 1,
  duplicate: 1,
  conflicting: 0,
  quarantined: 1,
  repaired: 0,
};

let store: EventStore;
let engine: Engine;
let readModel: OpenReadModel;
const closing: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  const database = await freshDatabase();
  const pool = new pg.Pool({ connectionString: database.url });
  pool.on('error', () => {});
  store = postgresStore({ url: database.url });
  readModel = await openReadModel(database.url);
  engine = createEngine({
    store,
    pool,
    projections: [recordsProjection(noPeople), importsProjection],
    alongside: true,
  });
  closing.push(
    () => readModel.end(),
    () => store.close(),
    () => pool.end(),
    () => database.drop(),
  );
  await engine.prepare();
  await tellOfImport();
  // 1 is published by its policy; 9 waits with an error, is corrected by a person and approved by another; 2 conflicts.
  await appendLife(1, [{ op: 'import', rows: [1] }]);
  await appendLife(9, [
    { op: 'import', rows: [9] },
    { op: 'correct', by: 1, n: 3 },
    { op: 'approve', by: 2 },
  ]);
  await appendLife(2, [{ op: 'import', rows: [2, 3] }]);
  await appendLife(8, [{ op: 'import', rows: [8] }]);
});
afterAll(async () => {
  for (const close of closing) await close();
});

async function append(stream: string, expected: 'none' | number, events: readonly NewEvent[]): Promise<void> {
  const answer = await store.append([{ stream, expected, events }], engine.alongside);
  if (answer.kind === 'conflict') throw new Error('conflict');
}

async function appendLife(record: number, steps: Parameters<typeof eventsOf>[2]): Promise<void> {
  let version: 'none' | number = 'none';
  for (const events of eventsOf(food, record, steps)) {
    await append(streamOf(food, record), version, events);
    version = (version === 'none' ? -1 : version) + events.length;
  }
}

async function tellOfImport(): Promise<void> {
  const event = (type: string, data: object): NewEvent => ({
    id: randomUUID(),
    type,
    data,
    metadata: { commandId: importId, correlationId: importId, actor: 'policy:random@1', at, v: 1 },
  });
  const metric = { rule: 'M1', dimension: 'completeness' };
  const advanced = (nextIndex: number, bad: number) => ({
    nextIndex,
    counts,
    findings: [{ rule: 'M1', severity: 'info', count: bad }],
    metrics: [
      { ...metric, field: 'fat_g', bad, evaluated: 8 },
      { ...metric, field: '', bad: 0, evaluated: 2 },
      { rule: 'D1', dimension: 'validity', field: 'fat_g', bad: 0, evaluated: 4 },
    ],
    duplicates: [[4, 4]],
    unchanged: [],
  });
  const accepted = { import: importId, digest: 'ab', bytes: 99, contract: 1, previous: null, fileName: 'foods.csv' };
  await append('source-random', 'none', [
    event('SourceRegistered', { definition: { name: 'random', version: 3, naturalKey: ['name'] } }),
  ]);
  await append('source-random', 0, [event('ImportAccepted', accepted)]);
  const pins = { source: 'random', sourceVersion: 3, contract: 1, ruleset: 2, header: ['Name', 'Energy'], at };
  const started = { import: importId, trigger: 'command', digest: 'ab', bytes: 99, fileName: 'foods.csv', pins };
  await append(`import-${importId}`, 'none', [event('ImportStarted', started)]);
  await append(`import-${importId}`, 0, [
    event('BatchJudged', { unreliable: ['fat_g'], evidence: [], rows: 10 }),
    event('RowsQuarantined', {
      rows: [{ row: 7, bytes: [80, 99], reason: 'not-a-number', params: { column: 'Energy' } }],
    }),
    event('ImportAdvanced', advanced(5, 1)),
    event('ImportAdvanced', advanced(10, 2)),
    event('ImportCompleted', { counts, missing: [] }),
  ]);
}

describe('a record', () => {
  test('shows its content, findings, origin and everything that happened to it', async () => {
    const record = await recordById({ readModel, store, foldings: foldingsOf(noPeople) }, idOf(9));
    expect(record).toMatchObject({
      type: 'food',
      source: 'random',
      key: 'record 9',
      version: 2,
      status: 'published',
      published: 2,
      raw: ['Food 9', 'portion', '9'],
      values: { name: 'Food 9', energy_kcal: 3 },
      findings: [],
      provenance: { source: 'random', row: 2, import: uuidv5('import', 9, 0), file: null, columns: null },
    });
    expect(record?.history.map(({ type, actor, stands }) => [type, actor, stands])).toEqual([
      ['RecordProposed', 'policy:random@1', true],
      ['RecordCorrected', 'user:1', true],
      ['RecordApproved', 'user:2', true],
    ]);
  });

  test('names the file and columns of its import', async () => {
    const record = await recordById({ readModel, store, foldings: foldingsOf(noPeople) }, idOf(1));
    expect(record?.provenance).toMatchObject({ file: 'foods.csv', columns: ['Name', 'Energy'] });
  });

  test('shows itself as it was at a position, and not at all before its first event', async () => {
    const parts = { readModel, store, foldings: foldingsOf(noPeople) };
    const [proposed] = (await recordById(parts, idOf(9)))?.history ?? [];
    const then = BigInt(proposed?.position ?? 0);
    expect(await recordById(parts, idOf(9), then)).toMatchObject({
      version: 0,
      status: 'open',
      published: null,
      values: { energy_kcal: 9 },
      findings: [{ rule: 'T1', severity: 'error' }],
    });
    expect(await recordById(parts, idOf(9), then - 1n)).toBeUndefined();
    expect(await recordById(parts, randomUUID())).toBeUndefined();
  });

  test('shows what its source states of the same key otherwise', async () => {
    const record = await recordById({ readModel, store, foldings: foldingsOf(noPeople) }, idOf(2));
    expect(record).toMatchObject({
      status: 'open',
      alternatives: [{ version: 1, row: 3, values: { energy_kcal: 3 } }],
    });
  });
});

test('records of a type come page by page, as they are and as they were', async () => {
  const all = await recordsAsOf(readModel, { type: 'food', which: 'newest' });
  expect(all.map(({ record }) => record)).toEqual([1, 2, 8, 9].map(idOf).sort());
  const first = await recordsAsOf(readModel, { type: 'food', which: 'newest', limit: 3 });
  const rest = await recordsAsOf(readModel, { type: 'food', which: 'newest', after: first.at(-1)?.record ?? '' });
  expect([...first, ...rest]).toEqual(all);
  const published = await recordsAsOf(readModel, { type: 'food', which: 'published' });
  expect(published.map(({ record }) => record)).toEqual([1, 9].map(idOf).sort());
  expect(published.find(({ record }) => record === idOf(9))?.content).toMatchObject({ values: { energy_kcal: 3 } });
  expect(await recordsAsOf(readModel, { type: 'food', which: 'published', at: 3n })).toEqual([]);
});

test('the queue shows the worst first, and goes on where a page ended', async () => {
  const { items, next } = await queuePage(readModel);
  expect(items.map(({ record, severity, rules }) => [record, severity, rules])).toEqual([
    [idOf(8), 'warn', ['T1']],
    [idOf(2), null, []],
  ]);
  expect(next).toBeNull();
  const page = await queuePage(readModel, { limit: 1 });
  expect(page.items).toEqual(items.slice(0, 1));
  expect((await queuePage(readModel, { limit: 1, after: page.next as never })).items).toEqual(items.slice(1));
  expect((await queuePage(readModel, { severity: 'warn' })).items).toHaveLength(1);
  expect((await queuePage(readModel, { rule: 'T1', type: 'food', source: 'random' })).items).toHaveLength(1);
  expect((await queuePage(readModel, { type: 'exercise' })).items).toEqual([]);
});

test('records are counted by type and status', async () => {
  const counts = await countRecordsByStatus(readModel);
  expect(counts.food).toEqual({ published: 2, open: 2, rejected: 0 });
  expect(counts.exercise).toEqual({ published: 0, open: 0, rejected: 0 });
});

test('an import shows its counts, findings and set-aside rows', async () => {
  expect(await imports(readModel, { source: 'random' })).toMatchObject([
    {
      import: importId,
      source: 'random',
      status: 'completed',
      fileName: 'foods.csv',
      bytes: 99,
      counts,
      findings: [{ rule: 'M1', severity: 'info', count: 2 }],
      header: ['Name', 'Energy'],
      unreliable: ['fat_g'],
      startedAt: at,
      ruleset: 2,
    },
  ]);
  expect(await imports(readModel, { source: 'other' })).toEqual([]);
  expect(await imports(readModel, { import: importId })).toHaveLength(1);
  expect(await quarantinedRows(readModel, importId)).toEqual([
    { row: 7, sheet: null, bytes: [80, 99], reason: 'not-a-number', params: { column: 'Energy' } },
  ]);
});

test('quality adds bad and evaluated up before it divides', async () => {
  expect(await qualityOf(readModel, 'random')).toMatchObject({
    source: 'random',
    import: importId,
    overall: (0.2 * 0.8 + 0.25 * 1) / 0.45,
    dimensions: [
      { dimension: 'completeness', bad: 2, evaluated: 10, score: 0.8 },
      { dimension: 'validity', bad: 0, evaluated: 4, score: 1 },
    ],
    fields: [
      { field: 'fat_g', dimension: 'completeness', bad: 2, evaluated: 8 },
      { field: 'fat_g', dimension: 'validity', bad: 0, evaluated: 4 },
    ],
  });
  expect(await qualityOf(readModel, 'unheard-of')).toBeUndefined();
});

test('positions tell how far projections are', async () => {
  const head = (await store.head()).toString();
  expect(await positions(readModel)).toMatchObject([
    { name: 'imports', position: head, valid: true, parked: 0 },
    { name: 'records', position: head, valid: true, parked: 0 },
  ]);
  expect(await parkedEvents(readModel)).toEqual([]);
});

test('what is built anew is what was there, and goes on like it', async () => {
  for (const name of ['imports', 'records']) expect(await engine.rebuild(name)).toMatchObject({ equal: true });
  await appendLife(10, [
    { op: 'import', rows: [9] },
    { op: 'correct', by: 1, n: 3 },
    { op: 'approve', by: 2 },
    { op: 'reopen', by: 2 },
  ]);
  expect(await countRecordsByStatus(readModel)).toMatchObject({ food: { published: 2, open: 3 } });
  expect(await engine.status()).toMatchObject([
    { lag: 0n, parked: 0 },
    { lag: 0n, parked: 0 },
  ]);
  for (const name of ['imports', 'records']) expect(await engine.rebuild(name)).toMatchObject({ equal: true });
});

test('the queue and the record say that its source no longer states it; what was exported stays as it was', async () => {
  const before = await recordsAsOf(readModel, { type: 'food', which: 'published' });
  await appendLife(5, [{ op: 'import', rows: [5] }]);
  await appendLife(7, [
    { op: 'import', rows: [7] },
    { op: 'approve', by: 1 },
  ]);
  const then = await store.head();
  const exported = await recordsAsOf(readModel, { type: 'food', which: 'published' });
  expect(exported).toHaveLength(before.length + 2);
  for (const record of [5, 7]) {
    const gone = unstate(
      fold((await Array.fromAsync(store.readStream(streamOf(food, record)))).map(historyEvent), foldingOf(food)),
      { origin: { source: 'random', import: importId }, onMissing: 'withdraw' },
      'system',
      { ...foldingOf(food), ruleset: 1, judge: () => [] },
    );
    const events = gone.map(({ type, data }) => ({
      id: randomUUID(),
      type,
      data,
      metadata: { commandId: importId, correlationId: importId, actor: 'system' as const, at, v: 1 },
    }));
    await append(streamOf(food, record), 1, events);
  }
  const waiting = (await queuePage(readModel)).items.filter(({ unstated }) => unstated);
  expect(waiting).toMatchObject([
    { record: idOf(7), version: 2, published: 1, since: `${(await store.head()).toString()}` },
  ]);
  const parts = { readModel, store, foldings: foldingsOf(noPeople) };
  expect(await recordById(parts, idOf(7))).toMatchObject({ status: 'open', unstated: true, published: 1 });
  const gone = await recordById(parts, idOf(5));
  expect(gone).toMatchObject({ status: 'withdrawn', unstated: true, published: null, values: null });
  expect(gone?.history.map(({ type }) => type).slice(2)).toEqual(['RecordUnstated', 'RecordUnpublished']);
  expect(await recordById(parts, idOf(5), then)).toMatchObject({ status: 'published', unstated: false, published: 1 });
  expect(
    (await recordsAsOf(readModel, { type: 'food', which: 'published' })).map(({ record }) => record),
  ).not.toContain(idOf(5));
  expect(await recordsAsOf(readModel, { type: 'food', which: 'published', at: then })).toEqual(exported);
  expect(await engine.rebuild('records')).toMatchObject({ equal: true });
});
