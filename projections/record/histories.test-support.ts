/** Random histories of records, decided by the domain, as events of a log. */
import fc from 'fast-check';
import type { RecordType } from '../../domain/contracts/contract.ts';
import { derive } from '../../domain/contracts/derivations.ts';
import { contracts } from '../../domain/contracts/index.ts';
import { eventId, type Hasher, type Uuid, uuidv5 } from '../../domain/ids.ts';
import { endWaiver, reopen, undo, undoable, waive } from '../../domain/record/amend.ts';
import { contentHash, noQualifiers } from '../../domain/record/content.ts';
import { approve, choose, correct, type Deciding, type Decision, reject, rejudge } from '../../domain/record/decide.ts';
import type { Actor, Finding, RecordEvent, RecordHistoryEvent, Value, Values } from '../../domain/record/events.ts';
import { type Folding, fold, type RecordState } from '../../domain/record/fold.ts';
import { propose, unstate } from '../../domain/record/propose.ts';
import type { Subject as Judged } from '../../domain/rules/rule.ts';
import type { NewEvent, StreamName } from '../../eventstore/store.ts';

/** What a record of a history is about. */
export interface Kind {
  readonly type: RecordType;
  /** Values of a statement, from a number 0–11. */
  readonly values: (n: number) => Values;
  /** The field that the rules look at and that people correct. */
  readonly field: string;
  /** What people correct the field to, from a number 1–11; the number itself by default. */
  readonly corrected?: (n: number) => Value;
  readonly subject?: Uuid;
  readonly hash: Hasher;
}

type Step =
  | { readonly op: 'import'; readonly rows: readonly number[] }
  | { readonly op: 'missing'; readonly how: 'review' | 'withdraw' }
  /** A later snapshot contains again what was last stated. */
  | { readonly op: 'return' }
  | { readonly op: 'approve' | 'reject' | 'reopen' | 'waive' | 'rejudge' | 'endWaiver'; readonly by: number }
  | { readonly op: 'correct' | 'choose' | 'undo'; readonly by: number; readonly n: number };

const by = fc.nat(3);
const n = fc.nat(11);
const imported: fc.Arbitrary<Step> = fc.record({
  op: fc.constant('import' as const),
  rows: fc.uniqueArray(n, { minLength: 1, maxLength: 3 }),
});
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: imported },
  {
    weight: 2,
    arbitrary: fc.record({
      op: fc.constant('missing' as const),
      how: fc.constantFrom('review', 'withdraw', 'withdraw'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ op: fc.constant('return' as const) }) },
  {
    weight: 6,
    arbitrary: fc.record({
      op: fc.constantFrom('approve', 'approve', 'reject', 'reopen', 'waive', 'rejudge', 'endWaiver'),
      by,
    }),
  },
  { weight: 6, arbitrary: fc.record({ op: fc.constantFrom('correct', 'choose', 'undo', 'undo'), by, n }) },
);

/** The life of one record: what its source states first, then what happens to it. */
export const life: fc.Arbitrary<readonly Step[]> = fc
  .tuple(imported, fc.array(step, { maxLength: 14, size: 'max' }))
  .map(([first, others]) => [first, ...others]);

export const foldingOf = (kind: Kind): Folding => ({
  hash: kind.hash,
  derive: (values) => derive(contracts[kind.type], values),
});

/** Above 6 it is worth a warning, above 8 an error, above 10 nothing that anybody may publish. */
function judgeField(field: string, { values }: Judged): readonly Finding[] {
  const value = Number(String(values[field] ?? 0).replace(/\D/g, ''));
  const severity = value > 10 ? 'block' : value > 8 ? 'error' : value > 6 ? 'warn' : value > 4 ? 'info' : undefined;
  return severity ? [{ rule: 'T1', version: 1, severity, field, params: { value } }] : [];
}

/** The events of a life, in groups as they are appended together. */
export function eventsOf(kind: Kind, record: number, steps: readonly Step[]): readonly (readonly NewEvent[])[] {
  const source = 'random';
  const folding = foldingOf(kind);
  const deciding: Deciding = {
    ...folding,
    ruleset: 1,
    judge: (subject) => judgeField(kind.field, subject),
    quorum: () => 1,
  };
  const history: RecordHistoryEvent[] = [];
  const appended: NewEvent[][] = [];
  const state = (): RecordState => fold(history, folding);
  let command = 0;
  let stated: readonly number[] = [];

  const append = (events: readonly RecordEvent[], actor: Actor): void => {
    if (events.length === 0) return;
    const commandId = uuidv5('command', kind.type, record, command++);
    const metadata = { commandId, correlationId: commandId, actor, at: '2026-01-01T00:00:00.000Z', v: 1 };
    appended.push(events.map(({ type, data }, i) => ({ id: eventId(commandId, i), type, data, metadata })));
    history.push(...events.map((event, i) => ({ ...event, id: eventId(commandId, i), actor })));
  };

  const state1 = (rows: readonly number[], importId: Uuid): void => {
    stated = rows;
    rows.forEach((row, i) => {
      const values = folding.derive(kind.values(row));
      const statement = {
        origin: { source, import: importId, row: i + 2 },
        ...(kind.subject === undefined ? { key: `record ${record}` } : { subject: kind.subject }),
        raw: Object.values(values).map(String),
        values,
        statedHash: contentHash({ values, qualifiers: noQualifiers }, kind.hash),
        ...(i > 0 && { alternative: true as const }),
        ...(rows.length > 1 && { conflicting: true as const }),
      };
      const proposing = { ...deciding, trust: 'clean' as const, context: {}, actor: 'policy:random@1' as const };
      append(propose(state(), statement, proposing), 'policy:random@1');
    });
  };

  const decide = (actor: Actor, decision: Decision): void => append(decision.events, actor);
  for (const [i, given] of steps.entries()) {
    const actor: Actor = 'by' in given ? `user:${given.by}` : 'system';
    const now = state();
    const importId = uuidv5('import', record, i);
    switch (given.op) {
      case 'import':
        state1(given.rows, importId);
        break;
      case 'missing':
        append(
          unstate(now, { origin: { source, import: importId }, onMissing: given.how }, 'system', deciding),
          'system',
        );
        break;
      case 'return':
        state1(stated, importId);
        break;
      case 'approve':
        decide(actor, approve(now, { actor }, deciding));
        break;
      case 'reject':
        decide(actor, reject(now, { actor, code: 'implausible', text: 'no' }));
        break;
      case 'reopen':
        decide(actor, reopen(now, { actor, why: 'look again' }));
        break;
      case 'waive':
        decide(actor, waive(now, { actor, rule: 'T1', field: kind.field, justification: 'so it is' }, deciding));
        break;
      case 'endWaiver':
        append(endWaiver(now, now.waivers[0] ?? 0, 'system', deciding), 'system');
        break;
      case 'rejudge':
        append(rejudge(now, deciding), 'system');
        break;
      case 'correct': {
        const set: Record<string, Value | null> = {
          [kind.field]: given.n === 0 ? null : (kind.corrected?.(given.n) ?? given.n),
        };
        decide(actor, correct(now, { actor, set, contract: 1, reason: 'misread' }, deciding));
        break;
      }
      case 'choose':
        decide(actor, choose(now, { actor, alternative: given.n % 3, reason: 'newer' }, deciding));
        break;
      case 'undo': {
        const candidates = undoable(now);
        const version = candidates[given.n % Math.max(1, candidates.length)] ?? 0;
        decide(actor, undo(now, { actor, version, reason: 'mistake' }, deciding));
        break;
      }
    }
  }
  return appended;
}

export const streamOf = (kind: Kind, record: number): StreamName =>
  `${kind.type}-${uuidv5('record', kind.type, record)}`;
