import { describe, expect, test } from 'vitest';
import { endWaiver, struck, undo, undoable, waive } from './amend.ts';
import { fold } from './fold.ts';
import { folding } from './histories.test-support.ts';
import {
  after,
  approves,
  code,
  corrects,
  f,
  happened,
  judgedBy,
  type Life,
  rejects,
  seen,
  stateOf,
  states,
  unborn,
  undoes,
  waives,
} from './life.test-support.ts';

describe('undoing', () => {
  test('the third of ten decisions gives what the fold gives without it', () => {
    const deeds = [
      ...[corrects('user:p', { f: 1 }), corrects('user:q', { g: 1 }), corrects('user:r', { f: 2 })],
      ...[corrects('user:p', { g: 2 }), approves('user:s'), corrects('user:p', { g: 3 }), rejects('user:q')],
      ...[corrects('user:p', { g: 0 }), corrects('user:q', { g: 1 }), approves('user:s')],
    ];
    const life = after(unborn, states('review', f(0)), ...deeds);
    expect(life.history.length).toBe(11);
    expect(seen(life)).toEqual({ status: 'published', f: 2, published: 2 });
    const undone = after(life, undoes('user:x', 3));
    expect(stateOf(undone).content?.values).toEqual({ f: 1, g: 1, h: 2 });
    expect(seen(undone)).toEqual({ status: 'open', f: 1, published: undefined });
    const without = fold(
      life.history.filter((_, version) => version !== 3),
      folding,
    );
    expect(stateOf(undone).content).toEqual(without.content);
    expect(seen(after(undone, undoes('user:x', 11)))).toEqual(seen(life));
  });

  test('an approval takes what it published back to the version before', () => {
    const life = after(unborn, states('auto', f(0)), corrects('user:p', { f: 1 }), approves('user:q'));
    expect(seen(after(life, undoes('user:r', 3)))).toEqual({ status: 'open', f: 1, published: 0 });
  });

  test('is refused for statements, for what is undone already, and for parts of a process', () => {
    const life = after(unborn, states('auto', f(0)), corrects('user:p', { f: 1 }));
    const attempt = (now: Life, version: number) =>
      code(undo(stateOf(now), { actor: 'user:p', version, reason: '' }, judgedBy(now)));
    expect(attempt(life, 0)).toBe('not-undoable');
    expect(attempt(life, 9)).toBe('not-undoable');
    expect(attempt(after(life, undoes('user:p', 2)), 2)).toBe('not-undoable');
    const strike = struck(stateOf(life), { versions: [0], why: '', process: 'withdrawal' }, 'user:p', judgedBy(life));
    expect(attempt(happened(life, 'user:p', [strike]), 3)).toBe('part-of-process');
    expect(undoable(stateOf(life))).toEqual([1, 2]);
  });
});

describe('waiving', () => {
  const warned = after(unborn, states('clean', f(2)));

  test('declares a value true: the finding stays, marked', () => {
    const life = after(warned, waives('user:p', 'f'));
    expect(stateOf(life).outcome?.findings).toEqual([
      { rule: 'Rf', version: 1, severity: 'warn', field: 'f', waived: true },
    ]);
    expect(stateOf(life).covers).toEqual([0, 1]);
  });

  test('holds for that value alone', () => {
    const life = after(warned, waives('user:p', 'f'), corrects('user:q', { f: 3 }));
    expect(stateOf(life).outcome?.findings[0]).not.toHaveProperty('waived');
    expect(stateOf(life).covers).toEqual([0, 2]);
  });

  test('ends by an event, never by time alone, and opens what rested on it', () => {
    const life = after(warned, waives('user:p', 'f'), approves('user:q'));
    const ended = happened(life, 'system', endWaiver(stateOf(life), 1, 'system', judgedBy(life)));
    expect(seen(ended)).toEqual({ status: 'open', f: 2, published: 2 });
    expect(endWaiver(stateOf(ended), 1, 'system', judgedBy(ended))).toEqual([]);
  });

  test('is refused where there is no finding that holds', () => {
    const attempt = (life: Life, field: string) =>
      code(waive(stateOf(life), { actor: 'user:p', rule: `R${field}`, field, justification: '' }, judgedBy(life)));
    expect(attempt(warned, 'g')).toBe('no-such-finding');
    expect(attempt(after(warned, waives('user:q', 'f')), 'f')).toBe('no-such-finding');
    expect(attempt(after(unborn, states('review', f(0, 1))), 'g')).toBe('no-such-finding');
  });
});
