/**
 * Subjects: random ids with a data key each, found through a lookup that only this installation can make.
 *
 * Keys are kept in memory between calls. What makes that safe with many processes is the generation in the database: it
 * moves on with every destroyed key and is read with every call, so a process lets its keys go before it uses one again.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import type { Uuid } from '../../domain/ids.ts';
import type { Ask } from './connection.ts';
import { type KeyRing, keyBytes, type SubjectKeys, subjectKeys, unwrap, type WrappedKey, wrap } from './keys.ts';
import type { MacKey } from './mac.ts';
import { comparedPerson, lookupHash } from './people.ts';
import { Recent } from './recent.ts';

/** Who a record is about: a person's key within a namespace. Sources that name the same people share a namespace. */
export interface Lookup {
  readonly namespace: string;
  readonly key: string;
  /**
   * Left out, the person is found under every spelling of the key. `exact`: under this one alone, as the first release did.
   * `made`: the key is the product's own, and has one spelling.
   */
  readonly spelling?: 'exact' | 'made';
}

/** A record that names nobody is its own subject; a resumed import finds it again. */
export const recordAsSubject = (recordType: string, source: string, importId: Uuid, row: number): Lookup => ({
  namespace: `record:${recordType}`,
  key: [source, importId, row].join('\u001f'),
  spelling: 'made',
});

export interface Subject {
  readonly id: Uuid;
  readonly keys: SubjectKeys;
}

export type OpenedKeys = ReadonlyMap<Uuid, SubjectKeys | 'erased'>;

export interface Subjects {
  /**
   * The subjects of the lookups, in their order; those that are missing are made, under the spelling that comes first. Equal
   * lookups give the same subject, in every process; so do spellings of one key, unless somebody is known under the very one.
   */
  readonly subjectsFor: (lookups: readonly Lookup[]) => Promise<readonly Subject[]>;
  /** The subjects of the lookups that have one, in their order: none is made. */
  readonly knownSubjects: (lookups: readonly Lookup[]) => Promise<readonly (Subject | undefined)[]>;
  /** The keys of subjects. Who has none is erased. */
  readonly open: (subjects: Iterable<Uuid>) => Promise<OpenedKeys>;
  /** Destroys keys and lookups for good: what they sealed can never be read again. Answers how many there were. */
  readonly destroy: (subjects: readonly Uuid[]) => Promise<number>;
}

export interface SubjectsOptions {
  /** Subjects whose keys are kept in memory, about 1 KiB each. */
  readonly keysKept: number;
}

type Row = WrappedKey & { readonly id: Uuid; readonly lookup: Buffer; readonly compared: Buffer | null };
type Read = { readonly generation: string } & (Row | { readonly id: null });

const selectWhere = (condition: string): string => `
  select generation.number::text as generation, subject.id, subject.lookup, subject.compared, subject.kek, subject.wrapped
  from keys.generation left join keys.subject on ${condition}`;
const selectByLookup = selectWhere('subject.lookup = any($1::bytea[])');
const selectBySpelling = selectWhere('subject.lookup = any($1::bytea[]) or subject.compared = any($2::bytea[])');
const selectById = selectWhere('subject.id = any($1::uuid[])');

/**
 * In the order of what is compared, so that two processes that make the same subjects wait for each other instead of locking
 * up. Who is looked up exactly leaves the compared key to whoever has it.
 */
const insertMissing = `
  insert into keys.subject (id, lookup, kek, wrapped, compared)
  select id, lookup, $4, wrapped,
    case when exact and exists (select from keys.subject other where other.compared = fresh.compared) then null else compared end
  from unnest($1::uuid[], $2::bytea[], $3::bytea[], $5::bytea[], $6::boolean[]) as fresh (id, lookup, wrapped, compared, exact)
  order by coalesce(compared, lookup)
  on conflict do nothing
  returning id`;

const deleteSubjects = `
  with gone as (delete from keys.subject where id = any($1::uuid[]) returning id),
  moved as (update keys.generation set number = number + 1 returning number)
  select count(*)::int as gone from gone, moved`;

/** A lookup as the database keeps it. */
interface Asked {
  readonly lookup: Buffer;
  /** Null where the key has one spelling. */
  readonly compared: Buffer | null;
  readonly exact: boolean;
}

/** What an answer of the database holds. */
interface Found {
  readonly byId: ReadonlyMap<Uuid, Subject>;
  /** By base64 of the hash. */
  readonly byLookup: ReadonlyMap<string, Subject>;
  readonly byCompared: ReadonlyMap<string, Subject>;
}

const base64 = (hash: Buffer): string => hash.toString('base64');

/** A lookup made by one process and erased by another while a third asks for it is asked for again; more than this is a fault. */
const attempts = 10;

/** The subjects that a database keeps, asked through `ask`; their data keys are wrapped by the ring. */
export function subjectsIn(ask: Ask, ring: KeyRing, secret: MacKey, options: SubjectsOptions): Subjects {
  const kept = new Recent<Uuid, SubjectKeys>(options.keysKept);
  let generation = 0n;

  /** Takes note of the generation that an answer of the database shows; whether the answer may be kept. */
  function isCurrent(read: string): boolean {
    const seen = BigInt(read);
    if (seen > generation) {
      kept.clear();
      generation = seen;
    }
    return seen === generation;
  }

  function keysOf(row: Row, keep: boolean): SubjectKeys {
    const known = kept.get(row.id);
    if (known) return known;
    const keys = subjectKeys(row.id, unwrap(ring, row.id, row));
    if (keep) kept.set(row.id, keys);
    return keys;
  }

  async function read(sql: string, ...wanted: readonly (readonly (Uuid | Buffer)[])[]): Promise<Found> {
    const { rows } = await ask<Read>(sql, wanted);
    const keep = rows.length > 0 && isCurrent(rows[0]!.generation);
    const byId = new Map<Uuid, Subject>();
    const byLookup = new Map<string, Subject>();
    const byCompared = new Map<string, Subject>();
    for (const row of rows) {
      if (row.id === null) continue;
      const subject = { id: row.id, keys: keysOf(row, keep) };
      byId.set(row.id, subject);
      byLookup.set(base64(row.lookup), subject);
      if (row.compared) byCompared.set(base64(row.compared), subject);
    }
    return { byId, byLookup, byCompared };
  }

  const readBySpelling = (asked: readonly Asked[]): Promise<Found> =>
    read(
      selectBySpelling,
      asked.map(({ lookup }) => lookup),
      asked.flatMap(({ compared, exact }) => (compared && !exact ? [compared] : [])),
    );

  /** Those that were made; where another process was faster, its subject is read next time round. */
  async function create(missing: readonly (readonly [string, Asked])[]): Promise<Map<string, Subject>> {
    const random = randomBytes(keyBytes * missing.length);
    const fresh = missing.map(([by, asked], index) => {
      const id = randomUUID();
      const dataKey = random.subarray(index * keyBytes, (index + 1) * keyBytes);
      return { by, ...asked, id, wrapped: wrap(ring, id, dataKey).wrapped, keys: subjectKeys(id, dataKey) };
    });
    const { rows } = await ask<{ id: Uuid }>(insertMissing, [
      fresh.map((one) => one.id),
      fresh.map((one) => one.lookup),
      fresh.map((one) => one.wrapped),
      ring.current.id,
      fresh.map((one) => one.compared),
      fresh.map((one) => one.exact),
    ]);
    const mine = new Set(rows.map((row) => row.id));
    const created = new Map<string, Subject>();
    for (const one of fresh) {
      if (!mine.has(one.id)) continue;
      kept.set(one.id, one.keys);
      created.set(one.by, { id: one.id, keys: one.keys });
    }
    return created;
  }

  function askedFor({ namespace, key, spelling }: Lookup): Asked {
    const lookup = lookupHash(secret, namespace, key);
    const exact = spelling === 'exact';
    if (spelling === 'made') return { lookup, compared: null, exact };
    const shared = comparedPerson(key);
    return { lookup, compared: shared === key ? lookup : lookupHash(secret, namespace, shared), exact };
  }

  return {
    async knownSubjects(lookups) {
      if (lookups.length === 0) return [];
      const asked = lookups.map(askedFor);
      const found = await readBySpelling(asked);
      return asked.map((one) => subjectIn(found, one));
    },

    async subjectsFor(lookups) {
      const asked = lookups.map(askedFor);
      const order = asked.map(({ lookup }) => base64(lookup));
      const found = new Map<string, Subject>();
      for (let attempt = 0; attempt < attempts; attempt++) {
        const wanted = new Map<string, Asked>();
        for (const [index, by] of order.entries()) if (!found.has(by)) wanted.set(by, asked[index]!);
        if (wanted.size === 0) return order.map((by) => found.get(by)!);
        // Nearly everybody is known as they are spelled, or new: other spellings are asked for only where making them failed.
        const known =
          attempt === 0
            ? await read(
                selectByLookup,
                [...wanted.values()].map(({ lookup }) => lookup),
              )
            : await readBySpelling([...wanted.values()]);
        for (const [by, one] of wanted) {
          const subject = subjectIn(known, one);
          if (subject) found.set(by, subject);
          if (subject) wanted.delete(by);
        }
        if (wanted.size > 0) for (const [by, subject] of await create(firstSpellings(wanted))) found.set(by, subject);
      }
      throw new Error('subjects vanish as fast as they are made: another process is erasing them');
    },

    async open(subjects) {
      const ids = [...new Set(subjects)];
      const keys = new Map<Uuid, SubjectKeys | 'erased'>();
      if (ids.length === 0) return keys;
      // Held here, since what is read for this very call may push them out of the memory.
      const held = new Map<Uuid, SubjectKeys>();
      for (const id of ids) {
        const known = kept.get(id);
        if (known) held.set(id, known);
      }
      const before = generation;
      let found = await read(
        selectById,
        ids.filter((id) => !held.has(id)),
      );
      if (generation !== before) {
        held.clear();
        found = await read(selectById, ids);
      }
      for (const id of ids) keys.set(id, held.get(id) ?? found.byId.get(id)?.keys ?? 'erased');
      return keys;
    },

    async destroy(subjects) {
      const { rows } = await ask<{ gone: number }>(deleteSubjects, [subjects]);
      kept.clear();
      return rows[0]?.gone ?? 0;
    },
  };
}

const subjectIn = ({ byLookup, byCompared }: Found, { lookup, compared, exact }: Asked): Subject | undefined =>
  byLookup.get(base64(lookup)) ?? (compared && !exact ? byCompared.get(base64(compared)) : undefined);

/** Of several spellings of one key the first; the others are found by it next time round. */
function firstSpellings(missing: ReadonlyMap<string, Asked>): readonly (readonly [string, Asked])[] {
  const seen = new Set<string>();
  return [...missing].filter(([by, { compared, exact }]) => {
    if (!compared || exact) return true;
    const shared = compared === missing.get(by)?.lookup ? by : base64(compared);
    if (seen.has(shared)) return false;
    seen.add(shared);
    return true;
  });
}
