/** Rows of `log.event`, and events of them. */
import type { Actor } from '../../domain/record/events.ts';
import type { RecordedEvent } from '../store.ts';

/** The columns that `eventOf` reads, in its order. */
export const columns = `position, event_id, stream, version, type, data, command_id, correlation_id, causation_id, actor,
  decided_at at time zone 'UTC', v, recorded_at at time zone 'UTC'`;

/** A row as the server sent it: every column as text. */
export type Row = readonly (string | null)[];

/** Hands every column out as text, whatever its type: `eventOf` knows better how to read it. */
export const asText = { getTypeParser: () => (text: string) => text };

export function eventOf(row: Row): RecordedEvent {
  const causationId = row[8];
  return {
    id: row[1]!,
    type: row[4]!,
    data: JSON.parse(row[5]!),
    metadata: {
      commandId: row[6]!,
      correlationId: row[7]!,
      ...(causationId ? { causationId } : undefined),
      actor: row[9] as Actor,
      at: isoTime(row[10]!),
      v: Number(row[11]),
    },
    stream: row[2]!,
    version: Number(row[3]),
    position: BigInt(row[0]!),
    recordedAt: isoTime(row[12]!),
  };
}

let lastRead = '';
let lastTime = '';

/** ISO 8601 of a `timestamp` in UTC: `2026-01-31 08:00:00.5` → `2026-01-31T08:00:00.500Z`. Neighbours often share it. */
export function isoTime(text: string): string {
  if (text === lastRead) return lastTime;
  const fraction = text.slice(20, 23).padEnd(3, '0');
  lastTime = `${text.slice(0, 10)}T${text.slice(11, 19)}.${fraction}Z`;
  lastRead = text;
  return lastTime;
}
