/** What the events of imports and sources say, as values of columns: the last word of a batch on each column. */
import type { Uuid } from '../../domain/ids.ts';
import type {
  BatchJudged,
  Counts,
  ImportAccepted,
  ImportAdvanced,
  ImportCompleted,
  ImportFailed,
  ImportPaused,
  ImportStarted,
  QuarantinedRow,
  RowsQuarantined,
  SourceRegistered,
} from '../../domain/import/events.ts';
import type { RecordedEvent } from '../../eventstore/store.ts';

export type ColumnValue = string | number | null;
/** Column → value. */
export type Columns = Map<string, ColumnValue>;

export interface Changes {
  readonly imports: Map<Uuid, Columns>;
  readonly sources: Map<string, Columns>;
  readonly quarantined: { readonly import: Uuid; readonly row: QuarantinedRow }[];
}

/** What the events of a batch change in the tables. */
export function changesOf(batch: readonly RecordedEvent[]): Changes {
  const changes: Changes = { imports: new Map(), sources: new Map(), quarantined: [] };
  for (const event of batch) {
    const dash = event.stream.indexOf('-');
    const name = event.stream.slice(dash + 1);
    if (event.stream.startsWith('source-')) sourceEvent(changes, name, event);
    else importEvent(changes, name, event);
  }
  return changes;
}

function set(of: Map<string, Columns>, key: string, values: Readonly<Record<string, ColumnValue | undefined>>): void {
  let columns = of.get(key);
  if (columns === undefined) {
    columns = new Map();
    of.set(key, columns);
  }
  for (const [column, value] of Object.entries(values)) if (value !== undefined) columns.set(column, value);
}

function sourceEvent({ sources, imports }: Changes, name: string, event: RecordedEvent): void {
  const position = event.position.toString();
  if (event.type === 'SourceRegistered') {
    const { definition } = event.data as SourceRegistered;
    set(sources, name, {
      version: definition.version,
      definition: JSON.stringify(definition),
      registered_position: position,
    });
  }
  if (event.type === 'ImportAccepted') {
    const accepted = event.data as ImportAccepted;
    set(sources, name, { last_import: accepted.import });
    set(imports, accepted.import, {
      source: name,
      status: 'running',
      previous_import: accepted.previous,
      digest: accepted.digest,
      bytes: accepted.bytes,
      file_name: accepted.fileName,
      contract: accepted.contract,
      started_at: event.metadata.at,
      accepted_position: position,
      position,
    });
  }
}

const countColumns = (counts: Counts): Record<string, number> =>
  Object.fromEntries(Object.entries(counts).map(([name, count]) => [`rows_${name}`, count]));

/** Statuses that events set without saying more. */
const statuses: Readonly<Record<string, string>> = {
  ImportWithdrawalStarted: 'withdrawing',
  ImportWithdrawn: 'withdrawn',
  ImportWithdrawalUndone: 'completed',
};

function importEvent({ imports, quarantined }: Changes, id: Uuid, event: RecordedEvent): void {
  set(imports, id, { ...importColumns(event), position: event.position.toString() });
  if (event.type !== 'RowsQuarantined') return;
  for (const row of (event.data as RowsQuarantined).rows) quarantined.push({ import: id, row });
}

function importColumns(event: RecordedEvent): Readonly<Record<string, ColumnValue | undefined>> {
  switch (event.type) {
    case 'ImportStarted':
      return startedColumns(event.data as ImportStarted, event);
    case 'BatchJudged':
      return { unreliable: JSON.stringify((event.data as BatchJudged).unreliable) };
    case 'ImportAdvanced': {
      const { counts, findings, metrics } = event.data as ImportAdvanced;
      return { ...countColumns(counts), findings: JSON.stringify(findings), metrics: JSON.stringify(metrics) };
    }
    case 'ImportCompleted': {
      const { counts, missing } = event.data as ImportCompleted;
      const ended = { status: 'completed', finished_at: event.recordedAt, pause: null };
      return { ...ended, ...countColumns(counts), missing_records: missing.length };
    }
    case 'ImportFailed': {
      const { code, message, params } = event.data as ImportFailed;
      const failure = JSON.stringify({ code, message, params });
      return { status: 'failed', finished_at: event.recordedAt, failure };
    }
    case 'ImportPaused':
      return { status: 'paused', pause: (event.data as ImportPaused).why };
    case 'ImportResumed':
      return { status: 'running', pause: null };
    default:
      return { status: statuses[event.type] };
  }
}

function startedColumns(
  { trigger, digest, bytes, fileName, pins }: ImportStarted,
  event: RecordedEvent,
): Record<string, ColumnValue | undefined> {
  return {
    source: pins.source,
    status: 'running',
    trigger,
    digest,
    bytes,
    file_name: fileName,
    contract: pins.contract,
    source_version: pins.sourceVersion,
    ruleset: pins.ruleset,
    header: JSON.stringify(pins.header),
    started_at: event.metadata.at,
    started_position: event.position.toString(),
  };
}
