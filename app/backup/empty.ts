/** Whether an installation is empty: nothing is ever restored over something. What a restore left that was cut off is nothing. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type pg from 'pg';
import { BackupRefused } from './refused.ts';
import { filesIn, measureFile } from './saved-files.ts';
import { filesOf, type Verified } from './verify.ts';

const advice = 'Restore into an empty installation: a DATA_DIR that is not there yet, a database without tables.';

/** @throws BackupRefused where DATA_DIR holds files that the backup does not, or others in their place */
export async function refuseFiles(dataDir: string, { data, from, keys, secrets }: Verified): Promise<void> {
  const expected = new Map<string, string>();
  for await (const files of filesOf(from, data)) for (const file of files) expected.set(file.path, file.sha256);
  for await (const place of filesIn(dataDir)) {
    const found = await measureFile(path.join(dataDir, place));
    if (found?.sha256 !== expected.get(place)) throw filled(path.join(dataDir, place));
  }
  for (const name of ['keys/key-encryption-key', 'credentials.json']) {
    const there = await readFile(path.join(dataDir, name)).catch(() => undefined);
    if (there === undefined) continue;
    const saved = await readFile(path.join(keys, path.basename(name))).catch(() => undefined);
    if (!Object.hasOwn(secrets.secrets, path.basename(name)) || saved === undefined || !saved.equals(there))
      throw filled(path.join(dataDir, name));
  }
}

const filled = (what: string): BackupRefused =>
  new BackupRefused('not-empty', `${what} is there already: this installation is not empty. ${advice}`);

/** @throws BackupRefused where the database holds events, accounts or keys, or tables of another shape */
export async function refuseFilled(owner: pg.Client, migrations: readonly string[]): Promise<void> {
  const { rows: there } = await owner.query<{ there: boolean }>(
    `select to_regclass('log.head') is not null and to_regclass('keys.secret') is not null as there`,
  );
  if (there[0]?.there !== true) return;
  const { rows } = await owner.query<{ filled: boolean }>(
    `select (select position from log.head) > 0 or exists (select from keys.secret) or exists (select from accounts.account)
       as filled`,
  );
  if (rows[0]?.filled !== false) throw filled('Something that was appended, a key or an account');
  const { rows: applied } = await owner.query<{ name: string }>('select name from schema_migration');
  const more = applied.filter(({ name }) => !migrations.includes(name));
  if (more.length > 0) throw filled(`A table of a later version (${more.map(({ name }) => name).join(', ')})`);
}
