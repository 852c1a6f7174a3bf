import { runsOf } from '../../../ingestion/import/run-table.ts';
import { imports } from '../../../projections/queries/imports.ts';
import type { Command } from '../command.ts';

/** Imports that are listed at most. */
const most = 10_000;

export const importsCommand: Command = {
  name: 'imports',
  summary: 'List the imports, the latest first.',
  usage: '[--json]',
  words: [0, 0],
  options: {},
  description: 'What came of every file: rows by outcome, records by status when it was done, findings, cost.',
  async run({ system, output, json }) {
    const { readModel, sql, store, caughtUp } = await system();
    await caughtUp(await store.head());
    const runs = await runsOf(sql);
    for (const one of await imports(readModel, { limit: most })) {
      const run = runs.get(one.import);
      const listed = {
        import: one.import,
        source: one.source,
        dryRun: false,
        alreadyImported: false,
        // The name and hash of a file about people are not kept: its digest is a keyed one.
        file: { name: one.fileName, sha256: one.fileName === null ? null : one.digest, bytes: one.bytes },
        counts: one.counts,
        records: run?.records ?? null,
        findings: one.findings,
        position: one.position,
        seconds: run?.seconds ?? null,
        peakMemoryMiB: run?.peakMemoryMiB ?? null,
        status: one.status,
        startedAt: one.startedAt,
        finishedAt: one.finishedAt,
        failure: one.failure,
      };
      if (json) await output.json(listed);
      else {
        const { read, new: fresh, revised, unchanged, quarantined } = one.counts;
        const counts = `${read} read, ${fresh} new, ${revised} revised, ${unchanged} unchanged, ${quarantined} quarantined`;
        await output.line(
          `${one.startedAt ?? '—'}  ${one.source.padEnd(24)}${one.status.padEnd(11)}${counts}  ${one.import}`,
        );
      }
    }
    return 0;
  },
};
