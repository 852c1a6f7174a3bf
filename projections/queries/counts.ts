/** How many records of each type stand where. */
import { sql } from 'slonik';
import { z } from 'zod';
import { type RecordType, recordTypes } from '../../domain/contracts/contract.ts';
import type { ReadModel } from './read-model.ts';

export interface StatusCounts {
  readonly published: number;
  readonly open: number;
  readonly rejected: number;
}

const row = z.object({ type: z.enum(recordTypes), status: z.string(), records: z.coerce.number() });

/** By record type, of the newest content; types without records are zero. */
export async function countRecordsByStatus(readModel: ReadModel): Promise<Record<RecordType, StatusCounts>> {
  const rows = await readModel.any(
    sql.type(row)`select type, status, sum(records) as records from records.tally group by type, status`,
  );
  const of = (type: RecordType, status: string): number =>
    rows.find((found) => found.type === type && found.status === status)?.records ?? 0;
  const counts = recordTypes.map((type) => {
    const [published, open, rejected] = [of(type, 'published'), of(type, 'open'), of(type, 'rejected')];
    return [type, { published, open, rejected }] as const;
  });
  return Object.fromEntries(counts) as Record<RecordType, StatusCounts>;
}
