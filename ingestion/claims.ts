/**
 * Who still needs an original: imports for good, whoever takes in a file while it does, whoever checked one for a day. What
 * nobody needs is removed with its key. Whoever claims and whoever removes take turns, original by original, whichever
 * process they are in.
 */
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { Uuid } from '../domain/ids.ts';
import type { Originals } from './originals.ts';

/** Hours that a file is kept which was checked and may be imported without being sent again. */
export const checkedHours = 24;
/** Hours after which whoever took in a file and did not come to an import counts as gone. */
const takingInHours = 24;
/** Days from when a file was first seen that no import and nobody else names: by then a wrong DATABASE_URL was noticed. */
const unknownDays = 7;

const turn = `pg_advisory_xact_lock(hashtextextended('original ' || $1, 0))`;

/** @param hours null for one without end @param claim of its own by default; an import claims under its id, once */
async function claim(sql: pg.Pool, digest: string, hours: number | null, id: string = randomUUID()): Promise<string> {
  await sql.query(
    `with turn as materialized (select ${turn})
     insert into operations.original_claim (claim, digest, until)
     select $2, $1, now() + make_interval(hours => $3::int) from turn on conflict (claim) do nothing`,
    [digest, id, hours],
  );
  return id;
}

/** To be called before the file is put in its place. Answers what `release` takes. */
export const claimTakingIn = (sql: pg.Pool, digest: string): Promise<string> => claim(sql, digest, takingInHours);
export const claimChecked = (sql: pg.Pool, digest: string): Promise<string> => claim(sql, digest, checkedHours);
export const claimForImport = (sql: pg.Pool, digest: string, importId: Uuid): Promise<string> =>
  claim(sql, digest, null, importId);

export async function release(sql: pg.Pool, ...claims: readonly string[]): Promise<void> {
  await sql.query('delete from operations.original_claim where claim = any($1::uuid[])', [claims]);
}

type Parts = { readonly sql: pg.Pool; readonly originals: Pick<Originals, 'remove'> };

/** Removes an original that nobody needs, and its key. Answers whether it did. */
export async function removeUnneeded({ sql, originals }: Parts, digest: string): Promise<boolean> {
  const client = await sql.connect();
  let broken: Error | undefined;
  try {
    await client.query('begin');
    await client.query(`select ${turn}`, [digest]);
    const { rows } = await client.query(
      `select from operations.original_claim where digest = $1
       union all select from imports.import_run where digest = $1 and status <> 'failed'`,
      [digest],
    );
    if (rows.length === 0) await originals.remove(digest, { personal: true });
    await client.query('commit');
    return rows.length === 0;
  } catch (error) {
    // With its transaction.
    broken = error as Error;
    throw error;
  } finally {
    client.release(broken);
  }
}

/** Brings the claims up to date with the imports, for `sweepOriginals`. Answers the originals that lost a claim. */
export async function reviewClaims(sql: pg.Pool): Promise<readonly string[]> {
  // Imports of the first release, and of who was killed right after the acceptance.
  await sql.query(
    `insert into operations.original_claim (claim, digest, until)
     select import_id, digest, null from imports.import_run r
     where digest is not null and status <> 'failed'
       and not exists (select from operations.original_claim c where c.claim = r.import_id)
     on conflict (claim) do nothing`,
  );
  // What failed may be imported anew from the same original in a moment.
  await sql.query(
    `update operations.original_claim c set until = now() + make_interval(hours => $1)
     from imports.import_run r where c.claim = r.import_id and c.until is null and r.status = 'failed'`,
    [takingInHours],
  );
  const { rows } = await sql.query<{ digest: string }>(
    'delete from operations.original_claim where until < now() returning digest',
  );
  return [...new Set(rows.map(({ digest }) => digest))];
}

/** Claims for a week what is in the store and nobody has ever claimed. Answers which that were. */
export async function claimUnknown(sql: pg.Pool, digests: readonly string[]): Promise<readonly string[]> {
  const { rows } = await sql.query<{ digest: string }>(
    `insert into operations.original_claim (claim, digest, until)
     select gen_random_uuid(), stored.digest, now() + make_interval(days => $2) from unnest($1::text[]) stored(digest)
     where not exists (select from operations.original_claim c where c.digest = stored.digest)
     returning digest`,
    [digests, unknownDays],
  );
  return rows.map(({ digest }) => digest);
}
