/**
 * The first pass over a file: which keys it states more than once and with what, and whether the rules call a stated
 * column unreliable. It decides nothing about records; the second pass rests on it, so that the end state depends neither
 * on the size of a batch nor on where an import was killed.
 */
import type { BatchJudged } from '../../domain/import/events.ts';
import { subjectOf } from '../../domain/record/judging.ts';
import { columnVerdict } from '../../domain/rules/column.ts';
import type { Judge } from '../../domain/rules/judge.ts';
import type { Typed } from '../../domain/source/mapping.ts';
import type { ReadRow } from '../readers/reader.ts';
import { collectKeys, type RepeatedKeys } from '../repeats.ts';
import { tally } from '../tally.ts';
import type { TypedRow } from './identity.ts';

/** One distinct statement of a key, and the first row that makes it. */
export interface Statement {
  readonly hash: string;
  readonly row: number;
}

export interface Survey {
  readonly rows: number;
  /** Rows that cannot become records. */
  readonly quarantined: number;
  /**
   * Distinct statements of each key that occurs in several rows, the first row first, `statementsPerKey` at most; by what its
   * rows share (`Stated.group`).
   */
  readonly repeated: ReadonlyMap<string, readonly Statement[]>;
  /** Of keys that the file spells in several ways, by `keyOf`: the spelling of the first row. */
  readonly spellings: ReadonlyMap<string, string>;
  readonly verdict: BatchJudged;
}

/**
 * Distinct statements of one key that a file may make; rows that make further ones are set aside. Each is an alternative of its
 * record, which a person reads through and whose history every later decision folds: a key with more is none.
 */
export const statementsPerKey = 100;

/** What a row says of its key, among the other rows of it. */
export interface Stated {
  /** Rows with the same one are rows of one key. */
  readonly group: string;
  readonly hash: string;
  /** Equal for rows that state the same, the spelling of the key aside. */
  readonly alike: string;
}

export interface SurveyInput {
  /** Reads the rows anew at each call. */
  readonly rows: () => Promise<AsyncIterable<readonly ReadRow[]>>;
  /** Types a batch; undefined for a row that is set aside. */
  readonly type: (batch: readonly ReadRow[]) => readonly (Typed | undefined)[];
  /** The key of a row within its file, whatever its spelling: its natural key, or for a source without one its content. */
  readonly keyOf: (typed: Typed) => string;
  /**
   * The statements that rows make: of people's data under their own keys, hence many at once.
   * @param firstSpelling how the first row of a key (`keyOf`) spells it
   */
  readonly stated: (
    rows: readonly TypedRow[],
    firstSpelling: (key: string) => string | undefined,
  ) => Promise<readonly Stated[]>;
  /** The rules that compare a stated column with its derivation, and no others. */
  readonly comparing: Judge;
  /** Looks at each batch as it was typed. */
  readonly see: (batch: readonly ReadRow[], typed: readonly (Typed | undefined)[]) => Promise<void>;
  readonly progress: (rows: number) => void;
}

/** Reads the whole file once: which keys repeat, and which columns contradict what they are compared with. */
export async function survey(input: SurveyInput): Promise<Survey> {
  const { rules, judge } = input.comparing;
  const keys = collectKeys();
  const counts = tally(rules);
  const filled: Record<string, number> = {};
  let rows = 0;
  let quarantined = 0;
  for await (const batch of await input.rows()) {
    const types = input.type(batch);
    for (const typed of types) {
      keys.add(typed && input.keyOf(typed));
      if (typed === undefined) {
        quarantined++;
        continue;
      }
      for (const field in typed.values) filled[field] = (filled[field] ?? 0) + 1;
      if (rules.length > 0) counts.judged(judge(subjectOf(typed, {})));
    }
    await input.see(batch, types);
    rows += batch.length;
    input.progress(rows);
  }
  const candidates = keys.repeated();
  const repeated = candidates.size > 0 ? await statements(input, candidates) : nothingRepeated;
  return {
    rows,
    quarantined,
    ...repeated,
    verdict: { ...columnVerdict(rules, counts.metrics()), rows, filled: sorted(filled) },
  };
}

const sorted = (counts: Readonly<Record<string, number>>): Record<string, number> =>
  Object.fromEntries(Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1)));

type Repeated = Pick<Survey, 'repeated' | 'spellings'>;
const nothingRepeated: Repeated = { repeated: new Map(), spellings: new Map() };

/** A distinct statement while its file is read. */
type Distinct = Statement & Pick<Stated, 'alike'>;

/** Reads the file again for the statements of repeated keys alone. */
async function statements(input: SurveyInput, candidates: RepeatedKeys): Promise<Repeated> {
  const found = new Map<string, Distinct[]>();
  const times = new Map<string, number>();
  const firsts = new Map<string, string>();
  const several = new Set<string>();
  let index = 0;
  for await (const batch of await input.rows()) {
    const rows = batch.filter(() => candidates.at(index++));
    const concerned: TypedRow[] = [];
    input.type(rows).forEach((typed, i) => {
      if (!typed) return;
      concerned.push({ typed, read: rows[i] as TypedRow['read'] });
      if (typed.key === undefined) return;
      const key = input.keyOf(typed);
      const first = firsts.get(key);
      if (first === undefined) firsts.set(key, typed.key);
      else if (first !== typed.key) several.add(key);
    });
    if (concerned.length === 0) continue;
    const stated = await input.stated(concerned, (key) => firsts.get(key));
    concerned.forEach(({ read: { row } }, i) => {
      const { group, ...own } = stated[i]!;
      times.set(group, (times.get(group) ?? 0) + 1);
      const known = found.get(group);
      if (!known) found.set(group, [{ ...own, row }]);
      else if (known.length < statementsPerKey && !known.some((statement) => statement.alike === own.alike))
        known.push({ ...own, row });
    });
  }
  for (const [key, n] of times) if (n < 2) found.delete(key);
  return { repeated: found, spellings: new Map([...firsts].filter(([key]) => several.has(key))) };
}
