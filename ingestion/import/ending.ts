/** Ending an import that runs: asked beside the log, since only the run itself knows where it can stop. */
import type pg from 'pg';
import type { Uuid } from '../../domain/ids.ts';

/** A person ended the import while it ran: this run stops between two batches, and the person's command says the rest. */
export class ImportEnded extends Error {
  override readonly name = 'ImportEnded';
}

/** Asks whoever runs an import to stop. */
export async function askToEnd(sql: pg.Pool, importId: Uuid): Promise<void> {
  await sql.query('insert into operations.ending (import_id) values ($1) on conflict do nothing', [importId]);
}

/** Nobody need stop any more: the import is ended, or could not be. */
export async function forgetEnding(sql: pg.Pool, importId: Uuid): Promise<void> {
  await sql.query('delete from operations.ending where import_id = $1', [importId]);
}

/** @throws ImportEnded where somebody asked for it */
export async function mayGoOn(sql: pg.Pool, importId: Uuid): Promise<void> {
  const { rowCount } = await sql.query({
    name: 'import-ending',
    text: 'select from operations.ending where import_id = $1',
    values: [importId],
  });
  if (rowCount === 1) throw new ImportEnded(`the import ${importId} was ended by a person`);
}
