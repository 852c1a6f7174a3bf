/**
 * Every event that the product can write, at ten times what bounds it: it is split, shortened or refused with a reason, no
 * append is over the limits of the log, and the source of an import goes on afterwards.
 */
import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { sourcesOf } from '../app/sources.ts';
import { approve } from '../commands/approve.ts';
import { choose } from '../commands/choose.ts';
import { correct } from '../commands/correct.ts';
import { type Bench, decideOnRecord, type RecordCommand } from '../commands/decide-on-record.ts';
import { reject } from '../commands/reject.ts';
import { type ConsentEvent, consentTextCharacters } from '../domain/consent/events.ts';
import { contracts } from '../domain/contracts/index.ts';
import { type HoldReason, holdLimits, type ImportEventData, idsPerEvent } from '../domain/import/events.ts';
import { longestReason } from '../domain/import/refusals.ts';
import { endWaiver, reopen, struck, undo, waive } from '../domain/record/amend.ts';
import { type Decision, rejudge } from '../domain/record/decide.ts';
import type { Outcome, RecordEvent, RecordEventData } from '../domain/record/events.ts';
import type { RecordState } from '../domain/record/fold.ts';
import { rulesetInForce } from '../domain/ruleset/rulesets.ts';
import { applyMapping } from '../domain/source/apply-mapping.ts';
import type { SourceDefinition } from '../domain/source/definition.ts';
import { firstNameOf } from '../domain/source/header.ts';
import { mappedDefinitionBytes, parseDefinition } from '../domain/source/parse-definition.ts';
import { encode } from '../eventstore/encode.ts';
import { type EventStore, limits, type RecordedEvent, TooLarge } from '../eventstore/store.ts';
import { answerHold, type HoldAnswer } from '../ingestion/import/answer-hold.ts';
import { type Food, foodFile, foodRequest } from '../ingestion/import/foods.test-support.ts';
import { giveUp } from '../ingestion/import/give-up.ts';
import { ingest, resumeInterrupted } from '../ingestion/import/ingest.ts';
import type { ImportReport } from '../ingestion/import/report.ts';
import { sessionRequest, sessions } from '../ingestion/import/sessions.test-support.ts';
import { dailyFood } from '../ingestion/sources/daily-food.ts';
import { type ConsentOrder, takeConsent } from '../services/consents.ts';
import { freshSystem, type TestSystem } from './system.ts';
import { workbookParts, zipOf } from './zip.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

/** Events of a record, of an import, and those of sources and rulesets. */
type EventType =
  | keyof RecordEventData
  | keyof ImportEventData
  | 'SourceRegistered'
  | 'ImportAccepted'
  | 'RulesetPublished'
  | ConsentEvent['type'];

interface Line {
  /** What keeps the event small. */
  readonly by: string;
  /** Drives it at ten times that. */
  readonly tenfold: () => Promise<void>;
}

let system: TestSystem;
let definition: SourceDefinition = dailyFood;
let number = 0;
/** What an append does before it is done, told by the test under way. */
let onAppend: (() => void) | undefined;
/** The most that was appended to one stream at once, in bytes of JSON, and the largest event of each type. */
const largest = { append: 0, events: new Map<string, number>() };

const measuring = (store: EventStore): EventStore => ({
  ...store,
  async append(writes, alongside) {
    onAppend?.();
    const answer = await store.append(writes, alongside);
    for (const { events } of writes) {
      const sizes = events.map(({ data, metadata }) => bytesOf(data) + bytesOf(metadata));
      sizes.forEach((size, i) => {
        const { type } = events[i]!;
        largest.events.set(type, Math.max(size, largest.events.get(type) ?? 0));
      });
      largest.append = Math.max(
        largest.append,
        sizes.reduce((sum, size) => sum + size, 0),
      );
    }
    return answer;
  },
});
const bytesOf = (json: unknown): number => Buffer.byteLength(JSON.stringify(json));

beforeAll(async () => {
  system = await freshSystem({ store: measuring });
});
/** A source of its own for every test. */
beforeEach(() => {
  onAppend = undefined;
  definition = { ...dailyFood, name: `limits-${++number}`, trust: 'auto' };
});
afterAll(() => system.remove());

const run = (content: string, more: Parameters<typeof foodRequest>[1] = {}): Promise<ImportReport> =>
  ingest({ ...system.ingestion, retryAfterMs: () => 1 }, foodRequest(content, { definition, ...more }));
const foods = (n: number, more: Partial<Food> = {}): Food[] =>
  Array.from({ length: n }, (_, i) => ({ name: `Food ${i}`, ...more }));
const people = {
  operator: 'user:00000000-0000-4000-8000-000000000001',
  second: 'user:00000000-0000-4000-8000-000000000002',
} as const;
const answer = (id: string | null, actor: keyof typeof people, what: HoldAnswer, reason = 'looked at it') =>
  answerHold(system.ingestion, { import: id!, actor: people[actor], reason, commandId: randomUUID(), answer: what });

const eventsOf = async <T extends keyof ImportEventData>(id: string | null, type: T): Promise<ImportEventData[T][]> => {
  const all: RecordedEvent[] = await Array.fromAsync(system.store.readStream(`import-${id}`));
  return all.filter((event) => event.type === type).map((event) => event.data as ImportEventData[T]);
};

/** The source takes its next file. */
async function goesOn(rows = foods(7, { kcal: 118 })): Promise<void> {
  expect(await run(foodFile(rows))).toMatchObject({ status: 'completed' });
}

const header = foodFile([]).trimEnd();
const tooLongReason = 'r'.repeat(10 * longestReason);
const million = 'm'.repeat(1_000_000);

/** A record of the source, as commands name it. */
async function record(status = 'open'): Promise<Pick<RecordCommand, 'recordId' | 'recordType' | 'actor'>> {
  const { rows } = await system.sql.query(
    'select record_id from records.record where source = $1 and status = $2 order by record_id limit 1',
    [definition.name, status],
  );
  return { recordId: rows[0].record_id, recordType: 'food', actor: { id: 'rita', roles: ['reviewer', 'approver'] } };
}

const tooLarge = { kind: 'refused', refusal: { code: 'too-large', params: { limit: limits.eventBytes } } };

/** Decides on an open, or on a published, record of a fresh source by what no command offers yet. */
async function deciding(
  status: 'open' | 'published',
  decide: (state: RecordState, bench: Bench) => Decision,
): Promise<unknown> {
  definition = { ...definition, trust: status === 'open' ? 'review' : 'auto' };
  await run(foodFile([{ name: 'Odd', ...(status === 'open' && { kcal: 900 }) }]));
  return decideOnRecord(await record(status), ['reviewer'], decide, system.decisions);
}

const consent = (verb: 'record' | 'withdraw', person: string, more: Partial<ConsentOrder> = {}) =>
  takeConsent(
    { ...system, catalogue: () => sourcesOf(system.configuration) },
    { actor: 'system', correlationId: randomUUID() },
    { verb, person, namespace: 'tracker', purpose: 'coaching', ...more },
  );

const decidedAs = (event: RecordEvent): Decision => ({ kind: 'decided', events: [event] }) as Decision;

/** An outcome with ten findings for every rule and field of the largest contract, each with a thousand characters of params. */
function tenfoldOutcome(): Outcome {
  const most = Object.values(contracts).flatMap(({ type }) => [rulesetInForce(type)]);
  const rules = most.map((ruleset) => ruleset.rules.length).sort((a, b) => b - a)[0]!;
  const finding = {
    rule: 'F1',
    version: 1,
    severity: 'warn',
    field: 'f',
    params: { text: 'p'.repeat(1_000) },
  } as const;
  return {
    contentHash: 'h'.repeat(43),
    ruleset: 1,
    context: {},
    findings: Array.from({ length: rules * 10 }, () => finding),
    outcomeHash: 'h'.repeat(43),
  };
}

/** An event whose parts are all of a fixed length: with each ten times as long it fits, as it is checked before it is sent. */
function fits(type: EventType, data: object): void {
  const metadata = {
    commandId: randomUUID(),
    correlationId: randomUUID(),
    actor: 'system',
    at: new Date().toISOString(),
    v: 1,
  } as const;
  const events = [{ id: randomUUID(), type, data, metadata }];
  expect(encode([{ stream: 'food-1', expected: 'none', events }])[0]!.bytes).toBeLessThan(limits.eventBytes);
}
const tenfoldOrigin = { source: 's'.repeat(630), import: 'i'.repeat(360), sheet: 'ß'.repeat(2_000), row: 123_456_789 };

/** An import whose snapshot lacks `missing` of 2.2 × `idsPerEvent` records; the next one states them again. */
async function shrinking(): Promise<{ lacking: ImportReport; back: ImportReport }> {
  definition = { ...definition, mayLack: { share: 1, records: 1_000_000 } };
  const all = foods(2 * idsPerEvent + 1_000);
  await run(foodFile(all));
  const lacking = await run(foodFile(all.slice(0, 10)));
  return { lacking, back: await run(foodFile(all)) };
}
const shrunk = once(shrinking);

/** What several tests look at is done once. */
function once<T>(work: () => Promise<T>): () => Promise<T> {
  let done: Promise<T> | undefined;
  return () => {
    done ??= work();
    return done;
  };
}

/** A hold of a file in which a thousand columns of long names are absent, and another thousand unknown. */
async function holdWide() {
  const long = (kind: string, i: number): string => `${kind} ${i} ${'列'.repeat(30)}`;
  const more = Array.from({ length: 900 }, (_, i) => ({ column: long('note', i), field: null }));
  definition = { ...definition, columns: [...definition.columns, ...more] };
  const names = more.map(({ column }) => column);
  const wide = (columns: readonly string[], protein = 'Protein (g)'): string =>
    foodFile(foods(40))
      .trimEnd()
      .split('\n')
      .map(
        (line, i) => `${line.replace('Protein (g)', protein)},${(i === 0 ? columns : columns.map(() => 'x')).join()}`,
      )
      .join('\n');
  expect(await run(wide(names))).toMatchObject({ status: 'completed', counts: { new: 40 } });
  const held = await run(
    wide(
      Array.from({ length: 900 }, (_, i) => long('other', i)),
      'Eiweiss',
    ),
  );
  return { held, own: definition };
}
const heldWide = once(holdWide);

const lines: Readonly<Record<EventType, Line>> = {
  SourceRegistered: {
    by: '200 KiB of JSON for a definition, 300 KiB with what people mapped',
    async tenfold() {
      const wide = {
        ...definition,
        columns: [
          ...definition.columns,
          ...Array.from({ length: 980 }, () => ({ column: 'n'.repeat(2_000), field: null })),
        ],
      };
      expect(bytesOf(wide)).toBeGreaterThan(1_900_000);
      expect(parseDefinition(wide)).toMatchObject({
        kind: 'invalid-definition',
        message: expect.stringContaining('bytes; a definition may have'),
      });
      let grown: SourceDefinition = { ...dailyFood, columns: dailyFood.columns.map((column) => ({ ...column })) };
      let refused: string | undefined;
      for (let i = 0; i < 6_000 && refused === undefined; i++) {
        const column = firstNameOf(dailyFood.columns[i % dailyFood.columns.length]!);
        const mapped = applyMapping(grown, contracts.food, [{ column, to: `${i} ${'語'.repeat(490)}` }]);
        if (mapped.kind === 'definition') grown = mapped.definition;
        else refused = mapped.message;
      }
      expect(bytesOf(grown)).toBeLessThan(mappedDefinitionBytes);
      expect(refused).toContain('the definition would take');
    },
  },
  ImportAccepted: {
    by: '300 characters of a file name',
    async tenfold() {
      const report = await run(foodFile(foods(7)), { fileName: 'n'.repeat(100_000) });
      const [started] = await eventsOf(report.import, 'ImportStarted');
      expect(started?.fileName).toHaveLength(300);
      await goesOn();
    },
  },
  ImportStarted: {
    by: '200 KiB of JSON for the names of columns, 200 characters of a sheet',
    async tenfold() {
      const named = (characters: number): string =>
        Array.from({ length: 900 }, (_, i) => `${i} ${'n'.repeat(characters)}`).join();
      await expect(run(`${header},${named(1_000)}\n${foodFile(foods(1)).split('\n')[1]}\n`)).rejects.toMatchObject({
        code: 'header-too-large',
        params: { limit: 200 * 1024 },
      });
      await expect(run(`${header},${named(2_300)}\n`)).rejects.toMatchObject({ code: 'not-csv' });
      await goesOn();
      const bytes = zipOf(
        workbookParts('', [
          {
            name: 'xl/workbook.xml',
            content: `<workbook xmlns:r="r"><sheets><sheet name="${'S'.repeat(100_000)}" r:id="r1"/></sheets></workbook>`,
          },
        ]),
      );
      definition = { ...definition, name: `${definition.name}-xlsx`, format: 'xlsx', dialect: {} };
      const file = foodRequest('', { definition, content: Readable.from([bytes]) });
      await expect(ingest(system.ingestion, file)).rejects.toMatchObject({ code: 'not-xlsx' });
    },
  },
  ImportHeld: {
    by: `${holdLimits.columns} names and ${holdLimits.listBytes} bytes a list`,
    async tenfold() {
      const { held: report } = await heldWide();
      expect(report.status).toBe('held');
      const [held] = await eventsOf(report.import, 'ImportHeld');
      const listsOf = ({ columns, unknown, proposal }: HoldReason) => [columns, unknown ?? [], proposal?.columns ?? []];
      for (const list of [held?.absent ?? [], ...(held?.reasons ?? []).flatMap(listsOf)]) {
        expect(list.length).toBeLessThanOrEqual(holdLimits.columns);
        expect(bytesOf(list)).toBeLessThanOrEqual(holdLimits.listBytes + 2);
      }
      expect(bytesOf(held)).toBeLessThan(8 * holdLimits.listBytes);
    },
  },
  HoldAccepted: { by: `${longestReason} characters of a reason`, tenfold: () => refusesReason({ kind: 'accept' }) },
  MappingAgreed: {
    by: `${longestReason} characters of a reason`,
    tenfold: () => refusesReason({ kind: 'agree' }),
  },
  MappingProposed: {
    by: '100 KiB of JSON, names of 500 characters, as many columns as the source has',
    async tenfold() {
      const { held, own } = await heldWide();
      const [first] = (await eventsOf(held.import, 'ImportStarted'))[0]!.pins.header.slice(-1);
      const columns = Array.from({ length: 901 }, () => ({ column: 'Protein (g)', to: first!, unit: 'u'.repeat(100) }));
      const problem = 'mapping-too-large';
      expect(await answer(held.import, 'operator', { kind: 'map', columns })).toMatchObject({
        refusal: { code: 'mapping-unusable', params: { problem } },
      });
      const once = [{ column: 'Protein (g)', to: 'Eiweiss' }];
      await answer(held.import, 'operator', { kind: 'map', columns: once });
      await answer(held.import, 'second', { kind: 'agree' });
      await resumeInterrupted(system.ingestion, own);
      expect(await eventsOf(held.import, 'ImportFailed')).toMatchObject([{ code: 'mapped' }]);
    },
  },
  BatchJudged: {
    by: 'the fields of a contract, and the names of a definition (200 KiB)',
    async tenfold() {
      const { own } = await heldWide();
      const { rows } = await system.sql.query(
        `select import_id from imports.import_run where source = $1 and status = 'completed' order by accepted_position desc`,
        [own.name],
      );
      expect(rows).toHaveLength(2);
      const [judged] = await eventsOf(rows[0].import_id, 'BatchJudged');
      expect(judged?.absent).toHaveLength(900);
      expect(bytesOf(judged)).toBeLessThan(220 * 1024);
    },
  },
  RowsQuarantined: {
    by: '500 rows and 200 KiB an event, three events an append, 200 characters of a text',
    async tenfold() {
      const long = `Calories (kcal)${' '.repeat(5_000)}`;
      const rows = Array.from(
        { length: 12_000 },
        (_, i) => `"Food ${i}",Meal,${'ö'.repeat(100)} many,10,10,4,1,2,100,5,Lunch,0`,
      );
      const report = await run(`${header.replace('Calories (kcal)', long)}\n${rows.join('\n')}\n`);
      expect(report.counts).toMatchObject({ read: 12_000, quarantined: 12_000 });
      const events = await eventsOf(report.import, 'RowsQuarantined');
      expect(events.flatMap(({ rows }) => rows).map(({ row }) => row)).toEqual(rows.map((_, i) => i + 2));
      for (const event of events) {
        expect(event.rows.length).toBeLessThanOrEqual(500);
        for (const { params } of event.rows)
          for (const value of Object.values(params)) expect(String(value).length).toBeLessThanOrEqual(201);
      }
      await goesOn();
    },
  },
  ImportAdvanced: {
    by: '5 000 rows a step, told as ranges; rules and fields of a contract',
    async tenfold() {
      // Every other row is a duplicate, which is the worst that ranges can be.
      const rows = foods(25_000).flatMap((food, i) => [food, { name: `Food ${i - (i % 2)}` }]);
      const report = await run(foodFile(rows));
      expect(report.counts.read).toBe(50_000);
      const events = await eventsOf(report.import, 'ImportAdvanced');
      expect(events.length).toBeGreaterThanOrEqual(9);
      for (const event of events) expect(bytesOf(event)).toBeLessThan(limits.eventBytes / 2);
      expect(events.at(-1)?.counts).toEqual(report.counts);
    },
  },
  RecordsMissing: {
    by: `${idsPerEvent} ids an event`,
    async tenfold() {
      const { lacking } = await shrunk();
      expect(lacking).toMatchObject({ status: 'completed', noLongerStated: 2 * idsPerEvent + 990 });
      const events = await eventsOf(lacking.import, 'RecordsMissing');
      expect(events.map(({ records }) => records.length)).toEqual([idsPerEvent, idsPerEvent, 990]);
      expect(39 * idsPerEvent * 2).toBeLessThan(limits.eventBytes);
    },
  },
  RecordsReturned: {
    by: `${idsPerEvent} ids an event`,
    async tenfold() {
      const { back } = await shrunk();
      expect(back).toMatchObject({ status: 'completed', noLongerStated: 0 });
      const events = await eventsOf(back.import, 'RecordsReturned');
      expect(events.map(({ records }) => records.length)).toEqual([idsPerEvent, idsPerEvent, 990]);
    },
  },
  ImportCompleted: {
    by: 'a dozen numbers',
    async tenfold() {
      const { lacking } = await shrunk();
      const [completed] = await eventsOf(lacking.import, 'ImportCompleted');
      expect(Object.keys(completed ?? {})).toEqual(['counts', 'noLongerStated']);
      expect(bytesOf(completed)).toBeLessThan(400);
    },
  },
  ImportGivenUp: {
    by: `${longestReason} characters of a reason`,
    async tenfold() {
      const report = await run(foodFile(foods(40)));
      const given = { import: report.import!, reason: tooLongReason, actor: people.operator, commandId: randomUUID() };
      const refusal = { code: 'reason-too-long', params: { characters: 10 * longestReason, limit: longestReason } };
      expect(await giveUp(system.ingestion, given)).toEqual(refusal);
      expect(await giveUp(system.ingestion, { ...given, reason: million })).toMatchObject({ code: 'reason-too-long' });
      await goesOn(foods(40, { kcal: 118 }));
    },
  },
  ImportFailed: {
    by: 'a hundred names of 200 characters, 2 000 characters of a message, a reason',
    async tenfold() {
      const names = Array.from({ length: 1_000 }, (_, i) => `${i} ${'x'.repeat(190)}`);
      const failing = run(`${names.join()}\n${names.map(() => '1').join()}\n`);
      await expect(failing).rejects.toMatchObject({ code: 'wrong-header' });
      const { rows } = await system.sql.query('select import_id from imports.import_run where source = $1', [
        definition.name,
      ]);
      const [failed] = await eventsOf(rows[0].import_id, 'ImportFailed');
      expect(failed?.params.unknown).toHaveLength(100);
      expect(bytesOf(failed)).toBeLessThan(100 * 1024);
      await goesOn();
      await refusesReason({ kind: 'reject' });
    },
  },
  ImportPaused: {
    by: 'the name of an error, never its text',
    async tenfold() {
      let appends = 0;
      onAppend = () => {
        if (appends++ === 4) throw new TypeError(million);
      };
      await expect(run(foodFile(foods(1_200)))).rejects.toThrow();
      onAppend = undefined;
      const { rows } = await system.sql.query('select import_id from imports.import_run where source = $1', [
        definition.name,
      ]);
      expect(await eventsOf(rows[0].import_id, 'ImportPaused')).toEqual([{ why: 'TypeError' }]);
      await goesOn(foods(1_200));
    },
  },
  ImportResumed: {
    by: 'nothing is in it',
    async tenfold() {
      fits('ImportResumed', {});
    },
  },
  RecordProposed: {
    by: '320 KiB of JSON that a row states; what does not fit is set aside',
    async tenfold() {
      const wide = (name: string, size: number): string =>
        `"${name}",${'c'.repeat(size)},117,10,10,4,1,2,100,5,Lunch,0`;
      const file = [header, wide('A', 3_300_000), wide('B', 330_000), wide('C', 30_000), wide('D', 10)].join('\n');
      const report = await run(`${file}\n`);
      expect(report.counts).toMatchObject({ read: 4, new: 2, quarantined: 2 });
      await goesOn();
      const one = { ...sessions(1)[0]! };
      const personal = sessionRequest([Object.values(one).with(9, 'w'.repeat(330_000)) as never, ...sessions(4, 1)]);
      expect((await ingest(system.ingestion, personal)).counts).toMatchObject({ read: 5, quarantined: 1 });
    },
  },
  RecordRestated: {
    by: 'ids and names of fixed length',
    async tenfold() {
      fits('RecordRestated', { of: 1e9, origin: tenfoldOrigin });
    },
  },
  RecordUnstated: {
    by: 'ids and names of fixed length, and the findings of a contract’s rules',
    async tenfold() {
      fits('RecordUnstated', {
        origin: tenfoldOrigin,
        onMissing: 'withdraw',
        reopens: true,
        outcome: tenfoldOutcome(),
      });
      // A record that states as much as it may is unstated like any other.
      definition = { ...definition, onMissing: 'withdraw', trust: 'auto' };
      const wide = { name: 'Wide', category: 'c'.repeat(30_000) };
      await run(foodFile([...foods(40), wide]));
      expect(await run(foodFile(foods(40)))).toMatchObject({ status: 'completed', noLongerStated: 1 });
    },
  },
  RecordUnpublished: {
    by: 'ids and names of fixed length',
    async tenfold() {
      fits('RecordUnpublished', { of: 1e9, why: 'missing', origin: tenfoldOrigin });
    },
  },
  RecordRejudged: {
    by: 'the findings of a contract’s rules',
    async tenfold() {
      fits('RecordRejudged', { outcome: tenfoldOutcome() });
      expect(
        await deciding('open', (state, { deciding }) =>
          decidedAs(rejudge(state, { ...deciding, judge: () => tenfoldOutcome().findings })[0]!),
        ),
      ).toMatchObject({ kind: 'done' });
    },
  },
  RecordCorrected: {
    by: 'what an event holds: refused as `too-large`',
    async tenfold() {
      await run(foodFile([...foods(3), { name: 'Odd', kcal: 900 }]));
      const command = { ...(await record()), set: { category: 'c'.repeat(600_000) }, reason: 'so it is written' };
      expect(await correct(command, system.decisions)).toMatchObject(tooLarge);
      expect(
        await correct({ ...command, set: { protein_g: '11' }, reason: million.repeat(6) }, system.decisions),
      ).toMatchObject(tooLarge);
      expect(await correct({ ...command, set: { protein_g: '11' } }, system.decisions)).toMatchObject({ kind: 'done' });
      await goesOn();
    },
  },
  AlternativeChosen: {
    by: 'what an event holds: refused as `too-large`',
    async tenfold() {
      definition = { ...definition, trust: 'review' };
      await run(foodFile([{ name: 'Two' }, { name: 'Two', protein: 11 }]));
      const command = { ...(await record()), alternative: 1 };
      expect(await choose({ ...command, reason: million.repeat(5) }, system.decisions)).toMatchObject(tooLarge);
      expect(await choose({ ...command, reason: 'newer' }, system.decisions)).toMatchObject({ kind: 'done' });
    },
  },
  FindingWaived: {
    by: 'what an event holds: refused as `too-large`',
    async tenfold() {
      const waiving = (state: RecordState, { actor, deciding: judging }: Bench): Decision => {
        const { rule, field } = state.outcome!.findings.find(
          ({ severity }) => severity === 'warn' || severity === 'error',
        )!;
        return waive(
          state,
          {
            actor,
            expect: undefined,
            rule,
            ...(field !== undefined && { field }),
            justification: million.repeat(5),
          } as never,
          judging,
        );
      };
      expect(await deciding('open', waiving)).toMatchObject(tooLarge);
    },
  },
  WaiverEnded: {
    by: 'the findings of a contract’s rules',
    async tenfold() {
      fits('WaiverEnded', { of: 1e9, outcome: tenfoldOutcome() });
      expect(endWaiver).toBeTypeOf('function');
    },
  },
  RecordApproved: {
    by: 'what a person’s decision covers and counts: some ten numbers; refused as `too-large` beyond',
    async tenfold() {
      await run(foodFile([...foods(3), { name: 'Odd', kcal: 900 }]));
      const command = await record();
      expect(await approve(command, system.decisions)).toMatchObject({ kind: 'done' });
      const covering: Decision = decidedAs({
        type: 'RecordApproved',
        data: {
          contentHash: 'h',
          outcomeHash: 'h',
          covers: Array.from({ length: 100_000 }, (_, i) => i),
          ruleset: 1,
          quorum: 1,
          publishes: true,
        },
      });
      expect(await decideOnRecord(command, ['approver'], () => covering, system.decisions)).toMatchObject(tooLarge);
    },
  },
  RecordRejected: {
    by: 'what an event holds: refused as `too-large`',
    async tenfold() {
      definition = { ...definition, trust: 'review' };
      await run(foodFile([{ name: 'Odd', kcal: 900 }]));
      const command = { ...(await record()), code: 'implausible' };
      expect(await reject({ ...command, text: million.repeat(5) }, system.decisions)).toMatchObject(tooLarge);
      expect(await reject({ ...command, text: 'no' }, system.decisions)).toMatchObject({ kind: 'done' });
    },
  },
  RecordReopened: {
    by: 'what an event holds: refused as `too-large`',
    async tenfold() {
      const opening = (state: RecordState, { actor }: Bench): Decision =>
        reopen(state, { actor, expect: undefined, why: million.repeat(5) });
      expect(await deciding('published', opening)).toMatchObject(tooLarge);
    },
  },
  EventsStruck: {
    by: 'what an event holds: refused as `too-large`',
    async tenfold() {
      definition = { ...definition, trust: 'review' };
      await run(foodFile([{ name: 'Odd', kcal: 900 }]));
      const target = await record();
      const corrected = await correct({ ...target, set: { protein_g: '11' }, reason: 'so it is' }, system.decisions);
      const version = corrected.kind === 'done' ? corrected.version : -1;
      const undoing =
        (reason: string) =>
        (state: RecordState, { actor, deciding: judging }: Bench) =>
          undo(state, { actor, expect: undefined, version, reason }, judging);
      expect(await decideOnRecord(target, ['reviewer'], undoing(million.repeat(5)), system.decisions)).toMatchObject(
        tooLarge,
      );
      const versions = Array.from({ length: 100_000 }, (_, i) => i);
      const striking = (state: RecordState, { actor, deciding: judging }: Bench): Decision =>
        decidedAs(struck(state, { versions, why: 'all' }, actor, judging));
      expect(await decideOnRecord(target, ['reviewer'], striking, system.decisions)).toMatchObject(tooLarge);
      expect(await decideOnRecord(target, ['reviewer'], undoing('mistaken'), system.decisions)).toMatchObject({
        kind: 'done',
      });
    },
  },
  ConsentRecorded: {
    by: 'the characters of its texts',
    async tenfold() {
      const evidence = 'e'.repeat(10 * consentTextCharacters);
      for (const more of [{ evidence }, { textVersion: evidence }, { evidence: million }])
        await expect(consent('record', 'p', more)).rejects.toMatchObject({ code: 'consent-too-long' });
      await expect(consent('record', million)).rejects.toMatchObject({ code: 'consent-too-long' });
      expect(await consent('record', 'p', { evidence: evidence.slice(0, consentTextCharacters) })).toMatchObject({
        consents: [{ status: 'recorded' }],
      });
    },
  },
  ConsentWithdrawn: {
    by: 'holding no text',
    async tenfold() {
      await consent('record', 'q');
      await expect(consent('withdraw', million)).rejects.toMatchObject({ code: 'consent-too-long' });
      expect(await consent('withdraw', 'q')).toMatchObject({ consents: [{ status: 'withdrawn' }] });
    },
  },
  RulesetPublished: {
    by: 'the rules that a release ships',
    async tenfold() {
      const all = await Array.fromAsync(system.store.readAll({ types: ['RulesetPublished'] }));
      const published = all.flat().map(({ data }) => data as { rules: readonly object[] });
      expect(published.length).toBeGreaterThan(0);
      for (const one of published) {
        const rules = Array.from({ length: 10 }, () => one.rules).flat();
        fits('RulesetPublished', { ...one, rules });
      }
    },
  },
};

/** A held import is answered with a reason ten times too long, and with one of a megabyte; then as usual. */
async function refusesReason(what: HoldAnswer): Promise<void> {
  definition = { ...definition, name: `${definition.name}-held` };
  await run(foodFile(foods(100)));
  const held = await run(foodFile(foods(50)));
  for (const reason of [tooLongReason, million])
    expect(await answer(held.import, 'second', what, reason)).toMatchObject({
      refusal: { code: 'reason-too-long', params: { characters: reason.length, limit: longestReason } },
    });
  await answer(held.import, 'operator', { kind: 'reject' });
  await goesOn(foods(100, { kcal: 118 }));
}

describe('at ten times its limit', () => {
  test.each(Object.entries(lines).map(([type, line]) => ({ type, ...line })))(
    '$type is bounded by $by',
    ({ tenfold }) => tenfold(),
  );
});

test('no append was over the limits of the log, and nothing else was written than what is listed', async () => {
  expect(largest.append).toBeLessThanOrEqual(limits.appendBytesPerStream);
  for (const [type, bytes] of largest.events) {
    expect(Object.keys(lines)).toContain(type);
    expect(bytes, type).toBeLessThanOrEqual(limits.eventBytes);
  }
  const over = { contentHash: 'x'.repeat(limits.eventBytes) };
  expect(() => fits('RecordRejudged', over)).toThrow(TooLarge);
});
