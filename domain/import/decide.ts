/** What people decide on an import that waits for them. Pure: the state and who decides in, events or a refusal out. */
import type { Actor } from '../record/events.ts';
import type { HoldAccepted, ImportFailed, MappedColumn, MappingAgreed, MappingProposed } from './events.ts';
import type { ImportState } from './fold.ts';
import type { ImportRefusal } from './refusals.ts';

export type ImportDecisionEvent =
  | { readonly type: 'HoldAccepted'; readonly data: HoldAccepted }
  | { readonly type: 'MappingProposed'; readonly data: MappingProposed }
  | { readonly type: 'MappingAgreed'; readonly data: MappingAgreed }
  | { readonly type: 'ImportFailed'; readonly data: ImportFailed };

export type ImportDecision =
  | { readonly kind: 'decided'; readonly event: ImportDecisionEvent }
  | { readonly kind: 'refused'; readonly refusal: ImportRefusal };

/** Who decides, and why. */
export interface Deciding {
  readonly actor: Actor;
  readonly reason: string;
}

const decided = (event: ImportDecisionEvent): ImportDecision => ({ kind: 'decided', event });
const refused = (code: ImportRefusal['code'], params: ImportRefusal['params'] = {}): ImportDecision => ({
  kind: 'refused',
  refusal: { code, params },
});

/** Whether an import waits for an answer to its hold. */
const waits = ({ status, mappingAgreed }: ImportState): boolean => status === 'held' && mappingAgreed === undefined;

/** Lets a held import go on as it is. */
export function acceptHold(state: ImportState, { reason }: Deciding): ImportDecision {
  if (!waits(state)) return refused('not-held', { status: state.status });
  if (state.held?.reasons.some(({ needed }) => needed)) return refused('needs-mapping');
  return decided({ type: 'HoldAccepted', data: { reason } });
}

/** Ends a held import: nothing of it was ever proposed. */
export function rejectHold(state: ImportState, { reason }: Deciding): ImportDecision {
  if (!waits(state)) return refused('not-held', { status: state.status });
  const message = 'A person rejected the import while it was held.';
  return decided({ type: 'ImportFailed', data: { code: 'rejected', message, params: { reason } } });
}

/**
 * Maps columns of a held import: the first to say so proposes, somebody else who says the same agrees. Whoever says
 * otherwise proposes that instead.
 */
export function mapColumns(
  state: ImportState,
  columns: readonly MappedColumn[],
  { actor, reason }: Deciding,
): ImportDecision {
  if (!waits(state)) return refused('not-held', { status: state.status });
  if (state.mapping && sameColumns(state.mapping.columns, columns)) return agreeToMapping(state, { actor, reason });
  return decided({ type: 'MappingProposed', data: { columns, reason } });
}

/**
 * Agrees to the mapping that somebody else proposed.
 * @param seen what was to be agreed to; refused where it is another by now
 */
export function agreeToMapping(
  state: ImportState,
  { actor, reason }: Deciding,
  seen?: readonly MappedColumn[],
): ImportDecision {
  if (!waits(state)) return refused('not-held', { status: state.status });
  if (!state.mapping) return refused('no-mapping');
  if (seen && !sameColumns(state.mapping.columns, seen)) return refused('stale-import');
  if (state.mapping.by === actor) return refused('own-mapping');
  return decided({ type: 'MappingAgreed', data: { of: state.mapping.version, reason } });
}

const sameColumns = (some: readonly MappedColumn[], others: readonly MappedColumn[]): boolean => {
  const texts = (columns: readonly MappedColumn[]): string =>
    JSON.stringify(columns.map(({ column, to, unit }) => [column, to, unit ?? null]).sort());
  return texts(some) === texts(others);
};
