/** Why a record waits: whether it would still wait if a person had done nothing to it since it last was closed. */
import type { Actor, Outcome, RecordHistoryEvent } from './events.ts';
import { type Folding, fold, isPerson, type RecordState } from './fold.ts';

/**
 * The people for whom an open record waits only because of what they did themselves: with their own acts struck, back to
 * when it was last not open, it would not wait. Empty where it does not wait, or waited before any of them acted.
 *
 * A judgement made after somebody acted may rest on what they wrote, so it is no reason for that person to see more.
 */
export function waitsOnlyBy(state: RecordState, folding: Folding): readonly Actor[] {
  if (state.status !== 'open' || !state.people) return [];
  const { history } = state;
  const since = openSince(history, folding);
  const acting = new Set(history.slice(since).flatMap(({ actor }) => (isPerson(actor) ? [actor] : [])));
  return [...acting].filter((actor) => !waitsWithout(history, since, actor, folding));
}

/** Version of the event since which the record is open without a break. */
function openSince(history: readonly RecordHistoryEvent[], folding: Folding): number {
  let since = history.length - 1;
  while (since > 0 && fold(history.slice(0, since), folding).status === 'open') since--;
  return since;
}

function waitsWithout(history: readonly RecordHistoryEvent[], since: number, actor: Actor, folding: Folding): boolean {
  const versions = history.flatMap((event, version) => (version >= since && event.actor === actor ? [version] : []));
  const outcome = outcomeBefore(history, versions[0] ?? 0);
  const id = history[since]?.id;
  if (outcome === undefined || id === undefined) return false;
  const struck: RecordHistoryEvent = {
    id,
    actor: 'system',
    type: 'EventsStruck',
    data: { versions, why: '', outcome },
  };
  return fold([...history, struck], folding).status === 'open';
}

function outcomeBefore(history: readonly RecordHistoryEvent[], version: number): Outcome | undefined {
  const judged = history.slice(0, version).findLast(({ data }) => 'outcome' in data);
  return judged !== undefined && 'outcome' in judged.data ? judged.data.outcome : undefined;
}
