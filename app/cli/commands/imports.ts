import type { RecordType } from '../../../domain/contracts/contract.ts';
import { contracts } from '../../../domain/contracts/index.ts';
import { renderQuarantine } from '../../../domain/rules/messages.ts';
import type { Params } from '../../../domain/rules/template.ts';
import { type EventStore, type Position, StoreUnavailable } from '../../../eventstore/store.ts';
import { runsOf } from '../../../ingestion/import/run-table.ts';
import { type ImportRow, imports, quarantinedRows } from '../../../projections/queries/imports.ts';
import { type Command, type CommandContext, CommandFailed } from '../command.ts';
import { importIdOf } from '../values.ts';

/** Imports that are listed at most. */
const most = 10_000;

export const importsCommand: Command = {
  name: 'imports',
  summary: 'List the imports, the latest first; of one, the rows that were set aside.',
  usage: '[import id] [--json]',
  words: [0, 1],
  options: {},
  description: `What came of every file: rows by outcome, records by status when it was done, findings, cost.
With an id: that import, and every row of it that could not become a record, with the reason.`,
  async run(context, args) {
    const { system, output, json } = context;
    const id = args.positionals[0] === undefined ? undefined : importIdOf(args.positionals[0]);
    const { readModel, sql, store, caughtUp } = await system();
    await caughtUp(await headIfReached(store));
    const listedImports = await imports(readModel, { limit: most, ...(id !== undefined && { import: id }) });
    const runs = await runsOf(
      sql,
      listedImports.map((one) => one.import),
    );
    if (id !== undefined && listedImports.length === 0)
      throw new CommandFailed('no-such-import', `There is no import ${id}. \`healthai imports\` lists them.`);
    for (const one of listedImports) {
      const run = runs.get(one.import);
      const listed = {
        import: one.import,
        source: one.source,
        dryRun: false,
        alreadyImported: false,
        // Of a file about people neither name nor hash is kept: its digest is a keyed one.
        file: { name: one.fileName, sha256: isPersonal(one) ? null : one.digest, bytes: one.bytes },
        counts: one.counts,
        records: run?.records ?? (one.status === 'failed' ? none : null),
        findings: one.findings,
        position: one.position,
        seconds: run?.seconds ?? null,
        peakMemoryMiB: run?.peakMemoryMiB ?? null,
        status: one.status,
        startedAt: one.startedAt,
        finishedAt: one.finishedAt,
        failure: one.failure,
        ...(id !== undefined && { quarantinedRows: await setAside(context, one) }),
      };
      if (json) await output.json(listed);
      else {
        const { read, repaired: _, respelled: __, ...outcomes } = one.counts;
        const counts = `${read} read = ${Object.entries(outcomes)
          .map(([outcome, n]) => `${n} ${outcome}`)
          .join(' + ')}`;
        await output.line(
          `${one.startedAt ?? '—'}  ${one.source.padEnd(24)}${one.status.padEnd(11)}${counts}  ${one.import}`,
        );
        for (const { message, advice } of listed.quarantinedRows ?? []) await output.line(`  ${message} ${advice}`);
      }
    }
    return 0;
  },
};

/** Where the log cannot be reached, what was read of it before is shown: among it, which imports wait for it. */
const headIfReached = (store: Pick<EventStore, 'head'>): Promise<Position> =>
  store.head().catch((error: unknown) => {
    if (error instanceof StoreUnavailable) return 0n;
    throw error;
  });

/** What a file left behind that was rejected as a whole. */
const none = { published: 0, open: 0, rejected: 0 };

const isPersonal = ({ recordType }: ImportRow): boolean =>
  recordType === null || contracts[recordType as RecordType].personal;

/** Rows that were set aside, with their words. */
async function setAside({ system, language }: CommandContext, { import: id, fileName }: ImportRow) {
  const { readModel } = await system();
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
