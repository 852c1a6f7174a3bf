/** Writes what people agreed to: one row a person and purpose, as it stands now. */
import type { ConsentEvent, ConsentRecorded } from '../../domain/consent/events.ts';
import type { Uuid } from '../../domain/ids.ts';
import { categoryOf, type Position, type RecordedEvent } from '../../eventstore/store.ts';
import { type Column, insertInto } from '../engine/columns.ts';
import type { Lane } from '../engine/lane.ts';

export interface ConsentRow {
  readonly subject: Uuid;
  readonly purpose: string;
  readonly namespace: string | null;
  readonly status: 'recorded' | 'withdrawn';
  readonly position: Position;
}

/** The last of a batch for each person and purpose. Of who is erased nothing is kept. */
export function consentsIn(batch: readonly RecordedEvent[]): readonly ConsentRow[] {
  const rows = new Map<string, ConsentRow>();
  for (const { type, data, position, stream } of batch) {
    if (categoryOf(stream) !== 'subject' || 'erased' in data) continue;
    if (type !== 'ConsentRecorded' && type !== 'ConsentWithdrawn') continue;
    const { subject, purpose } = data as ConsentEvent['data'];
    const status = type === 'ConsentRecorded' ? 'recorded' : 'withdrawn';
    const key = `${subject} ${purpose}`;
    const namespace =
      type === 'ConsentRecorded' ? (data as ConsentRecorded).namespace : (rows.get(key)?.namespace ?? null);
    rows.set(key, { subject, purpose, namespace, status, position });
  }
  return [...rows.values()];
}

const columns: readonly Column<ConsentRow>[] = [
  { name: 'subject', type: 'uuid', of: (row) => row.subject },
  { name: 'purpose', type: 'text', of: (row) => row.purpose },
  { name: 'namespace', type: 'text', of: (row) => row.namespace },
  { name: 'status', type: 'text', of: (row) => row.status },
  { name: 'position', type: 'bigint', of: (row) => row.position },
];
const write = {
  name: 'write_consents',
  text: insertInto(
    'consent as c',
    columns,
    `on conflict (subject, purpose) do update set namespace = coalesce(excluded.namespace, c.namespace),
       status = excluded.status, position = excluded.position`,
  ),
};

export const writeConsents = (lane: Lane, rows: readonly ConsentRow[]): Promise<void> => lane.run(write, columns, rows);
