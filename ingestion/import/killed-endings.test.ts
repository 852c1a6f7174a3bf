/**
 * Killed between any two appends while it unstates or lists what is missing, while it is held, mapped or given up, an import
 * ends as if nothing had happened: on both logs.
 */
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type Uuid, uuidv5 } from '../../domain/ids.ts';
import type { SourceDefinition } from '../../domain/source/definition.ts';
import { type FaultServer, startServer } from '../../eventstore/eventstoredb/server/server.test-support.ts';
import { splitting } from '../../eventstore/splitting.ts';
import type { EventStore } from '../../eventstore/store.ts';
import { imports } from '../../projections/queries/imports.ts';
import { freshSystem, type TestSystem } from '../../test/system.ts';
import { dailyFood } from '../sources/daily-food.ts';
import { outcomes } from './accounts.test-support.ts';
import { answerHold, type HoldAnswer } from './answer-hold.ts';
import { askToEnd, ImportEnded } from './ending.ts';
import { foodFile, foodRequest, mixedFoods } from './foods.test-support.ts';
import { giveUp } from './give-up.ts';
import { ingest, resumeInterrupted } from './ingest.ts';
import type { Ingestion } from './run.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 120_000 });

class Killed extends Error {
  override readonly name = 'Killed';
}

interface Life {
  left: number;
  readonly writesTheLast: boolean;
}

/** A log under which the process dies: after so many appends the next one is written or not, and nothing follows. */
const mortal = (store: EventStore, life: Life): EventStore => ({
  ...store,
  async append(writes, alongside) {
    if (life.left-- > 0) return store.append(writes, alongside);
    if (life.left === -1 && life.writesTheLast) await store.append(writes, alongside);
    throw new Killed('the process was killed');
  },
});

/** One append at a time, and none after the process has died. */
const under = ({ ingestion }: TestSystem, life: Life): Ingestion => ({
  ...ingestion,
  store: splitting(mortal(ingestion.store, life)),
  retryAfterMs: () => 1,
});

const foods = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, i) => ({ name: `Food ${from + i}`, protein: 10 }));
const renamed = (text: string): string => text.replace('Protein (g)', 'Eiweiss').replace('Fat (g)', 'Lipides totaux');

const run = (ingestion: Ingestion, definition: SourceDefinition, content: string) =>
  ingest(ingestion, foodRequest(content, { definition }));

/** The n-th import of a source, from 0. */
async function importOf(system: TestSystem, source: string, n: number): Promise<Uuid> {
  const { rows } = await system.sql.query(
    'select import_id from imports.import_run where source = $1 order by accepted_position offset $2 limit 1',
    [source, n],
  );
  return rows[0].import_id;
}

/** A person's answer to the source's second import; the same call again is the same command. */
async function answers(
  system: TestSystem,
  ingestion: Ingestion,
  source: string,
  person: 1 | 2,
  answer: HoldAnswer,
): Promise<void> {
  const id = await importOf(system, source, 1);
  await answerHold(ingestion, {
    import: id,
    actor: `user:00000000-0000-4000-8000-00000000000${person}`,
    reason: 'looked at it',
    commandId: uuidv5(id, 'answer', person),
    answer,
  });
}

interface Story {
  readonly name: string;
  readonly more: Partial<SourceDefinition>;
  /** Files that come before, undisturbed. */
  readonly before: readonly string[];
  /** What is done, and killed, and done again from its beginning. */
  readonly act: (system: TestSystem, ingestion: Ingestion, definition: SourceDefinition) => Promise<unknown>;
}

const all = foodFile(foods(0, 14));
const anyShare = { mayLack: { share: 1, records: 1_000 } };
const held = renamed(all);
const columns = [
  { column: 'Protein (g)', to: 'Eiweiss' },
  { column: 'Fat (g)', to: 'Lipides totaux' },
];

const stories: readonly Story[] = [
  ...(['review', 'withdraw'] as const).map(
    (onMissing): Story => ({
      name: `unstating, where the source says ${onMissing}`,
      more: { onMissing, ...anyShare },
      before: [all],
      act: (_, ingestion, definition) => run(ingestion, definition, foodFile(foods(5, 14))),
    }),
  ),
  {
    name: 'listing what went missing and what came back, where the source says keep',
    more: anyShare,
    before: [all, foodFile(foods(0, 8))],
    act: (_, ingestion, definition) => run(ingestion, definition, foodFile(foods(4, 12))),
  },
  {
    name: 'a hold that is accepted',
    more: { onMissing: 'review' },
    before: [all],
    async act(system, ingestion, definition) {
      await run(ingestion, definition, foodFile(foods(9, 14)));
      await answers(system, ingestion, definition.name, 1, { kind: 'accept' });
      await resumeInterrupted(ingestion, definition);
    },
  },
  {
    name: 'a hold that is mapped by two people',
    more: {},
    before: [all],
    async act(system, ingestion, definition) {
      await run(ingestion, definition, held);
      await answers(system, ingestion, definition.name, 1, { kind: 'map', columns });
      await answers(system, ingestion, definition.name, 2, { kind: 'agree' });
      await resumeInterrupted(ingestion, definition);
    },
  },
  {
    name: 'a hold that a newer file replaces',
    more: {},
    before: [all, held],
    act: (_, ingestion, definition) => run(ingestion, definition, foodFile(foods(0, 15))),
  },
];

/** What is left in the end of a source: types of events by stream, imports, records, what is missing. Ids follow from its name. */
async function left(system: TestSystem, source: string) {
  await system.caughtUp(await system.store.head());
  const runs = (await imports(system.readModel, { source })).map((one) => ({
    status: one.status,
    counts: one.counts,
    failure: one.failure?.code,
    missing: one.missing,
  }));
  const typesIn = async (stream: string): Promise<string> =>
    (await Array.fromAsync(system.store.readStream(stream)))
      .map(({ type }) => type)
      .filter((type) => type !== 'ImportPaused' && type !== 'ImportResumed')
      .join(' ');
  const { rows: records } = await system.sql.query(
    'select record_id, key, status from records.record where source = $1 order by key',
    [source],
  );
  const histories: string[] = [];
  for (const { record_id, key, status } of records)
    histories.push(`${key} ${status} ${await typesIn(`food-${record_id}`)}`);
  const { rows: ids } = await system.sql.query(
    'select import_id from imports.import_run where source = $1 order by accepted_position',
    [source],
  );
  const said: string[] = [];
  for (const { import_id } of ids) said.push(await typesIn(`import-${import_id}`));
  const { rows: missing } = await system.sql.query(
    `select count(*)::int as n from imports.missing_record where source = $1`,
    [source],
  );
  return { runs, histories, said, missing, source: await typesIn(`source-${source}`) };
}

describe.each(['postgres', 'eventstoredb'] as const)('with the log in %s', (kind) => {
  let server: FaultServer | undefined;
  let system: TestSystem;
  let number = 0;
  beforeAll(async () => {
    if (kind === 'eventstoredb') server = await startServer();
    system = await freshSystem({}, server?.url);
  });
  afterAll(async () => {
    await system?.remove();
    await server?.close();
  });

  const fresh = async ({ more, before }: Pick<Story, 'more' | 'before'>): Promise<SourceDefinition> => {
    const definition: SourceDefinition = { ...dailyFood, name: `killed-${++number}`, trust: 'auto', ...more };
    for (const file of before) await run(system.ingestion, definition, file);
    return definition;
  };

  test.each(stories)('$name ends the same wherever it is killed', async (story) => {
    const calm = await fresh(story);
    const undying: Life = { left: Number.MAX_SAFE_INTEGER, writesTheLast: false };
    await story.act(system, under(system, undying), calm);
    const appends = Number.MAX_SAFE_INTEGER - undying.left;
    const expected = await left(system, calm.name);
    expect(appends).toBeGreaterThan(3);
    // Every point is met, the last append written at every other one; the slower log meets every third, both ways in turn.
    const apart = kind === 'postgres' ? 1 : 3;
    for (let at = 0; at < appends; at += apart) {
      const definition = await fresh(story);
      const life = { left: at, writesTheLast: at % 2 === 1 };
      const where = `killed at append ${at} of ${appends}, ${life.writesTheLast ? 'which was' : 'not'} written`;
      await expect(story.act(system, under(system, life), definition), where).rejects.toThrow(Killed);
      await story.act(system, under(system, { ...undying, left: Number.MAX_SAFE_INTEGER }), definition);
      expect(await left(system, definition.name), where).toEqual(expected);
    }
  });

  describe('an import that is given up while another process runs it', () => {
    const file = foodFile(mixedFoods(4_000));
    const command = (id: Uuid) =>
      ({
        import: id,
        reason: 'wrong file',
        actor: 'user:00000000-0000-4000-8000-000000000001',
        commandId: uuidv5(id, 'end'),
      }) as const;

    const isAsked = async (id: Uuid): Promise<boolean> =>
      (await system.sql.query('select from operations.ending where import_id = $1', [id])).rowCount === 1;

    /** Runs it, and does something once its fourth append is under way. */
    async function meanwhile(definition: SourceDefinition, what: (id: Uuid) => void): Promise<unknown> {
      let appends = 0;
      const store: EventStore = {
        ...system.ingestion.store,
        async append(writes, alongside) {
          const answer = await system.ingestion.store.append(writes, alongside);
          if (++appends === 4) {
            const id = await importOf(system, definition.name, 0);
            what(id);
            await expect.poll(() => isAsked(id), { timeout: 20_000 }).toBe(true);
          }
          return answer;
        },
      };
      return run({ ...system.ingestion, store }, definition, file).catch((error: unknown) => error);
    }

    /** It stands with what it decided, the next import goes on, and the same bytes may come again. */
    async function stands(definition: SourceDefinition): Promise<void> {
      await system.caughtUp(await system.store.head());
      const [ended] = await imports(system.readModel, { source: definition.name });
      expect(ended).toMatchObject({ status: 'given-up' });
      const { read } = ended!.counts;
      expect(read).toBe(outcomes(ended!.counts));
      expect(read).toBeGreaterThan(0);
      expect(read).toBeLessThan(4_000);
      const again = await run(system.ingestion, definition, file);
      expect(again).toMatchObject({ status: 'completed', alreadyImported: false, counts: { read: 4_000 } });
      expect(outcomes(again.counts)).toBe(4_000);
      expect(await run(system.ingestion, definition, foodFile(mixedFoods(4_001)))).toMatchObject({
        status: 'completed',
      });
    }

    test('stops between two batches', async () => {
      const definition = await fresh({ more: {}, before: [] });
      let given: Promise<unknown> | undefined;
      const error = await meanwhile(definition, (id) => {
        given = giveUp(system.ingestion, command(id));
      });
      expect(error).toBeInstanceOf(ImportEnded);
      expect(await given).toBeUndefined();
      await stands(definition);
    });

    test.each([
      ['before its end is written', false],
      ['after it, before anybody is told', true],
    ])('ends when the same command comes again, where it was killed %s', async (_, writesTheLast) => {
      const definition = await fresh({ more: {}, before: [] });
      let given: Promise<unknown> | undefined;
      let id: Uuid | undefined;
      const error = await meanwhile(definition, (found) => {
        id = found;
        given = giveUp(under(system, { left: 0, writesTheLast }), command(found)).catch((error: unknown) => error);
      });
      expect(error).toBeInstanceOf(ImportEnded);
      // Whoever ran it may have ended it first: then there was nothing left to be killed in.
      const killed = await given;
      expect(killed === undefined || killed instanceof Killed).toBe(true);
      expect(await giveUp(system.ingestion, command(id!))).toBeUndefined();
      expect(await giveUp(system.ingestion, command(id!))).toBeUndefined();
      await stands(definition);
    });

    test('keeps its source from nothing, where whoever asked for it was killed right after', async () => {
      const definition = await fresh({ more: {}, before: [] });
      let asking: Promise<void> | undefined;
      const error = await meanwhile(definition, (id) => {
        asking = askToEnd(system.sql, command(id));
      });
      await asking;
      expect(error).toBeInstanceOf(ImportEnded);
      const report = await run(system.ingestion, definition, file);
      expect(report).toMatchObject({ status: 'completed', counts: { read: 4_000 } });
      expect(outcomes(report.counts)).toBe(4_000);
    });
  });

  test('after all that, the read model built anew from the log is the one in use', async () => {
    for (const { name } of await system.engine.status())
      expect(await system.engine.rebuild(name)).toMatchObject({ equal: true });
  });
});
