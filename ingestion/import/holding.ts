/**
 * Whether an import has to wait for a person: what it would take away of what its source stated before. All of it is
 * counted before any record is touched.
 */
import { derivationsOf } from '../../domain/contracts/derivations.ts';
import { contracts } from '../../domain/contracts/index.ts';
import { sha256, type Uuid } from '../../domain/ids.ts';
import { type HoldReason, holdLimits, type ImportHeld, type MappedColumn } from '../../domain/import/events.ts';
import type { Values } from '../../domain/record/events.ts';
import { fold } from '../../domain/record/fold.ts';
import { recordStream } from '../../domain/record/history.ts';
import { applyMapping } from '../../domain/source/apply-mapping.ts';
import type { ColumnMapping, SourceDefinition } from '../../domain/source/definition.ts';
import {
  fewerThanHalf,
  firstNameOf,
  type HeaderMatch,
  type HeaderMismatch,
  matchHeader,
} from '../../domain/source/header.ts';
import { compileMapping } from '../../domain/source/mapping.ts';
import { proposeMapping } from '../../domain/source/propose-mapping.ts';
import { definitionNumbered, type KnownImport } from '../../projections/imports/standing.ts';
import type { Comparison, SampledRow } from './comparison.ts';
import { historiesOf } from './histories.ts';
import type { TypedRow } from './identity.ts';
import { identifyingKnown } from './passes.ts';
import type { Ingestion, Run } from './run.ts';
import type { Against, Lacking, Published, Seen } from './seen.ts';

/** The share, and the number of records, that a snapshot may lack of what stood, where its source says nothing else. */
const mayLackByDefault = { share: 0.1, records: 20 } as const;
/** In a source too small for that number, half of what stood, if that is at least so many: fewer are read faster than asked about. */
const fewest = 5;

export interface Holding {
  readonly ingestion: Ingestion;
  readonly run: Run;
  /** The columns that the file has, matched: complete, now that it was read. */
  readonly match: HeaderMatch | HeaderMismatch;
  /** Names of the file's columns, in the order of its cells: as they may be kept, and as the file has them. */
  readonly header: readonly string[];
  readonly names: readonly string[];
  readonly rows: number;
  readonly quarantined: number;
  readonly filled: Readonly<Record<string, number>>;
  readonly comparison: Pick<Comparison, 'sample' | 'falling'>;
  /** The source's latest import that stands, and what the file states; both undefined for a first import. */
  readonly before?: KnownImport | undefined;
  readonly seen?: Seen | undefined;
}

/** @returns why the import has to wait, or undefined where nothing is taken away without a word */
export async function holdOf(holding: Holding): Promise<ImportHeld | undefined> {
  const { run, before, seen, rows, quarantined } = holding;
  const reasons: HoldReason[] = [];
  const missing = await missingColumns(holding);
  if (missing) reasons.push(missing);
  let missingDigest: string | undefined;
  if (before && seen && !missing?.needed) {
    const emptied = await emptiedColumns(holding, before, seen);
    if (emptied) reasons.push(emptied);
    if (run.definition.delivers === 'snapshot') {
      const against = againstOf(run);
      const lacking = await seen.lacking(against);
      if (isShrunken(run.definition, lacking)) {
        reasons.push(shrunken(lacking));
        missingDigest = await seen.missingDigest(against);
      }
    }
    const { falling } = holding.comparison;
    if (falling.records > 0) reasons.push(fallingOf(run.definition, falling));
  }
  if (reasons.length === 0) return undefined;
  const absent = shortened(holding.match.absent);
  return { reasons, rows, quarantined, absent, ...(missingDigest !== undefined && { missingDigest }) };
}

/** What a snapshot's records are compared with. */
export const againstOf = ({ definition, import: id }: Run): Against => ({
  source: definition.name,
  recordType: definition.recordType,
  import: id,
  onMissing: definition.onMissing,
});

/** More than the source allows: the number counts where the source is large, half of everything where it is small. */
function isShrunken({ mayLack = mayLackByDefault }: SourceDefinition, { stood, missing }: Lacking): boolean {
  if (missing <= mayLack.share * stood) return false;
  return missing > mayLack.records || (missing * 2 > stood && missing >= fewest);
}

const shrunken = ({ stood, missing, publishedValues }: Lacking): HoldReason => ({
  code: 'shrunken',
  columns: [],
  records: missing,
  publishedValues,
  stood,
});

const fallingOf = (definition: SourceDefinition, falling: Comparison['falling']): HoldReason => ({
  code: 'falling',
  columns: columnsOf(definition, [...falling.fields]),
  records: falling.records,
  publishedValues: falling.values,
  rows: falling.rows,
});

/** Fields that columns of a matched header fill. */
const fedBy = ({ columns }: Pick<HeaderMatch, 'columns'>): ReadonlySet<string> =>
  new Set(columns.flatMap(({ mapping }) => mapping.field ?? []));

/** Fields that this file can fill, by whatever means. */
function fillable({ run, match }: Holding): ReadonlySet<string> {
  const fields = new Set([...fedBy(match), ...Object.keys(run.definition.constants)]);
  for (const { field, operands } of derivationsOf(run.contract))
    if (operands.some((operand) => fields.has(operand))) fields.add(field);
  return fields;
}

/** The first names of the columns that fill fields; a field that no column fills any more by its own name. */
const columnsOf = ({ columns }: SourceDefinition, fields: readonly string[]): readonly string[] =>
  shortened(
    fields.map((name) => {
      const mapping = columns.find(({ field }) => field === name);
      return mapping === undefined ? name : firstNameOf(mapping);
    }),
  );

const shortened = (names: readonly string[]): readonly string[] =>
  thatFit(names.map((name) => name.slice(0, holdLimits.nameCharacters)));

/** The first items of a list, as far as an event about a hold has room for them. */
function thatFit<T>(items: readonly T[]): readonly T[] {
  const fitting: T[] = [];
  let bytes = 0;
  for (const item of items.slice(0, holdLimits.columns)) {
    bytes += Buffer.byteLength(JSON.stringify(item)) + 1;
    if (bytes > holdLimits.listBytes) break;
    fitting.push(item);
  }
  return fitting;
}

async function missingColumns(holding: Holding): Promise<HoldReason | undefined> {
  const { match, before, run, seen } = holding;
  const needed = match.kind === 'header-mismatch';
  const lost = before ? await lostFields(holding, before) : [];
  const first = !before && fewerThanHalf(match);
  if (lost.length === 0 && !needed && !first) return undefined;
  const published = needed
    ? await publishedOfSource(holding, lost)
    : await (seen?.published(run.definition.recordType, lost) ?? nothingPublished);
  const publishedValues = Object.values(published.values).reduce((sum, n) => sum + n, 0);
  const columns = before ? columnsOf(run.definition, lost) : shortened(match.absent);
  const absent = run.definition.columns.filter((mapping) => match.absent.includes(firstNameOf(mapping)));
  const proposal = thatFit(await proposed(holding, absent));
  return {
    code: 'missing-columns',
    columns: needed ? shortened([...new Set([...match.missing, ...columns])]) : columns,
    records: published.records,
    publishedValues,
    unknown: shortened(unknownOf(holding).map(({ name }) => name)),
    ...(proposal.length > 0 && { proposal: { columns: proposal } }),
    ...(needed && { needed: true as const }),
  };
}
const nothingPublished: Published = { records: 0, values: {} };

/**
 * Fields that the import before had from columns, and that this file cannot fill. Where that import told which fields its
 * rows filled, one that was empty all along is not lost; a JSON file of the first release told its keys only, whether some
 * object had them or not: there what is published decides.
 */
async function lostFields(holding: Holding, before: KnownImport): Promise<readonly string[]> {
  const { ingestion, run, seen } = holding;
  const { sourceVersion, header, filled } = before;
  const definition =
    sourceVersion === null ? undefined : await definitionNumbered(ingestion.sql, run.definition.name, sourceVersion);
  if (!definition || header === null) return [];
  const now = fillable(holding);
  const had = [...fedBy(matchHeader(definition, contracts[definition.recordType], header))];
  const lost = had.filter((field) => !now.has(field) && (filled === null || (filled[field] ?? 0) > 0));
  if (filled !== null || definition.format !== 'json' || lost.length === 0) return lost;
  const { values } = await (seen?.published(run.definition.recordType, lost) ?? nothingPublished);
  return lost.filter((field) => (values[field] ?? 0) > 0);
}

/** Where no row can be told which record it speaks of, everything that is published of the source is concerned. */
async function publishedOfSource({ run, seen }: Holding, fields: readonly string[]) {
  if (!seen) return nothingPublished;
  await seen.addAll(run.definition.name);
  return seen.published(run.definition.recordType, fields);
}

/** Fields that the file has, and fills in far fewer rows than the import before did. */
async function emptiedColumns(holding: Holding, before: KnownImport, seen: Seen): Promise<HoldReason | undefined> {
  const { run, rows, filled, match } = holding;
  const { mayLack = mayLackByDefault } = run.definition;
  if (before.filled === null || !before.fileRows) return undefined;
  const scale = rows / before.fileRows;
  const emptied = [...fedBy(match)].filter((field) => {
    const expected = (before.filled?.[field] ?? 0) * scale;
    const lost = expected - (filled[field] ?? 0);
    return lost > mayLack.share * expected && (lost > mayLack.records || (lost * 2 >= expected && lost >= fewest));
  });
  if (emptied.length === 0) return undefined;
  const { records, values } = await seen.published(run.definition.recordType, emptied);
  const lostOf = (field: string): number => Math.max(0, (values[field] ?? 0) - (filled[field] ?? 0));
  const publishedValues = emptied.reduce((sum, field) => sum + lostOf(field), 0);
  return {
    code: 'emptied-columns',
    columns: columnsOf(run.definition, emptied),
    records: Math.min(records, Math.max(...emptied.map(lostOf))),
    publishedValues,
  };
}

/**
 * Whether what stands where names of columns should stand may be shown. Of a file about people only where the source has
 * half of its columns by name: else it may be a file without its header line, and these the cells of its first person. What
 * cannot be named cannot be mapped: such a file is rejected, or its names are added to the definition of its source.
 */
const areNames = ({ run, match }: Holding): boolean => !run.contract.personal || !fewerThanHalf(match);

/** Columns of the file that no mapping names; by number where they may not be named. */
function unknownOf(holding: Holding): readonly { readonly name: string; readonly index: number }[] {
  const { match, header, names } = holding;
  const unknown = new Set(match.unknown);
  const shown = areNames(holding) ? names : header;
  return header.flatMap((name, index) =>
    name !== '' && unknown.has(name) ? [{ name: shown[index] ?? name, index }] : [],
  );
}

/** Which unknown column of the file may be which of its absent ones. */
async function proposed(holding: Holding, absent: readonly ColumnMapping[]) {
  const { ingestion, run, match, comparison } = holding;
  const { definition, contract } = run;
  const unknown = unknownOf(holding);
  if (absent.length === 0 || unknown.length === 0 || !areNames(holding)) return [];
  const propose = async (sample: readonly SampledRow[]) =>
    proposeMapping({
      contract,
      definition,
      absent,
      unknown: unknown.map(({ name, index }) => ({
        name,
        index,
        cells: sample.map(({ read }) => read.cells[index] ?? null),
      })),
      known: await lastStated(ingestion, run, sample),
    });
  const first = await propose(comparison.sample);
  if (match.kind === 'header-match') return first;
  // Read with a key, rows find their records, and their values tell the rest: one whose name tells it, else the one whose
  // values are keys of the source.
  const columns = [...first, ...(await keyByValues(holding, first, unknown))];
  const told = await toldBy(holding, columns, comparison.sample);
  return told === undefined ? first : propose(told);
}

/** Rows that are looked at, and unknown columns that are tried, to find by its values a needed column that no name tells. */
const tried = { rows: 60, columns: 50 } as const;

/** The unknown column in which most rows find a record of the source, where just one needed column is not proposed. */
async function keyByValues(
  holding: Holding,
  first: readonly MappedColumn[],
  unknown: readonly { readonly name: string }[],
): Promise<readonly MappedColumn[]> {
  const { ingestion, match, comparison, run } = holding;
  const open =
    match.kind === 'header-match' ? [] : match.missing.filter((name) => !first.some((one) => one.column === name));
  const [column, ...others] = open;
  if (column === undefined || others.length > 0) return [];
  const rows = comparison.sample.slice(0, tried.rows);
  let best: MappedColumn[] = [];
  let most = rows.length / 2;
  for (const { name: to } of unknown.slice(0, tried.columns)) {
    if (first.some((one) => one.to === to)) continue;
    const told = await toldBy(holding, [...first, { column, to }], rows);
    const found = told ? (await lastStated(ingestion, run, told)).filter((values) => values !== undefined).length : 0;
    if (found < most) continue;
    most = found;
    best = [{ column, to }];
  }
  return best;
}

/** The sample with its records, as far as a proposal lets them be told. */
async function toldBy(
  { ingestion, run, names }: Holding,
  columns: readonly MappedColumn[],
  sample: readonly SampledRow[],
): Promise<readonly SampledRow[] | undefined> {
  const mapped = applyMapping(run.definition, run.contract, columns);
  if (mapped.kind !== 'definition') return undefined;
  const mapping = compileMapping(mapped.definition, run.contract, names);
  if (mapping.kind === 'header-mismatch') return undefined;
  const typed = sample.flatMap(({ read }): TypedRow[] => {
    const row = mapping.row(read.cells);
    return row.kind === 'typed' ? [{ read, typed: row }] : [];
  });
  const identify = identifyingKnown(ingestion, run, ingestion.vault);
  const found = new Map((await identify(typed)).map(({ read, recordId }) => [read.row, recordId]));
  return sample.map((row) => {
    const recordId = found.get(row.read.row);
    return recordId === undefined ? row : { ...row, recordId };
  });
}

/** What is stated by now of the record of each sampled row. */
async function lastStated(
  { store }: Pick<Ingestion, 'store'>,
  run: Run,
  sample: readonly SampledRow[],
): Promise<readonly (Values | undefined)[]> {
  const streamOf = (id: Uuid): string => recordStream(run.contract.type, id);
  const ids = [...new Set(sample.flatMap(({ recordId }) => recordId ?? []))];
  const histories = await historiesOf(store, ids.map(streamOf));
  const values = new Map(
    ids.map((id) => [
      id,
      fold(histories.get(streamOf(id)) ?? [], { hash: sha256, derive: run.derive }).content?.values,
    ]),
  );
  return sample.map(({ recordId }) => (recordId === undefined ? undefined : values.get(recordId)));
}
