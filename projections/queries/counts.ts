/** How many records of each type stand where. */
import type pg from 'pg';
import { recordTypes } from '../../domain/contracts/contract.ts';

export interface StatusCounts {
  readonly published: number;
  readonly open: number;
  readonly rejected: number;
}

/** By record type, of the newest content; types without records are zero. */
export async function countRecordsByStatus(sql: pg.Pool): Promise<Record<string, StatusCounts>> {
  const { rows } = await sql.query<{ type: string; status: string; n: string }>(
    'select type, status, sum(records) as n from records.tally group by type, status',
  );
  const of = (type: string, status: string): number =>
    Number(rows.find((row) => row.type === type && row.status === status)?.n ?? 0);
  return Object.fromEntries(
    recordTypes.map((type) => [
      type,
      { published: of(type, 'published'), open: of(type, 'open'), rejected: of(type, 'rejected') },
    ]),
  );
}
