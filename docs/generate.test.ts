import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { expect, test } from 'vitest';
import { freshDatabase } from '../test/database.ts';
import { generated } from './generate.ts';

test('documents say what the code says; `node docs/generate.ts` writes them anew', async () => {
  for (const { file, stands, should } of await generated()) expect(stands, file).toBe(should);
});

test('the physical model is SQL that makes the tables', async () => {
  const database = await freshDatabase({ empty: true });
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query(readFileSync(new URL('modele-physique.sql', import.meta.url), 'utf8'));
  const { rows } = await client.query("select count(*)::int as tables from pg_tables where schemaname = 'published'");
  await client.end();
  await database.drop();
  expect(rows[0].tables).toBeGreaterThan(5);
});

test('links of documents lead to files that exist', () => {
  const root = path.resolve(import.meta.dirname, '..');
  const pages = ['README.md', ...globSync('docs/**/*.md', { cwd: root })];
  expect(pages.length).toBeGreaterThan(8);
  for (const page of pages) {
    const text = readFileSync(path.join(root, page), 'utf8');
    for (const [, link = ''] of text.matchAll(/\]\((?!https?:|#)([^)#]+)/g))
      expect(existsSync(path.join(root, path.dirname(page), link)), `${page}: ${link}`).toBe(true);
  }
});
