import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { struck, undo, undoable } from './amend.ts';
import { approve } from './decide.ts';
import type { Actor } from './events.ts';
import { fold, isPerson, type RecordState } from './fold.ts';
import {
  add,
  deciding,
  folding,
  history,
  newWorlds,
  people,
  play,
  policy,
  statementOf,
  stateOf,
  viewOf,
  type Worlds,
} from './histories.test-support.ts';
import { judgeState, subjectOf } from './judging.ts';
import { view } from './model.test-support.ts';
import { propose, proposeNew } from './propose.ts';
import { toy } from './toy.test-support.ts';

/** Runs random histories, always the same ones and some new; `look` is called after every command. */
function inEveryHistory(look: (worlds: Worlds, state: RecordState) => void, runs = 400): void {
  const property = fc.property(history, (given) => {
    const worlds = newWorlds(given);
    for (const command of given.commands) {
      const { ours, reference } = play(worlds, command);
      if (ours !== reference) throw new Error(`${command.op}: ${ours}, but the reference says ${reference}`);
      if (worlds.events.length > 0) look(worlds, stateOf(worlds));
    }
  });
  fc.assert(property, { seed: 20260101, numRuns: runs });
  fc.assert(property, { numRuns: Math.ceil(runs / 5) });
}

describe('in every history of a record', { timeout: 60_000 }, () => {
  test('fold and deciders answer as the reference does, after every command', () => {
    inEveryHistory((worlds, state) => {
      expect(worlds.events.length).toBe(worlds.entries.length);
      expect(viewOf(state)).toBe(view(worlds.entries));
    }, 1500);
  });

  test('a fold of any prefix shows what was shown then', () => {
    inEveryHistory((worlds) => {
      const n = worlds.events.length;
      if (n % 3 === 0 && n > 1)
        expect(viewOf(fold(worlds.events.slice(0, n - 1), folding))).toBe(view(worlds.entries.slice(0, n - 1)));
    }, 300);
  });

  test('what is published is exactly what standing approvals cover, by as many people as the quorum asks', () => {
    inEveryHistory((worlds, { published, standing }) => {
      if (published === null) return;
      const event = worlds.events[published.version];
      if (event?.type !== 'RecordApproved') throw new Error('published by something else than an approval');
      const { data } = event;
      expect(published.contentHash).toBe(data.contentHash);
      expect(data.covers.every((version) => standing[version])).toBe(true);
      const authors = data.covers
        .map((version) => worlds.events[version])
        .filter((covered) => covered !== undefined && covered.type !== 'RecordProposed')
        .map((covered) => covered?.actor as Actor);
      if (!isPerson(event.actor)) {
        expect(authors).toEqual([]);
        return;
      }
      const counted = (data.counted ?? []).map((version) => worlds.events[version]);
      for (const other of counted)
        expect(other?.type === 'RecordApproved' && other.data.contentHash === data.contentHash).toBe(true);
      const approvers = new Set([event.actor, ...counted.map((other) => other?.actor as Actor)]);
      expect(approvers.size).toBeGreaterThanOrEqual(data.quorum);
      for (const author of authors) expect(approvers.has(author)).toBe(false);
    });
  });

  test('undoing the undo of any decision is as if nothing had been undone', () => {
    inEveryHistory((worlds, state) => {
      const before = viewOf(state);
      const d = deciding(worlds.settings);
      // what stands is judged by the ruleset in force whenever something is undone: compare where it was before
      if (judgeState(state, d).outcomeHash !== state.outcome?.outcomeHash) return;
      for (const version of undoable(state).slice(-3)) {
        const copy = { ...worlds, events: [...worlds.events] };
        add(copy, undo(stateOf(copy), { actor: 'user:z', version, reason: '' }, d).events, 'user:z');
        add(copy, undo(stateOf(copy), { actor: 'user:z', version: state.version + 1, reason: '' }, d).events, 'user:z');
        expect(copy.events.length).toBe(worlds.events.length + 2);
        expect(viewOf(stateOf(copy))).toBe(before);
      }
    });
  });

  test('undoing one decision leaves what the fold gives without it', () => {
    inEveryHistory((worlds, state) => {
      const version = undoable(state)[0];
      if (version === undefined) return;
      const d = deciding(worlds.settings);
      const strike = {
        ...struck(state, { versions: [version], why: '' }, 'user:z', d),
        id: '',
        actor: 'user:z' as const,
      };
      const after = fold([...worlds.events, strike], folding);
      expect(after.standing.filter((stands, i) => stands !== state.standing[i]).length).toBeGreaterThanOrEqual(1);
      if (worlds.events[version]?.type !== 'RecordCorrected') return;
      expect(after.corrections).toEqual(state.corrections.filter((correction) => correction !== version));
    }, 300);
  });

  test('an open record that nothing blocks can be approved by people who did not contribute', () => {
    inEveryHistory((worlds, state) => {
      const d = deciding(worlds.settings);
      const outcome = judgeState(state, d);
      if (state.status !== 'open' || outcome.outcomeHash !== state.outcome?.outcomeHash) return;
      if (outcome.findings.some((finding) => finding.severity === 'block')) return;
      const copy = { ...worlds, events: [...worlds.events] };
      for (const actor of [...people, 'user:x', 'user:y'] as const) {
        if (state.contributors.has(actor) || stateOf(copy).status !== 'open') continue;
        add(copy, approve(stateOf(copy), { actor }, d).events, actor);
      }
      expect(stateOf(copy).status).toBe('published');
    }, 300);
  });

  test('a contributor is always refused', () => {
    inEveryHistory((worlds, state) => {
      for (const actor of state.contributors)
        expect(approve(state, { actor }, deciding(worlds.settings)).kind).toBe('refused');
    }, 300);
  });
});

test('a record without history is proposed the same way without folding', () => {
  const trust = fc.constantFrom('auto' as const, 'clean' as const, 'review' as const);
  fc.assert(
    fc.property(
      fc.nat(19),
      fc.boolean(),
      trust,
      fc.nat(2),
      fc.constantFrom(policy, 'user:p' as const),
      (n, conflicting, trusted, ruleset, actor) => {
        const statement = { ...statementOf(toy(n), 1, 0, conflicting), ...(n % 2 === 0 && { subject: 'someone' }) };
        const proposing = {
          ...deciding({ ruleset, quorum: 1 }),
          trust: trusted,
          context: { unreliable: ['h'] },
          actor,
        };
        const fast = proposeNew(statement, proposing.judge(subjectOf(statement, proposing.context)), proposing);
        expect(fast).toEqual(propose(fold([], folding), statement, proposing));
      },
    ),
    { numRuns: 2000 },
  );
});
