import { randomBytes, randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/database.ts';
import { open, seal } from './envelope.ts';
import { hasher, keyRing, UnknownKey } from './keys.ts';
import { openVault, type Vault, type VaultOptions } from './vault.ts';

const kek = Buffer.alloc(32, 7);
let database: TestDatabase;
let pool: pg.Pool;
let vault: Vault;
const opened: Vault[] = [];

/** The vault as another process opens it. */
async function anotherVault(options: Partial<VaultOptions> = {}, key = kek): Promise<Vault> {
  const another = await openVault({ url: database.url, ...options }, keyRing(key));
  opened.push(another);
  return another;
}

beforeAll(async () => {
  database = await freshDatabase();
  pool = new pg.Pool({ connectionString: database.url, max: 4 });
  vault = await anotherVault();
});
afterAll(async () => {
  await Promise.all([pool.end(), ...opened.map((one) => one.close())]);
  await database.drop();
});

const people = (namespace: string, from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => ({ namespace, key: `person ${from + index}` }));

describe('subjects', () => {
  test('are made once for each namespace and key, and answered in the order asked', async () => {
    const [anna, ben, annaAgain, otherAnna] = await vault.subjectsFor([
      { namespace: 'clinic', key: 'anna' },
      { namespace: 'clinic', key: 'ben' },
      { namespace: 'clinic', key: 'anna' },
      { namespace: 'gym', key: 'anna' },
    ]);
    expect(annaAgain?.id).toBe(anna?.id);
    expect(new Set([anna?.id, ben?.id, otherAnna?.id]).size).toBe(3);
    expect(await vault.subjectsFor([{ namespace: 'clinic', key: 'ben' }])).toMatchObject([{ id: ben?.id }]);
    expect(await vault.subjectsFor([])).toEqual([]);
  });

  test('have the same keys in every process', async () => {
    const [here] = await vault.subjectsFor([{ namespace: 'keys', key: 'anna' }]);
    const other = await anotherVault();
    const [there] = await other.subjectsFor([{ namespace: 'keys', key: 'anna' }]);
    const opened = (await other.open([here!.id])).get(here!.id);
    expect(there?.id).toBe(here?.id);
    expect(opened).not.toBe('erased');
    if (opened === undefined || opened === 'erased') return;
    expect(open(opened, 'place', seal(here!.keys, 'place', { weight_kg: 70 }))).toEqual({ weight_kg: 70 });
    expect(hasher(opened)('a')).toBe(hasher(here!.keys)('a'));
    expect(hasher(opened)('a')).toMatch(/^[\w-]{43}$/);
  });

  test('made by two processes at once are the same ones', async () => {
    const other = await anotherVault();
    const batches = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        (index % 2 ? vault : other).subjectsFor(
          index % 3
            ? people('race', index * 20, index * 20 + 300)
            : people('race', index * 20, index * 20 + 300).reverse(),
        ),
      ),
    );
    const ids = new Map<string, string>();
    for (const [index, batch] of batches.entries()) {
      const asked = people('race', index * 20, index * 20 + 300);
      if (index % 3 === 0) asked.reverse();
      for (const [at, subject] of batch.entries()) {
        const key = asked[at]!.key;
        expect(ids.get(key) ?? subject.id).toBe(subject.id);
        ids.set(key, subject.id);
      }
    }
    const { rows } = await pool.query('select count(*)::int as count from keys.subject where id = any($1)', [
      [...ids.values()],
    ]);
    expect(rows[0].count).toBe(440);
  });

  test('whose key is destroyed are erased in every process, also in those that hold the key', async () => {
    const other = await anotherVault();
    const [gone, stays] = await vault.subjectsFor(people('erasure', 0, 2));
    expect((await other.open([gone!.id, stays!.id])).get(gone!.id)).not.toBe('erased');
    expect(await vault.destroy([gone!.id])).toBe(1);
    for (const one of [vault, other]) {
      const opened = await one.open([gone!.id, stays!.id]);
      expect(opened.get(gone!.id)).toBe('erased');
      expect(opened.get(stays!.id)).not.toBe('erased');
    }
    const [again] = await vault.subjectsFor(people('erasure', 0, 1));
    expect(again!.id).not.toBe(gone!.id);
  });

  test('are all opened, however few keys are kept in memory', async () => {
    const small = await anotherVault({ keysKept: 3 });
    const subjects = await small.subjectsFor(people('many', 0, 20));
    await small.open(subjects.slice(0, 3).map((subject) => subject.id));
    const opened = await small.open(subjects.map((subject) => subject.id));
    expect([...opened.values()]).not.toContain('erased');
    expect(opened.size).toBe(20);
  });
});

describe('the vault', () => {
  test('opens only with the key-encryption key that its keys were wrapped by', async () => {
    await expect(anotherVault({}, randomBytes(32))).rejects.toThrow(UnknownKey);
  });

  test('wraps every key again by a new key-encryption key, and needs the former one no more', async () => {
    const own = await freshDatabase();
    const { url } = own;
    const next = randomBytes(32);
    try {
      const before = await openVault({ url }, keyRing(kek));
      const [anna] = await before.subjectsFor([{ namespace: 'clinic', key: 'anna' }]);
      await before.originals.keep('digest', Buffer.alloc(32, 1));
      const sealed = seal(anna!.keys, 'place', { weight_kg: 70 });
      const fileDigest = before.hashes.fileDigest('ab');
      await before.close();

      const rotating = await openVault({ url }, keyRing(next, [kek]));
      expect(await rotating.wrapAgain()).toBe(5);
      expect(await rotating.wrapAgain()).toBe(0);
      await rotating.close();

      const after = await openVault({ url }, keyRing(next));
      const [same] = await after.subjectsFor([{ namespace: 'clinic', key: 'anna' }]);
      expect(same!.id).toBe(anna!.id);
      expect(open(same!.keys, 'place', sealed)).toEqual({ weight_kg: 70 });
      expect(await after.originals.find('digest')).toEqual(Buffer.alloc(32, 1));
      expect(after.hashes.fileDigest('ab')).toBe(fileDigest);
      await after.close();
    } finally {
      await own.drop();
    }
  });

  test('does not open a key that was moved to another subject', async () => {
    const [one, two] = await vault.subjectsFor(people('moved', 0, 2));
    await pool.query(
      'update keys.subject set wrapped = (select wrapped from keys.subject where id = $1) where id = $2',
      [one!.id, two!.id],
    );
    const fresh = await anotherVault();
    await expect(fresh.open([two!.id])).rejects.toThrow();
  });

  test('keeps who was erased from coming back, by a hash of another secret than the lookup', async () => {
    const [anna, ben] = people('suppressed', 0, 2);
    await vault.suppress([anna!]);
    await vault.suppress([anna!]);
    expect(await vault.suppressed([ben!, anna!])).toEqual([false, true]);
    expect(await vault.suppressed([])).toEqual([]);
    await vault.subjectsFor([anna!]);
    const { rows } = await pool.query('select from keys.suppression join keys.subject on hash = lookup');
    expect(rows).toHaveLength(0);
  });
});

describe('what keyless sources stated', () => {
  test('finds the record whose latest statement a row repeats, as of before the import that asks', async () => {
    const [first, second, third] = [randomUUID(), randomUUID(), randomUUID()];
    const [a, b] = [randomUUID(), randomUUID()];
    const [x, y, z] = ['x', 'y', 'z'].map(vault.hashes.row);
    await vault.stated.add('gym', first, [
      { recordId: a, hash: x! },
      { recordId: b, hash: y! },
    ]);
    expect(await vault.stated.find('gym', [y!, z!, x!], second)).toEqual([b, undefined, a]);
    expect(await vault.stated.find('other', [x!], second)).toEqual([undefined]);

    await vault.stated.add('gym', second, [{ recordId: a, hash: z! }]);
    await vault.stated.add('gym', second, [{ recordId: a, hash: z! }]);
    // The import itself, resumed, finds what it found at first; the one after it finds what it stated.
    expect(await vault.stated.find('gym', [x!, z!], second)).toEqual([a, undefined]);
    expect(await vault.stated.find('gym', [x!, z!], third)).toEqual([undefined, a]);
    const latest = [
      { recordId: b, import: first },
      { recordId: a, import: second },
    ];
    expect(await vault.stated.records('gym', third)).toEqual(latest);
    expect(await vault.stated.records('gym', second)).toEqual([a, b].map((recordId) => ({ recordId, import: first })));

    await vault.stated.forgetImport(second);
    expect(await vault.stated.find('gym', [x!, z!], third)).toEqual([a, undefined]);
    await vault.stated.forgetRecords([a]);
    expect(await vault.stated.find('gym', [x!, y!], third)).toEqual([undefined, b]);
  });
});

describe('keys of originals', () => {
  test('are kept once for a file, and gone when destroyed', async () => {
    const key = vault.originals.create();
    const digest = vault.hashes.fileDigest('00ff');
    expect(digest).toMatch(/^[0-9a-f]{64}$/);
    expect(await vault.originals.keep(digest, key)).toBe(true);
    expect(await vault.originals.keep(digest, vault.originals.create())).toBe(false);
    expect(await vault.originals.find(digest)).toEqual(key);
    await vault.originals.destroy([digest]);
    expect(await vault.originals.find(digest)).toBeUndefined();
  });
});
