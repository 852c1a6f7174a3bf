/** Which record a row speaks of, and about whom. */
import { type Hasher, recordId, sha256, type Uuid, uuidv5 } from '../../domain/ids.ts';
import { contentHash, noQualifiers } from '../../domain/record/content.ts';
import type { Typed } from '../../domain/source/mapping.ts';
import type { ReadRow } from '../readers/reader.ts';
import type { Lookup, People, Run } from './run.ts';

/** A typed row with its place in the file. */
export interface TypedRow {
  readonly read: ReadRow & { readonly kind: 'row' };
  readonly typed: Typed;
}

/** A row whose record is known. */
export interface Identified extends TypedRow {
  readonly recordId: Uuid;
  readonly statedHash: string;
  readonly subject?: Uuid;
  /** SHA-256, or the subject's keyed hash. */
  readonly hash: Hasher;
  /** About an erased person: nothing of it may be stored. */
  readonly suppressed?: true;
}

/** Tells which record each row speaks of, in the order given. */
export type Identify = (rows: readonly TypedRow[]) => Promise<readonly Identified[]>;

type Identity = Pick<Run, 'import' | 'definition' | 'contract'>;

export const statedHash = (typed: Pick<Typed, 'values' | 'qualifiers'>, hash: Hasher): string =>
  contentHash({ values: typed.values, qualifiers: typed.qualifiers ?? noQualifiers }, hash);

/** The key of a row within its file: its natural key, or for a source without one what it states. */
export function keyInFile(run: Identity, people: Pick<People, 'hashRow'>): (typed: Typed) => string {
  if (run.definition.naturalKey.length > 0) return (typed) => typed.key ?? '';
  const hash = run.contract.personal ? people.hashRow : sha256;
  return (typed) => statedHash(typed, hash);
}

/**
 * @param matched for a source without natural key: the record that a row continues, if any
 */
export function identifying(run: Identity, people: People, matched: (row: number) => Uuid | undefined): Identify {
  const { definition, contract } = run;
  const keyed = definition.naturalKey.length > 0;
  const madeHere = (row: number): Uuid => matched(row) ?? uuidv5(contract.type, definition.name, run.import, row);
  if (!contract.personal)
    return async (rows) =>
      rows.map(({ read, typed }) => ({
        read,
        typed,
        hash: sha256,
        statedHash: statedHash(typed, sha256),
        recordId: keyed ? recordId(contract.type, definition.name, typed.key ?? '') : madeHere(read.row),
      }));

  return async (rows) => {
    const lookups = rows.map((row) => lookupOf(run, row, keyed ? undefined : matched(row.read.row)));
    const [subjects, suppressed] = await Promise.all([people.subjects(lookups), people.suppressed(lookups)]);
    return rows.map(({ read, typed }, i) => {
      const { id, hash } = subjects[i]!;
      const key = hash([contract.type, definition.name, typed.key ?? ''].join('\u001f'));
      return {
        read,
        typed,
        hash,
        subject: id,
        statedHash: statedHash(typed, hash),
        recordId: keyed ? uuidv5(contract.type, definition.name, key) : madeHere(read.row),
        ...(suppressed[i] && { suppressed: true as const }),
      };
    });
  };
}

/**
 * How the person of a row is looked up: by the name that the source gives them, in its namespace; a row that names nobody
 * is about its own subject, found again by where the record was first stated.
 */
export function lookupOf(run: Identity, { read, typed }: TypedRow, continued?: Uuid): Lookup {
  const { person, name } = run.definition;
  if (person !== null && person !== 'record')
    return { namespace: person.namespace ?? name, key: typed.personKey ?? '' };
  const key = continued ? `record ${continued}` : `${run.contract.type} ${run.import} ${read.row}`;
  return { namespace: name, key };
}
