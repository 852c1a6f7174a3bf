/** What the events of imports and sources say, as values of columns: the last word of a batch on each column. */
import type { Uuid } from '../../domain/ids.ts';
import type {
  BatchJudged,
  Counts,
  HoldAccepted,
  ImportAccepted,
  ImportAdvanced,
  ImportCompleted,
  ImportFailed,
  ImportGivenUp,
  ImportHeld,
  ImportPaused,
  ImportStarted,
  MappedColumn,
  MappingAgreed,
  MappingProposed,
  QuarantinedRow,
  RecordsMissing,
  RecordsReturned,
  RowsQuarantined,
  SourceRegistered,
} from '../../domain/import/events.ts';
import type { RecordedEvent } from '../../eventstore/store.ts';

export type ColumnValue = string | number | boolean | null;
/** Column → value. */
export type Columns = Map<string, ColumnValue>;

export interface Changes {
  readonly imports: Map<Uuid, Columns>;
  readonly sources: Map<string, Columns>;
  readonly quarantined: { readonly import: Uuid; readonly row: QuarantinedRow }[];
  readonly definitions: RegisteredDefinition[];
  readonly answers: GivenAnswer[];
  /** In log order: records that a snapshot lacks, or that are stated again. */
  readonly missing: { readonly import: Uuid; readonly records: readonly Uuid[]; readonly returned: boolean }[];
}

/** A definition that was registered, and the mapping that it came from, if it did. */
export interface RegisteredDefinition {
  readonly source: string;
  readonly registered: SourceRegistered;
  readonly position: string;
}

/** How an import was answered, or what took its place. */
export const answers = ['accepted', 'proposed', 'agreed', 'rejected', 'given-up', 'mapped', 'superseded'] as const;
export type Answer = (typeof answers)[number];

/** An answer, as its event tells it. */
export interface GivenAnswer {
  readonly import: Uuid;
  readonly version: number;
  readonly answer: Answer;
  readonly actor: string;
  readonly at: string;
  readonly reason: string | null;
  readonly columns: readonly MappedColumn[] | null;
}

/** What the events of a batch change in the tables. */
export function changesOf(batch: readonly RecordedEvent[]): Changes {
  const changes: Changes = {
    imports: new Map(),
    sources: new Map(),
    quarantined: [],
    definitions: [],
    answers: [],
    missing: [],
  };
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

function sourceEvent({ sources, imports, definitions }: Changes, name: string, event: RecordedEvent): void {
  const position = event.position.toString();
  if (event.type === 'SourceRegistered') {
    const registered = event.data as SourceRegistered;
    const { definition } = registered;
    definitions.push({ source: name, registered, position });
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

function importEvent(changes: Changes, id: Uuid, event: RecordedEvent): void {
  const { imports, quarantined, missing, answers } = changes;
  set(imports, id, { ...importColumns(event), position: event.position.toString() });
  const given = answerIn(event);
  if (given) {
    // The decision time of an import's own events is that of its acceptance: here it counts when somebody answered.
    const { version, recordedAt: at, metadata } = event;
    answers.push({ import: id, version, actor: metadata.actor, at, reason: null, columns: null, ...given });
  }
  if (event.type === 'RecordsMissing' || event.type === 'RecordsReturned') {
    const { records } = event.data as RecordsMissing | RecordsReturned;
    missing.push({ import: id, records, returned: event.type === 'RecordsReturned' });
  }
  // The first release named all of them in one event.
  if (event.type === 'ImportCompleted') {
    const { missing: records = [] } = event.data as ImportCompleted;
    if (records.length > 0) missing.push({ import: id, records, returned: false });
  }
  if (event.type !== 'RowsQuarantined') return;
  for (const row of (event.data as RowsQuarantined).rows) quarantined.push({ import: id, row });
}

/** What an event says of an answer; undefined where it is none. */
function answerIn({ type, data }: RecordedEvent): (Pick<GivenAnswer, 'answer'> & Partial<GivenAnswer>) | undefined {
  switch (type) {
    case 'HoldAccepted':
      return { answer: 'accepted', reason: (data as HoldAccepted).reason };
    case 'MappingProposed': {
      const { columns, reason } = data as MappingProposed;
      return { answer: 'proposed', reason, columns };
    }
    case 'MappingAgreed':
      return { answer: 'agreed', reason: (data as MappingAgreed).reason };
    case 'ImportGivenUp':
      return { answer: 'given-up', reason: (data as ImportGivenUp).reason };
    case 'ImportFailed': {
      const { code, params } = data as ImportFailed;
      const answer = answers.find((one) => one === code);
      return answer && { answer, reason: typeof params.reason === 'string' ? params.reason : null };
    }
    default:
      return undefined;
  }
}

function importColumns(event: RecordedEvent): Readonly<Record<string, ColumnValue | undefined>> {
  switch (event.type) {
    case 'ImportStarted':
      return startedColumns(event.data as ImportStarted, event);
    case 'BatchJudged': {
      const { unreliable, rows, filled, absent } = event.data as BatchJudged;
      return {
        unreliable: JSON.stringify(unreliable),
        file_rows: rows,
        ...(filled && { filled: JSON.stringify(filled) }),
        ...(absent && { absent: JSON.stringify(absent) }),
      };
    }
    case 'ImportAdvanced': {
      const { counts, findings, metrics } = event.data as ImportAdvanced;
      return { ...countColumns(counts), findings: JSON.stringify(findings), metrics: JSON.stringify(metrics) };
    }
    case 'ImportCompleted': {
      const { counts, noLongerStated, missing } = event.data as ImportCompleted;
      const ended = { status: 'completed', finished_at: event.recordedAt, pause: null };
      return { ...ended, ...countColumns(counts), missing_records: noLongerStated ?? missing?.length ?? null };
    }
    case 'ImportGivenUp': {
      const { counts, reason } = event.data as ImportGivenUp;
      const ended = { status: 'given-up', finished_at: event.recordedAt, pause: null, given_up: reason };
      return { ...ended, ...countColumns(counts) };
    }
    case 'ImportHeld': {
      const hold = event.data as ImportHeld;
      const { absent } = hold;
      return { status: 'held', hold: JSON.stringify(hold), ...(absent && { absent: JSON.stringify(absent) }) };
    }
    case 'HoldAccepted':
      return { status: 'running' };
    case 'MappingProposed': {
      const { columns, reason } = event.data as MappingProposed;
      return { mapping: JSON.stringify({ version: event.version, by: event.metadata.actor, columns, reason }) };
    }
    case 'MappingAgreed':
      return { mapping_agreed: true };
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
