/** Imports as people are shown them. */
import type { RecordType } from '../domain/contracts/contract.ts';
import { contracts } from '../domain/contracts/index.ts';
import type { Uuid } from '../domain/ids.ts';
import type { ImportHeld } from '../domain/import/events.ts';
import type { ImportStatus } from '../domain/import/fold.ts';
import type { Language } from '../domain/language.ts';
import { renderQuarantine, renderRejection } from '../domain/rules/messages.ts';
import type { Params } from '../domain/rules/template.ts';
import { type ColumnsReport, storedColumns } from '../ingestion/import/columns.ts';
import { type ReportedCounts, reportedCounts } from '../ingestion/import/report.ts';
import { type RunRemark, runsOf } from '../ingestion/import/run-table.ts';
import type { StatusCounts } from '../projections/queries/counts.ts';
import { type ImportRow, type ImportsQuestion, imports, quarantinedRows } from '../projections/queries/imports.ts';
import { dimensionsOf } from '../projections/queries/quality.ts';
import type { Caller } from './caller.ts';
import type { ServiceParts } from './parts.ts';
import { demand } from './policy.ts';
import { refusal } from './words.ts';

export interface ImportItem {
  readonly import: Uuid;
  readonly source: string;
  readonly recordType: string | null;
  readonly status: ImportStatus;
  /** Name and sha256 are null for files about people. */
  readonly file: { readonly name: string | null; readonly sha256: string | null; readonly bytes: number | null };
  readonly counts: ReportedCounts;
  /** When it was done; null while it runs. */
  readonly records: StatusCounts | null;
  readonly findings: readonly { readonly rule: string; readonly severity: string; readonly count: number }[];
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  readonly seconds: number | null;
  readonly peakMemoryMiB: number | null;
  readonly position: string;
  /** In words, with what to do; null where it did not fail. */
  readonly failure: { readonly code: string; readonly message: string; readonly advice: string } | null;
  readonly pause: string | null;
  /** For a snapshot: records that stood and that it does not state. */
  readonly noLongerStated: number | null;
  /** Why it waits for a person, or waited; null where it never did. */
  readonly hold: ImportHeld | null;
  /** The columns that somebody mapped for it, and by whom. */
  readonly mapping: ImportRow['mapping'];
  /** Why a person gave it up. */
  readonly givenUp: string | null;
  /** Columns of its file; null before it has started. */
  readonly columns: ColumnsReport | null;
}

export interface ImportDetail extends ImportItem {
  readonly previous: Uuid | null;
  readonly contract: number | null;
  readonly ruleset: number | null;
  readonly header: readonly string[] | null;
  /** Columns that the batch verdict took out of the way. */
  readonly unreliable: readonly string[];
  /** Bad and evaluated rows by dimension. */
  readonly dimensions: readonly { readonly dimension: string; readonly bad: number; readonly evaluated: number }[];
}

/** A row that could not become a record, in words. */
export interface QuarantinedItem {
  readonly row: number;
  readonly sheet: string | null;
  readonly bytes: readonly [number, number] | null;
  readonly reason: string;
  readonly message: string;
  readonly advice: string;
}

/** Imports on a page, at most. */
const mostImports = 200;
/** Quarantined rows on a page, at most. */
const mostRows = 200;

const isPersonal = (recordType: string | null): boolean =>
  recordType === null || contracts[recordType as RecordType].personal;

function itemOf(row: ImportRow, run: RunRemark | undefined, language: Language): ImportItem {
  const personal = isPersonal(row.recordType);
  const file = personal ? {} : { ...(row.fileName !== null && { file: row.fileName }) };
  return {
    import: row.import,
    source: row.source,
    recordType: row.recordType,
    status: row.status,
    // Of a file about people neither name nor hash is kept: its digest is a keyed one.
    file: { name: personal ? null : row.fileName, sha256: personal ? null : row.digest, bytes: row.bytes },
    counts: reportedCounts(row.counts),
    records: run?.records ?? (row.status === 'failed' ? { published: 0, open: 0, rejected: 0 } : null),
    findings: row.findings,
    startedAt: row.startedAt,
    finishedAt: row.finishedAt,
    seconds: run?.seconds ?? null,
    peakMemoryMiB: run?.peakMemoryMiB ?? null,
    position: row.position,
    failure: row.failure && {
      code: row.failure.code,
      ...renderRejection(row.failure.code, { ...(row.failure.params as Params), ...file }, language),
    },
    pause: row.pause,
    noLongerStated: row.missing,
    hold: row.hold,
    mapping: row.mapping,
    givenUp: row.givenUp,
    columns: row.definition === null ? null : storedColumns(row.definition, row),
  };
}

type Parts = Pick<ServiceParts, 'readModel' | 'sql'>;

/** The latest imports, for whoever has asked already whether they may be shown. */
export async function latestImports(
  { readModel, sql }: Parts,
  language: Language,
  question: ImportsQuestion,
): Promise<readonly (ImportItem & { readonly accepted: string })[]> {
  const rows = await imports(readModel, question);
  const runs = await runsOf(
    sql,
    rows.map((row) => row.import),
  );
  return rows.map((row) => ({ ...itemOf(row, runs.get(row.import), language), accepted: row.accepted }));
}

/** A page of imports, the latest first. */
export async function importPage(
  parts: Parts,
  caller: Caller,
  question: {
    readonly source?: string;
    readonly status?: ImportStatus;
    readonly after?: string;
    readonly limit?: number;
  },
): Promise<{ readonly items: readonly ImportItem[]; readonly next: string | null }> {
  demand(caller, 'imports:read');
  const { source, status, after, limit = 50 } = question;
  const size = Math.min(limit, mostImports);
  const rows = await latestImports(parts, caller.language, {
    ...(source !== undefined && { source }),
    ...(status !== undefined && { status }),
    ...(after !== undefined && { before: after }),
    limit: size,
  });
  const next = rows.length === size ? (rows.at(-1)?.accepted ?? null) : null;
  return { items: rows.map(({ accepted: _, ...item }) => item), next };
}

/** @throws Refused `no-such-import` */
export async function importDetail(parts: Parts, caller: Caller, id: Uuid): Promise<ImportDetail> {
  demand(caller, 'imports:read');
  const [[row], runs] = await Promise.all([
    imports(parts.readModel, { import: id, limit: 1 }),
    runsOf(parts.sql, [id]),
  ]);
  if (!row) throw refusal('no-such-import', { id });
  return {
    ...itemOf(row, runs.get(id), caller.language),
    previous: row.previous,
    contract: row.contract,
    ruleset: row.ruleset,
    header: row.header,
    unreliable: row.unreliable ?? [],
    dimensions: await dimensionsOf(parts.readModel, id),
  };
}

interface Quarantined extends Pick<QuarantinedItem, 'row' | 'reason'> {
  readonly sheet?: string | null;
  readonly bytes?: QuarantinedItem['bytes'] | undefined;
  readonly params: object;
}

/** @param file its name, where people may be shown it */
export function quarantinedItem(
  { row, sheet = null, bytes = null, reason, params }: Quarantined,
  file: string | null,
  language: Language,
): QuarantinedItem {
  const place = { row, ...(sheet !== null && { sheet }), ...(file !== null && { file }) };
  return { row, sheet, bytes, reason, ...renderQuarantine(reason, { ...(params as Params), ...place }, language) };
}

/** A page of the rows of an import that could not become records, in the order of the file. */
export async function quarantined(
  { readModel }: Pick<ServiceParts, 'readModel'>,
  caller: Caller,
  id: Uuid,
  { after = 0, limit = 50 }: { readonly after?: number; readonly limit?: number },
): Promise<{ readonly items: readonly QuarantinedItem[]; readonly next: number | null }> {
  demand(caller, 'imports:read');
  const [row] = await imports(readModel, { import: id, limit: 1 });
  if (!row) throw refusal('no-such-import', { id });
  const size = Math.min(limit, mostRows);
  const rows = await quarantinedRows(readModel, id, { after, limit: size });
  const items = rows.map((one) => quarantinedItem(one, row.fileName, caller.language));
  return { items, next: rows.length === size ? (rows.at(-1)?.row ?? null) : null };
}
