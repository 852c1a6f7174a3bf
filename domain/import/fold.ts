/** The state of an import and of its source, folded from their streams. */
import type { Uuid } from '../ids.ts';
import type { Actor } from '../record/events.ts';
import type {
  BatchJudged,
  Counts,
  ImportAdvanced,
  ImportCompleted,
  ImportFailed,
  ImportGivenUp,
  ImportHeld,
  ImportStarted,
  MappedColumn,
  MappingAgreed,
  MappingProposed,
  RowsQuarantined,
} from './events.ts';

/** Where an import stands, once it has started: in the order of its life. */
export const importStatuses = [
  'running',
  'paused',
  'held',
  'completed',
  'given-up',
  'failed',
  'withdrawing',
  'withdrawn',
] as const;
export type ImportStatus = (typeof importStatuses)[number];

/** A mapping that somebody proposed for a held import. */
export interface ProposedMapping {
  /** Of its event. */
  readonly version: number;
  readonly by: Actor;
  readonly columns: readonly MappedColumn[];
}

export interface ImportState {
  readonly status: ImportStatus | 'accepted';
  readonly version: number | 'none';
  readonly started?: ImportStarted;
  readonly judged?: BatchJudged;
  /** The last one: cumulative. */
  readonly advanced?: ImportAdvanced;
  /** The last row that was said to be set aside since. */
  readonly asideUpTo?: number;
  readonly completed?: ImportCompleted;
  readonly failed?: ImportFailed;
  /** Why it was held, answered or not. */
  readonly held?: ImportHeld;
  readonly holdAccepted?: true;
  /** The last mapping proposed. */
  readonly mapping?: ProposedMapping;
  /** Who agreed to it, as the second person: what is left is done by whoever comes first. */
  readonly mappingAgreed?: Actor;
  readonly givenUp?: ImportGivenUp;
}

export interface StreamEvent {
  readonly type: string;
  readonly data: object;
  readonly version: number;
  readonly metadata: { readonly actor: Actor };
}

const acceptedImport: ImportState = { status: 'accepted', version: 'none' };

/** One event on. Events of a later version of the product leave the state as it is, but for its version. */
function evolveImport(state: ImportState, event: StreamEvent): ImportState {
  const next = { ...state, version: event.version };
  switch (event.type) {
    case 'ImportStarted':
      return { ...next, status: 'running', started: event.data as ImportStarted };
    case 'BatchJudged':
      return { ...next, judged: event.data as BatchJudged };
    case 'ImportAdvanced':
      return { ...next, advanced: event.data as ImportAdvanced, asideUpTo: 0 };
    case 'RowsQuarantined':
      return { ...next, asideUpTo: (event.data as RowsQuarantined).rows.at(-1)?.row ?? 0 };
    case 'ImportPaused':
      return { ...next, status: 'paused' };
    case 'ImportResumed':
      return { ...next, status: 'running' };
    case 'ImportCompleted':
      return { ...next, status: 'completed', completed: event.data as ImportCompleted };
    case 'ImportFailed':
      return { ...next, status: 'failed', failed: event.data as ImportFailed };
    case 'ImportHeld':
      return { ...next, status: 'held', held: event.data as ImportHeld };
    case 'HoldAccepted':
      return { ...next, status: 'running', holdAccepted: true };
    case 'MappingProposed':
      return { ...next, mapping: proposed(event.data as MappingProposed, event) };
    case 'MappingAgreed':
      return (event.data as MappingAgreed).of === state.mapping?.version
        ? { ...next, mappingAgreed: event.metadata.actor }
        : next;
    case 'ImportGivenUp':
      return { ...next, status: 'given-up', givenUp: event.data as ImportGivenUp };
    case 'ImportWithdrawalStarted':
      return { ...next, status: 'withdrawing' };
    case 'ImportWithdrawn':
      return { ...next, status: 'withdrawn' };
    case 'ImportWithdrawalUndone':
      return { ...next, status: 'completed' };
    default:
      return next;
  }
}

const proposed = ({ columns }: MappingProposed, { version, metadata }: StreamEvent): ProposedMapping => ({
  version,
  by: metadata.actor,
  columns,
});

/** An import as its stream tells it, one event after the other: nothing of the stream is kept. */
export async function foldImport(events: AsyncIterable<StreamEvent> | Iterable<StreamEvent>): Promise<ImportState> {
  let state = acceptedImport;
  for await (const event of events) state = evolveImport(state, event);
  return state;
}

/** What an import has counted, be it done or not. */
export const countsOf = ({ completed, givenUp, advanced }: ImportState): Counts | undefined =>
  (completed ?? givenUp ?? advanced)?.counts;

/** The stream of an import. */
export const importStream = (id: Uuid): string => `import-${id}`;
/** The stream of a source. */
export const sourceStream = (name: string): string => `source-${name}`;
