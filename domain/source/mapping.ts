/**
 * The typing of rows: compiled once for a source, its contract and a file's header, then run over every row.
 * Pure. Repairs come first, then cells are read, then derived fields are computed; `values` comes with sorted keys.
 */
import type { Contract, Field } from '../contracts/contract.ts';
import { derivationsOf } from '../contracts/derivations.ts';
import type { Json } from '../json.ts';
import type { Qualifier, Qualifiers, RawCell, Repair, Value, Values } from '../record/events.ts';
import type { SourceDefinition } from './definition.ts';
import { type HeaderMismatch, type MatchedColumn, matchHeader } from './header.ts';
import { type Follow, follow } from './json-path.ts';
import { type Mend, type Mended, mender } from './mending.ts';
import { keyText } from './record-key.ts';
import { cellReader, isQualified, type ReadCell, unfit } from './typing.ts';

/** A row that can become a record. */
export interface Typed {
  readonly kind: 'typed';
  /** Typed values in canonical units, keys sorted; a missing value is an absent key. */
  readonly values: Values;
  readonly qualifiers?: Qualifiers;
  readonly repairs?: readonly Repair[];
  /** The natural key: the text of its only field, or the JSON array of its parts. Absent for sources without one. */
  readonly key?: string;
  /** Who the row is about, where a field says so. */
  readonly personKey?: string;
}

/** A row that cannot: it is quarantined, with what is needed to say why. */
export interface Rejected {
  readonly kind: 'rejected';
  readonly reason: 'ragged-row' | 'untypable-cell' | 'missing-required' | 'missing-key';
  /** `column` as the file names it, `value` as read (at most 100 characters), `expected` a contract's kind of value. */
  readonly params: Readonly<Record<string, Json>>;
}

export interface CompiledMapping {
  readonly kind: 'mapping';
  /** For every column of the header, the field it feeds; null where it is known or unknown and kept as raw only. */
  readonly columns: readonly { readonly name: string; readonly field: string | null }[];
  /** Fields that rows of this file can have: fed by a column, constant or derived. Sorted. */
  readonly fields: readonly string[];
  /** Columns of the source that the file lacks. */
  readonly absent: readonly string[];
  /** Columns of the file that the source does not name. */
  readonly unknown: readonly string[];
  readonly row: (cells: readonly RawCell[]) => Typed | Rejected;
  /** Of a row that cannot be typed as a whole: what it says of its key and its person alone, where that can be read. */
  readonly named: (cells: readonly RawCell[]) => Typed | undefined;
}

/** Where a column stands in the file, and how its cells are read there. */
interface Place {
  readonly index: number;
  /** Its name in the file. */
  readonly name: string;
  /** Into the cell, for a path of JSON. */
  readonly within?: Follow;
  readonly read: ReadCell;
}

/** What fills one field of a record, in the order of the fields' names. */
type Step =
  | { readonly from: 'column'; readonly field: string; readonly places: readonly [Place, ...Place[]] }
  | { readonly from: 'constant'; readonly field: string; readonly value: Value }
  | { readonly from: 'derivation'; readonly field: string; readonly compute: (values: Values) => Value | undefined };

/**
 * Rows of CSV and XLSX have exactly the header's cells. An object of JSON may have fewer, what it lacks being absent, and
 * more, what the header did not foresee: that is kept as raw.
 * @param header column names of the file, in its order
 * @param reader what settings mean: 1 as in the first release
 * @returns the compiled mapping, or what is wrong with the header
 * @throws Error for a definition that contradicts its contract (`parseDefinition` refuses it earlier)
 */
export function compileMapping(
  definition: SourceDefinition,
  contract: Contract,
  header: readonly string[],
  reader = 2,
): CompiledMapping | HeaderMismatch {
  const match = matchHeader(definition, contract, header);
  if (match.kind === 'header-mismatch') return match;
  const places = (column: MatchedColumn, field: Field) => placesOf(column, header, field, definition.timeZone, reader);
  const steps = stepsOf(definition, contract, match.columns, places);
  const type = rowTyping(definition, contract, steps);
  const mend = mender(definition, header, match.columns, (cells) => type(cells).kind === 'typed');
  const fields = new Map(
    match.columns.flatMap(({ index, others, mapping }) => [index, ...others].map((place) => [place, mapping.field])),
  );
  return {
    kind: 'mapping',
    columns: header.map((name, index) => ({ name, field: fields.get(index) ?? null })),
    fields: steps.map(({ field }) => field),
    absent: match.absent,
    unknown: match.unknown,
    row:
      mend !== undefined
        ? mendedRows(type, mend)
        : definition.format === 'json'
          ? type
          : plainRows(type, header.length),
    named: namedRows(definition, contract, steps, definition.format === 'json' ? undefined : header.length),
  };
}

/** Types nothing but the key of a row: a cell beside it that cannot be read does not make the record unheard of. */
function namedRows(
  definition: SourceDefinition,
  contract: Contract,
  steps: readonly Step[],
  width: number | undefined,
): (cells: readonly RawCell[]) => Typed | undefined {
  const { naturalKey, person } = definition;
  if (naturalKey.length === 0) return () => undefined;
  const names = new Set([...naturalKey, ...(person === null || person === 'record' ? [] : [person.field])]);
  const bare: Contract = {
    ...contract,
    fields: Object.fromEntries(Object.entries(contract.fields).filter(([name]) => names.has(name))),
  };
  const type = rowTyping(
    definition,
    bare,
    steps.filter(({ field }) => names.has(field)),
  );
  return (cells) => {
    if (width !== undefined && cells.length !== width) return undefined;
    const typed = type(cells);
    return typed.kind === 'typed' ? typed : undefined;
  };
}

function stepsOf(
  definition: SourceDefinition,
  contract: Contract,
  columns: readonly MatchedColumn[],
  places: (column: MatchedColumn, field: Field) => readonly [Place, ...Place[]],
): readonly Step[] {
  const steps = new Map<string, Step>();
  for (const [field, value] of Object.entries(definition.constants)) {
    steps.set(field, { from: 'constant', field, value });
  }
  for (const column of columns) {
    const name = column.mapping.field;
    if (name === null) continue;
    const field = contract.fields[name];
    if (field === undefined)
      throw new Error(`${definition.name} maps ${column.name} to ${name}, which ${contract.type} does not have`);
    steps.set(name, { from: 'column', field: name, places: places(column, field) });
  }
  for (const { field, operands, compute } of derivationsOf(contract)) {
    if (operands.some((operand) => steps.has(operand))) steps.set(field, { from: 'derivation', field, compute });
  }
  return [...steps.values()].sort((a, b) => (a.field < b.field ? -1 : 1));
}

type TypeRow = (cells: readonly RawCell[]) => Typed | Rejected;

const shown = (cell: RawCell | undefined): Json => {
  const text = typeof cell === 'string' ? cell : (JSON.stringify(cell) ?? '');
  return text.toWellFormed().replaceAll('\0', '\u2400').slice(0, 100);
};

function placesOf(
  { index, name, path, others, settings }: MatchedColumn,
  header: readonly string[],
  field: Field,
  timeZone: string,
  reader: number,
): readonly [Place, ...Place[]] {
  const read = (i: number): ReadCell => cellReader(settings[i] ?? {}, field, timeZone, reader);
  const first: Place = {
    index,
    name,
    ...(path.length > 0 && { within: follow(path, reader) }),
    read: read(0),
  };
  return [
    first,
    ...others.map((other, i): Place => ({ index: other, name: header[other] ?? name, read: read(i + 1) })),
  ];
}

const cellAt = (cells: readonly RawCell[], { index, within }: Place): RawCell => {
  const cell = cells[index] ?? null;
  return within === undefined ? cell : (within(cell) ?? null);
};

/** The first place whose cell is filled, or the last one. */
function filledPlace(cells: readonly RawCell[], places: readonly [Place, ...Place[]]): Place {
  let place = places[0];
  for (let i = 1; i < places.length; i++) {
    const cell = cellAt(cells, place);
    if (cell !== null && cell !== '') break;
    place = places[i]!;
  }
  return place;
}

function rowTyping(definition: SourceDefinition, contract: Contract, steps: readonly Step[]): TypeRow {
  const derives = steps.some(({ from }) => from === 'derivation');
  const key = definition.naturalKey;
  const person = definition.person === null || definition.person === 'record' ? undefined : definition.person.field;
  const keyFields = new Set([...key, ...(person === undefined ? [] : [person])]);
  const needed = Object.keys(contract.fields)
    .filter((name) => contract.fields[name]?.required || keyFields.has(name))
    .sort((a, b) => Number(keyFields.has(b)) - Number(keyFields.has(a)));
  const columnOf = new Map(
    steps.map((step) => [step.field, step.from === 'column' ? step.places[0].name : step.field]),
  );

  return (cells) => {
    const stated: Record<string, Value> = {};
    let qualifiers: Record<string, Qualifier> | undefined;
    for (const step of steps) {
      if (step.from === 'constant') stated[step.field] = step.value;
      if (step.from !== 'column') continue;
      const { places, field } = step;
      const place = places.length === 1 ? places[0] : filledPlace(cells, places);
      const cell = cellAt(cells, place);
      const reading = place.read(cell);
      if (reading === undefined) continue;
      if (reading === unfit) {
        const expected = contract.fields[field]?.kind ?? 'text';
        return {
          kind: 'rejected',
          reason: 'untypable-cell',
          params: { column: place.name, value: shown(cell), expected },
        };
      }
      if (isQualified(reading)) {
        qualifiers ??= {};
        qualifiers[field] = reading.qualifier;
      } else stated[field] = reading;
    }
    for (const field of needed) {
      if (stated[field] !== undefined) continue;
      const reason = keyFields.has(field) ? 'missing-key' : 'missing-required';
      const params = {
        column: columnOf.get(field) ?? field,
        value: '',
        expected: contract.fields[field]?.kind ?? 'text',
      };
      return { kind: 'rejected', reason, params };
    }
    const values = derives ? withDerived(steps, stated) : stated;
    return {
      kind: 'typed',
      values,
      ...(qualifiers === undefined ? undefined : { qualifiers }),
      ...(key.length === 0 ? undefined : { key: keyText(key, values) }),
      ...(person === undefined ? undefined : { personKey: String(values[person]) }),
    };
  };
}

/** Derived fields take their place in the order of names, so that equal content has equal text without sorting. */
function withDerived(steps: readonly Step[], stated: Values): Values {
  const values: Record<string, Value> = {};
  for (const step of steps) {
    const value = step.from === 'derivation' ? step.compute(stated) : stated[step.field];
    if (value !== undefined) values[step.field] = value;
  }
  return values;
}

const ragged = (cells: readonly RawCell[], width: number): Rejected => ({
  kind: 'rejected',
  reason: 'ragged-row',
  params: { cells: cells.length, expected: width },
});

const plainRows =
  (type: TypeRow, width: number): TypeRow =>
  (cells) =>
    cells.length === width ? type(cells) : ragged(cells, width);

function mendedRows(type: TypeRow, mend: Mend): TypeRow {
  return (cells) => {
    const mended: Mended | undefined = mend(cells);
    if (mended === undefined) return ragged(cells, mend.width);
    const result = type(mended.cells);
    return result.kind === 'typed' && mended.repairs.length > 0 ? { ...result, repairs: mended.repairs } : result;
  };
}
