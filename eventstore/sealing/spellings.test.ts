/** People are found, and kept from coming back, under every spelling of their key. */
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/database.ts';
import { keyRing } from './keys.ts';
import type { Lookup } from './subjects.ts';
import { openVault, type Vault } from './vault.ts';

let database: TestDatabase;
let pool: pg.Pool;
let vault: Vault;
let other: Vault;
beforeAll(async () => {
  database = await freshDatabase();
  pool = new pg.Pool({ connectionString: database.url, max: 4 });
  const open = (): Promise<Vault> => openVault({ url: database.url }, keyRing(Buffer.alloc(32, 7)));
  vault = await open();
  other = await open();
});
afterAll(async () => {
  await Promise.all([pool.end(), vault.close(), other.close()]);
  await database.drop();
});

const idsOf = async (lookups: readonly Lookup[], by: Vault = vault): Promise<string[]> =>
  (await by.subjectsFor(lookups)).map(({ id }) => id);
const spelled = (namespace: string, ...keys: readonly string[]): Lookup[] => keys.map((key) => ({ namespace, key }));
const exactly = (namespace: string, ...keys: readonly string[]): Lookup[] =>
  keys.map((key) => ({ namespace, key, spelling: 'exact' }));

describe('spellings of one key', () => {
  test('are one person, in one question and in several, never without case', async () => {
    const [a, b, c] = await idsOf(spelled('one', 'Anna\u00a0B', 'Anna B', 'anna b'));
    expect(b).toBe(a);
    expect(c).not.toBe(a);
    expect(await idsOf(spelled('one', 'Anna  B\u200b', 'Anna B', 'Anna\u00a0B'))).toEqual([a, a, a]);
    const known = await vault.knownSubjects([...spelled('one', 'Anna\tB', 'Nobody'), ...spelled('two', 'Anna B')]);
    expect(known.map((subject) => subject?.id)).toEqual([a, undefined, undefined]);
  });

  test('are one person where two processes make them at once', async () => {
    const plain = Array.from({ length: 300 }, (_, i) => `Person ${i}`);
    const spaced = plain.map((key) => key.replace(' ', '\u00a0')).reverse();
    const [these, those] = await Promise.all([
      idsOf(spelled('race', ...plain)),
      idsOf(spelled('race', ...spaced), other),
    ]);
    expect(those.toReversed()).toEqual(these);
  });

  test('are different people where they are looked up exactly, of whom the first is found by others', async () => {
    const [a, b] = await idsOf(exactly('first', 'Ben\u00a0C', 'Ben C'));
    expect(b).not.toBe(a);
    expect(await idsOf(exactly('first', 'Ben C', 'Ben\u00a0C'))).toEqual([b, a]);
    const [found, own, theirs] = await idsOf(spelled('first', 'Ben  C', 'Ben C', 'Ben\u00a0C'));
    expect([own, theirs]).toEqual([b, a]);
    expect([a, b]).toContain(found);
  });

  test('of a key that the product made count for nothing', async () => {
    const made: Lookup[] = ['1\u00a0', '1'].map((key) => ({ namespace: 'made', key, spelling: 'made' }));
    const [a, b] = await idsOf(made);
    expect(b).not.toBe(a);
  });

  test('are forgotten with the person', async () => {
    const [gone] = await idsOf(spelled('gone', 'Carl\u00a0D'));
    await vault.destroy([gone!]);
    const [again] = await idsOf(spelled('gone', 'Carl D'));
    expect(again).not.toBe(gone);
  });

  test('bring nobody back: neither that under which somebody was erased, nor another', async () => {
    await vault.suppress(spelled('list', 'Eve\u00a0F', 'Gil H'));
    expect(await vault.suppressed(spelled('list', 'Eve F', 'Eve\u00a0F', 'Eve  F', 'Gil\u00a0H', 'gil h'))).toEqual([
      true,
      true,
      true,
      true,
      false,
    ]);
  });
});

describe('people whom the first release made', () => {
  const letTheFirstReleaseMake = async (namespace: string, ...keys: readonly string[]): Promise<string[]> => {
    const ids: string[] = [];
    for (const key of keys) ids.push(...(await idsOf(exactly(namespace, key))));
    await pool.query('update keys.subject set compared = null where id = any($1)', [ids]);
    return ids;
  };

  test('are found by every spelling once it is told what they are called; of several the first', async () => {
    const [late, early] = await letTheFirstReleaseMake('told', 'Ida\u00a0J', 'Ida J');
    await pool.query(`update keys.subject set created_at = created_at - interval '1 day' where id = $1`, [early]);
    const [alone] = await letTheFirstReleaseMake('told', 'Kim\u00a0L');
    const people = [
      { subject: late!, key: 'Ida\u00a0J' },
      { subject: alone!, key: 'Kim\u00a0L' },
    ];
    expect(await vault.spellings.isCompared('told')).toBe(false);
    await vault.spellings.compare('told', people);
    // A page later, and once more after it was interrupted.
    await vault.spellings.compare('told', [{ subject: early!, key: 'Ida J' }]);
    await vault.spellings.compare('told', [...people, { subject: early!, key: 'Ida J' }]);
    await vault.spellings.noteCompared('told');
    expect(await vault.spellings.isCompared('told')).toBe(true);
    expect(await vault.spellings.isCompared('untold')).toBe(false);
    expect(await idsOf(spelled('told', 'Kim L', 'Ida  J', 'Ida\u00a0J', 'Ida J'))).toEqual([alone, early, late, early]);
  });

  test('are not found by a key that is not theirs', async () => {
    const [mine] = await letTheFirstReleaseMake('wrong', 'Max');
    await vault.spellings.compare('wrong', [{ subject: mine!, key: 'Moritz' }]);
    const [other] = await idsOf(spelled('wrong', 'Moritz'));
    expect(other).not.toBe(mine);
  });
});
