/** The state of an import and of its source, folded from their streams. */
import type { Uuid } from '../ids.ts';
import type { SourceDefinition } from '../source/definition.ts';
import type {
  BatchJudged,
  ImportAccepted,
  ImportAdvanced,
  ImportCompleted,
  ImportFailed,
  ImportStarted,
  SourceRegistered,
} from './events.ts';

export type ImportStatus = 'accepted' | 'running' | 'paused' | 'completed' | 'failed' | 'withdrawing' | 'withdrawn';

export interface ImportState {
  readonly status: ImportStatus;
  readonly version: number | 'none';
  readonly started?: ImportStarted;
  readonly judged?: BatchJudged;
  /** The last one: cumulative. */
  readonly advanced?: ImportAdvanced;
  readonly completed?: ImportCompleted;
  readonly failed?: ImportFailed;
}

export interface StreamEvent {
  readonly type: string;
  readonly data: object;
  readonly version: number;
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
      return { ...next, advanced: event.data as ImportAdvanced };
    case 'ImportPaused':
      return { ...next, status: 'paused' };
    case 'ImportResumed':
      return { ...next, status: 'running' };
    case 'ImportCompleted':
      return { ...next, status: 'completed', completed: event.data as ImportCompleted };
    case 'ImportFailed':
      return { ...next, status: 'failed', failed: event.data as ImportFailed };
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

/** An import as its stream tells it. */
export const foldImport = (events: Iterable<StreamEvent>): ImportState => {
  let state = acceptedImport;
  for (const event of events) state = evolveImport(state, event);
  return state;
};

/** Standing: neither failed nor withdrawn. */
export const stands = (state: ImportState): boolean => state.status !== 'failed' && state.status !== 'withdrawn';

export interface SourceState {
  readonly version: number | 'none';
  readonly definition?: SourceDefinition;
  /** Every import accepted, in order. */
  readonly accepted: readonly (ImportAccepted & { readonly at: string })[];
}

/** A source as its stream tells it: the definition in force, and every import accepted of it. */
export function foldSource(
  events: Iterable<StreamEvent & { readonly metadata: { readonly at: string } }>,
): SourceState {
  let version: number | 'none' = 'none';
  let definition: SourceDefinition | undefined;
  const accepted: (ImportAccepted & { at: string })[] = [];
  for (const event of events) {
    version = event.version;
    if (event.type === 'SourceRegistered') definition = (event.data as SourceRegistered).definition;
    if (event.type === 'ImportAccepted') accepted.push({ ...(event.data as ImportAccepted), at: event.metadata.at });
  }
  return { version, definition, accepted };
}

/** The stream of an import. */
export const importStream = (id: Uuid): string => `import-${id}`;
/** The stream of a source. */
export const sourceStream = (name: string): string => `source-${name}`;
