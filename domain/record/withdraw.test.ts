import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { atRestIn, copyOf } from './at-rest.test-support.ts';
import { isPerson } from './fold.ts';
import {
  history,
  importsOnly,
  newWorlds,
  play,
  playWithdrawal,
  stateOf,
  viewOf,
  type Worlds,
} from './histories.test-support.ts';

const stands = (worlds: Worlds, importId: string | undefined): boolean =>
  worlds.imports[Number(importId) - 1]?.standing === true;

describe('withdrawing an import', { timeout: 60_000 }, () => {
  test('and undoing it leaves the record as it was', () => {
    atRestIn(history, (worlds, state) => {
      const standing = worlds.imports.filter((one) => one.standing).length;
      if (standing === 0) return;
      const copy = copyOf(worlds);
      const withdrawn = playWithdrawal(copy, false, worlds.events.length);
      const candidates = copy.imports.flatMap((one, index) => (one.standing ? [] : [index + 1]));
      playWithdrawal(copy, true, candidates.indexOf(withdrawn));
      expect(viewOf(stateOf(copy))).toBe(viewOf(state));
    });
  });

  test('leaves nothing standing of it but what a person approved', () => {
    atRestIn(history, (worlds, { base, origin }) => {
      if (origin === null || stands(worlds, origin.import)) return;
      const approved = worlds.events.some(
        ({ type, actor, data }) => type === 'RecordApproved' && isPerson(actor) && data.covers.includes(base),
      );
      expect(approved).toBe(true);
    });
  });

  test('leaves nothing published that only its policy approved', () => {
    atRestIn(history, (worlds, { published, standing }) => {
      if (published === null || isPerson(worlds.events[published.version]?.actor ?? 'system')) return;
      const statement = worlds.events[published.statement];
      if (statement?.type !== 'RecordProposed') throw new Error('published without a statement');
      const restated = worlds.events.findLast(
        ({ type, data }, version) => type === 'RecordRestated' && standing[version] && data.of === published.statement,
      );
      const { origin } = restated?.type === 'RecordRestated' ? restated.data : statement.data;
      expect(stands(worlds, origin.import)).toBe(true);
    });
  });

  test('that nobody decided on is as if it had never been imported', () => {
    const property = fc.property(importsOnly, (given) => {
      const worlds = newWorlds(given);
      for (const command of given.commands) play(worlds, command);
      if (worlds.unfinished !== undefined) play(worlds, { op: 'missing', how: 'keep', crash: false });
      const without = newWorlds(given);
      for (const { list, missing, standing } of worlds.imports) {
        if (!standing) continue;
        // a list is numbered as `toy` numbers statements
        const rows = list.map(
          ({ values, qualifiers }) => Number(values.f) + 4 * ('g' in qualifiers ? 4 : Number(values.g)),
        );
        if (missing === undefined) play(without, { op: 'import', rows, crash: 9 });
        else play(without, { op: 'missing', how: missing, crash: false });
      }
      const [state, other] = [stateOf(worlds), stateOf(without)];
      expect(state.content).toEqual(other.content);
      // the policy decides anew on what is stated again: there the status may differ
      const written = worlds.imports.flatMap((one) => one.written.map((version) => worlds.events[version]?.type));
      const stated = worlds.imports.flatMap(({ list, missing }) => (missing ? [] : [JSON.stringify(list)]));
      const again = written.some((type) => type === 'RecordRestated' || type === 'RecordProposed');
      // where it was left out while its import was withdrawn, nothing stood that could have been unpublished
      const standing = worlds.imports.filter((one) => one.standing && one.missing !== 'keep');
      const last = standing.findLastIndex(({ missing }) => missing === undefined);
      const between = standing.slice(0, last).some(({ missing }) => missing !== undefined);
      if (!again && !between && new Set(stated).size === stated.length) expect(viewOf(state)).toBe(viewOf(other));
    });
    fc.assert(property, { seed: 20260103, numRuns: 300 });
    fc.assert(property, { numRuns: 100 });
  });
});

test('a statement that is kept, because a person approved it, opens the record only while it is its base', () => {
  const worlds = newWorlds({ trust: 'review', quorum: 1, commands: [] });
  play(worlds, { op: 'import', rows: [0], crash: 9 });
  play(worlds, { op: 'approve', by: 0 });
  play(worlds, { op: 'import', rows: [1], crash: 9 });
  play(worlds, { op: 'reject', by: 1 });
  playWithdrawal(worlds, false, 0);
  expect(worlds.events.at(-1)).toMatchObject({ type: 'RecordReopened', data: { of: [0] } });
  expect(stateOf(worlds).status).toBe('rejected');
  expect(stateOf(worlds).published?.statement).toBe(0);
});
