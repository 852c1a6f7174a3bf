/**
 * Which unknown column of a file is which mapped one that it lacks: by name, by values, by unit. Pure; only proposed, never
 * applied without people. What the thresholds rest on is measured in `ingestion/sources/renamed-columns.test.ts`.
 */
import type { Contract, Field } from '../contracts/contract.ts';
import type { RawCell, Values } from '../record/events.ts';
import type { ColumnMapping, SourceDefinition } from './definition.ts';
import { likenessOf } from './field-names.ts';
import { firstNameOf } from './header.ts';
import { type ColumnReading, readAs } from './read-column.ts';
import { type Compared, compared, objectionOf, sure } from './value-agreement.ts';

/** A column of the file that no mapping names. */
export interface UnknownColumn {
  /** Index into the file's header. */
  readonly index: number;
  readonly name: string;
  /** Cells of the sampled rows, in the order of `known`. */
  readonly cells: readonly RawCell[];
}

export interface MappingQuestion {
  readonly contract: Contract;
  readonly definition: SourceDefinition;
  /** Columns of the definition that the file lacks. */
  readonly absent: readonly ColumnMapping[];
  readonly unknown: readonly UnknownColumn[];
  /**
   * What is published (or was last stated) of the record that each sampled row speaks of, where it is known. Empty where no
   * row can be told, as its key's column is renamed too: then names alone decide.
   */
  readonly known: readonly (Values | undefined)[];
}

export interface ProposedColumn {
  /** First name of the absent column. */
  readonly column: string;
  /** What the column feeds; null where it is kept as raw only. */
  readonly field: string | null;
  /** Name of the unknown column in the file. */
  readonly to: string;
  /** Unit of the new column, where its values or its name say that it is another than the mapping's. */
  readonly unit?: string;
  readonly by: readonly ('name' | 'values' | 'unit')[];
  /** From 0 to 1. Values that agree come before a name alone, whatever their scores. */
  readonly score: number;
  /** Sampled rows whose value, read so, equals the known one, of those compared. */
  readonly agreeing: number;
  readonly compared: number;
}

/** Measured on seven real files, 100 to 200 rows of each, every column read as every other (some 8 000 pairs). */
export const thresholds = {
  /**
   * Names less alike are no evidence. More than half of what they say must be shared. Of the names that other exports give to
   * the columns of daily-food and gym-members 0.5, 0.6 and 0.7 find 89 and 95, 84 and 89, 78 and 76 %; none finds a wrong one.
   */
  name: 0.6,
  /**
   * Agreement beyond chance (kappa) below which values are no evidence. Right pairs have 0.60 to 1 (0.60 where a file states
   * most days several times, differently), pairs of different quantities 0.34 at most. Between lie those of one quantity by two
   * methods (energy and protein with another factor): 0.66 to 0.87.
   */
  agreement: 0.5,
  /** Agreement, numbers a tenth apart included, below which values that can tell contradict: it is another column, whatever its name. */
  contradiction: 0.2,
  /** Agreement less surprising is no evidence, however whole. */
  surprise: sure,
  /** Share of the given cells that must be of the field's kind and within the contract's limits; else most rows would be set aside. */
  plausible: 0.5,
} as const;

interface Candidate {
  readonly proposal: ProposedColumn;
  readonly absent: number;
  readonly unknown: number;
  readonly byValues: boolean;
  readonly name: number;
}

/**
 * Proposes at most one unknown column for each absent one, and each unknown one at most once; the surest first.
 *
 * Values decide where they can: a column whose values equal the known ones beyond chance is proposed whatever it is called, and
 * one whose values differ is not, whatever it is called. Pairs are taken by their score; of equal ones the more alike in
 * name first, then in the order of the definition, then of the file. A name alone decides only where values cannot tell,
 * where no other field of the contract is called more like it, and where it fits one absent column better than any other:
 * a name that fits two equally well names neither.
 */
export function proposeMapping(question: MappingQuestion): readonly ProposedColumn[] {
  const candidates = candidatesOf(question).sort(
    (a, b) =>
      Number(b.byValues) - Number(a.byValues) ||
      b.proposal.score - a.proposal.score ||
      b.name - a.name ||
      a.absent - b.absent ||
      a.unknown - b.unknown,
  );
  const [absent, unknown] = [new Set<number>(), new Set<number>()];
  const free = (candidate: Candidate): boolean => !absent.has(candidate.absent) && !unknown.has(candidate.unknown);
  const proposed: ProposedColumn[] = [];
  for (const candidate of candidates) {
    if (!free(candidate)) continue;
    if (!candidate.byValues && candidates.some((other) => free(other) && rivals(candidate, other))) continue;
    absent.add(candidate.absent);
    unknown.add(candidate.unknown);
    proposed.push(candidate.proposal);
  }
  return proposed;
}

/** Another pair with one of the two columns whose names are as alike. */
const rivals = (one: Candidate, other: Candidate): boolean =>
  one !== other && (one.absent === other.absent || one.unknown === other.unknown) && other.name >= one.name;

function candidatesOf({ contract, definition, absent, unknown, known }: MappingQuestion): Candidate[] {
  const likeness = likenessOf(contract, definition);
  const candidates: Candidate[] = [];
  for (const [place, mapping] of absent.entries()) {
    const field = mapping.field === null ? undefined : contract.fields[mapping.field];
    const values = known.map((record) => compared(mapping.field === null ? undefined : record?.[mapping.field]));
    for (const column of unknown) {
      const name = likeness(mapping, column.name);
      const reading = field === undefined ? undefined : readAs(mapping, field, definition.timeZone, column, values);
      const candidate = judge(mapping, field, column, name, reading, values);
      if (candidate !== undefined) candidates.push({ ...candidate, absent: place, unknown: column.index });
    }
  }
  return candidates;
}

type Judged = Omit<Candidate, 'absent' | 'unknown'>;

function judge(
  mapping: ColumnMapping,
  field: Field | undefined,
  column: UnknownColumn,
  likeness: number,
  reading: ColumnReading | undefined,
  known: readonly Compared[],
): Judged | undefined {
  const sure = (reading?.surprise ?? 0) >= thresholds.surprise;
  const byValues = reading !== undefined && sure && reading.beyondChance >= thresholds.agreement;
  const name = reading?.unitContradicts ? 0 : likeness;
  const byName = name >= thresholds.name;
  if (!byValues && !(byName && (reading === undefined || believable(reading, known)))) return undefined;
  // A name alone never scores as high as values that agree wholly: it can be given to anything.
  const score = byValues ? 1 - (1 - reading.beyondChance) * (1 - name / 2) : name * 0.8;
  const unit = reading?.unit;
  return {
    byValues,
    name,
    proposal: {
      column: firstNameOf(mapping),
      field: field === undefined ? null : mapping.field,
      to: column.name,
      ...(unit === undefined ? undefined : { unit }),
      by: [
        ...(byName ? (['name'] as const) : []),
        ...(byValues ? (['values'] as const) : []),
        ...(unit === undefined ? [] : (['unit'] as const)),
      ],
      score: Math.round(score * 1000) / 1000,
      agreeing: reading?.agreeing ?? 0,
      compared: reading?.compared ?? 0,
    },
  };
}

/** Nothing in the column's cells speaks against its name. */
function believable({ plausible, read }: ColumnReading, known: readonly Compared[]): boolean {
  if (plausible < thresholds.plausible) return false;
  const { beyondChance, couldSurprise } = objectionOf(read, known);
  return couldSurprise < thresholds.surprise || beyondChance >= thresholds.contradiction;
}
