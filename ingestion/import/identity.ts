/** Which record a row speaks of, and about whom. */
import { type Hasher, recordId, sha256, type Uuid, uuidv5 } from '../../domain/ids.ts';
import { contentHash, noQualifiers } from '../../domain/record/content.ts';
import type { Typed } from '../../domain/source/mapping.ts';
import { hasher, personalRecordId, type SubjectKeys } from '../../eventstore/sealing/keys.ts';
import { type Lookup, recordAsSubject } from '../../eventstore/sealing/subjects.ts';
import type { Vault } from '../../eventstore/sealing/vault.ts';
import { inSlices } from '../../eventstore/slices.ts';
import type { RawRow } from '../readers/reader.ts';
import type { KnownRecord, SpelledRecord } from './known.ts';
import type { Run } from './run.ts';
import { comparesSpellings, type Spelling, spellingOf } from './spelling.ts';

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
  readonly keys?: SubjectKeys;
  /** SHA-256, or the subject's keyed hash. */
  readonly hash: Hasher;
  /** About an erased person: nothing of it may be stored. */
  readonly suppressed?: true;
  /** The row spells its key otherwise than its record does: so. Of people that is not known. */
  readonly respelled?: { readonly key: string | null };
  /** What the read model knows of the record, null for nothing; undefined where it was not asked. */
  readonly known?: KnownRecord | null;
}

/** Tells which record each row speaks of, in the order given. */
export type Identify = (rows: readonly TypedRow[]) => Promise<readonly Identified[]>;

/** The record that a row of a source without natural key continues. */
export interface Continued {
  readonly recordId: Uuid;
  /** Absent for types without people. */
  readonly subject?: Uuid;
}

/** Where the records and the spellings of keys are found that are there already. */
export interface Found {
  /** For a source without natural key: the record that the row of this number continues, if any. */
  readonly continued?: (row: number) => Continued | undefined;
  /** The spelling of a compared key in the first row of the file that has it; undefined where no row spells it otherwise. */
  readonly firstSpelling?: (compared: string) => string | undefined;
  /** Absent where the source has no record yet. */
  readonly records?: {
    readonly byId: (ids: readonly Uuid[]) => Promise<ReadonlyMap<Uuid, KnownRecord>>;
    readonly byComparedKey: (keys: readonly Uuid[]) => Promise<ReadonlyMap<Uuid, readonly SpelledRecord[]>>;
  };
}

type Identity = Pick<Run, 'import' | 'definition' | 'contract' | 'pins'>;
export type People = Pick<Vault, 'subjectsFor' | 'open' | 'suppressed' | 'hashes'>;

const statedHash = (typed: Pick<Typed, 'values' | 'qualifiers'>, hash: Hasher): string =>
  contentHash({ values: typed.values, qualifiers: typed.qualifiers ?? noQualifiers }, hash);

/** Hash of what a row states by which a source without natural key tells its rows apart; keyed where it is about people. */
const rowHasher = ({ contract }: Pick<Run, 'contract'>, { hashes }: Pick<People, 'hashes'>): Hasher =>
  contract.personal ? (text) => hashes.row(text).toString('base64url') : sha256;

/** The key of a row within its file, whatever its spelling: its natural key, or for a source without one what it states. */
export function keyInFile(run: Identity, people: Pick<People, 'hashes'>): (typed: Typed) => string {
  const spelling = spellingOf(run, people.hashes);
  if (spelling) return spelling.compared;
  if (run.definition.naturalKey.length > 0) return (typed) => typed.key ?? '';
  const hash = rowHasher(run, people);
  return (typed) => statedHash(typed, hash);
}

/**
 * What rows of one key of the file share: their record. Keys that the first release took for different ones, and whose
 * records are there, stay apart.
 */
export function groupInFile(run: Identity, people: Pick<People, 'hashes'>): (row: Identified) => string {
  const keyOf = keyInFile(run, people);
  if (!spellingOf(run, people.hashes)) return ({ typed }) => keyOf(typed);
  return ({ typed, recordId, suppressed }) => (suppressed ? keyOf(typed) : recordId);
}

/** What a row states with its key spelled as in another row of the same key: two rows that agree in it differ in spelling alone. */
export function hashSpelledAs(run: Identity, people: Pick<People, 'hashes'>): (row: Identified, key: string) => string {
  const spelling = spellingOf(run, people.hashes);
  return (row, key) =>
    spelling === undefined || row.typed.key === key
      ? row.statedHash
      : statedHash(spelling.spelledAs(row.typed, key), row.hash);
}

/** Tells the records of rows: of a key that is there the record, whatever its spelling; else a new one under the first spelling. */
export function identifying(run: Identity, people: People, found: Found = {}): Identify {
  const spelling = spellingOf(run, people.hashes);
  const { identify, idUnder } = run.contract.personal
    ? identifyingPeople(run, people, found)
    : identifyingThings(run, found);
  if (!spelling) return identify;
  return async (rows) => whateverTheSpelling(await identify(rows), idUnder, spelling, found);
}

interface Exactly {
  /** The records that the rows' own spellings give. */
  readonly identify: Identify;
  /** The id that a spelling of a row's key gives. */
  readonly idUnder: (row: Identified, key: string) => Uuid;
}

/** The exact spelling wins, then the earliest record of the key, then the first spelling of the file. */
async function whateverTheSpelling(
  rows: readonly Identified[],
  idUnder: Exactly['idUnder'],
  { compared, idOf }: Spelling,
  { records, firstSpelling }: Found,
): Promise<readonly Identified[]> {
  if (!records && !firstSpelling) return rows;
  const known = await records?.byId(rows.filter((row) => !row.suppressed).map((row) => row.recordId));
  const isOpen = (row: Identified): boolean => !row.suppressed && !known?.has(row.recordId);
  const keys = rows.map((row) => (isOpen(row) ? compared(row.typed) : undefined));
  const ids = records && keys.map((key) => (key === undefined ? undefined : idOf(key)));
  const spelled = await records?.byComparedKey([...new Set(ids?.filter((id) => id !== undefined))]);
  return inSlices(rows, (row, i): Identified => {
    const key = keys[i];
    if (key === undefined) return row.suppressed ? row : { ...row, known: known!.get(row.recordId)! };
    const record = spelled?.get(ids![i]!)?.find(({ subject }) => subject === (row.subject ?? null));
    if (record) {
      const { known, key: text } = record;
      return { ...row, recordId: known.recordId, known, respelled: { key: text } };
    }
    const first = firstSpelling?.(key);
    const nothing = records && { known: null };
    if (first === undefined || first === row.typed.key) return nothing ? { ...row, ...nothing } : row;
    return { ...row, ...nothing, recordId: idUnder(row, first), respelled: { key: first } };
  });
}

function identifyingThings({ definition, contract, import: importId }: Identity, { continued }: Found): Exactly {
  const keyed = definition.naturalKey.length > 0;
  const idOf = (key: string): Uuid => recordId(contract.type, definition.name, key);
  return {
    identify: (rows) =>
      inSlices(rows, ({ read, typed }) => ({
        read,
        typed,
        hash: sha256,
        statedHash: statedHash(typed, sha256),
        recordId: keyed
          ? idOf(typed.key ?? '')
          : (continued?.(read.row)?.recordId ?? uuidv5(contract.type, definition.name, importId, read.row)),
      })),
    idUnder: (_, key) => idOf(key),
  };
}

function identifyingPeople(run: Identity, people: People, { continued }: Found): Exactly {
  const { definition, contract } = run;
  const keyed = definition.naturalKey.length > 0;
  const idUnder = (keys: SubjectKeys, key: string): Uuid => personalRecordId(keys, contract.type, definition.name, key);

  const idOf = (keys: SubjectKeys, { read, typed }: TypedRow): Uuid => {
    if (keyed) return idUnder(keys, typed.key ?? '');
    return continued?.(read.row)?.recordId ?? uuidv5(contract.type, definition.name, run.import, read.row);
  };
  const identified = (row: TypedRow, subject: Uuid, keys: SubjectKeys): Identified => {
    const hash = hasher(keys);
    return { ...row, hash, subject, keys, statedHash: statedHash(row.typed, hash), recordId: idOf(keys, row) };
  };
  /** Nothing may be stored of an erased person, not even a key to forget it by. */
  const erased = (row: TypedRow): Identified => {
    const hash: Hasher = (text) => people.hashes.row(text).toString('base64url');
    const id = uuidv5(contract.type, definition.name, run.import, row.read.row);
    return { ...row, hash, statedHash: statedHash(row.typed, hash), recordId: id, suppressed: true };
  };

  const identify: Identify = async (rows) => {
    const lookups = rows.map((row) => lookupOf(run, row));
    const suppressed = await people.suppressed(lookups);
    const goOn = rows.map((row) => continued?.(row.read.row)?.subject);
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
  return { identify, idUnder: ({ keys }, key) => idUnder(keys!, key) };
}

/**
 * How the person of a row is looked up: by the name that the source gives them, in its namespace; a row that names nobody
 * is about its own subject.
 */
export function lookupOf(run: Identity, { read, typed }: TypedRow): Lookup {
  const { person, name } = run.definition;
  if (person === null || person === 'record') return recordAsSubject(run.contract.type, name, run.import, read.row);
  const lookup: Lookup = { namespace: person.namespace ?? name, key: typed.personKey ?? '' };
  return comparesSpellings(run) ? lookup : { ...lookup, spelling: 'exact' };
}
