/**
 * What a file says against what stood before it, seen row by row in the first pass: which records it states, which totals
 * of a day it lowers, and a sample of its rows for whoever has to tell renamed columns. Nothing is touched.
 */
import type pg from 'pg';
import { cumulativeFields } from '../../domain/contracts/cumulative.ts';
import type { Uuid } from '../../domain/ids.ts';
import { holdLimits } from '../../domain/import/events.ts';
import type { Typed } from '../../domain/source/mapping.ts';
import { layouts } from '../../projections/record/layout.ts';
import type { ReadRow } from '../readers/reader.ts';
import type { Identified, Identify, TypedRow } from './identity.ts';
import type { Run } from './run.ts';
import type { Seen } from './seen.ts';

/** Rows that are looked at closely: so many to twice as many, spread over the file, since files are sorted by this and that. */
const sampledRows = 250;
/** Characters of them that are kept at most. */
const sampledCharacters = 4_000_000;

/** A row of the sample, with its record where it can be told. */
export interface SampledRow {
  readonly read: ReadRow & { readonly kind: 'row' };
  readonly recordId?: Uuid;
}

/** Totals of days that the file lowers. */
export interface Falling {
  readonly records: number;
  readonly values: number;
  readonly fields: ReadonlySet<string>;
  /** The first rows concerned. */
  readonly rows: readonly number[];
}

export interface Comparison {
  /** Looks at a batch as it was typed. */
  see(batch: readonly ReadRow[], typed: readonly (Typed | undefined)[]): Promise<void>;
  readonly sample: readonly SampledRow[];
  readonly falling: Falling;
}

export interface Comparing {
  readonly run: Run;
  readonly sql: pg.Pool;
  /** Undefined for a source that had no import yet: then nothing stood, and only the sample is taken. */
  readonly seen?: Seen | undefined;
  /** Of a row that is set aside, its key alone. */
  readonly named: (row: ReadRow) => Typed | undefined;
  /** Tells the record of each row; nobody becomes a subject by being asked for. */
  readonly identify: Identify;
}

export function compareWithStanding({ run, sql, seen, named, identify }: Comparing): Comparison {
  const taken = sampling();
  const keyed = run.definition.naturalKey.length > 0;
  const days = fallingDays(run, sql);

  return {
    get sample() {
      return taken.rows();
    },
    falling: days.found,
    async see(batch, typed) {
      const rows: TypedRow[] = [];
      const aside: TypedRow[] = [];
      batch.forEach((read, i) => {
        const one = typed[i];
        if (one && read.kind === 'row') rows.push({ read, typed: one });
        else taken.add(read, undefined);
        // A record whose row cannot be read is stated all the same: it is not missing.
        const key = one || !seen ? undefined : named(read);
        if (key && read.kind === 'row') aside.push({ read, typed: key });
      });
      if (!seen || !keyed) {
        for (const { read } of rows) taken.add(read, undefined);
        return;
      }
      const identified = (await identify(rows)).filter((row) => !row.suppressed);
      for (const { read, recordId } of identified) taken.add(read, recordId);
      await seen.add(identified.map(({ recordId }) => recordId));
      if (aside.length > 0) await seen.add((await identify(aside)).map(({ recordId }) => recordId));
      await days.see(identified);
    },
  };
}

/** Takes every row, then every second, every fourth …, so that what is kept is spread over a file of any length. */
export function sampling() {
  let rows: SampledRow[] = [];
  let seen = 0;
  let every = 1;
  let characters = 0;
  return {
    add(read: ReadRow, recordId: Uuid | undefined): void {
      if (read.kind !== 'row' || seen++ % every !== 0 || characters > sampledCharacters) return;
      characters += JSON.stringify(read.cells).length;
      rows.push({ read, ...(recordId !== undefined && { recordId }) });
      if (rows.length < sampledRows * 2) return;
      rows = rows.filter((_, i) => i % 2 === 0);
      every *= 2;
      characters = Math.round(characters / 2);
    },
    rows: (): readonly SampledRow[] => rows,
  };
}

/** Compares totals of days with those that are published, for records whose statement changes. */
function fallingDays({ definition }: Run, sql: pg.Pool) {
  const fields = cumulativeFields(definition.recordType);
  const found = { records: 0, values: 0, fields: new Set<string>(), rows: [] as number[] };
  const { schema, table } = layouts[definition.recordType];
  const fed = fields.filter((field) => definition.columns.some((column) => column.field === field));
  return {
    found,
    async see(rows: readonly Identified[]): Promise<void> {
      if (fed.length === 0 || rows.length === 0) return;
      const { rows: published } = await sql.query<
        Record<string, number | null> & { record_id: Uuid; stated: string[] }
      >({
        name: `published-totals-${table}`,
        text: `select record_id, r.stated, ${fed.map((field) => `p.${field}`).join(', ')}
          from ${schema}.${table} p join records.record r using (record_id) where record_id = any($1::uuid[])`,
        values: [rows.map(({ recordId }) => recordId)],
      });
      const before = new Map(published.map((row) => [row.record_id, row]));
      for (const row of rows) {
        const known = before.get(row.recordId);
        if (!known || known.stated.includes(row.statedHash)) continue;
        const lower = fed.filter((field) => fallen(known[field], row.typed.values[field]));
        if (lower.length === 0) continue;
        found.records++;
        found.values += lower.length;
        for (const field of lower) found.fields.add(field);
        if (found.rows.length < holdLimits.rows) found.rows.push(row.read.row);
      }
    },
  };
}

/** A total that is stated lower than it is published. One that is not stated at all is a matter of its column. */
const fallen = (published: number | null | undefined, stated: unknown): boolean =>
  typeof published === 'number' && typeof stated === 'number' && stated < published;
