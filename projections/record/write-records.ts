/** Writes `record`, `record_history` and `tally`. */

import { type Column, given, insertInto } from '../engine/columns.ts';
import type { Lane } from '../engine/lane.ts';
import type { HistoryRow, RecordChange, RecordRow } from './rows.ts';
import { baseOf, unstatedImportOf, unstatedOf } from './rows.ts';

const recordColumns: readonly Column<RecordRow>[] = [
  { name: 'record_id', type: 'uuid', of: (row) => row.recordId },
  { name: 'type', type: 'text', of: (row) => row.type },
  { name: 'source', type: 'text', of: (row) => row.source },
  { name: 'key', type: 'text', of: (row) => row.key },
  { name: 'compared_key', type: 'bigint', of: (row) => row.comparedKey },
  { name: 'subject', type: 'uuid', of: (row) => row.state.subject },
  { name: 'version', type: 'int', of: (row) => row.state.version },
  { name: 'position', type: 'bigint', of: (row) => row.position },
  { name: 'status', type: 'text', of: (row) => row.state.status },
  { name: 'stated', type: 'text[]', of: (row) => row.state.stated },
  { name: 'base_version', type: 'int', of: baseOf },
  { name: 'base_import', type: 'uuid', of: (row) => row.state.origin?.import },
  { name: 'base_row', type: 'int', of: (row) => row.state.origin?.row },
  { name: 'people', type: 'boolean', of: (row) => row.state.people },
  { name: 'unstated', type: 'boolean', of: unstatedOf },
  { name: 'unstated_import', type: 'uuid', of: unstatedImportOf },
  { name: 'content_hash', type: 'text', of: (row) => row.state.contentHash },
  { name: 'outcome_hash', type: 'text', of: (row) => row.state.outcome?.outcomeHash },
  { name: 'severity', type: 'text', of: (row) => row.severity },
  { name: 'published_version', type: 'int', of: (row) => row.state.published?.version },
];

const constant = ['record_id', 'type', 'source', 'key', 'compared_key'];
const changing = recordColumns
  .filter(({ name }) => !constant.includes(name))
  .map(({ name }) => `${name} = excluded.${name}`)
  .join(', ');
const updateRecords = {
  name: 'update_records',
  text: insertInto('record', recordColumns, `on conflict (record_id) do update set ${changing}`),
};

/** Writes the records of a batch as they are after it. */
export async function writeRecords(lane: Lane, changes: readonly RecordChange[]): Promise<void> {
  const rowsWhere = (known: boolean): RecordRow[] =>
    changes.filter(({ before }) => (before !== undefined) === known).map(({ row }) => row);
  await lane.copy('record', recordColumns, rowsWhere(false));
  await lane.run(updateRecords, recordColumns, rowsWhere(true));
}

/** A row of the history with the text that its `content` column gets: JSON, or a sealed envelope. */
export interface WrittenHistoryRow {
  readonly row: HistoryRow;
  readonly content: string | null;
}

const historyColumns: readonly Column<WrittenHistoryRow>[] = [
  { name: 'record_id', type: 'uuid', of: ({ row }) => row.recordId },
  { name: 'version', type: 'int', of: ({ row }) => row.version },
  { name: 'from_position', type: 'bigint', of: ({ row }) => row.from },
  { name: 'to_position', type: 'bigint', of: ({ row }) => row.to },
  { name: 'status', type: 'text', of: ({ row }) => row.status },
  { name: 'severity', type: 'text', of: ({ row }) => row.severity },
  { name: 'content_version', type: 'int', of: ({ row }) => row.contentVersion },
  { name: 'content', type: 'json', of: ({ content }) => content },
  { name: 'published_version', type: 'int', of: ({ row }) => row.publishedVersion },
  { name: 'published_content_version', type: 'int', of: ({ row }) => row.publishedContentVersion },
];

const endColumns: readonly Column<HistoryRow>[] = [
  { name: 'record_id', type: 'uuid', of: (row) => row.recordId },
  { name: 'version', type: 'int', of: (row) => row.version - 1 },
  { name: 'position', type: 'bigint', of: (row) => row.from },
];
const endHistory = {
  name: 'end_history',
  text: `update record_history h set to_position = given.position from ${given(endColumns)}
         where h.record_id = given.record_id and h.version = given.version`,
};

/** Adds the rows of a batch to the history, and ends those that they follow. */
export async function writeHistory(
  lane: Lane,
  changes: readonly RecordChange[],
  rows: readonly WrittenHistoryRow[],
): Promise<void> {
  const following = changes.filter(({ before }) => before !== undefined).map(({ history }) => history[0] as HistoryRow);
  await lane.run(endHistory, endColumns, following);
  await lane.copy('record_history', historyColumns, rows);
}

interface Delta {
  readonly type: string;
  readonly source: string;
  readonly status: string;
  records: number;
}
const tallyColumns: readonly Column<Delta>[] = [
  { name: 'type', type: 'text', of: (row) => row.type },
  { name: 'source', type: 'text', of: (row) => row.source },
  { name: 'status', type: 'text', of: (row) => row.status },
  { name: 'records', type: 'bigint', of: (row) => row.records },
];
const matching = 't.type = given.type and t.source = given.source and t.status = given.status';
const leaveTally = {
  name: 'leave_tally',
  text: `delete from tally t using ${given(tallyColumns)} where ${matching} and t.records = -given.records`,
};
const moveTally = {
  name: 'move_tally',
  text: `insert into tally as t (type, source, status, records)
         select given.type, given.source, given.status, given.records from ${given(tallyColumns)}
         on conflict (type, source, status) do update set records = t.records + excluded.records`,
};

/** Counts records by type, source and status. A status that no record has any more has no row. */
export async function writeTally(lane: Lane, changes: readonly RecordChange[]): Promise<void> {
  const deltas = new Map<string, Delta>();
  const count = (type: string, source: string, status: string, by: 1 | -1): void => {
    const name = `${type}\u0000${source}\u0000${status}`;
    const delta = deltas.get(name) ?? { type, source, status, records: 0 };
    delta.records += by;
    deltas.set(name, delta);
  };
  for (const { row, before } of changes) {
    if (before?.status === row.state.status) continue;
    if (before !== undefined) count(row.type, row.source, before.status, -1);
    count(row.type, row.source, row.state.status, 1);
  }
  const all = [...deltas.values()];
  const less = all.filter(({ records }) => records < 0);
  if (less.length > 0) await writeLess(lane, less);
  await lane.run(
    moveTally,
    tallyColumns,
    all.filter(({ records }) => records > 0),
  );
}

const lessenTally = {
  name: 'lessen_tally',
  text: `update tally t set records = t.records + given.records from ${given(tallyColumns)} where ${matching}`,
};

/** Rows that would become empty go first, then the others are lessened. */
async function writeLess(lane: Lane, less: readonly Delta[]): Promise<void> {
  await lane.run(leaveTally, tallyColumns, less);
  await lane.run(lessenTally, tallyColumns, less);
}
