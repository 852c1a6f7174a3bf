import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RecordEvent } from '../../domain/record/events.ts';
import { freshDatabase, type TestDatabase } from '../../test/database.ts';
import { postgresStore } from '../postgres/store.ts';
import { DifferentData, type EventStore, limits, type NewEvent, type RecordedEvent, TooLarge } from '../store.ts';
import { ErasedSubject, sealing } from './codec.ts';
import { BrokenEnvelope, historyPlace } from './envelope.ts';
import { keyRing } from './keys.ts';
import { openObjects, sealObjects } from './objects.ts';
import { type Upcasters, upcasters } from './upcast.ts';
import { openVault, type Vault } from './vault.ts';

const importId = '0c2f1c5d-0000-5000-8000-00000000000a';
const origin = { source: 'gym', import: importId, row: 2 };
const outcome = {
  contentHash: 'content',
  ruleset: 1,
  context: { unreliable: ['bmi_stated'] },
  findings: [
    { rule: 'U7', version: 1, severity: 'warn', field: 'bmi', params: { stated: 'MARKER-finding' } },
    { rule: 'M1', version: 1, severity: 'info', params: { fields: ['MARKER-field'] } },
    { rule: 'U6', version: 1, severity: 'warn', field: 'bmi' },
  ],
  outcomeHash: 'outcome',
} as const;

/** An event of every type that a record's stream has, with a marker wherever something personal stands. */
const life = (subject: string): readonly RecordEvent[] => [
  {
    type: 'RecordProposed',
    data: {
      subject,
      origin,
      key: 'MARKER-key',
      raw: ['MARKER-raw', null, '70,5'],
      values: { weight_kg: 70.5, name: 'MARKER-värde 🥕' },
      qualifiers: { weight_kg: { below: 71 } },
      repairs: [{ repair: 'escaped-prefix', column: 0, to: 'MARKER-repaired' }],
      statedHash: 'stated',
      conflicting: true,
      rowFindings: [{ rule: 'U7', version: 1, severity: 'error', params: { stated: 'MARKER-row' } }],
      outcome,
    },
  },
  { type: 'RecordRestated', data: { subject, of: 0, origin } },
  { type: 'RecordUnstated', data: { subject, origin, onMissing: 'review', outcome } },
  {
    type: 'RecordCorrected',
    data: {
      subject,
      patch: { name: { from: 'MARKER-from', to: 'MARKER-to' } },
      contract: 1,
      reason: 'MARKER-reason',
      outcome,
    },
  },
  { type: 'AlternativeChosen', data: { subject, of: 0, reason: 'MARKER-choice', outcome } },
  {
    type: 'FindingWaived',
    data: { subject, rule: 'U7', field: 'bmi', valueHash: 'value', justification: 'MARKER-why', covers: [0], outcome },
  },
  { type: 'WaiverEnded', data: { subject, of: 5, outcome } },
  {
    type: 'RecordApproved',
    data: {
      subject,
      contentHash: 'c',
      outcomeHash: 'o',
      covers: [0],
      ruleset: 1,
      quorum: 1,
      publishes: true,
      counted: [],
    },
  },
  {
    type: 'RecordRejected',
    data: { subject, contentHash: 'c', covers: [0], code: 'implausible', text: 'MARKER-text' },
  },
  { type: 'RecordReopened', data: { subject, of: [0], why: 'MARKER-reopen' } },
  { type: 'RecordRejudged', data: { subject, outcome } },
  { type: 'EventsStruck', data: { subject, versions: [3], why: 'MARKER-undo', outcome } },
  { type: 'RecordUnstated', data: { subject, origin, onMissing: 'withdraw', reopens: true, outcome } },
  { type: 'RecordUnpublished', data: { subject, of: 0, why: 'missing', origin } },
];

const event = ({ type, data }: { type: string; data: object }, v = 1): NewEvent => ({
  id: randomUUID(),
  type,
  data,
  metadata: {
    commandId: randomUUID(),
    correlationId: importId,
    actor: 'user:u1',
    at: '2026-01-01T00:00:00.000Z',
    v,
  },
});

let database: TestDatabase;
let pool: pg.Pool;
let log: EventStore;
let vault: Vault;
let store: EventStore;

beforeAll(async () => {
  database = await freshDatabase();
  pool = new pg.Pool({ connectionString: database.url, max: 4 });
  log = postgresStore({ url: database.url });
  vault = await openVault({ url: database.url }, keyRing(Buffer.alloc(32, 7)));
  store = sealing(log, vault, new Set(['workout_session']));
});
afterAll(async () => {
  await Promise.all([store.close(), vault.close(), pool.end()]);
  await database.drop();
});

const aStream = (category = 'workout_session') => `${category}-${randomUUID()}`;
const aSubject = async () => (await vault.subjectsFor([{ namespace: 'test', key: randomUUID() }]))[0]!.id;

async function all<T>(from: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const one of from) found.push(one);
  return found;
}

/** A whole life of a personal record, written. */
async function written(): Promise<{ stream: string; subject: string; events: NewEvent[] }> {
  const [stream, subject] = [aStream(), await aSubject()];
  const events = life(subject).map((one) => event(one));
  expect(await store.append([{ stream, expected: 'none', events }])).toMatchObject({ kind: 'appended' });
  return { stream, subject, events };
}

const essence = ({ id, type, data }: NewEvent) => ({ id, type, data });

describe('a personal record', () => {
  test('reads back as it was written, by every way to read', async () => {
    const { stream, events } = await written();
    const expected = events.map(essence);
    const read = await all(store.readStream(stream));
    expect(read.map(essence)).toEqual(expected);
    const backwards = await all(store.readStream(stream, { direction: 'backwards', limit: 3 }));
    expect(backwards.map(essence)).toEqual(expected.slice(-3).reverse());
    const before = read.at(-1)!.position + 1n;
    const streams = await store.readStreams!([stream, aStream()], { before });
    expect([...streams].map(([name, ofStream]) => [name, ofStream.map(essence)])).toEqual([[stream, expected]]);
    const whole = (await all(store.readAll({ after: read[0]!.position - 1n }))).flat();
    expect(whole.filter((one) => one.stream === stream).map(essence)).toEqual(expected);
    expect(essence((await store.at(read[3]!.position))!)).toEqual(expected[3]);
    expect(essence((await store.find(events[3]!.id))!)).toEqual(expected[3]);
    for await (const tail of store.subscribe({ after: read[0]!.position - 1n })) {
      expect(tail.events.slice(0, 14).map(essence)).toEqual(expected);
      break;
    }
  });

  test('leaves nothing of itself in any column of the log and of the keys', async () => {
    await written();
    const { rows: columns } = await pool.query<{ table: string; column: string }>(
      `select quote_ident(table_schema) || '.' || quote_ident(table_name) as table, quote_ident(column_name) as column
       from information_schema.columns where table_schema in ('log', 'keys')`,
    );
    expect(columns.length).toBeGreaterThan(20);
    for (const { table, column } of columns) {
      const { rows } = await pool.query(
        `select from ${table} where ${column}::text like any (array['%MARKER%', '%weight_kg%', '%4d41524b4552%'])`,
      );
      expect(rows, `${table}.${column}`).toHaveLength(0);
    }
  });

  test('keeps in clear what the process needs, findings by severity, and one envelope an event', async () => {
    const { stream, subject } = await written();
    const stored = await all(log.readStream(stream));
    const sealed = { $sealed: subject, c: expect.stringMatching(/^[A-Za-z0-9+/]+=*$/) };
    const clearOutcome = {
      contentHash: 'content',
      ruleset: 1,
      context: { unreliable: ['bmi_stated'] },
      outcomeHash: 'outcome',
      severities: { warn: 2, info: 1 },
    };
    expect(stored.map((one) => one.data)).toEqual([
      { subject, origin, statedHash: 'stated', conflicting: true, outcome: clearOutcome, sealed },
      { subject, of: 0, origin },
      { subject, origin, onMissing: 'review', outcome: clearOutcome, sealed },
      { subject, contract: 1, outcome: clearOutcome, sealed },
      { subject, of: 0, outcome: clearOutcome, sealed },
      { subject, valueHash: 'value', covers: [0], outcome: clearOutcome, sealed },
      { subject, of: 5, outcome: clearOutcome, sealed },
      { subject, contentHash: 'c', outcomeHash: 'o', covers: [0], ruleset: 1, quorum: 1, publishes: true, counted: [] },
      { subject, contentHash: 'c', covers: [0], code: 'implausible', sealed },
      { subject, of: [0], sealed },
      { subject, outcome: clearOutcome, sealed },
      { subject, versions: [3], outcome: clearOutcome, sealed },
      { subject, origin, onMissing: 'withdraw', reopens: true, outcome: clearOutcome, sealed },
      { subject, of: 0, why: 'missing', origin },
    ]);
  });

  test('seals what it does not know: a new field of an event, and an event of a new type', async () => {
    const [stream, subject] = [aStream(), await aSubject()];
    const approved = life(subject)[7]!.data;
    const events = [
      event({ type: 'RecordApproved', data: { ...approved, remark: 'MARKER-remark' } }),
      event({ type: 'MergedInto', data: { subject, into: 'MARKER-other' } }),
    ];
    await store.append([{ stream, expected: 'none', events }]);
    expect(JSON.stringify((await all(log.readStream(stream))).map((one) => one.data))).not.toContain('MARKER');
    expect((await all(store.readStream(stream))).map(essence)).toEqual(events.map(essence));
  });

  test('of an erased subject is read without what was sealed, and marked', async () => {
    const { stream, subject } = await written();
    await vault.destroy([subject]);
    const read = await all(store.readStream(stream));
    expect(read.map((one) => (one.data as { erased?: true }).erased)).toEqual(Array(14).fill(true));
    expect(JSON.stringify(read.map((one) => one.data))).not.toContain('MARKER');
    expect(read[0]!.data).toEqual({
      subject,
      origin,
      statedHash: 'stated',
      conflicting: true,
      outcome: expect.objectContaining({ contentHash: 'content', severities: { warn: 2, info: 1 } }),
      erased: true,
    });
    expect(read[0]!.data).not.toHaveProperty('outcome.findings');
  });

  test('of an erased subject takes events without content only', async () => {
    const { stream, subject } = await written();
    await vault.destroy([subject]);
    const rejudged = event(life(subject)[10]!);
    await expect(store.append([{ stream, expected: 13, events: [rejudged] }])).rejects.toThrow(ErasedSubject);
    const erased = event({ type: 'RecordErased', data: { subject } });
    expect(await store.append([{ stream, expected: 13, events: [erased] }])).toMatchObject({ kind: 'appended' });
  });

  test('whose event names no subject, or uses a name of the codec, is refused before anything is written', async () => {
    const stream = aStream();
    const subject = await aSubject();
    for (const data of [{ values: { a: 1 } }, { subject, sealed: 1 }, { subject, erased: true }])
      await expect(
        store.append([{ stream, expected: 'none', events: [event({ type: 'RecordProposed', data })] }]),
      ).rejects.toThrow(TypeError);
    expect(await all(log.readStream(stream))).toEqual([]);
  });

  test('whose envelope was moved to another event or stream does not authenticate', async () => {
    const { stream, subject, events } = await written();
    const [first] = await all(log.readStream(stream));
    const moved = { ...events[0]!, id: randomUUID(), data: first!.data };
    const elsewhere = aStream();
    await log.append([{ stream: elsewhere, expected: 'none', events: [moved] }]);
    await expect(all(store.readStream(elsewhere))).rejects.toThrow(BrokenEnvelope);
    const third = aStream();
    const ofAnother = { ...first!.data, subject: await aSubject() };
    expect(ofAnother.subject).not.toBe(subject);
    await log.append([{ stream: third, expected: 'none', events: [{ ...moved, id: randomUUID(), data: ofAnother }] }]);
    await expect(all(store.readStream(third))).rejects.toThrow(BrokenEnvelope);
  });
});

describe('appending', () => {
  test('the same again is the same append; the same id with other content is refused', async () => {
    const { stream, events } = await written();
    const first = await store.append([{ stream, expected: 'none', events }]);
    expect(first).toMatchObject({ kind: 'appended', versions: [13] });
    const changed = events.map((one, i) => (i === 8 ? { ...one, data: { ...one.data, text: 'something else' } } : one));
    await expect(store.append([{ stream, expected: 'none', events: changed }])).rejects.toThrow(DifferentData);
  });

  test('shows what goes alongside the events in plain', async () => {
    const [stream, subject] = [aStream(), await aSubject()];
    const events = life(subject).map((one) => event(one));
    const seen: RecordedEvent[] = [];
    await store.append([{ stream, expected: 'none', events }], async (_, recorded) => {
      seen.push(...recorded);
    });
    expect(seen.map(essence)).toEqual(events.map(essence));
    expect(seen.map((one) => one.version)).toEqual(events.map((_, version) => version));
  });

  test('leaves records without people as they are, in the same append', async () => {
    const [food, stream, subject] = [aStream('food'), aStream(), await aSubject()];
    const inClear = event({ type: 'RecordProposed', data: { values: { name: 'apple' } } });
    const events = life(subject).map((one) => event(one));
    await store.append([
      { stream: food, expected: 'none', events: [inClear] },
      { stream, expected: 'none', events },
    ]);
    expect((await all(log.readStream(food))).map(essence)).toEqual([essence(inClear)]);
    expect((await all(store.readStream(food))).map(essence)).toEqual([essence(inClear)]);
    expect((await all(store.readStream(stream))).map(essence)).toEqual(events.map(essence));
  });

  test('measures the limits after sealing', async () => {
    const subject = await aSubject();
    const proposal = (bytes: number) =>
      event({ type: 'RecordProposed', data: { subject, values: { name: 'x'.repeat(bytes) } } });
    const fits = Math.floor((limits.eventBytes * 3) / 4) - 1_000;
    const inClear = { stream: aStream('food'), expected: 'none' as const, events: [proposal(fits + 2_000)] };
    expect(await store.append([inClear])).toMatchObject({ kind: 'appended' });
    expect(await store.append([{ ...inClear, stream: aStream(), events: [proposal(fits)] }])).toMatchObject({
      kind: 'appended',
    });
    await expect(store.append([{ ...inClear, stream: aStream(), events: [proposal(fits + 2_000)] }])).rejects.toThrow(
      TooLarge,
    );
  });
});

describe('old events', () => {
  const steps: Upcasters = {
    RecordProposed: [({ values, ...data }) => ({ ...data, values: { ...(values as object), upcast: true } })],
  };

  test('are read in their newest shape, after they were opened', async () => {
    const { stream, events } = await written();
    const newer = sealing(log, vault, new Set(['workout_session']), steps);
    const [proposed, restated] = await all(newer.readStream(stream, { limit: 2 }));
    expect(proposed!.data).toHaveProperty('values.upcast', true);
    expect(proposed!.metadata.v).toBe(2);
    expect(restated!.data).toEqual(events[1]!.data);
  });

  test('are what this release knows: of failed imports version 1 quoted files, and the shape is the same', () => {
    expect(Object.entries(upcasters).map(([type, steps]) => [type, steps.length])).toEqual([['ImportFailed', 1]]);
    const failed = { code: 'wrong-header', message: '', params: {} };
    expect(upcasters.ImportFailed?.[0]?.(failed)).toEqual(failed);
  });
});

describe('objects outside the log', () => {
  test('stay sealed, and open at their place until their subject is erased', async () => {
    const [one, two] = [await aSubject(), await aSubject()];
    const items = [one, two].map((subject, version) => ({
      subject,
      place: historyPlace('workout_session-x', version),
      plain: { values: { weight_kg: 70 + version } },
    }));
    const sealed = await sealObjects(vault, items);
    expect(await sealObjects(vault, items)).toEqual(sealed);
    const asked = items.map(({ place }, i) => ({ sealed: sealed[i]!, place }));
    expect(await openObjects(vault, asked)).toEqual(items.map((item) => item.plain));
    await expect(openObjects(vault, [{ ...asked[0]!, place: asked[1]!.place }])).rejects.toThrow(BrokenEnvelope);
    await vault.destroy([one]);
    expect(await openObjects(vault, asked)).toEqual([undefined, items[1]!.plain]);
    expect(await sealObjects(vault, items)).toEqual([undefined, sealed[1]]);
  });
});
