/** What the tables hold of a record, from its states. Nothing else is read, so live and rebuilt tables are equal. */
import type { RecordType } from '../../domain/contracts/contract.ts';
import type { Uuid } from '../../domain/ids.ts';
import type { Content } from '../../domain/record/content.ts';
import type { RecordProposed, Severity } from '../../domain/record/events.ts';
import { none, type Published, type RecordState, type Status } from '../../domain/record/fold.ts';
import { worstHolding } from '../../domain/rules/severity.ts';
import type { Position, RecordedEvent } from '../../eventstore/store.ts';
import type { RecordBatch } from './states.ts';

/** A record as it stands now. */
export interface RecordRow {
  readonly recordId: Uuid;
  readonly type: RecordType;
  readonly source: string;
  readonly key: string | undefined;
  /** Only of a record that begins in the batch. */
  readonly comparedKey: number | undefined;
  readonly position: Position;
  readonly state: RecordState;
  readonly severity: Severity | null;
}

/** A record in the range of positions in which one version of it was current. */
export interface HistoryRow {
  readonly recordId: Uuid;
  readonly stream: string;
  readonly version: number;
  readonly from: Position;
  readonly to: Position | null;
  readonly status: Status;
  readonly severity: Severity | null;
  /** Version whose row holds the content; null where there is none. */
  readonly contentVersion: number | null;
  /** Only where `contentVersion` is this version. */
  readonly content: Content | null;
  /** The event that states this very content, where it does. */
  readonly stating: RecordedEvent | undefined;
  readonly publishedVersion: number | null;
  readonly publishedContentVersion: number | null;
  readonly subject: Uuid | undefined;
}

/** How a record changed in the batch. */
export interface RecordChange {
  readonly row: RecordRow;
  /** The state before the batch; undefined for a new record. */
  readonly before: RecordState | undefined;
  /** Rows of the history that the batch adds. */
  readonly history: readonly HistoryRow[];
  /** Where the published content changed: what is published now (or null), and since which position. */
  readonly published: { readonly now: Published | null; readonly since: Position } | undefined;
  /** Position since which it is open, where it became open in this batch; null where it was open before. */
  readonly openSince: Position | null;
}

const orNull = (version: number): number | null => (version === none ? null : version);

/** What a batch changes of one record. @param comparedKey what it is found by, whatever the spelling of its key */
export function changeOf(record: RecordBatch, comparedKey: number | undefined): RecordChange {
  const { recordId, type, events, states, first } = record;
  const version = events.length - 1;
  const state = states[version] as RecordState;
  const proposed = events[0]?.data as RecordProposed;
  const history = historyOf(record);
  const before = first === 0 ? undefined : states[first - 1];
  const now = state.published;
  const changed = now?.version !== before?.published?.version;
  return {
    row: {
      recordId,
      type,
      source: proposed.origin.source,
      key: proposed.key,
      comparedKey,
      position: events[version]?.position as Position,
      state,
      severity: worstHolding(state.outcome?.findings ?? []) ?? null,
    },
    before,
    history,
    published: changed ? { now, since: now === null ? 0n : (events[now.version]?.position as Position) } : undefined,
    openSince: openSince(record),
  };
}

/** One row an event. A content is stored once, at the version where it first stood; later rows point to it. */
function historyOf({ recordId, stream, events, states, first }: RecordBatch): readonly HistoryRow[] {
  const contents = new Map<string, number>();
  const rows: HistoryRow[] = [];
  states.forEach((state, version) => {
    const { content, contentHash, published } = state;
    let contentVersion: number | null = null;
    if (content !== null && contentHash !== null) {
      contentVersion = contents.get(contentHash) ?? version;
      contents.set(contentHash, contentVersion);
    }
    if (version < first) return;
    const event = events[version] as RecordedEvent;
    const publishedContentVersion = published === null ? null : contents.get(published.contentHash);
    if (publishedContentVersion === undefined)
      throw new Error(`${stream}: what is published never stood in the record`);
    rows.push({
      recordId,
      stream,
      version,
      from: event.position,
      to: events[version + 1]?.position ?? null,
      status: state.status,
      severity: worstHolding(state.outcome?.findings ?? []) ?? null,
      contentVersion,
      content: contentVersion === version ? content : null,
      stating: content?.values === (event.data as Partial<RecordProposed>).values ? event : undefined,
      publishedVersion: published?.version ?? null,
      publishedContentVersion,
      subject: state.subject,
    });
  });
  return rows;
}

/** Position of the first event of the present time as an open record; null where that lies before the batch. */
function openSince({ events, states, first }: RecordBatch): Position | null {
  let version = states.length - 1;
  while (version > 0 && states[version - 1]?.status === 'open') version--;
  return version < first ? null : (events[version]?.position ?? null);
}

/** Version of the record's base, or null. */
export const baseOf = ({ state }: RecordRow): number | null => orNull(state.base);
/** The import that no longer stated the record. */
export const unstatedImportOf = ({ state }: RecordRow): Uuid | undefined => {
  const event = state.history[state.unstated];
  return event?.type === 'RecordUnstated' ? event.data.origin.import : undefined;
};
/** Whether the record's source no longer states it. */
export const unstatedOf = ({ state }: RecordRow): boolean => state.unstated !== none;
