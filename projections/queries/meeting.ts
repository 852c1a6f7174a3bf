/** Records of a source that have one natural key in several spellings: the first release kept them apart, and so they stay. */
import { sql } from 'slonik';
import { z } from 'zod';
import type { Uuid } from '../../domain/ids.ts';
import { statuses } from '../../domain/record/fold.ts';
import type { ReadModel } from './read-model.ts';

/** More of them than anybody spells by accident. */
const shown = 100;

const comparedKey = z.object({ key: z.uuid().nullable() });
const meeting = z.object({
  id: z.uuid(),
  /** As this record spells it; null for types about people. */
  key: z.string().nullable(),
  status: z.enum(statuses),
});
export type MeetingRecord = z.infer<typeof meeting>;

/** The other records that meet a record under its key, by their spelling; the first hundred. */
export async function recordsMeetingUnderOneKey(readModel: ReadModel, id: Uuid): Promise<readonly MeetingRecord[]> {
  // Tables of an earlier version, which stay in use while they are built anew, have no such column.
  const own = await readModel.maybeOne(
    sql.type(comparedKey)`select to_jsonb(record)->>'compared_key' as key from records.record where record_id = ${id}`,
  );
  if (!own?.key) return [];
  return readModel.any(sql.type(meeting)`
    select record_id as id, key, status from records.record
    where compared_key = ${own.key} and record_id <> ${id} order by key, record_id limit ${shown}`);
}
