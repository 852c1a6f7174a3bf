/** Random histories of imports, decisions by people, crashes and rebuilds: what must hold after each of their steps. */
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { decisions } from '../app/decisions.ts';
import { approve } from '../commands/approve.ts';
import { choose } from '../commands/choose.ts';
import { correct } from '../commands/correct.ts';
import type { Answer, RecordCommand } from '../commands/decide-on-record.ts';
import { reject } from '../commands/reject.ts';
import type { Person } from '../commands/roles.ts';
import { derive } from '../domain/contracts/derivations.ts';
import { contracts } from '../domain/contracts/index.ts';
import { eventId, sha256, type Uuid, uuidv5 } from '../domain/ids.ts';
import type { Counts } from '../domain/import/events.ts';
import type { RecordHistoryEvent, RecordProposed } from '../domain/record/events.ts';
import { fold, isPerson, none, type RecordState } from '../domain/record/fold.ts';
import { historyEvent } from '../domain/record/history.ts';
import { unstate } from '../domain/record/propose.ts';
import type { Subject } from '../domain/rules/rule.ts';
import { rankOf } from '../domain/rules/severity.ts';
import type { SourceDefinition } from '../domain/source/definition.ts';
import { splitting } from '../eventstore/splitting.ts';
import type { EventStore, RecordedEvent } from '../eventstore/store.ts';
import { outcomes } from '../ingestion/import/accounts.test-support.ts';
import { type Food, foodFile, foodRequest } from '../ingestion/import/foods.test-support.ts';
import { ingest } from '../ingestion/import/ingest.ts';
import { dailyFood } from '../ingestion/sources/daily-food.ts';
import { freshSystem, type TestSystem } from './system.ts';

let system: TestSystem;
beforeAll(async () => {
  system = await freshSystem();
});
afterAll(() => system.remove());

const histories = 24;

type Step =
  /** `dies`, `leavingOutDies`: after so many appends, of rows or of what the file no longer contains, the process is gone. */
  | {
      readonly kind: 'import';
      readonly rows: readonly Food[];
      readonly dies: number | undefined;
      readonly leavingOutDies: number | undefined;
    }
  | { readonly kind: 'decide'; readonly by: number; readonly on: number; readonly what: Decision };
type Decision = 'approve' | 'reject' | 'correct' | 'choose base' | 'choose alternative';

const row: fc.Arbitrary<Food> = fc.record({
  name: fc.constantFrom('Apple', 'Bread', 'Curry', 'Dates', 'Eggs'),
  protein: fc.constantFrom(10, 11, 12),
  kcal: fc.constantFrom(117, 117, 117, 900, 'many'),
});
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constant('import' as const),
    rows: fc.array(row, { minLength: 1, maxLength: 8 }),
    dies: fc.option(fc.nat(9), { nil: undefined, freq: 1 }),
    leavingOutDies: fc.option(fc.nat(2), { nil: undefined, freq: 1 }),
  }),
  fc.record({
    kind: fc.constant('decide' as const),
    by: fc.nat(2),
    on: fc.nat(20),
    what: fc.constantFrom<Decision>('approve', 'approve', 'reject', 'correct', 'choose base', 'choose alternative'),
  }),
);

const people: readonly Person[] = [
  { id: randomUUID(), roles: ['reviewer'] },
  { id: randomUUID(), roles: ['approver'] },
  { id: randomUUID(), roles: ['reviewer', 'approver'] },
];

class Killed extends Error {}

const mortal = (store: EventStore, left: number): EventStore => {
  let lives = left;
  return {
    ...store,
    async append(writes, alongside) {
      if (lives-- <= 0) throw new Killed('the process was killed');
      return store.append(writes, alongside);
    },
  };
};

const mortalAfter = (appends: number | undefined): EventStore =>
  appends === undefined ? system.store : splitting(mortal(system.store, appends));

/** What the process does before it is killed; undefined where it was. */
async function untilKilled<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof Killed)) throw error;
    return undefined;
  }
}

/** One source of a history, with the snapshot whose missing records are not all unstated yet. */
interface Source {
  readonly name: string;
  readonly onMissing: SourceDefinition['onMissing'];
  leavingOut?: { readonly import: Uuid; readonly named: ReadonlySet<string> };
}

async function importFile(source: Source, { rows, dies, leavingOutDies }: Step & { kind: 'import' }): Promise<void> {
  await leaveOut(source, system.store);
  const { name, onMissing } = source;
  const request = foodRequest(foodFile(rows), { definition: { ...dailyFood, name, onMissing } });
  const ingestion = { ...system.ingestion, store: mortalAfter(dies), retryAfterMs: () => 1 };
  const report = await untilKilled(ingest(ingestion, request));
  if (report === undefined || report.import === null || report.alreadyImported) return;
  source.leavingOut = { import: report.import, named: new Set(rows.map((food) => food.name)) };
  await untilKilled(leaveOut(source, mortalAfter(leavingOutDies)));
}

/** The last step of a snapshot: what it no longer contains is unstated, record by record, each once however often it runs. */
async function leaveOut(source: Source, store: EventStore): Promise<void> {
  const { name, onMissing, leavingOut } = source;
  if (leavingOut === undefined || onMissing === 'keep') return;
  const { import: importId, named } = leavingOut;
  const { ruleset, judge } = await decisions(system).judgeFor(name, 'food');
  const judging = { ...folding, ruleset, judge: (subject: Subject) => judge.judge(subject).findings };
  for (const [id, events] of await logOf(name)) {
    const history = historyOf(events);
    const { base, unstated } = fold(history, folding, importId);
    const commandId = uuidv5(importId, 'unstated', id);
    const done = history.some((event) => event.id === eventId(commandId, 0));
    if (done || base === none || unstated !== none || named.has((events[0]!.data as RecordProposed).key ?? ''))
      continue;
    const gone = unstate(
      fold(history, folding),
      { origin: { source: name, import: importId }, onMissing },
      'system',
      judging,
    );
    const metadata = {
      commandId,
      correlationId: importId,
      actor: 'system' as const,
      at: new Date().toISOString(),
      v: 1,
    };
    const written = gone.map(({ type, data }, i) => ({ id: eventId(commandId, i), type, data, metadata }));
    if (written.length === 0) continue;
    const answer = await store.append([{ stream: `food-${id}`, expected: history.length - 1, events: written }]);
    expect(answer.kind).toBe('appended');
  }
  delete source.leavingOut;
  if (onMissing === 'withdraw') await nothingLeftOutIsPublishedByPolicyAlone(name, named);
}

async function nothingLeftOutIsPublishedByPolicyAlone(source: string, named: ReadonlySet<string>): Promise<void> {
  for (const [, events] of await logOf(source)) {
    if (named.has((events[0]!.data as RecordProposed).key ?? '')) continue;
    const { published, history } = fold(historyOf(events), folding);
    if (published === null) continue;
    expect(history.some(({ type, actor }) => type === 'RecordApproved' && isPerson(actor))).toBe(true);
  }
}

async function decide(recordId: Uuid, by: Person, what: Decision): Promise<void> {
  const command: RecordCommand = { recordId, recordType: 'food', actor: by, commandId: randomUUID() };
  const dependencies = decisions(system);
  const give = (): Promise<Answer> => {
    switch (what) {
      case 'approve':
        return approve(command, dependencies);
      case 'reject':
        return reject({ ...command, code: 'implausible' }, dependencies);
      case 'correct':
        return correct({ ...command, set: { energy_kcal: '118' }, reason: 'label' }, dependencies);
      case 'choose base':
        return choose({ ...command, alternative: 0, reason: 'label' }, dependencies);
      case 'choose alternative':
        return choose({ ...command, alternative: 1, reason: 'label' }, dependencies);
    }
  };
  const first = await give();
  const head = await system.store.head();
  const again = await give();
  // A refusal that appended nothing is told of what stands; all else is answered as it was the first time.
  expect(again).toEqual(first);
  expect(await system.store.head()).toBe(head);
}

/** The log of one source's records, by record. */
async function logOf(source: string): Promise<Map<Uuid, RecordedEvent[]>> {
  const records = new Map<Uuid, RecordedEvent[]>();
  const events = (await Array.fromAsync(system.store.readAll({ categories: ['food'] }))).flat();
  const own = new Set(
    events
      .filter(({ data }) => (data as { origin?: { source: string } }).origin?.source === source)
      .map((e) => e.stream),
  );
  for (const event of events) {
    if (!own.has(event.stream)) continue;
    const id = event.stream.slice('food-'.length);
    records.set(id, [...(records.get(id) ?? []), event]);
  }
  return records;
}

const folding = { hash: sha256, derive: (values: Parameters<typeof derive>[1]) => derive(contracts.food, values) };
const historyOf = (events: readonly RecordedEvent[]): RecordHistoryEvent[] => events.map(historyEvent);
const orNull = (version: number): number | null => (version < 0 ? null : version);

/** Rows read are accounted for in every import at every moment, those that died included. */
async function accountsAddUp(source: string): Promise<void> {
  const { rows } = await system.sql.query('select import_id from imports.import_run where source = $1', [source]);
  for (const { import_id: id } of rows)
    for await (const event of system.store.readStream(`import-${id}`)) {
      if (event.type !== 'ImportAdvanced' && event.type !== 'ImportCompleted') continue;
      const { counts } = event.data as { counts: Counts };
      expect(outcomes(counts)).toBe(counts.read);
    }
}

/** What the projections show is what a fold of the log gives, now and as of any position. */
async function shownAsFolded(log: ReadonlyMap<Uuid, readonly RecordedEvent[]>, at: bigint): Promise<void> {
  const { rows } = await system.sql.query('select * from records.record where record_id = any($1)', [[...log.keys()]]);
  const shown = new Map(rows.map((one) => [one.record_id, one]));
  const { rows: then } = await system.sql.query(
    `select record_id, version, status, published_version from records.record_history
     where record_id = any($1) and from_position <= $2 and (to_position is null or to_position > $2)`,
    [[...log.keys()], at],
  );
  const shownThen = new Map(then.map((one) => [one.record_id, one]));
  const { rows: queued } = await system.sql.query(
    'select record_id from records.review_queue where record_id = any($1)',
    [[...log.keys()]],
  );
  const { rows: published } = await system.sql.query('select record_id from published.food where record_id = any($1)', [
    [...log.keys()],
  ]);
  const open: Uuid[] = [];
  const outside: Uuid[] = [];
  for (const [id, events] of log) {
    const state = fold(historyOf(events), folding);
    expect(shown.get(id)).toMatchObject({
      version: state.version,
      status: state.status,
      stated: state.stated,
      base_version: orNull(state.base),
      base_import: state.origin?.import ?? null,
      content_hash: state.contentHash,
      outcome_hash: state.outcome?.outcomeHash ?? null,
      published_version: state.published?.version ?? null,
      people: state.people,
      unstated: state.unstated !== none,
    });
    if (state.status === 'open') open.push(id);
    if (state.published) outside.push(id);
    publishedRightly(state);
    noPolicyChose(events);
    const before = events.filter(({ position }) => position <= at);
    if (before.length === 0) expect(shownThen.get(id)).toBeUndefined();
    else {
      const earlier = fold(historyOf(before), folding);
      const { version, status } = earlier;
      expect(shownThen.get(id)).toMatchObject({
        version,
        status,
        published_version: earlier.published?.version ?? null,
      });
    }
  }
  expect(queued.map((one) => one.record_id).sort()).toEqual(open.sort());
  expect(published.map((one) => one.record_id).sort()).toEqual(outside.sort());
}

/** No policy approves a statement that its own import contradicts, not even for a moment. */
function noPolicyChose(events: readonly RecordedEvent[]): void {
  const history = historyOf(events);
  const contradicted = new Set(
    history.flatMap(({ type, data }) => (type === 'RecordProposed' && data.alternative ? [data.origin.import] : [])),
  );
  for (const { type, data, actor } of history) {
    if (type !== 'RecordApproved' || !actor.startsWith('policy:')) continue;
    for (const version of data.covers) {
      const covered = history[version];
      if (covered?.type === 'RecordProposed') expect(contradicted).not.toContain(covered.data.origin.import);
    }
  }
}

/** Nothing is published without an approval of exactly its content, by whoever may give it. */
function publishedRightly({ published, history, standing }: RecordState): void {
  if (!published) return;
  const approval = history[published.version]!;
  if (approval.type !== 'RecordApproved') throw new Error(`${approval.type} publishes`);
  expect(standing[published.version]).toBe(true);
  expect(approval.data.contentHash).toBe(published.contentHash);
  const before = fold(history.slice(0, published.version), folding);
  expect(before.contentHash).toBe(published.contentHash);
  expect(before.outcome?.outcomeHash).toBe(approval.data.outcomeHash);
  const worst = Math.max(0, ...(before.outcome?.findings ?? []).map(({ severity }) => rankOf(severity)));
  if (approval.actor.startsWith('policy:')) {
    expect(worst).toBeLessThanOrEqual(rankOf('warn'));
    expect(before.conflicting).toBe(false);
    expect(before.contributors.size).toBe(0);
  } else {
    expect(worst).toBeLessThan(rankOf('block'));
    expect(people.filter(({ roles }) => roles.includes('approver')).map(({ id }) => `user:${id}`)).toContain(
      approval.actor,
    );
    expect(before.contributors.has(approval.actor)).toBe(false);
  }
}

test('imports, decisions, crashes and rebuilds in any order keep every promise', () => {
  let number = 0;
  return fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 3, maxLength: 9 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.constantFrom('keep' as const, 'review' as const, 'withdraw' as const, 'withdraw' as const),
      async (steps, when, onMissing) => {
        const name = `foods-${++number}`;
        const source: Source = { name, onMissing };
        const start = await system.store.head();
        for (const one of steps) {
          if (one.kind === 'import') await importFile(source, one);
          else {
            const ids = [...(await logOf(name)).keys()].sort();
            if (ids.length > 0) await decide(ids[one.on % ids.length]!, people[one.by]!, one.what);
          }
          const head = await system.store.head();
          await system.caughtUp(head);
          await accountsAddUp(name);
          await shownAsFolded(await logOf(name), start + BigInt(Math.floor(Number(head - start) * when)));
        }
        if (number % 6 === 0)
          for (const { name } of await system.engine.status())
            expect(await system.engine.rebuild(name)).toMatchObject({ equal: true });
      },
    ),
    { numRuns: histories, endOnFailure: true },
  );
});
