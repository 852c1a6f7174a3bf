/** What the fields of a contract are called, in four languages, and how like a column's name is to them. */
import type { Contract, Field } from '../contracts/contract.ts';
import { derivedFields } from '../contracts/derived.ts';
import type { ColumnMapping, SourceDefinition } from './definition.ts';
import { namesOf } from './header.ts';
import { type ComparedName, comparedName, nameLikeness, type WordWeight } from './name-likeness.ts';
import { unitInName } from './unit-in-name.ts';
import { convertible, isUnitName } from './units.ts';

/** From 0 to 1; 0 where another field of the contract is called more like it, or as like it and in its unit. */
export type Likeness = (mapping: ColumnMapping, name: string) => number;

/**
 * Compares names with all that a mapping's column and field are called: the names in the definition, the field's own name,
 * and its labels in every language, which are synonyms of each other here.
 */
export function likenessOf(contract: Contract, definition: SourceDefinition): Likeness {
  const fields = namesOfFields(contract, definition);
  const weight = rarity([...fields.values()]);
  const best = (names: readonly ComparedName[], name: ComparedName): number =>
    Math.max(0, ...names.map((one) => nameLikeness(one, name, weight)));
  const seen = new Map<string, Place>();
  const placeOf = (text: string): Place => {
    const name = comparedName(text);
    const unit = unitInName(text);
    const rivals = [...fields]
      .filter(([field]) => unit === undefined || measures(contract.fields[field], unit))
      .map(([field, names]) => ({ field, likeness: best(names, name) }));
    const most = Math.max(0, ...rivals.map(({ likeness }) => likeness));
    const readIn = new Map(definition.columns.map((column) => [column.field, unitOf(column, contract)]));
    const inUnit = rivals.filter(
      ({ field, likeness }) => likeness === most && unit !== undefined && readIn.get(field) === unit,
    );
    return { name, most, inUnit: inUnit.map(({ field }) => field) };
  };
  return (mapping, text) => {
    const to = seen.get(text) ?? placeOf(text);
    seen.set(text, to);
    const own = (mapping.field === null ? undefined : fields.get(mapping.field)) ?? namesOf(mapping).map(comparedName);
    const likeness = best(own, to.name);
    const elsewhere = to.inUnit.length > 0 && !to.inUnit.some((field) => field === mapping.field);
    return likeness < to.most || elsewhere ? 0 : likeness;
  };
}

/** Where a name belongs among the fields. */
interface Place {
  readonly name: ComparedName;
  /** How like it is to the field that is called most like it. */
  readonly most: number;
  /** Of those called most like it, the mapped ones that are read in the unit that the name states: `Energy (kJ)`. */
  readonly inUnit: readonly string[];
}

function unitOf({ field, unit }: ColumnMapping, contract: Contract): string | undefined {
  const known = field === null ? undefined : contract.fields[field];
  return unit ?? (known !== undefined && 'unit' in known ? known.unit : undefined);
}

/** Whether a field can be given in a unit: `Water (ml)` is none of grams of water. */
const measures = (field: Field | undefined, unit: string): boolean =>
  field === undefined || !('unit' in field) || !isUnitName(field.unit) || convertible(unit, field.unit);

/** A contract's own words are split once: there are hundreds. */
const ownNames = new WeakMap<Contract, ReadonlyMap<string, readonly ComparedName[]>>();

/**
 * Names of every field that a source can fill. What is computed beside a stated field lends it its names: a column `BMI` is
 * the stated one.
 */
function namesInContract(contract: Contract): ReadonlyMap<string, readonly ComparedName[]> {
  const before = ownNames.get(contract);
  if (before !== undefined) return before;
  const derived = new Set(derivedFields(contract));
  const names = new Map<string, readonly ComparedName[]>();
  for (const [name, field] of Object.entries(contract.fields)) {
    const stated = derived.has(name) && 'derivedBeside' in field ? field.derivedBeside : name;
    if (stated === undefined) continue;
    names.set(stated, [...(names.get(stated) ?? []), ...[name, ...Object.values(field.labels)].map(comparedName)]);
  }
  ownNames.set(contract, names);
  return names;
}

function namesOfFields(contract: Contract, definition: SourceDefinition): ReadonlyMap<string, readonly ComparedName[]> {
  const names = new Map(namesInContract(contract));
  for (const mapping of definition.columns) {
    const field = mapping.field ?? '';
    const own = names.get(field);
    if (own !== undefined) names.set(field, [...own, ...namesOf(mapping).map(comparedName)]);
  }
  return new Map([...names].map(([field, all]) => [field, distinct(all)]));
}

const distinct = (names: readonly ComparedName[]): readonly ComparedName[] => [
  ...new Map(names.map((name) => [name.words.join(' '), name])).values(),
];

/** A word of one field weighs 1, one of twenty fields a quarter. */
function rarity(fields: readonly (readonly ComparedName[])[]): WordWeight {
  const counts = new Map<string, number>();
  for (const names of fields) {
    for (const word of new Set(names.flatMap(({ words }) => words))) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return (word) => 1 / (1 + Math.log(counts.get(word) ?? 1));
}
