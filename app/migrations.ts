import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import pg from 'pg';

/** The folder of the numbered migrations. */
export const MIGRATIONS = path.resolve(import.meta.dirname, '../sql');

/** The lock under which one process migrates while others wait. */
const LOCK = 7_235_711_906;

const NAME = /^\d{3}-[a-z0-9-]+\.sql$/;

/**
 * Brings a database up to date: applies, in order of their numbers, the files of `folder` that it has not seen yet.
 *
 * One process migrates at a time; the others wait and then find nothing to do. Each file is one transaction together
 * with the note that it was applied, so a killed migration leaves whole files only.
 * @returns the names of the files applied now
 * @throws when a file that was applied has other content now, or is gone; when two files carry one number
 */
export async function migrate(url: string, folder: string = MIGRATIONS): Promise<string[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await migrateWith(client, folder);
  } finally {
    await client.end();
  }
}

/**
 * The same over a connection of the owner, which holds the lock of migrations until it ends.
 * @param names of the migrations to apply; all where left out
 */
export async function migrateWith(
  client: pg.Client,
  folder: string = MIGRATIONS,
  names?: readonly string[],
): Promise<string[]> {
  const files = readMigrations(folder);
  await client.query('select pg_advisory_lock($1)', [LOCK]);
  await client.query(`set search_path = ${pg.escapeIdentifier(await ownSchema(client))}`);
  await client.query(
    `create table if not exists schema_migration (
       name text primary key,
       sha256 text not null,
       applied_at timestamptz not null default now()
     )`,
  );
  const { rows } = await client.query<{ name: string; sha256: string }>('select name, sha256 from schema_migration');
  const applied = new Map(rows.map(({ name, sha256 }) => [name, sha256]));
  refuseDrift(files, applied);
  const pending = files.filter(({ name }) => !applied.has(name) && (names?.includes(name) ?? true));
  for (const file of pending) await apply(client, file);
  return pending.map(({ name }) => name);
}

/**
 * Where the owner keeps note of what was applied, and the only schema in which a name without one is looked for: the application
 * may make schemas, also one of the owner's name, and nothing in them may ever be taken for what a migration means.
 */
async function ownSchema(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ schema: string | null }>(
    `select coalesce(
       (select n.nspname from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
        where c.relname = 'schema_migration' and c.relkind = 'r' and n.nspname = any (pg_catalog.current_schemas(false))
        order by pg_catalog.pg_get_userbyid(c.relowner) = current_user desc, c.oid limit 1),
       pg_catalog.current_schema()) as schema`,
  );
  return rows[0]?.schema ?? 'public';
}

interface Migration {
  readonly name: string;
  readonly text: string;
  readonly sha256: string;
}

function readMigrations(folder: string): Migration[] {
  const names = fs.readdirSync(folder).filter((name) => name.endsWith('.sql'));
  const numbers = new Map<string, string>();
  for (const name of names) {
    if (!NAME.test(name)) throw new Error(`sql/${name}: a migration is named like 001-what-it-makes.sql.`);
    const number = name.slice(0, 3);
    const twin = numbers.get(number);
    if (twin)
      throw new Error(`sql/${twin} and sql/${name} carry the same number: give the newer one the next free number.`);
    numbers.set(number, name);
  }
  return names.sort().map((name) => {
    const text = fs.readFileSync(path.join(folder, name), 'utf8');
    return { name, text, sha256: createHash('sha256').update(text).digest('hex') };
  });
}

function refuseDrift(files: Migration[], applied: Map<string, string>): void {
  const known = new Map(files.map((file) => [file.name, file.sha256]));
  for (const [name, sha256] of applied) {
    const now = known.get(name);
    if (now === sha256) continue;
    if (now === undefined)
      throw new Error(
        `The database was migrated with ${name}, which this version does not have: it is older than the database. Start the newer version.`,
      );
    throw new Error(
      `sql/${name} was changed after it was applied to this database. Restore it, and put the change into a new migration.`,
    );
  }
}

async function apply(client: pg.Client, file: Migration): Promise<void> {
  try {
    await client.query('begin');
    await client.query(file.text);
    await client.query('insert into schema_migration (name, sha256) values ($1, $2)', [file.name, file.sha256]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => {});
    throw new Error(`sql/${file.name} failed and was rolled back: ${(error as Error).message}`, { cause: error });
  }
}
