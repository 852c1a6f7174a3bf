/** What a source is: where records come from, and how its columns become fields of a contract. Data only, so that the log can hold it. */
import { usualPurpose } from '../consent/events.ts';
import type { RecordType } from '../contracts/contract.ts';
import type { Localised } from '../language.ts';
import type { Value } from '../record/events.ts';

/** How a CSV file is written. What is left out is detected, and pinned to the import. */
export interface CsvDialect {
  /** Detected where left out: UTF-8 (with or without BOM), UTF-16 by BOM, else Windows-1252. */
  readonly encoding?: 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';
  /** Detected among `, ; tab |` where left out. */
  readonly delimiter?: string;
  readonly quote?: string;
}
/** Where the rows of a JSON file are. */
export interface JsonDialect {
  /** Path to the array, keys exactly as written, joined by `.`; `$` is the document itself. Newline-delimited JSON is detected. */
  readonly path?: string;
}
/** Where the rows of an XLSX file are. */
export interface XlsxDialect {
  /** Name or number (from 1) of the sheet; default 1. */
  readonly sheet?: string | number;
  /** Row of the header as the spreadsheet counts; default 1. */
  readonly headerRow?: number;
}

/** How the cells of a column are written: each setting can be given for a column, and otherwise for one of its synonyms. */
export interface CellSettings {
  /** Numbers: unit of the source where it is not the field's own; converted exactly (12 significant digits). */
  readonly unit?: string;
  /** Numbers written as text: decimal sign; default `.`. */
  readonly decimal?: '.' | ',';
  /** Source value → value of the field, compared without case; of a list, item by item. What is not listed passes as it is; null is "not given". */
  readonly map?: Readonly<Record<string, Value | null>>;
  /** Cells that mean "not given" besides the empty cell: `-`, `N/A`, `-9`. The word None is a value unless it stands here. */
  readonly missing?: readonly string[];
  /** Numbers: accept `traces` and `< n` as qualifiers. */
  readonly qualified?: true;
  /** A regular expression; what it matches is removed from a text (or from each item of a list) before typing. */
  readonly strip?: string;
  /** Lists: a single value becomes a list of one. */
  readonly wrap?: true;
  /** Lists: what stands between the items that are written in one cell: `;`. */
  readonly separator?: string;
  /** Dates and instants: how they are written, where not ISO: `M/D/YYYY`, `D/M/YYYY`, with an optional time `h:mm:ss A`. */
  readonly date?: string;
}

/**
 * Another name that a column has in some files, with what is written otherwise there: its settings override the column's.
 * `{ "name": "Energy (kJ)", "unit": "kj" }` beside `"Energy (kcal)"`.
 */
export interface ColumnSynonym extends CellSettings {
  readonly name: string;
}

/** One column of the source → one field of the contract. */
export interface ColumnMapping extends CellSettings {
  /**
   * The column's name, first, and its synonyms; of several in one file, whichever is filled first is read, by its own settings.
   * Compared in NFC, after collapsing white space, without case. For JSON: a key, or a path `a.b` (also where an object has both
   * spellings of a key: the one as written here is read, else the first, and the other is an unknown column); a number in a path
   * is the place of an item in a list, from 0: `nutrients.0.amount`. Names that state different units (kcal, kJ) need a unit each.
   */
  readonly column: string | readonly (string | ColumnSynonym)[];
  /** Field of the contract; null for a column that is known and kept as raw only: it has no settings. */
  readonly field: string | null;
}

/**
 * `ragged-join` (CSV, XLSX; names its column): joins cells that an unquoted comma tore apart. `escaped-prefix`: removes a
 * written-out `\t` or `\n` in front. `cyrillic-degree`: mends `в°`. `blank-item` (JSON): removes blank items of lists.
 */
export type RepairName = 'ragged-join' | 'escaped-prefix' | 'cyrillic-degree' | 'blank-item';

export interface SourceDefinition {
  /** What the source is called in commands, ids and the log; the file is called `<name>.json`. */
  readonly name: string;
  /** Number of this definition, shown to people; a change by a release or by two people raises it. */
  readonly version: number;
  readonly recordType: RecordType;
  readonly title: Localised;
  readonly format: 'csv' | 'json' | 'xlsx';
  /** Only what belongs to the format. */
  readonly dialect: CsvDialect & JsonDialect & XlsxDialect;
  readonly columns: readonly ColumnMapping[];
  /** Values that every record of the source has: `{ basis: 'portion' }`. */
  readonly constants: Readonly<Record<string, Value>>;
  /** What may be mended before rows are typed: in one column, or in all of them. */
  readonly repairs: readonly { readonly repair: RepairName; readonly column?: string }[];
  /** Fields of the natural key, in order; empty for a source without one. */
  readonly naturalKey: readonly string[];
  /**
   * Who a record is about: a field of its key, the record itself, or nobody. Sources that name the same people share a
   * `namespace`; left out, it is the source's name.
   */
  readonly person: { readonly field: string; readonly namespace?: string } | 'record' | null;
  readonly licence: {
    readonly name: string;
    readonly redistributable: boolean;
    /** Who read the licence and agrees; null where nobody has. */
    readonly verifiedBy: string | null;
    readonly note?: string;
  };
  /** `own`: data about people that are the installation owner's own, which need no consent of anybody else. */
  readonly legalBasis: 'open-data' | 'public-domain' | 'synthetic' | 'anonymous' | 'consent' | 'own';
  /** What people have to have agreed to, where that is the legal basis; default `coaching`. */
  readonly purpose?: string;
  /** ISO 8601 duration between deliveries, or null where there is no rhythm. */
  readonly cadence: string | null;
  /** Whether a file holds everything that the source has, or what is new in it. */
  readonly delivers: 'snapshot' | 'changes';
  /**
   * What becomes of a record that a snapshot no longer contains. `keep`: it is reported. `review`: it is opened for a
   * person. `withdraw`: it is withdrawn and published no longer, but for what a person approved: that is opened.
   */
  readonly onMissing: 'keep' | 'review' | 'withdraw';
  /** Of what stood, the share and the number of records that a snapshot may lack before it is held for a person; default 0.1 and 20. */
  readonly mayLack?: { readonly share: number; readonly records: number };
  readonly trust: Trust;
  /** Where the clocks of times without an offset stand: for columns that feed an instant. Default UTC. */
  readonly timeZone: string;
  /** What rules need to know of the source. */
  readonly traits: {
    /** Foods: whether carbohydrates include fibre (`total`, US) or not (`available`, EU; default). */
    readonly carbohydrates?: 'total' | 'available';
    /** Foods: the portion is written in the name. No rule reads it yet, so that no new definition can state it. */
    readonly portion?: 'in-name';
    /** Consultations and sessions: by how much a stated BMI may differ from weight and height for rounding alone, in kg/m². */
    readonly bmiTolerance?: number;
  };
  /** Why this source is used, and with this trust. */
  readonly justification: string;
}

/** What people have to have agreed to, for a source whose legal basis is consent. */
export const purposeOf = ({ purpose }: Pick<SourceDefinition, 'purpose'>): string => purpose ?? usualPurpose;

/** Where the people of a source are known by its keys; undefined where it names nobody. */
export const namespaceOf = ({ name, person }: Pick<SourceDefinition, 'name' | 'person'>): string | undefined =>
  person === null || person === 'record' ? undefined : (person.namespace ?? name);

/** `auto` lets the policy publish what has no finding above `warn`, `clean` only what has none above `info`. */
export type Trust = 'auto' | 'clean' | 'review';

/** What is wrong with a definition, and where: `columns.3.unit`. */
export interface DefinitionProblem {
  readonly path: string;
  readonly message: string;
}
