import { describe, expect, test } from 'vitest';
import { undoable } from './amend.ts';
import { atRestIn, copyOf } from './at-rest.test-support.ts';
import type { RecordHistoryEvent } from './events.ts';
import { fold, isPerson } from './fold.ts';
import {
  type Command,
  folding,
  history,
  importsOnly,
  newWorlds,
  play,
  playWithdrawal,
  stateOf as stateIn,
  viewOf,
  type Worlds,
} from './histories.test-support.ts';
import {
  after,
  approves,
  chooses,
  corrects,
  f,
  misses,
  quorum,
  rejects,
  seen,
  stateOf,
  states,
  unborn,
  undoes,
} from './life.test-support.ts';
import { statesTheSame } from './propose.ts';

const typesOf = (history: readonly RecordHistoryEvent[]) => history.map(({ type }) => type);
const byPolicy = after(unborn, states('auto', f(0)));
const byPerson = after(unborn, states('review', f(0)), approves('user:p'));

describe('a record that a snapshot no longer contains, under `withdraw`', () => {
  test('is unpublished where only a policy approved it', () => {
    const life = after(byPolicy, misses('withdraw'));
    expect(seen(life)).toEqual({ status: 'withdrawn', f: undefined, published: undefined });
    expect(typesOf(life.history).slice(2)).toEqual(['RecordUnstated', 'RecordUnpublished']);
    expect(life.history[3]?.data).toMatchObject({ of: 0, why: 'missing', origin: { source: 'toy' } });
  });

  test('is reopened where a person approved it: it stays published and waits', () => {
    const life = after(byPerson, misses('withdraw'));
    expect(seen(life)).toEqual({ status: 'open', f: 0, published: 0 });
    expect(typesOf(life.history).slice(2)).toEqual(['RecordUnstated']);
    expect(life.history[2]?.data).toMatchObject({ onMissing: 'withdraw', reopens: true });
  });

  test('is reopened too where a policy published again what a person had approved', () => {
    const life = after(byPerson, states('auto', f(1)), states('auto', f(0)), misses('withdraw'));
    expect(seen(life)).toEqual({ status: 'open', f: 0, published: 0 });
  });

  test('is unpublished where a person approved something else', () => {
    const life = after(byPerson, states('auto', f(1)), misses('withdraw'));
    expect(seen(life)).toEqual({ status: 'withdrawn', f: undefined, published: undefined });
  });

  test('is unpublished where the person took the approval back', () => {
    const life = after(byPerson, states('auto', f(1)), states('auto', f(0)), undoes('user:p', 1), misses('withdraw'));
    expect(seen(life).published).toBeUndefined();
  });

  test('keeps no publication by policy from before it was reopened, when the approval it was reopened for is undone', () => {
    const approved = after(byPolicy, corrects('user:p', { f: 1 }), approves('user:q'));
    const reopened = after(approved, misses('withdraw'));
    expect(seen(reopened)).toEqual({ status: 'open', f: 1, published: 1 });
    expect(seen(after(approved, undoes('user:q', 3))).published).toBe(0);
    expect(seen(after(reopened, undoes('user:q', 3)))).toEqual({ status: 'open', f: 1, published: undefined });
  });

  test('is withdrawn where it waited, was rejected or had too few approvals: there is nothing to unpublish', () => {
    for (const life of [
      after(unborn, states('review', f(0))),
      after(unborn, states('review', f(0)), rejects('user:p')),
      after(unborn, quorum(2), states('review', f(0)), approves('user:p')),
    ]) {
      const gone = after(life, misses('withdraw'));
      expect(seen(gone)).toEqual({ status: 'withdrawn', f: undefined, published: undefined });
      expect(typesOf(gone.history).at(-1)).toBe('RecordUnstated');
    }
  });

  test('loses what its policy published while a newer statement waits', () => {
    const life = after(byPolicy, states('review', f(1)), misses('withdraw'));
    expect(seen(life)).toEqual({ status: 'withdrawn', f: undefined, published: undefined });
    expect(life.history.at(-1)?.data).toMatchObject({ of: 0 });
  });
});

describe('a record that a snapshot no longer contains, under `review`', () => {
  test('waits for a person, and stays published whoever approved it', () => {
    for (const life of [byPolicy, byPerson]) {
      const gone = after(life, misses('review'));
      expect(seen(gone)).toEqual({ status: 'open', f: 0, published: 0 });
      expect(typesOf(gone.history).slice(2)).toEqual(['RecordUnstated']);
      expect(seen(after(gone, approves('user:q'))).status).toBe('published');
    }
  });
});

describe('a record that was unstated', () => {
  test('is unstated once, whatever its next snapshots lack', () => {
    for (const onMissing of ['review', 'withdraw'] as const)
      for (const life of [byPolicy, byPerson]) {
        const gone = after(life, misses(onMissing));
        expect(after(gone, misses('withdraw'), misses('review')).history).toEqual(gone.history);
      }
  });

  test('is proposed again when it returns, and its policy publishes it as on the first day', () => {
    const stated = stateOf(byPolicy).stated;
    for (const onMissing of ['review', 'withdraw'] as const)
      for (const life of [byPolicy, byPerson]) {
        const gone = after(life, misses(onMissing));
        expect(statesTheSame(stateOf(gone), stated, true)).toBe(false);
        expect(seen(after(gone, states('auto', f(0))))).toEqual({ status: 'published', f: 0, published: 0 });
      }
  });

  test('waits when it returns where its source is not trusted, and is published once a person approves', () => {
    const back = after(byPolicy, misses('withdraw'), states('review', f(0)));
    expect(seen(back)).toEqual({ status: 'open', f: 0, published: undefined });
    expect(seen(after(back, approves('user:p')))).toEqual({ status: 'published', f: 0, published: 0 });
  });

  test('that a person approved keeps being published when it returns, until it is approved again', () => {
    const back = after(byPerson, misses('withdraw'), states('review', f(1)));
    expect(seen(back)).toEqual({ status: 'open', f: 1, published: 0 });
    expect(seen(after(back, approves('user:p')))).toEqual({ status: 'published', f: 1, published: 1 });
  });

  test('returns with the corrections that people made, for a person to approve', () => {
    const corrected = after(byPolicy, corrects('user:p', { f: 1 }), misses('withdraw'), states('auto', f(0)));
    expect(seen(corrected)).toEqual({ status: 'open', f: 1, published: undefined });
    expect(seen(after(corrected, approves('user:q')))).toEqual({ status: 'published', f: 1, published: 1 });
  });

  test('can be corrected, chosen among and approved where it was reopened, and only read where it was withdrawn', () => {
    const conflicting = after(unborn, states('auto', f(0), f(1)), chooses('user:p', 1), approves('user:q'));
    const reopened = after(conflicting, misses('withdraw'), corrects('user:p', { f: 2 }), approves('user:q'));
    expect(seen(reopened)).toEqual({ status: 'published', f: 2, published: 2 });
    const withdrawn = after(byPolicy, misses('withdraw'));
    expect(after(withdrawn, corrects('user:p', { f: 2 }), approves('user:q')).history).toEqual(withdrawn.history);
  });

  test('is not brought back by an undo: what an import says is undone by withdrawing it', () => {
    const gone = after(byPolicy, misses('withdraw'));
    expect(undoable(stateOf(gone))).toEqual([1]);
    expect(after(gone, undoes('user:p', 2), undoes('user:p', 3)).history).toEqual(gone.history);
  });

  test('stood as it was before: a fold of the history up to then still publishes it', () => {
    const gone = after(byPolicy, misses('withdraw'));
    expect(fold(gone.history.slice(0, 2), folding).published?.content.values.f).toBe(0);
    expect(fold(gone.history.slice(0, 3), folding).published).toBeNull();
  });

  test('is as if nothing had been left out, seen without that import', () => {
    const gone = after(byPolicy, misses('withdraw'));
    const { data } = gone.history[2] as RecordHistoryEvent & { type: 'RecordUnstated' };
    const without = fold(gone.history, folding, data.origin.import);
    expect([without.status, without.published?.content.values.f]).toEqual(['published', 0]);
  });
});

/** Plays commands, nobody's but the source's first. */
function played(...commands: readonly Command[]): Worlds {
  const worlds = newWorlds({ trust: 'auto', quorum: 1, commands: [] });
  for (const command of commands) play(worlds, command);
  return worlds;
}
const states0: Command = { op: 'import', rows: [0], crash: 9 };
const left: Command = { op: 'missing', how: 'withdraw', crash: false };

describe('withdrawing the import that left a record out', () => {
  test('brings back what it had unpublished, and undoing that withdrawal unpublishes it again', () => {
    const worlds = played(states0, left);
    playWithdrawal(worlds, false, 1);
    expect(stateIn(worlds)).toMatchObject({ status: 'published', published: { statement: 0 } });
    expect(worlds.events.at(-1)).toMatchObject({ type: 'EventsStruck', data: { versions: [2, 3] } });
    playWithdrawal(worlds, true, 0);
    expect(stateIn(worlds)).toMatchObject({ status: 'withdrawn', published: null });
  });

  test('leaves it to the next snapshot that lacks it too', () => {
    const worlds = played(states0, left, left);
    playWithdrawal(worlds, false, 1);
    expect(worlds.events.slice(4).map(({ type }) => type)).toEqual([
      'EventsStruck',
      'RecordUnstated',
      'RecordUnpublished',
    ]);
    expect(stateIn(worlds)).toMatchObject({ status: 'withdrawn', published: null });
  });

  test('leaves no policy’s publication under a statement that is kept for a person', () => {
    const worlds = newWorlds({ trust: 'auto', quorum: 2, commands: [] });
    const before: readonly Command[] = [
      states0,
      { op: 'import', rows: [1], crash: 9 },
      { op: 'correct', by: 0, set: { f: 0, g: 1 } },
      { op: 'approve', by: 1 },
    ];
    for (const command of before) play(worlds, command);
    playWithdrawal(worlds, false, 1);
    expect(stateIn(worlds)).toMatchObject({ status: 'open', base: 2, published: { statement: 0 } });
    for (const command of [left, left]) play(worlds, command);
    expect(stateIn(worlds)).toMatchObject({ status: 'withdrawn', published: null });
    playWithdrawal(worlds, false, 1);
    expect(worlds.events.at(-1)).toMatchObject({ type: 'RecordUnstated', data: { reopens: true } });
    expect(stateIn(worlds)).toMatchObject({ status: 'open', base: 2, published: null });
  });
});

/** What the latest standing import that has a say leaves out, and how, where it does. */
function leftOut({ imports }: Worlds): string | undefined {
  let stated = false;
  let how: string | undefined;
  for (const { standing, missing } of imports) {
    if (!standing || missing === 'keep') continue;
    if (missing === undefined) {
      stated = true;
      how = undefined;
    } else if (stated) how ??= missing;
  }
  return how;
}

const approvedByPerson = (worlds: Worlds, upTo: number, hash: string): boolean => {
  const { standing } = fold(worlds.events.slice(0, upTo), folding);
  return worlds.events
    .slice(0, upTo)
    .some(
      ({ type, actor, data }, version) =>
        type === 'RecordApproved' &&
        isPerson(actor) &&
        standing[version] &&
        data.contentHash === hash &&
        data.covers.every((covered) => standing[covered]),
    );
};

describe('in every history of a record, its source leaving it out now and then', { timeout: 60_000 }, () => {
  for (const [who, histories] of [
    ['people and imports', history],
    ['imports alone', importsOnly],
  ] as const) {
    test(`what only a policy approved is published no longer (${who})`, () => {
      atRestIn(histories, (worlds, { published, history: events }) => {
        if (leftOut(worlds) !== 'withdraw' || published === null) return;
        const approval = events[published.version];
        const person = isPerson(approval?.actor ?? 'system');
        expect(person || approvedByPerson(worlds, events.length, published.contentHash)).toBe(true);
      });
    });
  }

  test('what a person approved is never unpublished by it', () => {
    atRestIn(history, (worlds) => {
      worlds.events.forEach(({ type }, version) => {
        if (type !== 'RecordUnpublished') return;
        const { published } = fold(worlds.events.slice(0, version - 1), folding);
        expect(published).not.toBeNull();
        expect(approvedByPerson(worlds, version, published?.contentHash ?? '')).toBe(false);
        expect(fold(worlds.events.slice(0, version + 1), folding).published).toBeNull();
      });
    });
  });

  test('leaving it out and withdrawing that is as if it had not been left out', () => {
    atRestIn(history, (worlds, state) => {
      if (leftOut(worlds) !== undefined) return;
      const copy = copyOf(worlds);
      play(copy, left);
      const index = copy.imports.filter(({ standing }) => standing).length - 1;
      playWithdrawal(copy, false, index);
      expect(viewOf(stateIn(copy))).toBe(viewOf(state));
    });
  });

  test('it returns as its source states it, and is published again where its policy lets it', () => {
    atRestIn(importsOnly, (worlds, state) => {
      if (state.status !== 'published' || worlds.settings.trust !== 'auto') return;
      const copy = copyOf(worlds);
      play(copy, left);
      expect(stateIn(copy)).toMatchObject({ status: 'withdrawn', published: null });
      play(copy, { op: 'return', crash: 9 });
      expect(['open', 'published']).toContain(stateIn(copy).status);
      const last = copy.imports.findLast(({ missing }) => missing === undefined);
      if (JSON.stringify(last?.list) === JSON.stringify([state.content]))
        expect(viewOf(stateIn(copy))).toBe(viewOf(state));
    });
  });
});
