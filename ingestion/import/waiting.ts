/** Which imports wait for the log: kept beside it, since it cannot be told while it cannot be reached. */
import type pg from 'pg';
import type { Uuid } from '../../domain/ids.ts';

/** The import waits; from when on is kept. */
export async function noteWaiting(sql: pg.Pool, importId: Uuid): Promise<void> {
  await sql.query('insert into operations.waiting (import_id) values ($1) on conflict do nothing', [importId]);
}

/** The import goes on, be it this run or one that takes up what another left. */
export async function noteGoingOn(sql: pg.Pool, importId: Uuid): Promise<void> {
  await sql.query('delete from operations.waiting where import_id = $1', [importId]);
}
