/** Records of a source that have one natural key in several spellings: the first release kept them apart, and so they stay. */
import { sql } from 'slonik';
import { z } from 'zod';
import { recordTypes } from '../../domain/contracts/contract.ts';
import { contracts } from '../../domain/contracts/index.ts';
import type { Uuid } from '../../domain/ids.ts';
import { statuses } from '../../domain/record/fold.ts';
import { comparingKeys } from '../../domain/source/record-key.ts';
import type { ReadModel } from './read-model.ts';

/** More of them than anybody spells by accident. */
const shown = 100;

const asked = z.object({
  type: z.enum(recordTypes),
  source: z.string(),
  key: z.string().nullable(),
  hash: z.string().nullable(),
});
const meeting = z.object({
  id: z.uuid(),
  /** As this record spells it; null for types about people. */
  key: z.string().nullable(),
  status: z.enum(statuses),
});
export type MeetingRecord = z.infer<typeof meeting>;
const naturalKey = z.object({ fields: z.string() });

/** The other records that meet a record under its key, by their spelling; the first hundred. */
export async function recordsMeetingUnderOneKey(readModel: ReadModel, id: Uuid): Promise<readonly MeetingRecord[]> {
  // Tables of an earlier version, which stay in use while they are built anew, have no such column.
  const own = await readModel.maybeOne(
    sql.type(asked)`
      select type, source, key, to_jsonb(record)->>'compared_key' as hash from records.record where record_id = ${id}`,
  );
  if (!own?.hash) return [];
  const found = await readModel.any(sql.type(meeting)`
    select record_id as id, key, status from records.record
    where compared_key = ${own.hash}::bigint and type = ${own.type} and source = ${own.source} and record_id <> ${id}
    order by key, record_id limit ${shown}`);
  const { key } = own;
  if (found.length === 0 || key === null) return found;
  // What has the same hash is nearly always, and not always, the same key.
  const keys = await readModel.any(
    sql.type(naturalKey)`select fields from records.source_key where source = ${own.source}`,
  );
  const comparisons = keys
    .map(({ fields }): string[] => JSON.parse(fields))
    .filter((fields) => fields.length > 0)
    .map((fields) => comparingKeys(contracts[own.type], fields));
  return found.filter((other) => comparisons.some(({ ofText }) => ofText(other.key ?? '') === ofText(key)));
}
