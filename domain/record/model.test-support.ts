/**
 * The reference that the fold and the deciders are compared with: the rules of a record written once more, as
 * definitions over the list of what happened, without any care for speed and without using the code under test.
 */
import type { Finding, Severity } from './events.ts';
import { derive, type Toy, toyJudge } from './toy.test-support.ts';

type Scalar = number | null;
export type Patch = Readonly<Record<string, { readonly from: Scalar; readonly to: Scalar }>>;

interface Judged {
  readonly text: string;
  readonly findings: readonly Finding[];
}
/** What happened to a record. `by` is a person's name, or `policy`. */
export type Entry = { readonly by: string; readonly judged?: Judged } & (
  | { readonly kind: 'state'; readonly import: number; readonly toy: Toy; readonly nth: number; readonly of: number }
  | { readonly kind: 'unstate'; readonly import: number; readonly how: 'review' | 'withdraw' | 'reopen' }
  | { readonly kind: 'unpublish'; readonly import: number }
  | { readonly kind: 'correct'; readonly patch: Patch }
  | { readonly kind: 'choose'; readonly chosen: number }
  | { readonly kind: 'waive'; readonly field: string; readonly value: Scalar; readonly rests: readonly number[] }
  | { readonly kind: 'endWaiver'; readonly waiver: number }
  | {
      readonly kind: 'approve';
      readonly content: string;
      readonly text: string;
      readonly rests: readonly number[];
      readonly publishes: boolean;
      readonly counted: readonly number[];
    }
  | { readonly kind: 'reject'; readonly content: string; readonly rests: readonly number[] }
  | { readonly kind: 'reopen'; readonly statements: readonly number[] }
  | { readonly kind: 'restate' }
  | { readonly kind: 'strike'; readonly versions: readonly number[] }
  | { readonly kind: 'rejudge' }
);
type Of<K extends Entry['kind']> = Extract<Entry, { kind: K }>;

const sorted = (toy: Toy): string =>
  JSON.stringify([toy.values, toy.qualifiers].map((part) => Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))));

/** Everything that follows from what happened. `hidden` is an import that shall have stated nothing. */
export function look(entries: readonly Entry[], hidden?: number) {
  const memo = new Map<number, boolean>();
  const stands = (i: number): boolean => {
    const known = memo.get(i);
    if (known !== undefined) return known;
    const entry = entries[i] as Entry;
    const isHidden = 'import' in entry && entry.import === hidden;
    const strikes = entries.some((e, j) => j > i && e.kind === 'strike' && e.versions.includes(i) && stands(j));
    memo.set(i, !isHidden && !strikes);
    return !isHidden && !strikes;
  };
  const rests = (i: number): readonly number[] => {
    const entry = entries[i] as Entry;
    return 'rests' in entry ? entry.rests : [];
  };
  const valid = (i: number): boolean => stands(i) && rests(i).every(stands);
  const where = <K extends Entry['kind']>(kind: K, test: (entry: Of<K>, i: number) => boolean = () => true) =>
    entries.flatMap((e, i) => (e.kind === kind && stands(i) && test(e as Of<K>, i) ? [i] : []));
  const entry = <K extends Entry['kind']>(i: number) => entries[i] as Of<K>;
  const last = (list: readonly number[]): number => list.at(-1) ?? -1;

  const cleared = last(where('unstate', (e) => e.how === 'withdraw'));
  const base = last(where('state', (e, i) => e.nth === 0 && i > cleared));
  const others = base < 0 ? [] : where('state', (e, i) => e.nth > 0 && i > base);
  const choice =
    base < 0
      ? -1
      : last(where('choose', (e, i) => i > base && [base, ...others.filter((o) => o < i)].includes(e.chosen)));
  const statement = choice < 0 ? base : entry<'choose'>(choice).chosen;
  const unstated = last(where('unstate', (_, i) => i > base));
  const mark = Math.max(
    -1,
    last(others),
    last(where('reopen', (e, i) => e.statements.includes(base) && i > base)),
    last(where('unstate', (e, i) => e.how !== 'withdraw' && i > base)),
  );

  /** What corrections make of a statement; which changed something, which fields they could not touch. */
  const amend = (start: number, corrections: readonly number[]) => {
    let { values, qualifiers } = entry<'state'>(start).toy;
    const effective: number[] = [];
    const conflicts = new Set<string>();
    for (const i of corrections) {
      const before = values;
      const next: Record<string, unknown> = { ...before };
      const marks: Record<string, unknown> = { ...qualifiers };
      let touched = false;
      for (const [field, { from, to }] of Object.entries(entry<'correct'>(i).patch)) {
        const found = before[field] ?? null;
        if (found === from) {
          touched = true;
          delete marks[field];
          if (to === null) delete next[field];
          else next[field] = to;
        } else if (found !== to) conflicts.add(field);
      }
      if (!touched) continue;
      effective.push(i);
      values = derive(next as Toy['values']);
      qualifiers = marks as Toy['qualifiers'];
    }
    return { toy: { values, qualifiers } as Toy, effective, conflicts: [...conflicts].sort() };
  };

  const corrections = where('correct');
  const ended = where('endWaiver').map((i) => entry<'endWaiver'>(i).waiver);
  const waivers = where('waive', (_, i) => valid(i) && !ended.includes(i));
  const now = base < 0 ? null : amend(statement, corrections);
  const content = now === null ? '' : sorted(now.toy);
  const judged = entries.findLast((e) => e.judged !== undefined)?.judged;
  const waiving = (i: number): boolean => {
    const { field, value } = entry<'waive'>(i);
    return (now?.toy.values[field] ?? null) === value;
  };
  const inUse = waivers.filter(
    (i) => waiving(i) && judged?.findings.some((f) => f.waived && f.field === entry<'waive'>(i).field),
  );
  const covers = now === null ? [] : [statement, ...(choice < 0 ? [] : [choice]), ...now.effective, ...inUse];
  const contributors = new Set(
    [...(choice < 0 ? [] : [choice]), ...corrections, ...waivers].map((i) => entries[i]?.by),
  );

  /** Whether a person approved what an approval approves: whatever leaves no base ends the others, a reopening those of policies. */
  const backed = (i: number): boolean => {
    const { by, content: approved } = entry<'approve'>(i);
    return by !== 'policy' || where('approve', (e) => e.by !== 'policy' && e.content === approved).some(valid);
  };
  const over = Math.max(cleared, last(where('unpublish')));
  const policiesEnded = last(where('unstate', (e) => e.how === 'reopen'));
  const publication = last(
    where(
      'approve',
      (e, i) => e.publishes && valid(i) && e.counted.every(valid) && i > over && (i > policiesEnded || backed(i)),
    ),
  );
  const published =
    publication < 0
      ? null
      : amend(
          rests(publication)[0] as number,
          rests(publication).filter((i) => entries[i]?.kind === 'correct'),
        ).toy;
  const rulings = [...where('reject'), ...where('approve', (e) => e.publishes)]
    .filter((i) => i > mark && valid(i) && entry<'reject'>(i).content === content)
    .sort((a, b) => a - b);
  const isRejected = entries[last(rulings)]?.kind === 'reject';
  const isPublished =
    publication > mark &&
    entry<'approve'>(publication).content === content &&
    entry<'approve'>(publication).text === judged?.text;
  const status = now === null ? 'withdrawn' : isRejected ? 'rejected' : isPublished ? 'published' : 'open';
  const conflicting = base >= 0 && choice < 0 && (entry<'state'>(base).of > 1 || others.length > 0);

  /** What a ruleset says of what stands. */
  const judge = (ruleset: number): Judged => {
    if (now === null) return { text: '[]', findings: [] };
    const subject = { ...now.toy, repairs: [], conflicting, context: {} };
    const findings = toyJudge(ruleset)(subject).map((f): Finding => {
      const isWaived = f.severity !== 'block' && waivers.some((i) => entry<'waive'>(i).field === f.field && waiving(i));
      return isWaived ? { ...f, waived: true } : f;
    });
    for (const field of now.conflicts) findings.push({ rule: 'C1', version: 1, severity: 'error', field });
    return { findings, text: JSON.stringify(findings.map((f) => [f.rule, f.field, f.severity, f.waived ?? false])) };
  };
  const list = base < 0 ? [] : [base, ...others].map((i) => sorted(entry<'state'>(i).toy));
  return {
    ...{ stands, valid, base, others, choice, statement, unstated, mark, now, content, judged, covers, contributors },
    ...{ waivers, publication, published, backed, status, isRejected, judge, list },
  };
}

/** A record as people see it, to be compared. */
export function view(entries: readonly Entry[]): string {
  const { status, now, published } = look(entries);
  return `${status} ${now === null ? '-' : sorted(now.toy)} ${published === null ? '-' : sorted(published)}`;
}
export const viewOf = (status: string, content: Toy | null, published: Toy | null): string =>
  `${status} ${content === null ? '-' : sorted(content)} ${published === null ? '-' : sorted(published)}`;

const rank: Readonly<Record<Severity, number>> = { info: 0, warn: 1, error: 2, block: 3 };
const undoableKinds: readonly Entry['kind'][] = ['approve', 'reject', 'correct', 'choose', 'waive', 'reopen', 'strike'];

/** What a source's definition says of records that a snapshot of it no longer contains. */
export type OnMissing = 'keep' | 'review' | 'withdraw';

/** The same settings for every decision of a history. */
export interface Settings {
  readonly trust: 'auto' | 'clean' | 'review';
  ruleset: number;
  quorum: number;
}

type Answer = readonly Entry[] | string;
const judgedBy = (entries: readonly Entry[], entry: Entry, ruleset: number): Entry => ({
  ...entry,
  judged: look([...entries, entry]).judge(ruleset),
});

/** Decisions of the reference: the entries that happen, or the code of a refusal. */
export const decide = {
  state(entries: readonly Entry[], importId: number, list: readonly Toy[], nth: number, s: Settings): Answer {
    const toy = list[nth] as Toy;
    const stated = judgedBy(
      entries,
      { kind: 'state', by: 'policy', import: importId, toy, nth, of: list.length },
      s.ruleset,
    );
    const after = look([...entries, stated]);
    const severest = Math.max(-1, ...(stated.judged?.findings ?? []).map((f) => rank[f.severity]));
    const trusted = s.trust === 'auto' ? severest <= 1 : s.trust === 'clean' && severest <= 0;
    if (list.length > 1 || !trusted || after.contributors.size > 0 || after.isRejected) return [stated];
    const { content, covers } = after;
    const text = stated.judged?.text ?? '';
    return [stated, { kind: 'approve', by: 'policy', content, text, rests: covers, publishes: true, counted: [] }];
  },
  /** "Only a policy approved it": no standing approval by a person covers the same content. */
  unstate(entries: readonly Entry[], importId: number, onMissing: OnMissing, s: Settings): Answer {
    const { base, unstated, publication, backed } = look(entries);
    if (onMissing === 'keep' || base < 0 || unstated >= 0) return [];
    const how = onMissing === 'withdraw' && publication >= 0 && backed(publication) ? 'reopen' : onMissing;
    const gone = judgedBy(entries, { kind: 'unstate', by: 'policy', import: importId, how }, s.ruleset);
    const unpublishes = how === 'withdraw' && publication >= 0;
    return unpublishes ? [gone, { kind: 'unpublish', by: 'policy', import: importId }] : [gone];
  },
  rejudge(entries: readonly Entry[], s: Settings): Answer {
    const state = look(entries);
    const judged = state.judge(s.ruleset);
    return judged.text === state.judged?.text ? [] : [{ kind: 'rejudge', by: 'system', judged }];
  },
  approve(entries: readonly Entry[], by: string, s: Settings): Answer {
    const state = look(entries);
    if (state.status !== 'open') return 'not-open';
    const judged = state.judge(s.ruleset);
    if (judged.text !== state.judged?.text) return 'judged-again';
    if (judged.findings.some((f) => f.severity === 'block')) return 'block';
    if (state.contributors.has(by)) return 'contributor';
    const earlier = entries.flatMap((e, i) => {
      const counts = e.kind === 'approve' && e.by !== 'policy' && e.content === state.content && e.text === judged.text;
      return counts && state.valid(i) && i > state.mark && i > state.publication && !state.contributors.has(e.by)
        ? [i]
        : [];
    });
    const others = new Map(earlier.map((i) => [entries[i]?.by, i]));
    const mine = others.delete(by);
    const publishes = others.size + 1 >= s.quorum;
    if (mine && !publishes) return 'already-approved';
    const counted = publishes ? [...others.values()] : [];
    return [
      { kind: 'approve', by, content: state.content, text: judged.text, rests: state.covers, publishes, counted },
    ];
  },
  reject(entries: readonly Entry[], by: string): Answer {
    const state = look(entries);
    if (state.status !== 'open') return 'not-open';
    return [{ kind: 'reject', by, content: state.content, rests: state.covers }];
  },
  correct(entries: readonly Entry[], by: string, set: Readonly<Record<string, Scalar>>, s: Settings): Answer {
    const { now } = look(entries);
    if (now === null) return 'withdrawn';
    const found = (field: string): Scalar => (now.toy.values[field] as number | undefined) ?? null;
    const wanted = Object.keys(set).filter((field) => found(field) !== set[field]);
    if (wanted.length === 0) return 'nothing-to-change';
    const patch = Object.fromEntries(wanted.map((field) => [field, { from: found(field), to: set[field] as Scalar }]));
    return [judgedBy(entries, { kind: 'correct', by, patch }, s.ruleset)];
  },
  choose(entries: readonly Entry[], by: string, nth: number, s: Settings): Answer {
    const { base, others, choice, statement } = look(entries);
    if (base < 0) return 'withdrawn';
    const chosen = [base, ...others][nth];
    if (others.length === 0 || chosen === undefined) return 'no-such-alternative';
    if (choice >= 0 && statement === chosen) return 'nothing-to-change';
    return [judgedBy(entries, { kind: 'choose', by, chosen }, s.ruleset)];
  },
  waive(entries: readonly Entry[], by: string, field: string, s: Settings): Answer {
    const state = look(entries);
    if (state.status !== 'open') return 'not-open';
    const judged = state.judge(s.ruleset);
    if (judged.text !== state.judged?.text) return 'judged-again';
    const finding = judged.findings.find((f) => f.rule === `R${field}`);
    if (!finding || finding.waived || (finding.severity !== 'warn' && finding.severity !== 'error'))
      return 'no-such-finding';
    const value = (state.now?.toy.values[field] as number | undefined) ?? null;
    return [judgedBy(entries, { kind: 'waive', by, field, value, rests: state.covers }, s.ruleset)];
  },
  endWaiver(entries: readonly Entry[], waiver: number, s: Settings): Answer {
    if (!look(entries).waivers.includes(waiver)) return [];
    return [judgedBy(entries, { kind: 'endWaiver', by: 'system', waiver }, s.ruleset)];
  },
  reopen(entries: readonly Entry[], by: string): Answer {
    const { base, status } = look(entries);
    if (base < 0) return 'withdrawn';
    return status === 'open' ? 'nothing-to-change' : [{ kind: 'reopen', by, statements: [base] }];
  },
  undo(entries: readonly Entry[], by: string, version: number, s: Settings): Answer {
    const entry = entries[version];
    if (!entry || !undoableKinds.includes(entry.kind) || !look(entries).stands(version)) return 'not-undoable';
    return [judgedBy(entries, { kind: 'strike', by, versions: [version] }, s.ruleset)];
  },
};

/** What changes neither content nor findings. */
const unjudged: readonly Entry['kind'][] = ['reopen', 'restate', 'unpublish'];

/** What a process decided, taken over as it is; only its judgement is the reference's own. */
export function take(entries: readonly Entry[], entry: Entry, ruleset: number): Entry {
  if (entry.kind !== 'approve') return unjudged.includes(entry.kind) ? entry : judgedBy(entries, entry, ruleset);
  const { content, judged } = look(entries);
  return { ...entry, content, text: judged?.text ?? '' };
}
