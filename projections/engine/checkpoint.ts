/** Where a projection stands in the log: one row a build, moved by compare-and-set in the transaction that applies events. */
import type pg from 'pg';
import type { Uuid } from '../../domain/ids.ts';
import type { Position, RecordedEvent } from '../../eventstore/store.ts';
import type { Projection } from '../projection.ts';

/** The tables in use, or those being filled beside them. */
export type Build = 'live' | 'next';

/** A place in the log with the event that stands there, or null where the store has none exactly there. */
export interface Mark {
  readonly position: Position;
  readonly eventId: Uuid | null;
}

export interface Checkpoint extends Mark {
  readonly version: number;
  /** False once the log turned out not to be the one these tables were made from. */
  readonly valid: boolean;
}

interface Row {
  readonly version: number;
  readonly position: string;
  readonly event_id: Uuid | null;
  readonly valid: boolean;
}

/** The mark behind an event. */
export const markOf = (event: RecordedEvent): Mark => ({ position: event.position, eventId: event.id });

/** @param lock takes the row, so that nobody else moves it before this transaction ends. */
export async function readCheckpoint(
  sql: pg.ClientBase | pg.Pool,
  name: string,
  build: Build,
  lock?: 'lock',
): Promise<Checkpoint | undefined> {
  const { rows } = await sql.query<Row>(
    `select version, position::text, event_id, valid from projection.checkpoint where name = $1 and build = $2
     ${lock ? 'for update' : ''}`,
    [name, build],
  );
  const row = rows[0];
  return row && { version: row.version, position: BigInt(row.position), eventId: row.event_id, valid: row.valid };
}

/** Starts a build at the beginning of the log, forgetting an earlier one of the same kind. */
export async function createCheckpoint(sql: pg.ClientBase, projection: Projection, build: Build): Promise<void> {
  await forgetBuild(sql, projection.name, build);
  await sql.query('insert into projection.checkpoint (name, build, version) values ($1, $2, $3)', [
    projection.name,
    build,
    projection.version,
  ]);
}

export async function forgetBuild(sql: pg.ClientBase, name: string, build: Build): Promise<void> {
  await sql.query('delete from projection.parked where name = $1 and build = $2', [name, build]);
  await sql.query('delete from projection.checkpoint where name = $1 and build = $2', [name, build]);
}

/** @returns whether the checkpoint still stood at `from`. */
export async function moveCheckpoint(
  sql: pg.ClientBase,
  name: string,
  build: Build,
  from: Position,
  to: Mark,
): Promise<boolean> {
  const { rowCount } = await sql.query({
    name: 'move_checkpoint',
    text: `update projection.checkpoint set position = $4, event_id = $5
           where name = $1 and build = $2 and position = $3 and valid`,
    values: [name, build, from.toString(), to.position.toString(), to.eventId],
  });
  return rowCount === 1;
}

/** The log is not the one that the tables in use were made from: nothing moves them any more until they are rebuilt. */
export async function invalidateCheckpoint(sql: pg.ClientBase, name: string): Promise<void> {
  await sql.query(`update projection.checkpoint set valid = false where name = $1 and build = 'live'`, [name]);
}
