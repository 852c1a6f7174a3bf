/** What the command line says of a file that it has read. */
import type { Language } from '../../domain/language.ts';
import type { told } from '../../services/uploads.ts';
import type { Output } from './command.ts';
import { columnLines, holdLines, outcomes } from './import-text.ts';
import { visible } from './mapping-option.ts';

export type Told = ReturnType<typeof told>;

export interface Telling {
  readonly language: Language;
  /** Columns that are absent or unknown are told loudly. */
  readonly loud: boolean;
}

/** Tells what became of a file, or would become of it. */
export async function tell(output: Output, report: Told, { language, loud }: Telling): Promise<void> {
  const { source: name, counts, records, findings, seconds, status, hold, columns } = report;
  await output.line(`${name}: ${outcome(report)}, ${seconds.toFixed(2)} s, at most ${report.peakMemoryMiB} MiB`);
  if (status === 'held' && hold && !report.dryRun)
    await output.line(
      `  ${hold.rows} rows read, ${hold.quarantined} of them cannot become records; nothing is taken over`,
    );
  else {
    await output.line(`  ${counts.read} rows read = ${outcomes(counts)}; ${counts.repaired} repaired`);
    if (counts.respelled !== undefined)
      await output.line(`  ${counts.respelled} rows spell their key otherwise than their record does`);
    await output.line(`  records: ${records.published} published, ${records.open} open, ${records.rejected} rejected`);
  }
  if (report.noLongerStated) await output.line(`  ${report.noLongerStated} records that stood are not in the file`);
  for (const line of columnLines(columns, loud)) await output.line(line);
  for (const { rule, severity, count } of findings)
    await output.line(`  ${rule.padEnd(5)} ${severity.padEnd(6)} ${count}`);
  if (hold) for (const line of holdLines({ import: report.import, hold, columns }, language)) await output.line(line);
  await tellSetAside(output, report);
}

/** Of a dry run: why rows cannot become records. */
async function tellSetAside(output: Output, { quarantined = [], counts }: Told): Promise<void> {
  for (const { reason, advice } of quarantined) await output.line(`  ${visible(reason)} ${advice}`);
  const more = counts.quarantined - quarantined.length;
  if (quarantined.length > 0 && more > 0) await output.line(`  … and ${more} more rows`);
}

function outcome({ status, dryRun, alreadyImported, import: id }: Told): string {
  if (alreadyImported) return 'already imported';
  if (dryRun) return `dry run, nothing was appended${status === 'held' ? '; it would wait for a person' : ''}`;
  return status === 'held' ? `import ${id} is held: it waits for a person` : `import ${id}`;
}
