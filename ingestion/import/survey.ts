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
  /** Distinct statements of each key that occurs in several rows, the first row first. */
  readonly repeated: ReadonlyMap<string, readonly Statement[]>;
  readonly verdict: BatchJudged;
}

export interface SurveyInput {
  /** Reads the rows anew at each call. */
  readonly rows: () => Promise<AsyncIterable<readonly ReadRow[]>>;
  /** Types a batch; undefined for a row that is set aside. */
  readonly type: (batch: readonly ReadRow[]) => readonly (Typed | undefined)[];
  /** The key of a row within its file: its natural key, or for a source without one its content. */
  readonly keyOf: (typed: Typed) => string;
  /** Hashes of the statements that rows make: of people's data under their own keys, hence many at once. */
  readonly statedHashes: (rows: readonly TypedRow[]) => Promise<readonly string[]>;
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
  const repeated = candidates.size > 0 ? await statements(input, candidates) : new Map<string, Statement[]>();
  return {
    rows,
    quarantined,
    repeated,
    verdict: { ...columnVerdict(rules, counts.metrics()), rows, filled: sorted(filled) },
  };
}

const sorted = (counts: Readonly<Record<string, number>>): Record<string, number> =>
  Object.fromEntries(Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1)));

/** Reads the file again for the statements of repeated keys alone. */
async function statements(input: SurveyInput, candidates: RepeatedKeys): Promise<Map<string, Statement[]>> {
  const found = new Map<string, Statement[]>();
  const times = new Map<string, number>();
  let index = 0;
  for await (const batch of await input.rows()) {
    const rows = batch.filter(() => candidates.at(index++));
    const concerned: (TypedRow & { readonly key: string })[] = [];
    input.type(rows).forEach((typed, i) => {
      if (typed) concerned.push({ typed, read: rows[i] as TypedRow['read'], key: input.keyOf(typed) });
    });
    if (concerned.length === 0) continue;
    const hashes = await input.statedHashes(concerned);
    concerned.forEach(({ key, read: { row } }, i) => {
      times.set(key, (times.get(key) ?? 0) + 1);
      const known = found.get(key);
      if (!known) found.set(key, [{ hash: hashes[i]!, row }]);
      else if (!known.some((statement) => statement.hash === hashes[i])) known.push({ hash: hashes[i]!, row });
    });
  }
  for (const [key, n] of times) if (n < 2) found.delete(key);
  return found;
}
