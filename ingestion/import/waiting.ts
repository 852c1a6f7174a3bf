/** Which imports wait, and for what: kept beside the log, since it cannot be told while it cannot be reached. */
import type pg from 'pg';
import type { Uuid } from '../../domain/ids.ts';

/** The import waits; from when on is kept. @param why a name, never a message: that might quote the file */
export async function noteWaiting(sql: pg.Pool, importId: Uuid, why: string): Promise<void> {
  await sql.query(
    'insert into operations.waiting (import_id, why) values ($1, $2) on conflict (import_id) do update set why = excluded.why',
    [importId, why],
  );
}

/** The import goes on, be it this run or one that takes up what another left. */
export async function noteGoingOn(sql: pg.Pool, importId: Uuid): Promise<void> {
  await sql.query('delete from operations.waiting where import_id = $1', [importId]);
}
