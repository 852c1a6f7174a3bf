/** docs/securite.md names, for every fault that was found, a test that tries it again; each stands where the page says. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const page = readFileSync(new URL('securite.md', import.meta.url), 'utf8');
const rows = page.split('\n').flatMap((line) => {
  const [, id = '', kind = '', tests = '', where = '', open = ''] = line.split('|').map((cell) => cell.trim());
  return /^[A-ZÉ]\d*$/.test(id) ? [{ id, kind, tests, where, open }] : [];
});

test('every fault of the first release that this release closes has a line', () => {
  const ids = ['C1', 'C2', 'C4', 'H1', 'H2', 'H3', 'H4', 'H5', 'L', 'O1', 'O2', 'O3', 'O4'];
  const middling = Array.from({ length: 11 }, (_, n) => `M${n + 1}`);
  expect([...new Set(rows.map(({ id }) => id).filter((id) => !id.startsWith('É')))].sort()).toEqual(
    [...ids, ...middling].sort(),
  );
});

test.each(rows)('$id: $kind', ({ tests, where, open }) => {
  const named = [...tests.matchAll(/\[[^\]]+\]\(\.\.\/([^)]+)\) « ([^»]+) »/g)];
  expect(named.length, 'a test is named').toBeGreaterThan(0);
  for (const [, file = '', title = ''] of named)
    expect(readFileSync(path.resolve(import.meta.dirname, '..', file), 'utf8'), file).toContain(title);
  for (const [, file = ''] of where.matchAll(/`([\w/.[\]+-]+\.(?:ts|sql|svelte))`/g))
    expect(readFileSync(path.resolve(import.meta.dirname, '..', file), 'utf8').length, file).toBeGreaterThan(0);
  expect(open, 'what it does not cover').not.toBe('');
});
