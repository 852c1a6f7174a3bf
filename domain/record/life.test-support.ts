/** Lives of a record in short words, for tests that tell them: `after(unborn, states('auto', f(0)), rejects('user:p'))`. */
import { undo, waive } from './amend.ts';
import { approve, choose, correct, type Deciding, type Decision, reject } from './decide.ts';
import type { Actor, RecordEvent, RecordHistoryEvent } from './events.ts';
import { fold, type RecordState } from './fold.ts';
import { deciding, folding, policy, statementOf } from './histories.test-support.ts';
import { propose, unstate } from './propose.ts';
import { derive, type Toy } from './toy.test-support.ts';

/** A record in the course of its life. Values 0–1 of `f` and `g` are clean, 2 is a warning, 3 an error (ruleset 0). */
export interface Life {
  readonly history: readonly RecordHistoryEvent[];
  readonly rules: { readonly ruleset: number; readonly quorum: number };
}
export const unborn: Life = { history: [], rules: { ruleset: 0, quorum: 1 } };
export const stateOf = (life: Life): RecordState => fold(life.history, folding);
export const judgedBy = (life: Life): Deciding => deciding(life.rules);
export const f = (n: number, g = 0): Toy => ({ values: derive({ f: n, g }), qualifiers: {} });

export const happened = (life: Life, actor: Actor, events: readonly RecordEvent[]): Life => ({
  ...life,
  history: [...life.history, ...events.map((event, i) => ({ ...event, id: `${life.history.length + i}`, actor }))],
});
type Deed = (life: Life) => Life;
export const after = (life: Life, ...deeds: readonly Deed[]): Life => deeds.reduce((now, deed) => deed(now), life);
export const did =
  (actor: Actor, decide: (state: RecordState, d: Deciding) => Decision): Deed =>
  (life) =>
    happened(life, actor, decide(stateOf(life), judgedBy(life)).events);

let imports = 0;
export const states =
  (trust: 'auto' | 'clean' | 'review', ...list: readonly Toy[]): Deed =>
  (life) => {
    imports += 1;
    return list.reduce((now, stated, row) => {
      const proposing = { ...judgedBy(now), trust, context: {}, actor: policy };
      const statement = statementOf(stated, imports, row, list.length > 1);
      return happened(now, policy, propose(stateOf(now), statement, proposing));
    }, life);
  };
/** A snapshot of the source that does not contain the record. */
export const misses =
  (onMissing: 'review' | 'withdraw'): Deed =>
  (life) => {
    imports += 1;
    const missing = { origin: { source: 'toy', import: `${imports}` }, onMissing };
    return happened(life, 'system', unstate(stateOf(life), missing, 'system', judgedBy(life)));
  };
export const approves = (actor: Actor): Deed => did(actor, (state, d) => approve(state, { actor }, d));
export const rejects = (actor: Actor): Deed => did(actor, (state) => reject(state, { actor, code: 'implausible' }));
export const corrects = (actor: Actor, set: Record<string, number | null>): Deed =>
  did(actor, (state, d) => correct(state, { actor, set, contract: 1, reason: '' }, d));
export const chooses = (actor: Actor, alternative: number): Deed =>
  did(actor, (state, d) => choose(state, { actor, alternative, reason: '' }, d));
export const undoes = (actor: Actor, version: number): Deed =>
  did(actor, (state, d) => undo(state, { actor, version, reason: '' }, d));
export const waives = (actor: Actor, field: string): Deed =>
  did(actor, (state, d) => waive(state, { actor, rule: `R${field}`, field, justification: '' }, d));
export const quorum =
  (people: number): Deed =>
  (life) => ({ ...life, rules: { ...life.rules, quorum: people } });
export const ruleset =
  (number: number): Deed =>
  (life) => ({ ...life, rules: { ...life.rules, ruleset: number } });

export const code = (decision: Decision): string => (decision.kind === 'refused' ? decision.refusal.code : 'decided');
export const seen = (life: Life) => {
  const { status, content, published } = stateOf(life);
  return { status, f: content?.values.f, published: published?.content.values.f };
};
