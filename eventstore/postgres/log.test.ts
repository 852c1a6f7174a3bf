import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MIGRATIONS, migrate } from '../../app/migrations.ts';
import { freshDatabase, type TestDatabase } from '../../test/database.ts';
import type { EventStore, RecordedEvent } from '../store.ts';
import { all, event, ids, newStream, numbered, write } from '../suite/events.ts';
import { postgresStore } from './store.ts';

let db: TestDatabase;
let store: EventStore;
let sql: pg.Client;

async function open(options: { partitionSize?: number } = {}): Promise<void> {
  db = await freshDatabase();
  sql = new pg.Client({ connectionString: db.url });
  await sql.connect();
  if (options.partitionSize) await sql.query('update log.head set partition_size = $1', [options.partitionSize]);
  store = postgresStore({ url: db.url });
}
async function close(): Promise<void> {
  await store.close();
  await sql.end();
  await db.drop();
}

describe('the tables of the log', () => {
  beforeAll(async () => {
    await open();
    await store.append([write('food-1', 'none', ...numbered(3))]);
  });
  afterAll(close);

  test.each([
    `update log.event set type = 'Forged'`,
    `update log.event set type = 'Forged' where position = -1`,
    'delete from log.event',
    'truncate log.event',
    `update log.event_from_1 set type = 'Forged'`,
    'delete from log.event_from_1 where position = 2',
    'truncate log.event_from_1',
    'delete from log.stream',
    'truncate log.stream',
    'update log.stream set version = 0',
    `update log.stream set stream = 'food-2', version = 9`,
    'update log.head set position = 1',
    `update log.head set recorded_at = '-infinity'`,
    'delete from log.head',
    'truncate log.head',
    `set session_replication_role = replica; delete from log.event`,
    `set session_replication_role = replica; update log.head set position = 1`,
  ])('refuse even their owner: %s', async (statement) => {
    await expect(sql.query(statement)).rejects.toThrow('the log is append-only');
    await sql.query('set session_replication_role = origin');
    expect(await all(store, 'food-1')).toHaveLength(3);
  });

  test('let the role healthai_log read and append, and nothing else', async () => {
    await sql.query('begin');
    await sql.query('set local role healthai_log');
    const { rows } = await sql.query('select count(*)::int as count from log.event');
    expect(rows).toEqual([{ count: 3 }]);
    for (const statement of [
      `insert into log.event select * from log.event`,
      `update log.event set type = 'Forged'`,
      'delete from log.stream',
      'update log.head set position = 9',
      'drop table log.event',
      'alter table log.event disable trigger append_only',
      'select log.add_partition(1, 1)',
    ]) {
      await sql.query('savepoint here');
      await expect(sql.query(statement)).rejects.toThrow(/permission denied|must be owner/);
      await sql.query('rollback to savepoint here');
    }
    await sql.query('rollback');
  });
});

describe('a service that logs in as a member of healthai_log', () => {
  beforeAll(() => open());
  afterAll(close);

  test('appends, reads and follows', async () => {
    const url = new URL(db.url);
    url.searchParams.set('options', '-c role=healthai_log');
    const service = postgresStore({ url: url.href });
    const events = numbered(3);
    expect(await service.append([write('food-1', 'none', ...events)])).toMatchObject({ kind: 'appended' });
    expect(await service.append([write('food-1', 2, event())], async () => {})).toMatchObject({ kind: 'appended' });
    expect(await Array.fromAsync(service.readAll())).toHaveLength(1);
    expect(await service.find(events[1]!.id)).toMatchObject({ version: 1 });
    await service.close();
  });
});

describe('a database whose owner may not create roles', () => {
  test('has the log all the same, protected by its triggers', async () => {
    const empty = await freshDatabase({ empty: true });
    const admin = new pg.Client({ connectionString: empty.url });
    await admin.connect();
    const name = `plain_${new URL(empty.url).pathname.slice(1)}`;
    await admin.query(`create role ${name} login password 'plain'`);
    await admin.query(`alter database ${new URL(empty.url).pathname.slice(1)} owner to ${name}`);
    await admin.query(`alter schema public owner to ${name}`);
    const url = new URL(empty.url);
    url.username = name;
    url.password = 'plain';
    await migrate(url.href, MIGRATIONS);
    const plain = postgresStore({ url: url.href });
    await plain.append([write('food-1', 'none', event())]);
    expect(await all(plain, 'food-1')).toHaveLength(1);
    await plain.close();
    const owner = new pg.Client({ connectionString: url.href });
    await owner.connect();
    await expect(owner.query('delete from log.event')).rejects.toThrow('append-only');
    await owner.end();
    await admin.end();
    await empty.drop();
    const server = new pg.Client({ connectionString: new URL('/postgres', empty.url).href });
    await server.connect();
    await server.query(`drop role ${name}`);
    await server.end();
  });
});

describe('the partitions of the log', () => {
  beforeAll(() => open({ partitionSize: 50 }));
  afterAll(close);

  test('are made ahead by the appends themselves, and nobody who reads can tell', async () => {
    const stop = new AbortController();
    const seen: string[] = [];
    const follower = (async () => {
      for await (const { events } of store.subscribe({ after: 0n, signal: stop.signal })) seen.push(...ids(events));
    })();
    const long = newStream();
    const sent = [];
    for (let i = 0; i < 40; i++) {
      const events = numbered(5, i * 5);
      const other = event({}, 'Other', { actor: i % 2 ? 'user:ann' : 'system' });
      await store.append([
        write(long, i === 0 ? 'none' : i * 5 - 1, ...events),
        write(newStream(i % 3 ? 'food' : 'import'), 'none', other),
      ]);
      sent.push(...events, other);
    }
    const { rows } = await sql.query(
      `select c.relname, (select count(*)::int from pg_trigger t where t.tgrelid = c.oid and not t.tgisinternal) as triggers,
        (select count(*)::int from pg_index i where i.indrelid = c.oid) as indexes
       from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = 'log.event'::regclass order by c.oid`,
    );
    expect(rows).toEqual(
      [1, 51, 101, 151, 201, 251].map((first) => ({ relname: `event_from_${first}`, triggers: 1, indexes: 4 })),
    );
    expect(ids((await Array.fromAsync(store.readAll())).flat())).toEqual(ids(sent));
    const imports = sent.filter(({ type }, i) => type === 'Other' && Math.floor(i / 6) % 3 === 0);
    expect(ids((await Array.fromAsync(store.readAll({ categories: ['import'] }))).flat())).toEqual(ids(imports));
    expect((await all(store, long)).map(({ data }) => data)).toEqual(numbered(200).map(({ data }) => data));
    const backwards = await Array.fromAsync(store.readStream(long, { direction: 'backwards', limit: 120 }));
    expect(backwards.map(({ version }) => version)).toEqual(Array.from({ length: 120 }, (_, i) => 199 - i));
    for (const one of [sent[3]!, sent[5]!, sent[11]!, sent[239]!]) expect((await store.find(one.id))?.id).toBe(one.id);
    const last = (await store.at(240n))!;
    expect(await store.positionAt(last.recordedAt)).toBe(240n);
    while (seen.length < sent.length) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(seen).toEqual(ids(sent));
    stop.abort();
    await follower;
  });

  test('are made as many as one large append needs', async () => {
    const writes = Array.from({ length: 400 }, () => write(newStream(), 'none', event()));
    const before = await store.head();
    expect(await store.append(writes)).toMatchObject({ kind: 'appended', position: before + 400n });
    expect((await Array.fromAsync(store.readAll({ after: before }))).flat()).toHaveLength(400);
  });
});

describe('reading under a filter', () => {
  beforeAll(async () => {
    await open();
    for (let i = 0; i < 20; i++)
      await store.append(Array.from({ length: 500 }, () => write(newStream(), 'none', event(), event())));
    await store.append([write(newStream('import'), 'none', event())]);
    await sql.query('analyze log.event');
  });
  afterAll(close);

  test('of small categories uses their index, and reads none of the records', async () => {
    expect((await Array.fromAsync(store.readAll({ categories: ['import', 'source'] }))).flat()).toHaveLength(1);
    const { scan } = await plans();
    expect(scan).toMatch(/Index Scan using event_from_1_split_part_position_idx/);
    expect(scan).not.toMatch(/Seq Scan|pkey/);
  });

  async function plans(): Promise<{ scan: string }> {
    const { statement } = await import('./scan.ts');
    const { rows } = await sql.query({
      text: `explain (costs off) ${statement(true, false, true).text.replace('$1', '0').replace('$2', '20001').replace('$3', '2000').replace('$3', '2000').replace('$4', '1000000').replace('$5', `'{import,source}'`)}`,
      rowMode: 'array',
    });
    return { scan: rows.flat().join('\n') };
  }
});

describe('appends that people wait for', () => {
  beforeAll(() => open());
  afterAll(close);

  test('share a commit, and the work alongside it; each is answered for itself, and conflicts leave no gap', async () => {
    const taken = newStream('food');
    await store.append([write(taken, 'none', event())]);
    const calls: RecordedEvent[][] = [];
    const alongside = async (_: unknown, recorded: readonly RecordedEvent[]): Promise<void> => {
      calls.push([...recorded]);
    };
    const writes = Array.from({ length: 40 }, (_, i) =>
      write(i % 10 === 3 ? taken : newStream('food'), 'none', event()),
    );
    const before = await store.head();
    const answers = await Promise.all(writes.map((one) => store.append([one], alongside)));
    expect(answers.map(({ kind }) => kind)).toEqual(
      writes.map(({ stream }) => (stream === taken ? 'conflict' : 'appended')),
    );
    const seen = calls.flat();
    expect(calls.length).toBeLessThan(20);
    expect(seen.map(({ position }) => position)).toEqual(seen.map((_, i) => before + BigInt(i + 1)));
    expect(ids(seen).sort()).toEqual(
      ids(writes.filter(({ stream }) => stream !== taken).flatMap(({ events }) => events)).sort(),
    );
  });

  test('do not share it where their work differs', async () => {
    const called: string[] = [];
    const work = (name: string) => async (_: unknown, recorded: readonly RecordedEvent[]) => {
      called.push(...recorded.map(({ stream }) => `${name} ${stream}`));
    };
    const [a, b] = [work('a'), work('b')];
    const streams = Array.from({ length: 8 }, () => newStream('food'));
    await Promise.all(streams.map((stream, i) => store.append([write(stream, 'none', event())], i % 2 ? a : b)));
    expect(called.sort()).toEqual(streams.map((stream, i) => `${i % 2 ? 'a' : 'b'} ${stream}`).sort());
  });

  test('wait for one batch of an import at most, however many are on their way', async () => {
    const order: string[] = [];
    const held = Promise.withResolvers<void>();
    const batch = () => Array.from({ length: 150 }, () => write(newStream('food'), 'none', event()));
    const first = store.append(batch(), async () => {
      order.push('batch');
      await held.promise;
    });
    while (order.length === 0) await new Promise((resolve) => setTimeout(resolve, 2));
    const batches = Array.from({ length: 3 }, () => store.append(batch(), async () => void order.push('batch')));
    await waiting(3);
    const decision = store.append([write(newStream('food'), 'none', event())], async () => void order.push('decision'));
    await waiting(4);
    held.resolve();
    await Promise.all([first, decision, ...batches]);
    expect(order.slice(0, 2)).toEqual(['batch', 'decision']);
  });

  /** Until so many appends wait for a lock. */
  async function waiting(count: number): Promise<void> {
    for (;;) {
      const { rows } = await sql.query<{ n: number }>(
        `select count(*)::int as n from pg_stat_activity
         where datname = current_database() and wait_event_type = 'Lock'`,
      );
      if (rows[0]!.n >= count) return;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }
});
