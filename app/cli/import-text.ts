/** What the command line says of an import in lines: counts, columns, and why it waits for a person. */
import type { ImportHeld, MappedColumn } from '../../domain/import/events.ts';
import { holdSentence, holdTitle } from '../../domain/import/hold-words.ts';
import type { Language } from '../../domain/language.ts';
import type { ColumnsReport } from '../../ingestion/import/columns.ts';
import type { ReportedCounts } from '../../ingestion/import/report.ts';
import { mappingText, shellWord, visible } from './mapping-option.ts';

/** Rows by outcome; those that a definition leaves out where there are any. */
export function outcomes({ read: _, repaired: __, respelled: ___, leftOut, ...others }: ReportedCounts): string {
  const parts = Object.entries(others).map(([outcome, n]) => `${n} ${outcome}`);
  return [...parts, ...(leftOut > 0 ? [`${leftOut} left out`] : [])].join(' + ');
}

/**
 * Columns that the file lacks, and those that no mapping names: a line each, where there are any.
 * @param loud at the first import under a definition, which may just be wrong
 */
export function columnLines({ absent, unknown }: ColumnsReport, loud: boolean): string[] {
  const mark = loud ? '! ' : '  ';
  const line = (what: string, names: readonly string[]): string[] =>
    names.length === 0 ? [] : [`${mark}${what}: ${names.map(visible).join(', ')}`];
  return [
    ...line('columns that the file does not have', absent),
    ...line(
      'columns that the source does not know',
      unknown.filter((name) => name !== ''),
    ),
  ];
}

export interface Waiting {
  /** Null where a dry run tells what would happen. */
  readonly import: string | null;
  readonly hold: ImportHeld;
  readonly columns: Pick<ColumnsReport, 'mapped' | 'unknown'>;
  /** What somebody proposed for it already. */
  readonly mapping?: { readonly by: string; readonly columns: readonly MappedColumn[]; readonly reason: string } | null;
}

/** Why an import waits, in words, and the commands that answer it. */
export function holdLines({ import: id, hold, columns, mapping = null }: Waiting, language: Language): string[] {
  const proposed = hold.reasons.flatMap(({ proposal }) => proposal?.columns ?? []);
  // Of a file about people only its hold may name what no mapping names.
  const named = hold.reasons.flatMap(({ unknown = [] }) => unknown);
  const file = { header: [...columns.mapped, ...columns.unknown, ...named] };
  const options = (mapped: readonly MappedColumn[]): string[] =>
    mapped.map((one) => `--map ${shellWord(mappingText(one, file))}`);
  const lines = hold.reasons.flatMap((reason) => {
    const { message, advice } = holdSentence(reason, language);
    return [`  ${holdTitle(reason.code, language)}: ${visible(message)}`, `    ${advice}`];
  });
  if (proposed.length > 0) {
    lines.push('  proposed columns:');
    for (const [i, option] of options(proposed).entries()) lines.push(`    ${option}  (${evidence(proposed[i]!)})`);
  }
  if (mapping) {
    lines.push(`  mapped by ${mapping.by}: ${visible(mapping.reason)}`);
    for (const option of options(mapping.columns)) lines.push(`    ${option}`);
  }
  if (id === null) return lines;
  const command = (verb: string, ...more: string[]): string =>
    `    healthai imports ${[verb, id, '--as <email>', '--reason <text>', ...more].join(' ')}`;
  const acceptable = !hold.reasons.some(({ needed }) => needed);
  return [
    ...lines,
    '  to answer:',
    ...(mapping ? [`${command('accept')}  (somebody else, who agrees to these columns)`] : []),
    ...(!mapping && proposed.length > 0 ? [command('accept', ...options(proposed))] : []),
    ...(acceptable ? [command('accept', ...(mapping ? ['--as-is'] : []))] : []),
    command('reject'),
  ];
}

type Proposed = NonNullable<ImportHeld['reasons'][number]['proposal']>['columns'][number];

const evidence = ({ by, agreeing, compared }: Proposed): string =>
  `by ${by.join(' and ')}${compared > 0 ? `; ${agreeing} of ${compared} values agree` : ''}`;
