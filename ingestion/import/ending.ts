/** Ending an import that runs: asked beside the log, since only the run itself knows where it can stop. */
import type pg from 'pg';
import type { Uuid } from '../../domain/ids.ts';

/** A person ended the import while it ran: this run stops between two batches, and the person's command says the rest. */
export class ImportEnded extends Error {
  override readonly name = 'ImportEnded';
}

/** For how long an import that was asked to end does not go on, and how often whoever still waits asks again. */
const asked = { seconds: 60, againMs: 10_000 } as const;

/**
 * Asks whoever runs an import to stop, for as long as the work goes on: who is killed while asking keeps no source from its
 * files for longer than a minute.
 */
export async function askingToEnd<T>(sql: pg.Pool, importId: Uuid, work: () => Promise<T>): Promise<T> {
  await askToEnd(sql, importId);
  const again = setInterval(() => void askToEnd(sql, importId).catch(() => undefined), asked.againMs);
  try {
    return await work();
  } finally {
    clearInterval(again);
    await forgetEnding(sql, importId);
  }
}

/** Asks once. */
export async function askToEnd(sql: pg.Pool, importId: Uuid): Promise<void> {
  const text =
    'insert into operations.ending (import_id) values ($1) on conflict (import_id) do update set since = now()';
  await sql.query(text, [importId]);
}

/** Nobody need stop any more: the import is ended, or could not be. */
export async function forgetEnding(sql: pg.Pool, importId: Uuid): Promise<void> {
  await sql.query('delete from operations.ending where import_id = $1', [importId]);
}

/** @throws ImportEnded where somebody asked for it */
export async function mayGoOn(sql: pg.Pool, importId: Uuid): Promise<void> {
  const { rowCount } = await sql.query({
    name: 'import-ending',
    text: `select from operations.ending where import_id = $1 and since > now() - interval '${asked.seconds} seconds'`,
    values: [importId],
  });
  if (rowCount === 1) throw new ImportEnded(`the import ${importId} was ended by a person`);
}
