/** Rows of `log.event`, and events of them. */
import type { Actor } from '../../domain/record/events.ts';
import type { Metadata, RecordedEvent } from '../store.ts';

/**
 * What `eventOf` reads: everything but the data in one text, tabs in between (no name has control characters). Taking
 * thirteen columns apart costs the client as much as parsing the data.
 */
export const columns = `concat_ws(E'\\t', position, stream, version, type, event_id, command_id, correlation_id, actor, v,
  decided_at at time zone 'UTC', recorded_at at time zone 'UTC', causation_id) as facts, data`;

/** A row as the server sent it: every column as text. */
export type Row = readonly (string | null)[];

/** Hands every column out as text, whatever its type: `eventOf` knows better how to read it. */
export const asText = { getTypeParser: () => (text: string) => text };

/** The event that a row of the log holds. */
export function eventOf([facts, data]: Row): RecordedEvent {
  const fact = facts!.split('\t');
  const causationId = fact[11];
  const metadata: Metadata = {
    commandId: fact[5]!,
    correlationId: fact[6]!,
    actor: fact[7] as Actor,
    at: isoTime(fact[9]!),
    v: Number(fact[8]),
  };
  return {
    id: fact[4]!,
    type: fact[3]!,
    data: JSON.parse(data!),
    metadata: causationId === undefined ? metadata : { ...metadata, causationId },
    stream: fact[1]!,
    version: Number(fact[2]),
    position: BigInt(fact[0]!),
    recordedAt: isoTime(fact[10]!),
  };
}

const known = new Map<string, string>();

/** ISO 8601 of a `timestamp` in UTC: `2026-01-31 08:00:00.5` → `2026-01-31T08:00:00.500Z`. Neighbours share their times. */
export function isoTime(text: string): string {
  const time = known.get(text);
  if (time !== undefined) return time;
  if (known.size > 1_000) known.clear();
  const iso = `${text.slice(0, 10)}T${text.slice(11, 19)}.${text.slice(20, 23).padEnd(3, '0')}Z`;
  known.set(text, iso);
  return iso;
}
