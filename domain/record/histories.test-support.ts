/** Random histories of one record, decided by the code under test and by the reference at once. */
import fc from 'fast-check';
import { endWaiver, reopen, undo, undoable, waive } from './amend.ts';
import { contentHash } from './content.ts';
import { approve, choose, correct, type Deciding, type Decision, reject, rejudge } from './decide.ts';
import type { Actor, RecordEvent, RecordHistoryEvent } from './events.ts';
import { type Folding, fold, type RecordState } from './fold.ts';
import * as model from './model.test-support.ts';
import { propose, type Statement, statesTheSame, unstate } from './propose.ts';
import { derive, plainHash, rulesetCount, type Toy, toy, toyJudge } from './toy.test-support.ts';
import { type Stated, undoWithdrawal, withdraw } from './withdraw.ts';

export const folding: Folding = { hash: plainHash, derive };
export const people: readonly Actor[] = ['user:p', 'user:q', 'user:r', 'user:s'];
export const policy: Actor = 'policy:toy@1';

export type Command =
  | { readonly op: 'import'; readonly rows: readonly number[]; readonly crash: number }
  /** A snapshot without the record. It may crash before it says so, and is resumed by the next import or process. */
  | { readonly op: 'missing'; readonly how: model.OnMissing; readonly crash: boolean }
  /** A snapshot that contains again what was last stated. */
  | { readonly op: 'return'; readonly crash: number }
  | { readonly op: 'ruleset' | 'quorum' | 'rejudge' | 'endWaiver' | 'withdraw' | 'unwithdraw'; readonly n: number }
  | { readonly op: 'approve' | 'reject' | 'reopen'; readonly by: number }
  | { readonly op: 'correct'; readonly by: number; readonly set: Readonly<Record<string, number | null>> }
  | { readonly op: 'choose' | 'undo'; readonly by: number; readonly n: number }
  | { readonly op: 'waive'; readonly by: number; readonly field: 'f' | 'g' };

const by = fc.nat(people.length - 1);
const n = fc.nat(5);
const to = fc.option(fc.nat(3), { freq: 8 });
const set = fc.oneof(fc.record({ f: to }), fc.record({ g: to }), fc.record({ f: to, g: to }));
const crash = fc.oneof({ weight: 3, arbitrary: fc.constant(9) }, { weight: 1, arbitrary: fc.nat(2) });
const statement: fc.Arbitrary<Command> = fc.record({
  op: fc.constant('import' as const),
  rows: fc.oneof(
    fc.array(fc.nat(19), { minLength: 1, maxLength: 1 }),
    fc.array(fc.nat(5), { minLength: 1, maxLength: 3 }),
  ),
  crash,
});
/** What imports do: state, leave out, be withdrawn, come back. */
const importing: readonly fc.WeightedArbitrary<Command>[] = [
  { weight: 5, arbitrary: statement },
  {
    weight: 2,
    arbitrary: fc.record({
      op: fc.constant('missing' as const),
      how: fc.constantFrom('keep', 'review', 'withdraw', 'withdraw'),
      crash: fc.constantFrom(false, false, true),
    }),
  },
  { weight: 1, arbitrary: fc.record({ op: fc.constant('return' as const), crash }) },
  { weight: 3, arbitrary: fc.record({ op: fc.constantFrom('withdraw', 'withdraw', 'unwithdraw'), n }) },
];
const command: fc.Arbitrary<Command> = fc.oneof(
  ...importing,
  { weight: 1, arbitrary: fc.record({ op: fc.constantFrom('ruleset', 'quorum', 'rejudge', 'endWaiver'), n }) },
  { weight: 6, arbitrary: fc.record({ op: fc.constantFrom('approve', 'approve', 'approve', 'reject', 'reopen'), by }) },
  { weight: 4, arbitrary: fc.record({ op: fc.constant('correct' as const), by, set }) },
  { weight: 4, arbitrary: fc.record({ op: fc.constantFrom('choose', 'undo', 'undo'), by, n }) },
  { weight: 2, arbitrary: fc.record({ op: fc.constant('waive' as const), by, field: fc.constantFrom('f', 'g') }) },
);

export interface History {
  readonly trust: 'auto' | 'clean' | 'review';
  readonly quorum: number;
  readonly commands: readonly Command[];
}
const historyOf = (commands: fc.Arbitrary<Command>): fc.Arbitrary<History> =>
  fc.record({
    trust: fc.constantFrom('auto', 'auto', 'clean', 'review'),
    quorum: fc.integer({ min: 1, max: 2 }),
    commands: fc
      .tuple(statement, fc.array(commands, { minLength: 4, maxLength: 24, size: 'max' }))
      .map(([first, others]) => [first, ...others]),
  });
export const history = historyOf(command);
/** Histories that no person ever touched. */
export const importsOnly = historyOf(fc.oneof(...importing));

/** Both worlds. */
export interface Worlds {
  readonly settings: model.Settings;
  readonly events: RecordHistoryEvent[];
  readonly entries: model.Entry[];
  readonly imports: ImportOf[];
  unfinished: { readonly id: number; readonly list: readonly Toy[]; readonly missing?: model.OnMissing } | undefined;
}

/** An import of the source; `list` is what it states of the record: nothing where it is missing. Ids count from 1. */
export interface ImportOf {
  readonly list: readonly Toy[];
  readonly missing?: model.OnMissing;
  standing: boolean;
  /** Versions that its last withdrawal wrote. */
  written: readonly number[];
}

export const deciding = ({ ruleset, quorum }: { ruleset: number; quorum: number }): Deciding => ({
  ...folding,
  ruleset,
  judge: toyJudge(ruleset),
  quorum: () => quorum,
});

export const newWorlds = ({ trust, quorum }: History): Worlds => ({
  settings: { trust, quorum, ruleset: 0 },
  events: [],
  entries: [],
  imports: [],
  unfinished: undefined,
});

export const stateOf = (worlds: Worlds): RecordState => fold(worlds.events, folding);
export const viewOf = (state: RecordState): string =>
  model.viewOf(state.status, state.content, state.published?.content ?? null);

export function add(worlds: Worlds, events: readonly RecordEvent[], actor: Actor): void {
  for (const event of events) worlds.events.push({ ...event, id: `${worlds.events.length}`, actor });
}

/** What both answered; equal where the code under test is right. */
export interface Answers {
  readonly ours: string;
  readonly reference: string;
}

/** Gives a command to both worlds. */
export function play(worlds: Worlds, given: Command): Answers {
  if (given.op === 'import') return playImport(worlds, given.rows.map(toy), given.crash);
  if (given.op === 'return') return playImport(worlds, lastStated(worlds), given.crash);
  const isProcess = given.op === 'missing' || given.op === 'withdraw' || given.op === 'unwithdraw';
  if (isProcess && worlds.unfinished !== undefined) return resume(worlds, 9);
  const { settings: s, entries } = worlds;
  const state = stateOf(worlds);
  const d = deciding(s);
  const actor = 'by' in given ? (people[given.by] as Actor) : 'system';
  switch (given.op) {
    case 'ruleset':
      s.ruleset = given.n % rulesetCount;
      return { ours: '', reference: '' };
    case 'quorum':
      s.quorum = 1 + (given.n % 2);
      return { ours: '', reference: '' };
    case 'missing': {
      const id = worlds.imports.push({ list: [], missing: given.how, standing: true, written: [] });
      worlds.unfinished = { id, list: [], missing: given.how };
      return given.crash ? { ours: '', reference: '' } : resume(worlds, 9);
    }
    case 'withdraw':
    case 'unwithdraw':
      playWithdrawal(worlds, given.op === 'unwithdraw', given.n);
      return { ours: '', reference: '' };
    case 'rejudge':
      return both(worlds, rejudge(state, d), model.decide.rejudge(entries, s), actor);
    case 'endWaiver': {
      const waiver = state.waivers[given.n] ?? 0;
      return both(worlds, endWaiver(state, waiver, actor, d), model.decide.endWaiver(entries, waiver, s), actor);
    }
    case 'approve':
      return both(worlds, approve(state, { actor }, d), model.decide.approve(entries, actor, s), actor);
    case 'reject':
      return both(worlds, reject(state, { actor, code: 'implausible' }), model.decide.reject(entries, actor), actor);
    case 'reopen':
      return both(worlds, reopen(state, { actor, why: 'look again' }), model.decide.reopen(entries, actor), actor);
    case 'correct': {
      const ours = correct(state, { actor, set: given.set, contract: 1, reason: 'misread' }, d);
      return both(worlds, ours, model.decide.correct(entries, actor, given.set, s), actor);
    }
    case 'choose': {
      const ours = choose(state, { actor, alternative: given.n % 3, reason: 'newer' }, d);
      return both(worlds, ours, model.decide.choose(entries, actor, given.n % 3, s), actor);
    }
    case 'waive': {
      const ours = waive(state, { actor, rule: `R${given.field}`, field: given.field, justification: 'true' }, d);
      return both(worlds, ours, model.decide.waive(entries, actor, given.field, s), actor);
    }
    case 'undo': {
      const candidates = undoable(state);
      const version = candidates[given.n % Math.max(1, candidates.length)] ?? 0;
      const ours = undo(state, { actor, version, reason: 'mistake' }, d);
      return both(worlds, ours, model.decide.undo(entries, actor, version, s), actor);
    }
  }
}

function both(
  worlds: Worlds,
  decision: Decision | readonly RecordEvent[],
  answer: readonly model.Entry[] | string,
  actor: Actor,
) {
  if (worlds.events.length === 0) return { ours: '', reference: '' };
  const events = 'kind' in decision ? decision.events : decision;
  const ours = 'kind' in decision && decision.kind === 'refused' ? decision.refusal.code : `${events.length} events`;
  add(worlds, events, actor);
  const again = answer === 'judged-again' ? model.decide.rejudge(worlds.entries, worlds.settings) : answer;
  if (typeof again !== 'string') worlds.entries.push(...again);
  return { ours, reference: typeof answer === 'string' ? answer : `${answer.length} events` };
}

export const statementOf = (stated: Toy, importId: number, row: number, conflicting: boolean): Statement => ({
  origin: { source: 'toy', import: `${importId}`, row: row + 2 },
  raw: [],
  values: stated.values,
  ...(Object.keys(stated.qualifiers).length > 0 && { qualifiers: stated.qualifiers }),
  statedHash: contentHash(stated, plainHash),
  ...(row > 0 && { alternative: true }),
  ...(conflicting && { conflicting: true }),
});

const lastStated = ({ imports }: Worlds): readonly Toy[] =>
  imports.findLast(({ missing }) => missing === undefined)?.list ?? [toy(0)];

/** An import of one key: its distinct rows, one append each; it may crash after some, and is resumed by the next one. */
function playImport(worlds: Worlds, rows: readonly Toy[], crash: number): Answers {
  if (worlds.unfinished !== undefined) return resume(worlds, 9);
  const list = [...new Map(rows.map((stated) => [contentHash(stated, plainHash), stated])).values()];
  worlds.unfinished = { id: worlds.imports.push({ list, standing: true, written: [] }), list };
  return resume(worlds, crash);
}

function resume(worlds: Worlds, crash: number): Answers {
  const { settings: s, events, entries, unfinished } = worlds;
  if (unfinished === undefined) return { ours: '', reference: '' };
  if (unfinished.missing !== undefined) return resumeMissing(worlds, unfinished.id, unfinished.missing);
  const { id, list } = unfinished;
  const hashes = list.map((stated) => contentHash(stated, plainHash));
  const earlier = fold(events, folding, `${id}`);
  const originStands = worlds.imports[Number(earlier.origin?.import) - 1]?.standing === true;
  const same = statesTheSame(earlier, hashes, originStands);
  const before = model.look(entries, id);
  const texts = list.map(
    (stated) => model.look([{ kind: 'state', by: '', import: 0, toy: stated, nth: 0, of: 1 }]).content,
  );
  const sameThere =
    originStands &&
    before.unstated < 0 &&
    before.list.length === texts.length &&
    before.list[0] === texts[0] &&
    texts.every((text) => before.list.includes(text));
  const done = entries.filter((entry) => entry.kind === 'state' && entry.import === id).length;
  for (let row = done; row < list.length && !same; row++) {
    if (row >= crash) return { ours: `${same}`, reference: `${sameThere}` };
    const proposing = { ...deciding(s), trust: s.trust, context: {}, actor: policy };
    add(worlds, propose(stateOf(worlds), statementOf(list[row] as Toy, id, row, list.length > 1), proposing), policy);
    const answer = model.decide.state(entries, id, list, row, s);
    if (typeof answer !== 'string') entries.push(...answer);
  }
  worlds.unfinished = undefined;
  return { ours: `${same}`, reference: `${sameThere}` };
}

/** The last step of a snapshot that does not contain the record. */
function resumeMissing(worlds: Worlds, id: number, onMissing: model.OnMissing): Answers {
  const { settings: s, entries } = worlds;
  worlds.unfinished = undefined;
  const reference = model.decide.unstate(entries, id, onMissing, s);
  if (onMissing === 'keep') return both(worlds, [], reference, policy);
  const missing = { origin: { source: 'toy', import: `${id}` }, onMissing };
  return both(worlds, unstate(stateOf(worlds), missing, policy, deciding(s)), reference, policy);
}

/** What the standing imports say of the record. `after` is the import that is withdrawn. */
function statedBy({ imports }: Worlds, after: number): Stated {
  const origin = (id: number, row: number) => ({ source: 'toy', import: `${id}`, row: row + 2 });
  let stating = 0;
  let missing: Stated['missing'];
  imports.forEach(({ standing, missing: how }, index) => {
    if (!standing || how === 'keep') return;
    if (how === undefined) {
      stating = index + 1;
      missing = undefined;
    } else if (stating > 0 && missing === undefined)
      missing = { origin: { source: 'toy', import: `${index + 1}` }, onMissing: how };
  });
  const list = imports[stating - 1]?.list ?? [];
  return {
    stands: (id) => imports[Number(id) - 1]?.standing === true,
    rank: Number,
    statements: list.map((stated, row) => statementOf(stated, stating, row, list.length > 1)),
    ...(missing !== undefined && { missing }),
    laterOrigin(hash) {
      for (let id = after + 1; id <= imports.length; id++) {
        const row = imports[id - 1]?.list.findIndex((stated) => contentHash(stated, plainHash) === hash) ?? -1;
        if (imports[id - 1]?.standing && row >= 0) return origin(id, row);
      }
      return undefined;
    },
  };
}

/** Withdraws one of the standing imports, or undoes one of the withdrawals, and lets the reference take over what was decided. */
export function playWithdrawal(worlds: Worlds, undo: boolean, which: number): number {
  const candidates = worlds.imports.flatMap(({ standing }, index) => (standing === undo ? [] : [index + 1]));
  const id = candidates[which % Math.max(1, candidates.length)];
  const target = worlds.imports[(id ?? 0) - 1];
  if (id === undefined || target === undefined) return 0;
  target.standing = undo;
  const { settings: s, entries } = worlds;
  const proposing = { ...deciding(s), trust: s.trust, context: {}, actor: 'system' as const };
  const process = { import: `${id}`, process: `withdrawal of ${id}`, why: 'wrong file' };
  const events = undo
    ? undoWithdrawal(stateOf(worlds), { ...process, written: target.written }, statedBy(worlds, id), proposing)
    : withdraw(stateOf(worlds), process, statedBy(worlds, id), proposing);
  target.written = events.map((_, i) => worlds.events.length + i);
  add(worlds, events, policy);
  for (const event of events) entries.push(model.take(entries, entryOf(event), s.ruleset));
  return id;
}

function entryOf(event: RecordEvent): model.Entry {
  const by = 'policy';
  switch (event.type) {
    case 'RecordProposed': {
      const { origin, values, qualifiers = {}, alternative, conflicting } = event.data;
      const place = { nth: alternative ? 1 : 0, of: conflicting ? 2 : 1 };
      return { kind: 'state', by, import: Number(origin.import), toy: { values, qualifiers }, ...place };
    }
    case 'RecordApproved':
      return { kind: 'approve', by, content: '', text: '', rests: event.data.covers, publishes: true, counted: [] };
    case 'RecordUnstated': {
      const { origin, onMissing, reopens } = event.data;
      return { kind: 'unstate', by, import: Number(origin.import), how: reopens ? 'reopen' : onMissing };
    }
    case 'RecordUnpublished':
      return { kind: 'unpublish', by, import: Number(event.data.origin.import) };
    case 'EventsStruck':
      return { kind: 'strike', by, versions: event.data.versions };
    case 'RecordReopened':
      return { kind: 'reopen', by, statements: event.data.of };
    case 'RecordRestated':
      return { kind: 'restate', by };
    default:
      throw new Error(`a withdrawal wrote ${event.type}`);
  }
}
