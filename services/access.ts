/** The access log: who was shown clear text about people, and for which purpose. */
import type pg from 'pg';
import type { Person } from '../commands/roles.ts';
import type { Position } from '../eventstore/store.ts';

export interface Access {
  readonly person: Person;
  /** What is shown, in a few words that hold no personal data: `export sleep_period`. */
  readonly what: string;
  /** As the person stated it. */
  readonly purpose: string;
  /** As of which it is shown. */
  readonly position: Position;
}

/** Written before anything is shown: where it cannot be written, nothing is shown. */
export async function rememberAccess(sql: pg.Pool, { person, what, purpose, position }: Access): Promise<void> {
  await sql.query('insert into operations.access (actor, what, purpose, position) values ($1, $2, $3, $4)', [
    `user:${person.id}`,
    what,
    purpose,
    position,
  ]);
}
