/** The access log: who was shown clear text about whom, and for which purpose. */
import type pg from 'pg';
import type { Person } from '../commands/roles.ts';
import type { Uuid } from '../domain/ids.ts';
import type { Position } from '../eventstore/store.ts';
import type { Caller } from './caller.ts';
import type { ServiceParts } from './parts.ts';
import { demand } from './policy.ts';
import type { AccessQuestion, Page } from './questions.ts';

/** Whom a read concerns: by pseudonym, and by the record that was shown of them. */
export interface ShownPerson {
  readonly subject: Uuid | null;
  readonly record: Uuid | null;
}

export interface Access {
  /** Null for the command line without a user: whoever may run it on the host. */
  readonly person: Person | null;
  /** What is shown, in a few words that hold no personal data: `export sleep_period`. */
  readonly what: string;
  /** As the person stated it, or `queue`. */
  readonly purpose: string;
  /** As of which it is shown. */
  readonly position: Position;
  /** A line each: so many as a page shows, at most. Nobody in particular where a whole type is shown: one line. */
  readonly people?: readonly ShownPerson[];
}

/** One line of the access log. */
export interface AccessEntry extends ShownPerson {
  /** Ordered; opaque. */
  readonly id: string;
  /** ISO 8601. */
  readonly at: string;
  readonly actor: string;
  readonly what: string;
  readonly purpose: string;
  readonly position: string;
}

const nobodyInParticular: readonly ShownPerson[] = [{ subject: null, record: null }];

/** Written before anything is shown, in one statement: where it cannot be written, nothing is shown. */
export async function rememberAccess(sql: pg.Pool, access: Access): Promise<void> {
  const { person, what, purpose, position, people = [] } = access;
  const shown = people.length === 0 ? nobodyInParticular : people;
  await sql.query(
    `insert into operations.access (actor, what, purpose, position, subject, record_id)
     select $1, $2, $3, $4, subject, record_id from unnest($5::uuid[], $6::uuid[]) as shown (subject, record_id)`,
    [
      person === null ? 'system:operator' : `user:${person.id}`,
      what,
      purpose,
      position,
      shown.map(({ subject }) => subject),
      shown.map(({ record }) => record),
    ],
  );
}

/** Lines on a page, at most. */
const most = 200;

/** Who was shown whom, the newest first. @returns `next`: pass it as `after` */
export async function accessLog(
  { sql }: Pick<ServiceParts, 'sql'>,
  caller: Caller,
  { after, limit = 50, subject, record, actor, since, until }: AccessQuestion,
): Promise<Page<AccessEntry>> {
  demand(caller, 'access:read');
  const size = Math.min(limit, most);
  const { rows } = await sql.query<Omit<AccessEntry, 'at'> & { readonly at: Date }>(
    `select access_id::text as id, at, actor, subject, record_id as record, what, purpose, position::text as position
     from operations.access
     where ($1::bigint is null or access_id < $1) and ($2::uuid is null or subject = $2)
       and ($3::uuid is null or record_id = $3) and ($4::text is null or actor = $4)
       and ($5::timestamptz is null or at >= $5) and ($6::timestamptz is null or at < $6)
     order by access_id desc limit $7`,
    [after ?? null, subject ?? null, record ?? null, actor ?? null, since ?? null, until ?? null, size],
  );
  const items = rows.map(({ at, ...entry }): AccessEntry => ({ ...entry, at: at.toISOString() }));
  return { items, next: items.length === size ? (items.at(-1)?.id ?? null) : null };
}

/** Everybody whom the access log names, as `user:<id>` or `system:operator`. */
export async function accessActors({ sql }: Pick<ServiceParts, 'sql'>, caller: Caller): Promise<readonly string[]> {
  demand(caller, 'access:read');
  const { rows } = await sql.query<{ actor: string }>('select distinct actor from operations.access order by actor');
  return rows.map(({ actor }) => actor);
}
