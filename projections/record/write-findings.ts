/** Writes `finding`, `sealed_finding` and `review_queue`. */
import type { Uuid } from '../../domain/ids.ts';
import { type Finding, type Severity, severities } from '../../domain/record/events.ts';
import { type Column, insertInto, uuidArray } from '../engine/columns.ts';
import type { Lane } from '../engine/lane.ts';
import type { RecordChange } from './rows.ts';

interface FindingRow {
  readonly recordId: Uuid;
  readonly ordinal: number;
  readonly finding: Finding;
}
const json = (value: unknown): string | null => (value === undefined ? null : JSON.stringify(value));

const findingColumns: readonly Column<FindingRow>[] = [
  { name: 'record_id', type: 'uuid', of: (row) => row.recordId },
  { name: 'ordinal', type: 'int', of: (row) => row.ordinal },
  { name: 'rule', type: 'text', of: ({ finding }) => finding.rule },
  { name: 'version', type: 'int', of: ({ finding }) => finding.version },
  { name: 'severity', type: 'text', of: ({ finding }) => finding.severity },
  { name: 'field', type: 'text', of: ({ finding }) => finding.field },
  { name: 'params', type: 'json', of: ({ finding }) => json(finding.params) },
  { name: 'suggestion', type: 'json', of: ({ finding }) => json(finding.suggestion) },
  { name: 'holds', type: 'boolean', of: ({ finding }) => finding.holds !== false },
  { name: 'waived', type: 'boolean', of: ({ finding }) => finding.waived === true },
];

const removeWhere = (table: string) => ({
  name: `remove_${table}`,
  text: `delete from ${table} where record_id = any($1::uuid[])`,
});

async function remove(lane: Lane, table: string, ids: readonly Uuid[]): Promise<void> {
  if (ids.length > 0) await lane.query(removeWhere(table), [uuidArray(ids)]);
}

const findingsOf = ({ row }: RecordChange): readonly Finding[] =>
  row.state.content === null ? [] : (row.state.outcome?.findings ?? []);

/** Findings on the newest content, in the order of the judgement. @param changes of types without people. */
export async function writeFindings(lane: Lane, changes: readonly RecordChange[]): Promise<void> {
  const judged = changes.filter(
    ({ row, before }) => before?.outcome !== row.state.outcome || before?.content !== row.state.content,
  );
  await remove(lane, 'finding', known(judged));
  const rows = judged.flatMap((change) =>
    findingsOf(change).map((finding, ordinal) => ({ recordId: change.row.recordId, ordinal, finding })),
  );
  await lane.copy('finding', findingColumns, rows);
}

const known = (changes: readonly RecordChange[]): Uuid[] =>
  changes.filter(({ before }) => before !== undefined).map(({ row }) => row.recordId);

interface SealedRow {
  readonly change: RecordChange;
  readonly envelope: string | null;
}
const counted = (severity: Severity): Column<SealedRow> => ({
  name: severity,
  type: 'int',
  of: ({ change }) => findingsOf(change).filter((finding) => finding.severity === severity).length,
});
const sealedColumns: readonly Column<SealedRow>[] = [
  { name: 'record_id', type: 'uuid', of: ({ change }) => change.row.recordId },
  ...severities.map(counted),
  { name: 'findings', type: 'json', of: ({ envelope }) => envelope },
];

/**
 * The same for types about people.
 * @param seal gives the envelope of a record's findings, or null where its subject is erased.
 */
export async function writeSealedFindings(
  lane: Lane,
  changes: readonly RecordChange[],
  seal: (changes: readonly RecordChange[]) => Promise<readonly (string | null)[]>,
): Promise<void> {
  await remove(lane, 'sealed_finding', known(changes));
  const found = changes.filter((change) => findingsOf(change).length > 0);
  const envelopes = found.length === 0 ? [] : await seal(found);
  const rows = found.map((change, i): SealedRow => ({ change, envelope: envelopes[i] ?? null }));
  await lane.copy(
    'sealed_finding',
    sealedColumns,
    rows.filter(({ envelope }) => envelope !== null),
  );
}

const queueColumns = (personal: (change: RecordChange) => boolean): readonly Column<RecordChange>[] => [
  { name: 'record_id', type: 'uuid', of: ({ row }) => row.recordId },
  { name: 'type', type: 'text', of: ({ row }) => row.type },
  { name: 'source', type: 'text', of: ({ row }) => row.source },
  { name: 'since', type: 'bigint', of: ({ openSince }) => openSince ?? 0n },
  { name: 'severity', type: 'text', of: ({ row }) => row.severity },
  { name: 'rank', type: 'int', of: ({ row }) => (row.severity === null ? 0 : severities.indexOf(row.severity) + 1) },
  { name: 'rules', type: 'text[]', of: (change) => (personal(change) ? [] : rulesOf(change)) },
];

function rulesOf(change: RecordChange): readonly string[] {
  const rules = new Set<string>();
  for (const { rule, waived } of findingsOf(change)) if (waived !== true) rules.add(rule);
  return [...rules];
}

/** Enters what became open, updates what stayed open, removes what is decided. */
export async function writeQueue(
  lane: Lane,
  changes: readonly RecordChange[],
  personal: (change: RecordChange) => boolean,
): Promise<void> {
  const columns = queueColumns(personal);
  const isOpen = ({ row }: RecordChange): boolean => row.state.status === 'open';
  const gone = changes.filter((change) => change.before?.status === 'open' && !isOpen(change));
  await remove(
    lane,
    'review_queue',
    gone.map(({ row }) => row.recordId),
  );
  const text = insertInto(
    'review_queue as q',
    columns,
    `on conflict (record_id) do update set severity = excluded.severity, rank = excluded.rank, rules = excluded.rules,
       since = case excluded.since when 0 then q.since else excluded.since end`,
  );
  await lane.run({ name: 'enter_queue', text }, columns, changes.filter(isOpen));
}
