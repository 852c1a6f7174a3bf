/** Which record a row speaks of, and about whom. */
import { type Hasher, recordId, sha256, type Uuid, uuidv5 } from '../../domain/ids.ts';
import { contentHash, noQualifiers } from '../../domain/record/content.ts';
import type { Typed } from '../../domain/source/mapping.ts';
import { hasher, personalRecordId, type SubjectKeys } from '../../eventstore/sealing/keys.ts';
import { type Lookup, recordAsSubject } from '../../eventstore/sealing/subjects.ts';
import type { Vault } from '../../eventstore/sealing/vault.ts';
import { inSlices } from '../../eventstore/slices.ts';
import type { RawRow } from '../readers/reader.ts';
import type { Run } from './run.ts';

/** A typed row with its place in the file. */
export interface TypedRow {
  readonly read: RawRow;
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

/** The record that a row of a source without natural key continues. */
export interface Continued {
  readonly recordId: Uuid;
  /** Absent for types without people. */
  readonly subject?: Uuid;
}

type Identity = Pick<Run, 'import' | 'definition' | 'contract'>;
export type People = Pick<Vault, 'subjectsFor' | 'open' | 'suppressed' | 'hashes'>;

const statedHash = (typed: Pick<Typed, 'values' | 'qualifiers'>, hash: Hasher): string =>
  contentHash({ values: typed.values, qualifiers: typed.qualifiers ?? noQualifiers }, hash);

/** Hash of what a row states by which a source without natural key tells its rows apart; keyed where it is about people. */
const rowHasher = ({ contract }: Pick<Run, 'contract'>, { hashes }: Pick<People, 'hashes'>): Hasher =>
  contract.personal ? (text) => hashes.row(text).toString('base64url') : sha256;

/** The key of a row within its file: its natural key, or for a source without one what it states. */
export function keyInFile(run: Identity, people: Pick<People, 'hashes'>): (typed: Typed) => string {
  if (run.definition.naturalKey.length > 0) return (typed) => typed.key ?? '';
  const hash = rowHasher(run, people);
  return (typed) => statedHash(typed, hash);
}

/** @param continued for a source without natural key: the record that the row of this number continues, if any */
export function identifying(
  run: Identity,
  people: People,
  continued: (row: number) => Continued | undefined,
): Identify {
  return run.contract.personal ? identifyingPeople(run, people, continued) : identifyingThings(run, continued);
}

function identifyingThings(
  { definition, contract, import: importId }: Identity,
  continued: (row: number) => Continued | undefined,
): Identify {
  const keyed = definition.naturalKey.length > 0;
  return (rows) =>
    inSlices(rows, ({ read, typed }) => ({
      read,
      typed,
      hash: sha256,
      statedHash: statedHash(typed, sha256),
      recordId: keyed
        ? recordId(contract.type, definition.name, typed.key ?? '')
        : (continued(read.row)?.recordId ?? uuidv5(contract.type, definition.name, importId, read.row)),
    }));
}

function identifyingPeople(run: Identity, people: People, continued: (row: number) => Continued | undefined): Identify {
  const { definition, contract } = run;
  const keyed = definition.naturalKey.length > 0;

  const idOf = (keys: SubjectKeys, { read, typed }: TypedRow): Uuid => {
    if (keyed) return personalRecordId(keys, contract.type, definition.name, typed.key ?? '');
    return continued(read.row)?.recordId ?? uuidv5(contract.type, definition.name, run.import, read.row);
  };
  const identified = (row: TypedRow, subject: Uuid, keys: SubjectKeys): Identified => {
    const hash = hasher(keys);
    return { ...row, hash, subject, statedHash: statedHash(row.typed, hash), recordId: idOf(keys, row) };
  };
  /** Nothing may be stored of an erased person, not even a key to forget it by. */
  const erased = (row: TypedRow): Identified => {
    const hash: Hasher = (text) => people.hashes.row(text).toString('base64url');
    const id = uuidv5(contract.type, definition.name, run.import, row.read.row);
    return { ...row, hash, statedHash: statedHash(row.typed, hash), recordId: id, suppressed: true };
  };

  return async (rows) => {
    const lookups = rows.map((row) => lookupOf(run, row));
    const suppressed = await people.suppressed(lookups);
    const goOn = rows.map((row) => continued(row.read.row)?.subject);
    const held = await people.open(goOn.filter((id) => id !== undefined));
    const asked = rows.flatMap((_, i) => (suppressed[i] || goOn[i] !== undefined ? [] : [lookups[i]!]));
    const found = (await people.subjectsFor(asked))[Symbol.iterator]();
    return inSlices(rows, (row, i) => {
      const going = goOn[i];
      const keys = going === undefined ? undefined : held.get(going);
      if (suppressed[i] || keys === 'erased') return erased(row);
      if (going !== undefined && keys !== undefined) return identified(row, going, keys);
      const { id, keys: fresh } = found.next().value!;
      return identified(row, id, fresh);
    });
  };
}

/**
 * How the person of a row is looked up: by the name that the source gives them, in its namespace; a row that names nobody
 * is about its own subject.
 */
export function lookupOf(run: Identity, { read, typed }: TypedRow): Lookup {
  const { person, name } = run.definition;
  if (person === null || person === 'record') return recordAsSubject(run.contract.type, name, run.import, read.row);
  return { namespace: person.namespace ?? name, key: typed.personKey ?? '' };
}
