/** Whose own acts are the only reason that a record waits. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { folding } from './histories.test-support.ts';
import {
  after,
  approves,
  corrects,
  f,
  happened,
  type Life,
  misses,
  quorum,
  rejects,
  stateOf,
  states,
  unborn,
  undoes,
} from './life.test-support.ts';
import { waitsOnlyBy } from './waiting.ts';

const of = (life: Life) => waitsOnlyBy(stateOf(life), folding);
const published = after(unborn, states('auto', f(0)));

describe('a record waits only by', () => {
  test('nobody, as long as it does not wait', () => {
    expect(of(unborn)).toEqual([]);
    expect(of(published)).toEqual([]);
  });

  test('nobody, where a rule or its source holds it, whoever works on it then', () => {
    expect(of(after(unborn, states('auto', f(3)), corrects('user:p', { f: 1 })))).toEqual([]);
    expect(of(after(unborn, states('review', f(0)), corrects('user:p', { f: 1 })))).toEqual([]);
    expect(of(after(unborn, states('review', f(0)), quorum(2), approves('user:p')))).toEqual([]);
  });

  test('whoever corrects what was published', () => {
    expect(of(after(published, corrects('user:p', { f: 1 })))).toEqual(['user:p']);
    expect(of(after(published, corrects('user:p', { f: 1 }), corrects('user:p', { g: 1 })))).toEqual(['user:p']);
  });

  test('whoever corrects again what somebody approved after a first correction', () => {
    const approved = after(unborn, states('auto', f(3)), corrects('user:p', { f: 1 }), approves('user:q'));
    expect(of(after(approved, corrects('user:p', { f: 0 })))).toEqual(['user:p']);
  });

  test('whoever rejected it and opens it again', () => {
    const rejected = after(unborn, states('auto', f(3)), rejects('user:p'));
    expect(of(after(rejected, corrects('user:p', { f: 1 })))).toEqual(['user:p']);
    expect(of(after(rejected, corrects('user:q', { f: 1 })))).toEqual(['user:q']);
    expect(of(after(rejected, undoes('user:p', 1)))).toEqual(['user:p']);
  });

  test('nobody, once somebody else or its source gives a reason too', () => {
    const corrected = after(published, corrects('user:p', { f: 1 }));
    expect(of(after(corrected, corrects('user:q', { g: 1 })))).toEqual([]);
    expect(of(after(corrected, states('auto', f(3))))).toEqual([]);
    expect(of(after(corrected, misses('review')))).toEqual([]);
  });

  test('whoever corrected first, where another corrects the same field: without the first there is nothing to correct', () => {
    expect(of(after(published, corrects('user:p', { f: 1 }), corrects('user:q', { f: 3 })))).toEqual(['user:p']);
  });

  test('whoever corrects what is judged anew afterwards: the judgement may rest on what they wrote', () => {
    const corrected = after(published, corrects('user:p', { f: 3 }));
    const { outcome } = stateOf(corrected);
    const judged = happened(corrected, 'system', [{ type: 'RecordRejudged', data: { outcome: outcome! } }]);
    expect(of(judged)).toEqual(['user:p']);
  });
});

test('whatever happened, one person alone cannot open what was closed and be the reason to look', () => {
  const alone = 'user:p';
  const deeds = fc.constantFrom(
    corrects(alone, { f: 1 }),
    corrects(alone, { f: 3 }),
    corrects(alone, { g: 1 }),
    corrects(alone, { f: null }),
    approves(alone),
    rejects(alone),
    undoes(alone, 2),
    undoes(alone, 3),
  );
  const before = fc.constantFrom(
    published,
    after(unborn, states('review', f(0)), approves('user:q')),
    after(unborn, states('auto', f(3)), rejects('user:q')),
    after(unborn, states('auto', f(3)), corrects('user:q', { f: 1 }), approves('user:r')),
  );
  fc.assert(
    fc.property(before, fc.array(deeds, { maxLength: 8 }), (closed, list) => {
      const life = after(closed, ...list);
      expect(of(life)).toEqual(stateOf(life).status === 'open' ? [alone] : []);
    }),
    { numRuns: 300 },
  );
});
