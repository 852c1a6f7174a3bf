/** What a check of a file says: the report of its dry run in words, beside what is known of its source. */
import type { MappedColumn } from '../../../../domain/import/events.ts';
import type { SourceDefinition } from '../../../../domain/source/definition.ts';
import type { Caller } from '../../../../services/caller.ts';
import type { Services, UploadReport } from '../../../../services/services.ts';
import type { RowSetAside } from '../../../../services/set-aside.ts';
import { type HoldInWords, holdInWords } from '../imports/reasons.server.ts';

export interface Check extends Omit<UploadReport, 'position' | 'hold' | 'quarantined'> {
  /** Why its import would wait for a person; null where it would not. */
  readonly hold: HoldInWords | null;
  readonly mapping: readonly MappedColumn[];
  readonly quarantined: readonly ShownRow[];
  /** The source has no import that stands yet. */
  readonly first: boolean;
  /** What the source does with records that it no longer states. */
  readonly onMissing: SourceDefinition['onMissing'];
  /** An import of the source that waits for a person: in the way of this one, or replaced by it. */
  readonly waiting: { readonly import: string; readonly inTheWay: boolean } | null;
}

type ShownRow = Omit<RowSetAside, 'value'> & { readonly value: string | null };

/** Rows set aside that the result of a check shows, at most. */
const mostShown = 20;
/** Imports of a source among which one is looked for that stands. */
const lookedAt = 50;

export async function checkOf(services: Services, caller: Caller, result: UploadReport): Promise<Check> {
  const { position: _, hold, quarantined = [], ...report } = result;
  const [{ definition }, waiting, before] = await Promise.all([
    services.source(caller, report.source),
    services.imports(caller, { source: report.source, status: 'held', limit: 1 }),
    services.imports(caller, { source: report.source, limit: lookedAt }),
  ]);
  const held = waiting.items[0];
  const inWords = hold ? holdInWords(hold, caller.language) : null;
  return {
    ...report,
    hold: inWords,
    mapping: (inWords?.proposal ?? []).map(({ column, to, unit }) => ({
      column,
      to,
      ...(unit !== undefined && { unit }),
    })),
    quarantined: quarantined.slice(0, mostShown).map(({ value, ...row }) => ({ ...row, value: textOf(value) })),
    first: !before.items.some(({ status }) => status === 'completed' || status === 'given-up'),
    onMissing: definition.onMissing,
    waiting: held ? { import: held.import, inTheWay: definition.delivers === 'changes' } : null,
  };
}

const textOf = (value: RowSetAside['value']): string | null => {
  if (value === undefined || value === null) return null;
  return typeof value === 'string' ? value : JSON.stringify(value);
};
