/** What the fields of a contract are called, in four languages, and how like a column's name is to them. */
import type { Contract } from '../contracts/contract.ts';
import { derivedFields } from '../contracts/derived.ts';
import type { ColumnMapping, SourceDefinition } from './definition.ts';
import { namesOf } from './header.ts';
import { type ComparedName, comparedName, nameLikeness, type WordWeight } from './name-likeness.ts';

/** From 0 to 1; 0 where the name is more like another field of the contract than like the mapping's own. */
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
  const seen = new Map<string, { readonly name: ComparedName; readonly most: number }>();
  return (mapping, text) => {
    let to = seen.get(text);
    if (to === undefined) {
      const name = comparedName(text);
      to = { name, most: Math.max(0, ...[...fields.values()].map((names) => best(names, name))) };
      seen.set(text, to);
    }
    const own = (mapping.field === null ? undefined : fields.get(mapping.field)) ?? namesOf(mapping).map(comparedName);
    const likeness = best(own, to.name);
    return likeness >= to.most ? likeness : 0;
  };
}

/**
 * Names of every field that a source can fill. What is computed beside a stated field lends it its names: a column `BMI` is
 * the stated one.
 */
function namesOfFields(contract: Contract, definition: SourceDefinition): ReadonlyMap<string, readonly ComparedName[]> {
  const derived = new Set(derivedFields(contract));
  const names = new Map<string, string[]>();
  for (const [name, field] of Object.entries(contract.fields)) {
    const stated = derived.has(name) && 'derivedBeside' in field ? field.derivedBeside : name;
    if (stated === undefined) continue;
    names.set(stated, [...(names.get(stated) ?? []), name, ...Object.values(field.labels)]);
  }
  for (const mapping of definition.columns) {
    if (mapping.field !== null) names.get(mapping.field)?.push(...namesOf(mapping));
  }
  return new Map([...names].map(([field, all]) => [field, distinct(all.map(comparedName))]));
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
