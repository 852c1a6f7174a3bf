/** Who agreed to what, as far as imports ask. */
import type pg from 'pg';
import type { Uuid } from '../../domain/ids.ts';

/** Those of the subjects who agreed up to a position, and have not withdrawn it since. */
export async function consenting(
  sql: pg.Pool,
  subjects: readonly Uuid[],
  purpose: string,
  upTo: string,
): Promise<ReadonlySet<Uuid>> {
  if (subjects.length === 0) return new Set();
  const { rows } = await sql.query<{ subject: Uuid }>({
    name: 'consenting',
    text: `select subject from records.consent
           where subject = any($1::uuid[]) and purpose = $2 and status = 'recorded' and position <= $3::bigint`,
    values: [subjects, purpose, upTo],
  });
  return new Set(rows.map(({ subject }) => subject));
}

/** How many people of a namespace agree to a purpose. */
export async function countConsenting(sql: pg.Pool, namespace: string, purpose: string): Promise<number> {
  const { rows } = await sql.query<{ n: number }>(
    `select count(*)::int as n from records.consent where namespace = $1 and purpose = $2 and status = 'recorded'`,
    [namespace, purpose],
  );
  return rows[0]?.n ?? 0;
}

/**
 * Whether somebody agreed after an import was accepted that had set rows aside for want of consent: then its file may say
 * more than it did.
 */
export async function agreedSince(
  sql: pg.Pool,
  { import: id, accepted }: { readonly import: Uuid; readonly accepted: string },
  namespace: string,
  purpose: string,
): Promise<boolean> {
  const { rowCount } = await sql.query(
    `select from records.consent
     where namespace = $1 and purpose = $2 and status = 'recorded' and position > $3::bigint
       and exists (select from imports.quarantined_row q where q.import_id = $4 and q.reason = 'no-consent') limit 1`,
    [namespace, purpose, accepted, id],
  );
  return rowCount === 1;
}
