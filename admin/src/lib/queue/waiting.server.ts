/** The records of a page of the queue as the list shows them: what the rules say of each, in words. */

import type { Uuid } from '../../../../domain/ids.ts';
import { rankOf } from '../../../../domain/rules/severity.ts';
import type { QueueItem } from '../../../../projections/queries/queue.ts';
import type { Caller } from '../../../../services/caller.ts';
import type { RecordSheet } from '../../../../services/record-sheet.ts';
import type { Services } from '../../../../services/services.ts';
import { typeLabel } from '../records/contracts.server.ts';
import { titleOf } from '../records/title.ts';
import { isRefused } from '../refusals.ts';

export interface Waiting {
  readonly id: Uuid;
  readonly title: string;
  readonly typeLabel: string;
  readonly source: string;
  readonly severity: NonNullable<QueueItem['severity']> | 'none';
  readonly rules: readonly string[];
  /** Where its source states it. */
  readonly row: number | null;
  /** Since when it waits; null where that is not shown. */
  readonly since: string | null;
  /** The worst finding in words, and how many more there are. */
  readonly message: string | null;
  readonly moreFindings: number;
  /** Its source no longer states it. */
  readonly unstated: boolean;
  /** Something of it stays published meanwhile. */
  readonly replaces: boolean;
}

export const waitingRecords = (
  services: Services,
  caller: Caller,
  items: readonly QueueItem[],
): Promise<readonly Waiting[]> =>
  Promise.all(items.map(async (item) => waiting(item, await sheetOf(services, caller, item.record), caller)));

/** Undefined where it is gone, or may not be seen: it is listed all the same. */
async function sheetOf(services: Services, caller: Caller, id: Uuid): Promise<RecordSheet | undefined> {
  try {
    return await services.record(caller, id);
  } catch (error) {
    if (isRefused(error)) return undefined;
    throw error;
  }
}

function waiting(item: QueueItem, sheet: RecordSheet | undefined, { language }: Caller): Waiting {
  const label = typeLabel(item.type, language) ?? item.type;
  const findings = (sheet?.findings ?? []).toSorted((a, b) => rankOf(b.severity) - rankOf(a.severity));
  return {
    id: item.record,
    title: titleOf({ typeLabel: label, key: item.key, id: item.record, ...(sheet && { fields: sheet.fields }) }),
    typeLabel: label,
    source: item.source,
    severity: item.severity ?? 'none',
    rules: [...new Set(findings.map(({ rule }) => rule))],
    row: sheet?.provenance?.row ?? null,
    since: sheet?.history.find(({ position }) => position === item.since)?.at ?? null,
    message: findings[0]?.message ?? null,
    moreFindings: Math.max(0, findings.length - 1),
    unstated: item.unstated,
    replaces: item.published !== null,
  };
}
