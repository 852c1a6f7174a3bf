/** Whoever asks gets the holder of their own token, as it is after they asked, however many ask in the same moment. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readUsers } from '../../app/credentials.ts';
import { freshSystem, type TestSystem } from '../../test/system.ts';
import type { Holder } from './accounts.ts';
import { holdersIn } from './holders.ts';

let system: TestSystem;
let holders: readonly Holder[];

beforeAll(async () => {
  system = await freshSystem();
  const { accounts } = system.services;
  const users = readUsers(`${system.dataDir}/credentials.json`);
  holders = await Promise.all(
    users.map(async ({ email, password }) => {
      const { accessToken } = await accounts.signIn(email, password, '10.0.0.1');
      return (await accounts.verify(accessToken))!;
    }),
  );
});
afterAll(() => system.remove());

const speakerOf = ({ id, session }: Holder) => ({ account: id, session });

test('of thousands who ask in one moment each is told of their own session, in few queries', async () => {
  let queries = 0;
  const counting = new Proxy(system.sql, {
    get(pool, name) {
      if (name === 'query') queries++;
      return Reflect.get(pool, name).bind(pool);
    },
  });
  const holderOf = holdersIn(counting);
  const asked = Array.from({ length: 3_000 }, (_, n) => holders[n % holders.length]!);
  expect(await Promise.all(asked.map((holder) => holderOf(speakerOf(holder))))).toEqual(asked);
  expect(queries).toBeLessThan(20);
});

test('a session is nobody’s but its account’s, and one that is not there is none', async () => {
  const holderOf = holdersIn(system.sql);
  const [one, other] = holders as [Holder, Holder];
  const asked = [
    { account: other.id, session: one.session },
    { account: one.id, session: randomUUID() },
    speakerOf(one),
  ];
  expect(await Promise.all(asked.map((speaker) => holderOf(speaker)))).toEqual([undefined, undefined, one]);
});

test('who asks after a session was ended is told so, whatever was being asked meanwhile', async () => {
  const holderOf = holdersIn(system.sql);
  const [, , ending, other] = holders as [Holder, Holder, Holder, Holder];
  const before = Array.from({ length: 50 }, () => holderOf(speakerOf(ending)));
  await system.sql.query('update accounts.session set ends_at = now() where session_id = $1', [ending.session]);
  const [ended, open] = await Promise.all([holderOf(speakerOf(ending)), holderOf(speakerOf(other))]);
  await Promise.all(before);
  expect([ended, open]).toEqual([undefined, other]);
});

test('where the database fails everybody who asked is told so, and the next one is answered', async () => {
  let broken = true;
  const failing = new Proxy(system.sql, {
    get(pool, name) {
      if (name === 'query' && broken) return () => Promise.reject(new Error('gone'));
      return Reflect.get(pool, name).bind(pool);
    },
  });
  const holderOf = holdersIn(failing);
  const [one] = holders as [Holder];
  const asked = await Promise.allSettled([holderOf(speakerOf(one)), holderOf(speakerOf(one))]);
  expect(asked.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  broken = false;
  expect(await holderOf(speakerOf(one))).toEqual(one);
});
