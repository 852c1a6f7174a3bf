/** Ending an import that runs: asked beside the log, since only the run itself knows where it can stop. */
import type pg from 'pg';
import type { Uuid } from '../../domain/ids.ts';
import type { Actor } from '../../domain/record/events.ts';

/** A person ended the import while it ran: this run stopped between two batches. */
export class ImportEnded extends Error {
  override readonly name = 'ImportEnded';
}

/** Who wants an import ended, and why. */
export interface GivingUp {
  readonly import: Uuid;
  readonly reason: string;
  readonly actor: Actor;
  /** A retry gives the same id, and is answered as the first time. */
  readonly commandId: Uuid;
}

/** Asks whoever runs an import to stop. Of several who ask, the first is the one that ends it. */
export async function askToEnd(sql: pg.Pool, { import: id, reason, actor, commandId }: GivingUp): Promise<void> {
  await sql.query(
    'insert into operations.ending (import_id, command_id, actor, reason) values ($1, $2, $3, $4) on conflict do nothing',
    [id, commandId, actor, reason],
  );
}

/** What was asked and not done yet, if anything. */
export async function endingAsked(sql: pg.Pool, importId: Uuid): Promise<GivingUp | undefined> {
  const { rows } = await sql.query<GivingUp>(
    'select import_id as import, command_id as "commandId", actor, reason from operations.ending where import_id = $1',
    [importId],
  );
  return rows[0];
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
