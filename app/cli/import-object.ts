/** An import as the command line prints it with `--json`: the object that `ingest` answered, and what became of it. */
import type { RecordType } from '../../domain/contracts/contract.ts';
import { contracts } from '../../domain/contracts/index.ts';
import { renderQuarantine } from '../../domain/rules/messages.ts';
import type { Params } from '../../domain/rules/template.ts';
import { storedColumns } from '../../ingestion/import/columns.ts';
import { reportedCounts } from '../../ingestion/import/report.ts';
import { type RunRemark, runsOf } from '../../ingestion/import/run-table.ts';
import { type ImportRow, imports, quarantinedRows } from '../../projections/queries/imports.ts';
import type { System } from '../system.ts';
import { type CommandContext, CommandFailed } from './command.ts';

/** Imports that are listed at most, and rows set aside of one. */
const most = 10_000;

/** What a file left behind that was rejected as a whole. */
const none = { published: 0, open: 0, rejected: 0 };

const isPersonal = ({ recordType }: ImportRow): boolean =>
  recordType === null || contracts[recordType as RecordType].personal;

/** @param run what its run cost, once it is done */
export const importObject = (one: ImportRow, run: RunRemark | undefined) => ({
  import: one.import,
  source: one.source,
  dryRun: false,
  alreadyImported: false,
  status: one.status,
  // Of a file about people neither name nor hash is kept: its digest is a keyed one.
  file: { name: one.fileName, sha256: isPersonal(one) ? null : one.digest, bytes: one.bytes },
  columns: one.definition === null ? null : storedColumns(one.definition, one),
  counts: reportedCounts(one.counts),
  records: run?.records ?? (one.status === 'failed' ? none : null),
  noLongerStated: one.missing,
  hold: one.hold,
  findings: one.findings,
  position: one.position,
  seconds: run?.seconds ?? null,
  peakMemoryMiB: run?.peakMemoryMiB ?? null,
  startedAt: one.startedAt,
  finishedAt: one.finishedAt,
  failure: one.failure,
  mapping: one.mapping,
  givenUp: one.givenUp,
});

export type ImportObject = ReturnType<typeof importObject>;

/** All imports, the latest first. */
export async function importObjects({ readModel, sql }: System): Promise<readonly ImportObject[]> {
  const rows = await imports(readModel, { limit: most });
  const runs = await runsOf(
    sql,
    rows.map((row) => row.import),
  );
  return rows.map((row) => importObject(row, runs.get(row.import)));
}

export const importRow = async ({ readModel }: Pick<System, 'readModel'>, id: string): Promise<ImportRow> => {
  const [row] = await imports(readModel, { limit: 1, import: id });
  if (!row) throw new CommandFailed('no-such-import', `There is no import ${id}. \`healthai imports\` lists them.`);
  return row;
};

/**
 * One import with its rows set aside, in words; of one that read a held file anew, which one that was.
 * @throws CommandFailed `no-such-import`
 */
export async function importInFull(system: System, id: string, language: CommandContext['language']) {
  const row = await importRow(system, id);
  const runs = await runsOf(system.sql, [id]);
  const mappedFrom = await mappedBefore(system, row);
  return {
    ...importObject(row, runs.get(id)),
    ...(mappedFrom !== undefined && { mappedFrom }),
    quarantinedRows: await setAside(system, language, row),
  };
}

export type ImportInFull = Awaited<ReturnType<typeof importInFull>>;

/** The import of the same file that was held, and whose columns were mapped: the one right before. */
async function mappedBefore({ readModel }: System, { previous }: ImportRow): Promise<string | undefined> {
  if (previous === null) return undefined;
  const [before] = await imports(readModel, { limit: 1, import: previous });
  return before?.failure?.code === 'mapped' ? previous : undefined;
}

/** Rows that were set aside, with their words. */
async function setAside(
  { readModel }: System,
  language: CommandContext['language'],
  { import: id, fileName }: ImportRow,
) {
  const rows = await quarantinedRows(readModel, id, { limit: most });
  return rows.map((one) => {
    const { row, sheet, reason } = one;
    const params = {
      ...(one.params as Params),
      row,
      ...(sheet !== null && { sheet }),
      ...(fileName !== null && { file: fileName }),
    };
    return { ...one, ...renderQuarantine(reason, params, language) };
  });
}
