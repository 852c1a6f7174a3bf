/** What a source is: where records come from, and how its columns become fields of a contract. Data only, so that the log can hold it. */
import type { RecordType } from '../contracts/contract.ts';
import type { Localised } from '../language.ts';
import type { Value } from '../record/events.ts';

export interface CsvDialect {
  /** Detected where left out: UTF-8 (with or without BOM), UTF-16 by BOM, else Windows-1252. */
  readonly encoding?: 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';
  /** Detected among `, ; tab |` where left out. */
  readonly delimiter?: string;
  readonly quote?: string;
}
export interface JsonDialect {
  /** Path to the array, keys joined by `.`; `$` is the document itself. Newline-delimited JSON is detected. */
  readonly path?: string;
}
export interface XlsxDialect {
  /** Name or number (from 1) of the sheet; default 1. */
  readonly sheet?: string | number;
  /** Row of the header as the spreadsheet counts; default 1. */
  readonly headerRow?: number;
}

/** One column of the source → one field of the contract. */
export interface ColumnMapping {
  /** The column's name, first, and its synonyms. Compared after collapsing white space, without case. For JSON: a key, or a path `a.b`. */
  readonly column: string | readonly string[];
  /** Field of the contract; null for a column that is known and kept as raw only. */
  readonly field: string | null;
  /** Unit of the source where it is not the field's own: converted exactly (12 significant digits). */
  readonly unit?: string;
  /** Decimal sign of numbers; default `.`. */
  readonly decimal?: '.' | ',';
  /** Source value → value of the field, compared without case. What is not listed passes as it is. */
  readonly map?: Readonly<Record<string, Value | null>>;
  /** Cells that mean "not given" besides the empty cell: `-`, `N/A`. The word None is a value unless it stands here. */
  readonly missing?: readonly string[];
  /** Accept `traces` and `< n` as qualifiers. */
  readonly qualified?: true;
  /** A regular expression; what it matches is removed from a text (or from each item of a list) before typing. */
  readonly strip?: string;
  /** A single value becomes a list of one. */
  readonly wrap?: true;
  /** What stands between the items of a list that is written in one cell: `;`. */
  readonly separator?: string;
  /** How dates are written, where not ISO: `M/D/YYYY`, `D/M/YYYY`, with an optional time `h:mm:ss A`. */
  readonly date?: string;
}

export type RepairName = 'ragged-join' | 'escaped-prefix' | 'cyrillic-degree' | 'blank-item';

export interface SourceDefinition {
  readonly name: string;
  /** Number of this definition; a change by a release or by two people raises it. */
  readonly version: number;
  readonly recordType: RecordType;
  readonly title: Localised;
  readonly format: 'csv' | 'json' | 'xlsx';
  readonly dialect: CsvDialect & JsonDialect & XlsxDialect;
  readonly columns: readonly ColumnMapping[];
  /** Values that every record of the source has: `{ basis: 'portion' }`. */
  readonly constants: Readonly<Record<string, Value>>;
  readonly repairs: readonly { readonly repair: RepairName; readonly column?: string }[];
  /** Fields of the natural key, in order; empty for a source without one. */
  readonly naturalKey: readonly string[];
  /** Who a record is about: a field of its key, the record itself, or nobody. */
  readonly person: { readonly field: string; readonly namespace?: string } | 'record' | null;
  readonly licence: {
    readonly name: string;
    readonly redistributable: boolean;
    /** Who read the licence and agrees; null where nobody has. */
    readonly verifiedBy: string | null;
    readonly note?: string;
  };
  readonly legalBasis: 'open-data' | 'public-domain' | 'synthetic' | 'anonymous' | 'consent';
  /** ISO 8601 duration between deliveries, or null where there is no rhythm. */
  readonly cadence: string | null;
  readonly delivers: 'snapshot' | 'changes';
  /**
   * What becomes of a record that a snapshot no longer contains. `keep`: it is reported. `review`: it is opened for a
   * person. `withdraw`: it is withdrawn and published no longer, but for what a person approved: that is opened.
   */
  readonly onMissing: 'keep' | 'review' | 'withdraw';
  readonly trust: Trust;
  readonly timeZone: string;
  /** What rules need to know of the source. */
  readonly traits: {
    readonly carbohydrates?: 'total' | 'available';
    readonly portion?: 'in-name';
    readonly bmiTolerance?: number;
  };
  /** Why this source is used, and with this trust. */
  readonly justification: string;
}

/** `auto` lets the policy publish what has no finding above `warn`, `clean` only what has none above `info`. */
export type Trust = 'auto' | 'clean' | 'review';

/** What is wrong with a definition, and where: `columns.3.unit`. */
export interface DefinitionProblem {
  readonly path: string;
  readonly message: string;
}
