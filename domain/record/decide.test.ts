import { describe, expect, test } from 'vitest';
import { reopen } from './amend.ts';
import { approve, choose, correct, reject, rejudge } from './decide.ts';
import type { RecordHistoryEvent } from './events.ts';
import { fold } from './fold.ts';
import { folding, policy, statementOf } from './histories.test-support.ts';
import {
  after,
  approves,
  chooses,
  code,
  corrects,
  did,
  f,
  happened,
  judgedBy,
  type Life,
  quorum,
  rejects,
  ruleset,
  seen,
  stateOf,
  states,
  unborn,
  undoes,
  waives,
} from './life.test-support.ts';
import { propose, statesTheSame, unstate } from './propose.ts';
import { derive, type Toy } from './toy.test-support.ts';

describe('what a source states', () => {
  test('is published by its policy where trust lets it', () => {
    expect(seen(after(unborn, states('auto', f(2))))).toEqual({ status: 'published', f: 2, published: 2 });
    expect(seen(after(unborn, states('clean', f(2)))).status).toBe('open');
    expect(seen(after(unborn, states('clean', f(0, 1)))).status).toBe('published');
    expect(seen(after(unborn, states('review', f(0)))).status).toBe('open');
  });

  test('waits for a person where it has an error, or states its key in two ways', () => {
    expect(seen(after(unborn, states('auto', f(3)))).status).toBe('open');
    const conflicting = after(unborn, states('auto', f(0), f(1)));
    expect(seen(conflicting)).toEqual({ status: 'open', f: 0, published: undefined });
    expect(stateOf(conflicting).outcome?.findings.map((finding) => finding.rule)).toEqual(['G11']);
  });

  test('leaves the published version alone while a newer one waits', () => {
    expect(seen(after(unborn, states('auto', f(0)), states('auto', f(3))))).toEqual({
      status: 'open',
      f: 3,
      published: 0,
    });
  });

  test('is not published by policy again once somebody rejected the same content', () => {
    const life = after(unborn, states('review', f(0)), rejects('user:p'), states('auto', f(1)), states('auto', f(0)));
    expect(seen(life)).toEqual({ status: 'rejected', f: 0, published: 1 });
  });

  test('is not published by policy while a correction of it stands', () => {
    const life = after(unborn, states('auto', f(0)), corrects('user:p', { g: 1 }), states('auto', f(1)));
    expect(seen(life)).toEqual({ status: 'open', f: 1, published: 0 });
  });

  test('is unchanged only if all that the file states for the key is what was stated last', () => {
    const life = after(unborn, states('auto', f(0), f(1)));
    const [first, second] = stateOf(life).stated as [string, string];
    expect(statesTheSame(stateOf(life), [first, second], true)).toBe(true);
    expect(statesTheSame(stateOf(life), [second, first], true)).toBe(false);
    expect(statesTheSame(stateOf(life), [first], true)).toBe(false);
    expect(statesTheSame(stateOf(life), [first, second], false)).toBe(false);
    expect(statesTheSame(stateOf(after(life, chooses('user:p', 1))), [first, second], true)).toBe(true);
  });

  test('no longer stated: opens the record for review, or withdraws it, once', () => {
    const life = after(unborn, states('auto', f(0)));
    for (const [onMissing, status] of [
      ['review', 'open'],
      ['withdraw', 'withdrawn'],
    ] as const) {
      const missing = { origin: { source: 'toy', import: 'x' }, onMissing };
      const gone = happened(life, policy, unstate(stateOf(life), missing, policy, judgedBy(life)));
      expect(seen(gone).status).toBe(status);
      expect(unstate(stateOf(gone), missing, policy, judgedBy(gone))).toEqual([]);
      expect(statesTheSame(stateOf(gone), stateOf(life).stated, true)).toBe(false);
    }
  });

  test('can be looked at as if one import had stated nothing', () => {
    const life = after(unborn, states('auto', f(0)), states('auto', f(1)));
    const last = stateOf(life).origin?.import ?? '';
    expect(fold(life.history, folding, last).content?.values.f).toBe(0);
    expect(fold(life.history.slice(0, 2), folding, stateOf(life).origin?.import).content?.values.f).toBe(0);
    expect(fold(life.history.slice(2), folding, last).status).toBe('withdrawn');
  });
});

describe('approving', () => {
  const waiting = after(unborn, states('review', f(0)));

  test('publishes exactly what the approval names', () => {
    const life = after(waiting, approves('user:p'));
    expect(seen(life)).toEqual({ status: 'published', f: 0, published: 0 });
    expect(life.history.at(-1)?.data).toMatchObject({ covers: [0], quorum: 1, publishes: true, counted: [] });
  });

  test('keeps why it was given in spite of what was found, and nothing where nobody said so', () => {
    const why = { code: 'checked-at-source', reason: 'seen on the package' };
    const [told, silent] = [why, {}].map((said) =>
      approve(stateOf(waiting), { actor: 'user:p', ...said }, judgedBy(waiting)),
    );
    expect(told?.events[0]?.data).toMatchObject(why);
    expect(Object.keys(silent?.events[0]?.data ?? {})).not.toEqual(expect.arrayContaining(['code']));
    expect(Object.keys(silent?.events[0]?.data ?? {})).not.toEqual(expect.arrayContaining(['reason']));
  });

  test('is refused for anybody who contributed to the content', () => {
    for (const contribution of [corrects('user:p', { f: 1 }), waives('user:p', 'f')]) {
      const life = after(unborn, states('review', f(2)), contribution);
      expect(code(approve(stateOf(life), { actor: 'user:p' }, judgedBy(life)))).toBe('contributor');
      expect(seen(after(life, approves('user:q'))).status).toBe('published');
    }
    const chosen = after(unborn, states('review', f(0), f(1)), chooses('user:p', 1));
    expect(code(approve(stateOf(chosen), { actor: 'user:p' }, judgedBy(chosen)))).toBe('contributor');
  });

  test('is refused for the author of a record made by hand', () => {
    const proposing = { ...judgedBy(unborn), trust: 'review' as const, context: {}, actor: 'user:p' as const };
    const life = happened(unborn, 'user:p', propose(stateOf(unborn), statementOf(f(0), 1, 0, false), proposing));
    expect(code(approve(stateOf(life), { actor: 'user:p' }, judgedBy(life)))).toBe('contributor');
  });

  test('is refused where a rule blocks, even if it was waived under milder rules', () => {
    const life = after(unborn, states('review', f(3)), waives('user:p', 'f'), ruleset(1));
    const rejudged = happened(life, 'system', rejudge(stateOf(life), judgedBy(life)));
    expect(code(approve(stateOf(rejudged), { actor: 'user:q' }, judgedBy(rejudged)))).toBe('block');
  });

  test('is refused once nothing is open, and where the person saw another version', () => {
    const life = after(waiting, approves('user:p'));
    expect(code(approve(stateOf(life), { actor: 'user:q' }, judgedBy(life)))).toBe('not-open');
    expect(code(approve(stateOf(waiting), { actor: 'user:q', expect: 3 }, judgedBy(waiting)))).toBe('stale-version');
    expect(code(approve(stateOf(unborn), { actor: 'user:q' }, judgedBy(unborn)))).toBe('no-such-record');
  });

  test('under new rules is refused and the record judged again; then it is possible', () => {
    const life = after(unborn, states('review', f(1)), ruleset(1));
    const decision = approve(stateOf(life), { actor: 'user:p' }, judgedBy(life));
    expect(code(decision)).toBe('judged-again');
    expect(decision.events.map((event) => event.type)).toEqual(['RecordRejudged']);
    expect(seen(after(life, approves('user:p'), approves('user:p'))).status).toBe('published');
  });

  test('a published version stays published when new rules open the record', () => {
    const life = after(unborn, states('auto', f(1)), ruleset(1));
    const judged = happened(life, 'system', rejudge(stateOf(life), judgedBy(life)));
    expect(seen(judged)).toEqual({ status: 'open', f: 1, published: 1 });
    expect(rejudge(stateOf(judged), judgedBy(judged))).toEqual([]);
  });
});

describe('a quorum of two', () => {
  const waiting = after(unborn, quorum(2), states('review', f(0)));

  test('is reached by two different people', () => {
    const once = after(waiting, approves('user:p'));
    expect(seen(once).status).toBe('open');
    expect(code(approve(stateOf(once), { actor: 'user:p' }, judgedBy(once)))).toBe('already-approved');
    const twice = after(once, approves('user:q'));
    expect(seen(twice)).toEqual({ status: 'published', f: 0, published: 0 });
    expect(twice.history.at(-1)?.data).toMatchObject({ quorum: 2, publishes: true, counted: [1] });
  });

  test('is not helped by an approval of other content', () => {
    const life = after(waiting, approves('user:p'), corrects('user:r', { f: 1 }), approves('user:q'));
    expect(seen(life)).toEqual({ status: 'open', f: 1, published: undefined });
  });

  test('does not count somebody who has contributed since', () => {
    const life = after(
      waiting,
      ...[approves('user:p'), corrects('user:p', { f: 1 }), corrects('user:r', { f: 0 }), approves('user:q')],
    );
    expect(seen(life).status).toBe('open');
  });

  test('is not reached by approvals from before the last publication', () => {
    const there = after(waiting, approves('user:p'), approves('user:q'), corrects('user:r', { f: 1 }));
    const andBack = after(there, approves('user:p'), approves('user:q'), corrects('user:r', { f: 0 }));
    expect(seen(andBack)).toEqual({ status: 'open', f: 0, published: 1 });
    expect(seen(after(andBack, approves('user:s'))).status).toBe('open');
    expect(seen(after(andBack, approves('user:s'), approves('user:p')))).toEqual({
      status: 'published',
      f: 0,
      published: 0,
    });
  });

  test('that was lowered since lets the same person approve again, and publish', () => {
    const life = after(waiting, approves('user:p'), quorum(1), approves('user:p'));
    expect(seen(life).status).toBe('published');
  });

  test('is void when an approval that it counted is undone', () => {
    const life = after(waiting, approves('user:p'), approves('user:q'), undoes('user:r', 1));
    expect(seen(life)).toEqual({ status: 'open', f: 0, published: undefined });
  });

  test('is void when what a counted approval rests on is gone, though the content came again', () => {
    const waitingForChoice = after(unborn, quorum(2), states('review', f(0), f(1)), chooses('user:r', 1));
    const approved = after(waitingForChoice, approves('user:p'), states('review', f(1)));
    const published = after(approved, approves('user:q'));
    expect(seen(after(published, undoes('user:s', 2))).published).toBe(undefined);
  });
});

describe('rejecting', () => {
  test('takes an open record out of the queue, and nothing else', () => {
    const life = after(unborn, states('auto', f(0)), states('review', f(1)), rejects('user:p'));
    expect(seen(life)).toEqual({ status: 'rejected', f: 1, published: 0 });
    expect(code(reject(stateOf(life), { actor: 'user:q', code: 'x' }))).toBe('not-open');
  });

  test('ends with a correction, and holds again when that is undone', () => {
    const life = after(unborn, states('review', f(0)), rejects('user:p'), corrects('user:q', { f: 1 }));
    expect(seen(life).status).toBe('open');
    expect(seen(after(life, undoes('user:q', 2))).status).toBe('rejected');
  });

  test('no longer counts once the record is reopened and published', () => {
    const reopens = did('user:q', (state) => reopen(state, { actor: 'user:q', why: '' }));
    const life = after(unborn, states('review', f(0)), rejects('user:p'), reopens, approves('user:r'));
    expect(seen(life).status).toBe('published');
  });
});

describe('correcting', () => {
  test('opens a published record in a newer version and keeps the published one', () => {
    const life = after(unborn, states('auto', f(0)), corrects('user:p', { f: 1 }));
    expect(seen(life)).toEqual({ status: 'open', f: 1, published: 0 });
    expect(life.history.at(-1)?.data).toMatchObject({ patch: { f: { from: 0, to: 1 } } });
  });

  test('computes derived fields again, and refuses to correct what is computed', () => {
    const life = after(unborn, states('auto', f(0, 1)), corrects('user:p', { f: 2 }));
    expect(stateOf(life).content?.values).toEqual({ f: 2, g: 1, h: 3 });
    const decision = correct(
      stateOf(life),
      { actor: 'user:p', set: { h: 9 }, contract: 1, reason: '' },
      judgedBy(life),
    );
    expect(code(decision)).toBe('derived-field');
  });

  test('drops what the source said of the field instead of a number', () => {
    const traces: Toy = { values: derive({ f: 0, h_stated: 3 }), qualifiers: { g: 'trace' } };
    const life = after(unborn, states('auto', traces), corrects('user:p', { g: 1 }));
    expect(stateOf(life).content).toEqual({ values: { f: 0, g: 1, h: 1, h_stated: 3 }, qualifiers: {} });
  });

  test('of a value that is so already is refused, and so is a clearing of nothing', () => {
    const life = after(unborn, states('auto', f(0)));
    const sets: readonly Record<string, number | null>[] = [{ f: 0 }, { other: null }, {}];
    for (const set of sets) {
      const decision = correct(stateOf(life), { actor: 'user:p', set, contract: 1, reason: '' }, judgedBy(life));
      expect(code(decision)).toBe('nothing-to-change');
      expect(decision.events).toEqual([]);
    }
  });

  test('is suspended for a field that a new statement brings with a third value, with an error that opens the record', () => {
    const life = after(unborn, states('auto', f(0, 0)), corrects('user:p', { f: 1, g: 1 }), states('auto', f(2, 0)));
    expect(stateOf(life).content?.values).toEqual({ f: 2, g: 1, h: 3 });
    expect(stateOf(life).outcome?.findings).toContainEqual({ rule: 'C1', version: 1, severity: 'error', field: 'f' });
    expect(seen(life).status).toBe('open');
  });

  test('changes nothing where a new statement has the value already, and then nobody depends on it', () => {
    const life = after(unborn, states('review', f(0)), corrects('user:p', { f: 1 }), states('review', f(1)));
    expect(stateOf(life).effective).toEqual([]);
    const published = after(life, approves('user:q'));
    expect(published.history.at(-1)?.data).toMatchObject({ covers: [2] });
    expect(seen(after(published, undoes('user:p', 1))).published).toBe(1);
  });
});

describe('choosing', () => {
  const conflicting = after(unborn, states('auto', f(0), f(1)));

  test('takes an alternative instead of the first row, and ends the conflict', () => {
    const life = after(conflicting, chooses('user:p', 1), approves('user:q'));
    expect(seen(life)).toEqual({ status: 'published', f: 1, published: 1 });
    expect(stateOf(life).outcome?.findings).toEqual([]);
    expect(life.history.at(-1)?.data).toMatchObject({ covers: [1, 2] });
  });

  test('of the first row says that it is the right one', () => {
    const life = after(conflicting, chooses('user:p', 0), approves('user:q'));
    expect(seen(life)).toEqual({ status: 'published', f: 0, published: 0 });
  });

  test('is refused for what does not exist or is chosen already', () => {
    const choice = (life: Life, alternative: number) =>
      code(choose(stateOf(life), { actor: 'user:p', alternative, reason: '' }, judgedBy(life)));
    expect(choice(conflicting, 2)).toBe('no-such-alternative');
    expect(choice(conflicting, -1)).toBe('no-such-alternative');
    expect(choice(after(unborn, states('auto', f(0))), 0)).toBe('no-such-alternative');
    expect(choice(after(conflicting, chooses('user:q', 1)), 1)).toBe('nothing-to-change');
  });

  test('ends with a new statement, and its alternatives with it', () => {
    const life = after(conflicting, chooses('user:p', 1), states('auto', f(2)));
    expect(stateOf(life).alternatives).toEqual([]);
    expect(seen(life)).toEqual({ status: 'published', f: 2, published: 2 });
  });
});

test('an erased record has no content and takes no decision', () => {
  const life = after(unborn, states('auto', f(0)), corrects('user:p', { f: 1 }));
  const erased = {
    ...life,
    history: life.history.map(
      ({ type, id, actor }) => ({ type, id, actor, data: { erased: true } }) as RecordHistoryEvent,
    ),
  };
  expect(stateOf(erased)).toMatchObject({
    status: 'withdrawn',
    content: null,
    published: null,
    erased: true,
    version: 2,
  });
  expect(code(approve(stateOf(erased), { actor: 'user:q' }, judgedBy(erased)))).toBe('erased');
});

test('every event of a personal record names its subject', () => {
  const proposing = { ...judgedBy(unborn), trust: 'auto' as const, context: {}, actor: policy };
  const statement = { ...statementOf(f(2), 1, 0, false), subject: 'someone' };
  const life = happened(unborn, policy, propose(stateOf(unborn), statement, proposing));
  const all = after(life, corrects('user:p', { f: 1 }), rejects('user:q'), undoes('user:q', 3), approves('user:r'));
  expect(all.history.length).toBe(6);
  expect(all.history.map((event) => event.data.subject)).toEqual(Array(6).fill('someone'));
});
