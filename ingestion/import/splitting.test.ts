/** The product on a log that never appends to two streams at once, and dies between any two appends. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { System } from '../../app/system.ts';
import { sha256 } from '../../domain/ids.ts';
import { canonicalJson } from '../../domain/json.ts';
import { splitting } from '../../eventstore/splitting.ts';
import type { EventStore } from '../../eventstore/store.ts';
import { freshSystem, type TestSystem } from '../../test/system.ts';
import { rowsOf } from './accounts.test-support.ts';
import { foodFile, foodRequest, mixedFoods } from './foods.test-support.ts';
import { type IngestRequest, ingest } from './ingest.ts';
import { session, sessionRequest, sessions, withEnergy } from './sessions.test-support.ts';

class Killed extends Error {
  override readonly name = 'Killed';
}

/** A store under which the process dies: after so many appends, the next one is written or not, and nothing follows. */
function mortal(store: EventStore, life: { left: number; readonly writesTheLast: boolean }): EventStore {
  return {
    ...store,
    async append(writes, alongside) {
      if (life.left-- > 0) return store.append(writes, alongside);
      if (life.left === -1 && life.writesTheLast) await store.append(writes, alongside);
      throw new Killed('the process was killed');
    },
  };
}

/** A second file after the first: everything that an import can meet. */
interface Story {
  readonly name: string;
  readonly files: readonly (() => IngestRequest)[];
}
const foods = mixedFoods(1_060);
const changed = foods.map((food, i) => (i % 5 === 0 ? { ...food, protein: 12 } : food)).slice(20, 420);
const members = sessions(90);
const stories: readonly Story[] = [
  {
    name: 'foods, then other foods',
    files: [() => foodRequest(foodFile(foods)), () => foodRequest(foodFile(changed))],
  },
  {
    name: 'sessions without a key, then changed ones',
    files: [
      () => sessionRequest([...members, session(3)]),
      () =>
        sessionRequest([...members.slice(5).map((one, i) => (i % 3 ? one : withEnergy(one, 700 + i))), session(200)]),
    ],
  },
];

/** What is left in the end: every stream but what tells positions and times, counts, tables. Ids of personal records are random. */
async function left({ sql }: System, personal: boolean) {
  const { rows: events } = await sql.query(
    'select stream, version, event_id, type, data::text as data from log.event order by stream, version',
  );
  const streams = new Map<string, string[]>();
  for (const { stream, version, event_id, type, data } of events) {
    if (type === 'ImportStarted') continue;
    const said = personal ? type : `${event_id} ${type} ${sha256(canonicalJson(JSON.parse(data)))}`;
    streams.set(stream, [...(streams.get(stream) ?? []), `${version} ${said}`]);
  }
  const log = personal
    ? [...streams].map(([stream, said]) => [stream.split('-')[0], said].join(' ')).sort()
    : Object.fromEntries(streams);
  const { rows: imports } = await sql.query(
    `select status, rows_read, rows_new, rows_revised, rows_unchanged, rows_duplicate, rows_conflicting, rows_quarantined,
       rows_repaired, findings, metrics, missing_records from imports.import_run order by accepted_position`,
  );
  const { rows: tables } = await sql.query(
    `select (select count(*) from records.record) as records, (select count(*) from records.review_queue) as queue,
       (select count(*) from records.record where status = 'open') as open,
       (select count(*) from imports.quarantined_row) as quarantined, (select count(*) from keys.stated) as stated,
       (select count(*) from published.food) as foods, (select count(*) from personal.workout_session) as sessions`,
  );
  return { log, imports, tables };
}

const impatient = (system: System) => ({ ...system.ingestion, retryAfterMs: () => 1 });

describe.each(stories)('$name', ({ files, name }) => {
  const personal = name.includes('sessions');
  let calm: TestSystem;
  let expected: Awaited<ReturnType<typeof left>>;
  beforeAll(async () => {
    calm = await freshSystem();
    for (const file of files) await ingest(calm.ingestion, file());
    expected = await left(calm, personal);
  });
  afterAll(() => calm.remove());

  test('end the same where calls are split and cut short between streams', async () => {
    let kills = 4;
    const killed = (): boolean => kills > 0 && Math.random() < 0.01 && kills-- > 0;
    const system = await freshSystem({ store: (s) => splitting(s, { killed }) });
    for (const file of files) await ingest(impatient(system), file());
    expect(await left(system, personal)).toEqual(expected);
    for (const projection of await system.engine.status())
      expect(await system.engine.rebuild(projection.name)).toMatchObject({ equal: true });
    await system.remove();
  });

  test('end the same where the process dies again and again, and the next one goes on', async () => {
    const deaths: number[] = [];
    const first = await freshSystem();
    const lives = async (file: () => IngestRequest): Promise<void> => {
      for (let attempt = 0; ; attempt++) {
        const life = {
          left: attempt < 4 ? Math.floor(Math.random() * 500) : Number.POSITIVE_INFINITY,
          writesTheLast: Math.random() < 0.5,
        };
        deaths.push(life.left);
        const system = await first.another({ store: (s) => splitting(mortal(s, life)) });
        try {
          await ingest(impatient(system), file());
          return;
        } catch (error) {
          if (!(error instanceof Killed)) throw error;
        } finally {
          await system.close();
        }
      }
    };
    try {
      for (const file of files) await lives(file);
      expect(await left(first, personal), `died after ${deaths}`).toEqual(expected);
      for (const projection of await first.engine.status())
        expect(await first.engine.rebuild(projection.name)).toMatchObject({ equal: true });
    } finally {
      await first.remove();
    }
  });
});

test('what became of a batch is told after those before it, whichever is written first', async () => {
  const files = mixedFoods(2_500);
  let calls = 0;
  const slowFirst = (store: EventStore): EventStore => ({
    ...store,
    async append(writes, alongside) {
      if (writes.length > 1 && calls++ % 2 === 0) await sleep(300);
      return store.append(writes, alongside);
    },
  });
  const system = await freshSystem({ store: slowFirst });
  const report = await ingest(
    system.ingestion,
    foodRequest(foodFile(files.filter((_, i) => i % 31 !== 7 && i % 29 !== 11))),
  );
  const said = await rowsOf(system.store, report);
  expect(said.proposed.length + said.quarantined.length).toBe(report.counts.read);
  await system.remove();
});
