import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sha256, type Uuid } from '../../domain/ids.ts';
import { fold, type RecordState } from '../../domain/record/fold.ts';
import { historyEvent } from '../../domain/record/history.ts';
import { postgresStore } from '../../eventstore/postgres/store.ts';
import { sealing } from '../../eventstore/sealing/codec.ts';
import { type KeptEnvelope, keptPlace } from '../../eventstore/sealing/envelope.ts';
import { hasher, keyRing, personalRecordId } from '../../eventstore/sealing/keys.ts';
import { openObjects, sealObjects } from '../../eventstore/sealing/objects.ts';
import { openVault, type Vault } from '../../eventstore/sealing/vault.ts';
import type { EventStore, NewEvent, RecordedEvent } from '../../eventstore/store.ts';
import { freshDatabase } from '../../test/database.ts';
import { createEngine, type Engine } from '../engine/engine.ts';
import { eventsOf, foldingOf, type Kind, life, streamOf } from './histories.test-support.ts';
import type { People } from './people.ts';
import { recordsProjection } from './records.ts';
import { identityPlace } from './write-published.ts';

const personal = new Set(['diet_assessment', 'workout_session', 'user_profile']);

interface World {
  readonly store: EventStore;
  readonly pool: pg.Pool;
  readonly vault: Vault;
  readonly engine: Engine;
  readonly close: () => Promise<void>;
}

async function world(): Promise<World> {
  const database = await freshDatabase();
  const pool = new pg.Pool({ connectionString: database.url });
  pool.on('error', () => {});
  const vault = await openVault({ url: database.url }, keyRing(randomBytes(32)));
  const store = sealing(postgresStore({ url: database.url }), vault, personal);
  const people: People = {
    hashers: async (subjects) =>
      new Map(
        [...(await vault.open(subjects))].flatMap(([id, keys]) => (keys === 'erased' ? [] : [[id, hasher(keys)]])),
      ),
    identities: async (subjects) =>
      new Map(
        [...(await vault.open(subjects))].flatMap(([id, keys]) =>
          keys === 'erased'
            ? []
            : [[id, (type: string, source: string, key: string) => personalRecordId(keys, type, source, key)] as const],
        ),
      ),
    comparedKey: vault.hashes.key,
    seal: async (items) => (await sealObjects(vault, items)).map((sealed) => sealed ?? null),
  };
  const engine = createEngine({ store, pool, projections: [recordsProjection(people)], alongside: true });
  await engine.prepare();
  const close = async (): Promise<void> => {
    await engine.stop();
    await store.close();
    await vault.close();
    await pool.end();
    await database.drop();
  };
  return { store, pool, vault, engine, close };
}

const food: Kind = {
  type: 'food',
  field: 'energy_kcal',
  values: (n) => ({
    name: `Food "${n}"\t\\`,
    basis: 'portion',
    energy_kcal: n,
    ...(n % 2 ? { category: 'Fruits' } : {}),
  }),
  hash: sha256,
};
const exercise: Kind = {
  type: 'exercise',
  field: 'category',
  corrected: (n) => `Category ${n}`,
  values: (n) => ({
    external_id: `${n}`,
    name: `Exercise ${n}`,
    target_muscles: ['abs', `muscle ${n}`],
    secondary_muscles: n % 2 ? ['glutes'] : [],
    instructions: ['Stand.', 'Breathe,\nthen "move".'],
  }),
  hash: sha256,
};

async function personOf(vault: Vault, key: string): Promise<Pick<Kind, 'subject' | 'hash'>> {
  const [subject] = await vault.subjectsFor([{ namespace: 'test', key }]);
  if (subject === undefined) throw new Error('no subject');
  return { subject: subject.id, hash: hasher(subject.keys) };
}

const assessment = (person: Pick<Kind, 'subject' | 'hash'>): Kind => ({
  type: 'diet_assessment',
  field: 'adherence_percent',
  values: (n) => ({
    patient_id: 'P1-Quillenspitz',
    age_years: 40,
    weight_kg: 70 + n,
    height_m: 1.75,
    adherence_percent: n,
  }),
  ...person,
});
const session = (person: Pick<Kind, 'subject' | 'hash'>): Kind => ({
  type: 'workout_session',
  field: 'frequency_per_week',
  values: (n) => ({ age_years: 30, weight_kg: 60, height_m: 1.7, duration_min: 60 + n, frequency_per_week: n }),
  ...person,
});

interface Life {
  readonly kind: Kind;
  readonly record: number;
  readonly appends: readonly (readonly NewEvent[])[];
}

/** Appends the lives side by side: each record's events in order, alongside or left to the daemon as the coins say. */
async function live({ store, engine }: World, lives: readonly Life[], coins: readonly boolean[]): Promise<void> {
  const rounds = Math.max(...lives.map(({ appends }) => appends.length));
  const versions = new Map<string, number>();
  for (let round = 0; round < rounds; round++) {
    const writes = lives.flatMap(({ kind, record, appends }) => {
      const events = appends[round];
      const stream = streamOf(kind, record);
      const expected = versions.get(stream) ?? ('none' as const);
      return events ? [{ stream, expected, events }] : [];
    });
    const together = coins[round % coins.length] ?? true;
    for (const group of together ? [writes] : writes.map((write) => [write])) {
      const answer = await store.append(group, engine.alongside);
      if (answer.kind === 'conflict') throw new Error('conflict');
      for (const [i, { stream }] of group.entries()) versions.set(stream, answer.versions[i] as number);
    }
  }
}

function statesAfter(events: readonly RecordedEvent[], kind: Kind): readonly RecordState[] {
  const history = events.map(historyEvent);
  return history.map((_, version) => fold(history.slice(0, version + 1), foldingOf(kind)));
}

const stored = (content: RecordState['content']) =>
  content && (Object.keys(content.qualifiers).length > 0 ? content : { values: content.values });

interface AsOf {
  readonly newest: object | null;
  readonly newest_version: number;
  readonly published: object | null;
  readonly published_version: number;
}

/** What the history says was the content, newest and published, as of each of the positions. */
async function contentsAsOf({ pool, vault }: World, kind: Kind, id: Uuid, positions: readonly bigint[]) {
  const { rows } = await pool.query<AsOf>(
    `select n.content as newest, n.version as newest_version, p.content as published, p.version as published_version
     from unnest($2::bigint[]) with ordinality as asked(position, nth)
     join records.record_history h on h.record_id = $1 and h.from_position <= asked.position
       and (h.to_position > asked.position or h.to_position is null)
     left join records.record_history n on n.record_id = h.record_id and n.version = h.content_version
     left join records.record_history p on p.record_id = h.record_id and p.version = h.published_content_version
     order by asked.nth`,
    [id, positions.map(String)],
  );
  const plain = async (content: object | null, version: number): Promise<object | null> => {
    if (content === null || kind.subject === undefined) return content;
    const sealed = content as KeptEnvelope;
    const place = keptPlace(sealed, `${kind.type}-${id}`, version);
    const opened = (await openObjects(vault, [{ sealed, place }]))[0];
    if (opened === undefined) return null;
    const { values, qualifiers } = opened;
    return qualifiers === undefined ? { values } : { values, qualifiers };
  };
  return await Promise.all(
    rows.map(async (row) => ({
      newest: await plain(row.newest, row.newest_version),
      published: await plain(row.published, row.published_version),
    })),
  );
}

async function expectTablesToTell(world: World, { kind, record }: Life): Promise<void> {
  const stream = streamOf(kind, record);
  const id = stream.slice(kind.type.length + 1);
  const events = await Array.fromAsync(world.store.readStream(stream));
  const states = statesAfter(events, kind);
  const positions = events.map(({ position }) => position);
  expect(await contentsAsOf(world, kind, id, positions)).toEqual(
    states.map(({ content, published }) => ({
      newest: stored(content),
      published: stored(published?.content ?? null),
    })),
  );
  const { rows: history } = await world.pool.query(
    `select version, status, published_version, from_position::text as at from records.record_history where record_id = $1 order by version`,
    [id],
  );
  expect(history).toEqual(
    states.map((state, version) => ({
      version,
      status: state.status,
      published_version: state.published?.version ?? null,
      at: `${events[version]?.position}`,
    })),
  );
  const last = states.at(-1) as RecordState;
  const { rows } = await world.pool.query(
    'select status, version, stated, base_import, people, unstated, content_hash, published_version from records.record where record_id = $1',
    [id],
  );
  expect(rows).toEqual([
    {
      status: last.status,
      version: last.version,
      stated: last.stated,
      base_import: last.origin?.import ?? null,
      people: last.people,
      unstated: last.unstated >= 0,
      content_hash: last.contentHash,
      published_version: last.published?.version ?? null,
    },
  ]);
}

describe('after any history of records', () => {
  const many = fc.record({
    foods: fc.array(life, { minLength: 1, maxLength: 4 }),
    exercises: fc.array(life, { minLength: 1, maxLength: 2 }),
    assessments: fc.array(life, { minLength: 1, maxLength: 3 }),
    sessions: fc.array(life, { minLength: 1, maxLength: 2 }),
    coins: fc.array(fc.boolean(), { minLength: 3, maxLength: 8 }),
  });

  async function check({
    foods,
    exercises,
    assessments,
    sessions,
    coins,
  }: typeof many extends fc.Arbitrary<infer T> ? T : never) {
    const w = await world();
    try {
      const patient = await personOf(w.vault, 'P1');
      const nobody = await personOf(w.vault, 'row 2');
      const lives = [
        ...foods.map((steps, i) => ({ kind: food, record: i, appends: eventsOf(food, i, steps) })),
        ...exercises.map((steps, i) => ({ kind: exercise, record: i, appends: eventsOf(exercise, i, steps) })),
        ...assessments.map((steps, i) => ({
          kind: assessment(patient),
          record: i,
          appends: eventsOf(assessment(patient), i, steps),
        })),
        ...sessions.map((steps, i) => ({
          kind: session(nobody),
          record: i,
          appends: eventsOf(session(nobody), i, steps),
        })),
      ];
      await live(w, lives, coins);
      expect((await w.engine.status())[0]).toMatchObject({ lag: 0n, parked: 0 });
      for (const one of lives) await expectTablesToTell(w, one);
      await expectWholesAgree(w);
      expect(await w.engine.rebuild('records')).toMatchObject({ equal: true });
      expect((await w.engine.status())[0]).toMatchObject({ lag: 0n, parked: 0 });
    } finally {
      await w.close();
    }
  }

  test('the tables tell what folds of every prefix tell, applied alongside or rebuilt', async () => {
    await fc.assert(fc.asyncProperty(many, check), { numRuns: 5, seed: 20260101, endOnFailure: true });
    await fc.assert(fc.asyncProperty(many, check), { numRuns: 2, endOnFailure: true });
  }, 180_000);
});

/** What holds between tables, whatever happened. */
async function expectWholesAgree({ pool }: World): Promise<void> {
  const none = async (sql: string): Promise<void> => expect((await pool.query(sql)).rows).toEqual([]);
  await none(
    `(select record_id from records.record where status = 'open') except select record_id from records.review_queue`,
  );
  await none(
    `select record_id from records.review_queue except (select record_id from records.record where status = 'open')`,
  );
  await none(
    `select type, source, status, count(*) from records.record group by 1, 2, 3 except select * from records.tally`,
  );
  await none(
    `select * from records.tally except select type, source, status, count(*) from records.record group by 1, 2, 3`,
  );
  for (const [type, schema] of [
    ['food', 'published'],
    ['exercise', 'published'],
    ['diet_assessment', 'personal'],
    ['workout_session', 'personal'],
  ]) {
    const published = `select record_id from records.record where type = '${type}' and published_version is not null`;
    await none(`select record_id from ${schema}.${type} except ${published}`);
    await none(`${published} except select record_id from ${schema}.${type}`);
  }
  await none(`select person_id from personal.person except select person_id from personal.diet_assessment`);
  await none(`select record_id from personal.workout_session where person_id is not null`);
  await none(
    `select record_id from personal.workout_session except select session_id from personal.session_participant`,
  );
  await none(
    `select exercise.record_id from published.exercise left join published.exercise_muscle m using (record_id) where m.record_id is null`,
  );
  await none(
    `select from records.finding join records.record using (record_id) where type in ('diet_assessment', 'workout_session')`,
  );
  // Base64 has no quotes, so no envelope looks like a finding by chance.
  await none(`select from records.sealed_finding where findings::text like '%"rule"%'`);
}

describe('a person who is erased', () => {
  let w: World;
  beforeAll(async () => {
    w = await world();
  });
  afterAll(() => w.close());

  test('was named in a sealed column alone, cannot be read from it any more, and is in no table after a rebuild', async () => {
    const person = await personOf(w.vault, 'P1');
    const kind = assessment(person);
    const appends = eventsOf(kind, 1, [
      { op: 'import', rows: [9] },
      { op: 'approve', by: 1 },
    ]);
    await live(w, [{ kind, record: 1, appends }], [true]);
    const stored = await w.pool.query(
      `select r.type || '-' || r.record_id as stream, r.published_version as version, p.identified_by, p.identity, p::text as row
       from personal.diet_assessment p join records.record r using (record_id)`,
    );
    expect(stored.rows).toMatchObject([{ identified_by: ['patient_id'], identity: { $sealed: person.subject } }]);
    const [{ stream, version, identity, row }] = stored.rows;
    expect(row).not.toContain('Quillenspitz');
    expect(row).toContain('1.75');
    const open = () => openObjects(w.vault, [{ sealed: identity, place: identityPlace(stream, version) }]);
    expect(await open()).toEqual([{ patient_id: 'P1-Quillenspitz' }]);
    await w.vault.destroy([person.subject as Uuid]);
    expect(await open()).toEqual([undefined]);
    await w.engine.rebuild('records');
    const { rows } = await w.pool.query(
      `select (select count(*)::int from personal.diet_assessment) as published, (select count(*)::int from personal.person) as people,
         (select count(*)::int from records.record_history where content is not null) as contents,
         (select count(*)::int from records.sealed_finding) as findings, (select count(*)::int from records.review_queue) as queue`,
    );
    expect(rows).toEqual([{ published: 0, people: 0, contents: 0, findings: 0, queue: 0 }]);
    expect((await w.engine.status())[0]).toMatchObject({ parked: 0, lag: 0n });
  });
});

describe('a record that a snapshot no longer contains', () => {
  let w: World;
  beforeAll(async () => {
    w = await world();
  });
  afterAll(() => w.close());

  const standing = async (kind: Kind) => {
    const id = streamOf(kind, 1).slice(kind.type.length + 1);
    const { rows } = await w.pool.query(
      'select status, unstated, published_version as published from records.record where record_id = $1',
      [id],
    );
    return rows[0];
  };
  /** Versions between which it was published, by its history. */
  const periods = async (kind: Kind) => {
    const id = streamOf(kind, 1).slice(kind.type.length + 1);
    const { rows } = await w.pool.query(
      `select version, published_version is not null as published, to_position is null as now
       from records.record_history where record_id = $1 order by version`,
      [id],
    );
    return rows.map(({ published, now }) => `${published ? 'published' : '-'}${now ? ', until now' : ''}`);
  };
  const counts = async () =>
    (
      await w.pool.query(
        `select (select count(*)::int from published.food) as foods, (select count(*)::int from personal.person) as people,
           (select count(*)::int from personal.diet_assessment) as assessments,
           (select count(*)::int from records.review_queue) as waiting`,
      )
    ).rows[0];

  test('leaves every published table where only its policy approved it, and comes back when it returns', async () => {
    const steps = [{ op: 'import', rows: [1] }, { op: 'missing', how: 'withdraw' }, { op: 'return' }] as const;
    const kinds = [food, assessment(await personOf(w.vault, 'P1'))];
    const lives = kinds.map((kind): Life => ({ kind, record: 1, appends: eventsOf(kind, 1, steps) }));
    const to = (n: number): Life[] => lives.map((one) => ({ ...one, appends: one.appends.slice(0, n) }));
    await live(w, to(1), [true]);
    expect(await counts()).toEqual({ foods: 1, people: 1, assessments: 1, waiting: 0 });
    await goOn(w, lives, 1);
    expect(await counts()).toEqual({ foods: 0, people: 0, assessments: 0, waiting: 0 });
    for (const kind of kinds) {
      expect(await standing(kind)).toEqual({ status: 'withdrawn', unstated: true, published: null });
      expect(await periods(kind)).toEqual(['-', 'published', '-', '-, until now']);
    }
    await goOn(w, lives, 2);
    expect(await counts()).toEqual({ foods: 1, people: 1, assessments: 1, waiting: 0 });
    for (const kind of kinds) {
      expect(await standing(kind)).toEqual({ status: 'published', unstated: false, published: 5 });
      expect(await periods(kind)).toEqual(['-', 'published', '-', '-', '-', 'published, until now']);
    }
    expect(await w.engine.rebuild('records')).toMatchObject({ equal: true });
  });
});

/** Appends the events of a round of the lives, behind those before. */
async function goOn({ store, engine }: World, lives: readonly Life[], round: number): Promise<void> {
  const writes = lives.map(({ kind, record, appends }) => ({
    stream: streamOf(kind, record),
    expected: appends.slice(0, round).flat().length - 1,
    events: appends[round] ?? [],
  }));
  expect(await store.append(writes, engine.alongside)).toMatchObject({ kind: 'appended' });
}
