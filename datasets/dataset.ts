/** What a dataset is: rows that are right, and anomalies that are put into some of them, each one written down. */
import { type Random, randomFor } from './random.ts';

/** `unquoted`: a text that the CSV writer must not quote, though it holds a comma. */
export type Cell = string | number | null | readonly string[] | { readonly unquoted: string };
/** A row by the names of its columns. */
export type Row = Readonly<Record<string, Cell>>;

export interface Anomaly {
  readonly kind: string;
  /** The column that is wrong; of several, the one that a person would change. */
  readonly column: string;
  /**
   * What a correct pipeline says of it: ids of rules, or `duplicate`, `quarantined`. Empty for a known gap: no rule of the
   * current ruleset can see it.
   */
  readonly expects: readonly string[];
  /** Both rows of a pair are affected, not the later one alone. */
  readonly both?: true;
  /** Rows affected, as a share of all. */
  readonly share: number;
  /** Puts it into a row; `later` is another row, some way down the file. Undefined where it does not fit the row. */
  readonly change: (row: Row, random: Random) => { readonly row: Row; readonly later?: Row } | undefined;
}

export interface Dataset {
  /** Name of the source, and of the file without its ending. */
  readonly source: string;
  readonly format: 'csv' | 'json' | 'xlsx';
  readonly header: readonly string[];
  /** Rows without anomalies in the bundled file. */
  readonly bundled: number;
  readonly rows: (seed: number, count: number) => Iterable<Row>;
  readonly anomalies: readonly Anomaly[];
}

/** One anomaly as it stands in a file. */
export interface Truth {
  readonly id: string;
  readonly file: string;
  readonly source: string;
  /** As the import counts: the header is row 1; in JSON the first item is row 1. */
  readonly row: number;
  readonly column: string;
  readonly kind: string;
  readonly expects: readonly string[];
}

export interface Placed {
  readonly row: Row;
  readonly truth?: Truth;
}

export const fileOf = ({ source, format }: Dataset): string => `${source}.${format}`;

/** Rows of a dataset with its anomalies in them, in file order. Keeps only what is still to come, whatever the count. */
export function* placed(dataset: Dataset, seed: number, count: number): Generator<Placed> {
  const random = randomFor(seed, dataset.source, 'anomalies');
  const plan = planned(dataset, count, random);
  const waiting: Anomaly[] = [];
  const later: { at: number; row: Row; anomaly: Anomaly }[] = [];
  let row = dataset.format === 'json' ? 1 : 2;
  let found = 0;
  const truth = (anomaly: Anomaly): Truth => ({
    id: `${dataset.source}#${String(++found).padStart(3, '0')}`,
    file: fileOf(dataset),
    source: dataset.source,
    row,
    column: anomaly.column,
    kind: anomaly.kind,
    expects: anomaly.expects,
  });
  let index = 0;
  for (const right of dataset.rows(seed, count)) {
    waiting.push(...(plan.get(index) ?? []));
    let out: Placed = { row: right };
    for (const [at, anomaly] of waiting.entries()) {
      const changed = anomaly.change(right, random);
      if (!changed) continue;
      waiting.splice(at, 1);
      const alone = changed.later === undefined;
      out = { row: changed.row, ...((alone || anomaly.both) && { truth: truth(anomaly) }) };
      if (changed.later) later.push({ at: index + random.int(3, 20), row: changed.later, anomaly });
      break;
    }
    yield out;
    row += 1;
    index += 1;
    while (later[0] && later[0].at <= index) {
      const next = later.shift()!;
      yield { row: next.row, truth: truth(next.anomaly) };
      row += 1;
    }
  }
  for (const next of later) {
    yield { row: next.row, truth: truth(next.anomaly) };
    row += 1;
  }
}

/** Which anomalies come up at which row: each at least once, spread over the file, never in its last tenth (so that they find a row). */
function planned({ anomalies }: Dataset, count: number, random: Random): ReadonlyMap<number, readonly Anomaly[]> {
  const plan = new Map<number, Anomaly[]>();
  for (const anomaly of anomalies) {
    const times = Math.max(1, Math.round(anomaly.share * count));
    for (let i = 0; i < times; i++) {
      const at = random.int(1, Math.max(1, Math.floor(count * 0.9)));
      plan.set(at, [...(plan.get(at) ?? []), anomaly]);
    }
  }
  return plan;
}

/** Anomalies that files of all kinds have. */
export const exactDuplicate = (column: string, share: number): Anomaly => ({
  kind: 'exact-duplicate',
  column,
  expects: ['duplicate'],
  share,
  change: (row) => ({ row, later: row }),
});

/** @param change makes another statement of the same key out of a row */
export const conflictingRow = (column: string, share: number, change: (row: Row, random: Random) => Row): Anomaly => ({
  kind: 'conflicting-row',
  column,
  expects: ['G11'],
  both: true,
  share,
  change: (row, random) => ({ row, later: change(row, random) }),
});

export const missingCell = (columns: readonly string[], share: number, empty: Cell = ''): readonly Anomaly[] =>
  columns.map((column) => ({
    kind: 'missing-value',
    column,
    expects: ['M1'],
    share: share / columns.length,
    change: (row) => ({ row: { ...row, [column]: empty } }),
  }));

export const untypable = (column: string, text: string, share: number): Anomaly => ({
  kind: 'untypable-cell',
  column,
  expects: ['quarantined'],
  share,
  change: (row) => ({ row: { ...row, [column]: text } }),
});

/** Changes one column where `fits` says so. */
export const wrongCell = (
  what: Pick<Anomaly, 'kind' | 'column' | 'expects' | 'share'>,
  value: (row: Row, random: Random) => Cell | undefined,
): Anomaly => ({
  ...what,
  change(row, random) {
    const cell = value(row, random);
    return cell === undefined ? undefined : { row: { ...row, [what.column]: cell } };
  },
});
