/** Histories looked at whenever nothing is under way: what must hold then, whatever happened. */
import fc from 'fast-check';
import type { RecordState } from './fold.ts';
import { deciding, type History, newWorlds, play, stateOf, type Worlds } from './histories.test-support.ts';
import { judgeState } from './judging.ts';

export const copyOf = (worlds: Worlds): Worlds => ({
  ...worlds,
  settings: { ...worlds.settings },
  events: [...worlds.events],
  entries: [...worlds.entries],
  imports: worlds.imports.map((one) => ({ ...one })),
});

/** Nothing is under way, and the record is judged by the rules in force. */
function isAtRest(worlds: Worlds, state: RecordState): boolean {
  if (worlds.unfinished !== undefined || worlds.events.length === 0) return false;
  return judgeState(state, deciding(worlds.settings)).outcomeHash === state.outcome?.outcomeHash;
}

/** Runs random histories, always the same ones and some new; `look` is called after every command that leaves them at rest. */
export function atRestIn(
  histories: fc.Arbitrary<History>,
  look: (worlds: Worlds, state: RecordState) => void,
  runs = 300,
): void {
  const property = fc.property(histories, (given) => {
    const worlds = newWorlds(given);
    for (const command of given.commands) {
      play(worlds, command);
      const state = stateOf(worlds);
      if (isAtRest(worlds, state)) look(worlds, state);
    }
  });
  fc.assert(property, { seed: 20260102, numRuns: runs });
  fc.assert(property, { numRuns: Math.ceil(runs / 5) });
}
