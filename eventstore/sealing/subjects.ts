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
import { hmacSha256, type MacKey } from './mac.ts';
import { Recent } from './recent.ts';

/** Who a record is about: a person's key within a namespace. Sources that name the same people share a namespace. */
export interface Lookup {
  readonly namespace: string;
  readonly key: string;
}

/** A record that names nobody is its own subject; a resumed import finds it again. */
export const recordAsSubject = (recordType: string, source: string, importId: Uuid, row: number): Lookup => ({
  namespace: `record:${recordType}`,
  key: [source, importId, row].join('\u001f'),
});

export interface Subject {
  readonly id: Uuid;
  readonly keys: SubjectKeys;
}

export type OpenedKeys = ReadonlyMap<Uuid, SubjectKeys | 'erased'>;

export interface Subjects {
  /** The subjects of the lookups, in their order; those that are missing are made. Equal lookups give the same subject, in every process. */
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

type Row = WrappedKey & { readonly id: Uuid; readonly lookup: Buffer };
type Read = { readonly generation: string } & (Row | { readonly id: null });

const selectByLookup = `
  select generation.number::text as generation, subject.id, subject.lookup, subject.kek, subject.wrapped
  from keys.generation left join keys.subject on subject.lookup = any($1::bytea[])`;

const selectById = `
  select generation.number::text as generation, subject.id, subject.lookup, subject.kek, subject.wrapped
  from keys.generation left join keys.subject on subject.id = any($1::uuid[])`;

/** In the order of the lookups, so that two processes that make the same subjects wait for each other instead of locking up. */
const insertMissing = `
  insert into keys.subject (id, lookup, kek, wrapped)
  select id, lookup, $4, wrapped from unnest($1::uuid[], $2::bytea[], $3::bytea[]) as fresh (id, lookup, wrapped)
  order by lookup
  on conflict (lookup) do nothing
  returning id`;

const deleteSubjects = `
  with gone as (delete from keys.subject where id = any($1::uuid[]) returning id),
  moved as (update keys.generation set number = number + 1 returning number)
  select count(*)::int as gone from gone, moved`;

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

  async function read(sql: string, wanted: readonly (Uuid | Buffer)[]): Promise<Map<string, Subject>> {
    const { rows } = await ask<Read>(sql, [wanted]);
    const keep = rows.length > 0 && isCurrent(rows[0]!.generation);
    const found = new Map<string, Subject>();
    for (const row of rows) {
      if (row.id === null) continue;
      const by = sql === selectById ? row.id : row.lookup.toString('base64');
      found.set(by, { id: row.id, keys: keysOf(row, keep) });
    }
    return found;
  }

  /** Those that were made; where another process was faster, its subject is read next time round. */
  async function create(missing: readonly [string, Buffer][]): Promise<Map<string, Subject>> {
    const random = randomBytes(keyBytes * missing.length);
    const fresh = missing.map(([by, lookup], index) => {
      const id = randomUUID();
      const dataKey = random.subarray(index * keyBytes, (index + 1) * keyBytes);
      return { by, lookup, id, wrapped: wrap(ring, id, dataKey).wrapped, keys: subjectKeys(id, dataKey) };
    });
    const { rows } = await ask<{ id: Uuid }>(insertMissing, [
      fresh.map((one) => one.id),
      fresh.map((one) => one.lookup),
      fresh.map((one) => one.wrapped),
      ring.current.id,
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

  const lookupHash = ({ namespace, key }: Lookup): Buffer => hmacSha256(secret, `${namespace}\u0000${key}`);

  return {
    async knownSubjects(lookups) {
      if (lookups.length === 0) return [];
      const hashes = lookups.map(lookupHash);
      const found = await read(selectByLookup, hashes);
      return hashes.map((hash) => found.get(hash.toString('base64')));
    },

    async subjectsFor(lookups) {
      const hashes = lookups.map(lookupHash);
      const order = hashes.map((hash) => hash.toString('base64'));
      const found = new Map<string, Subject>();
      for (let attempt = 0; attempt < attempts; attempt++) {
        const wanted = new Map<string, Buffer>();
        for (const [index, by] of order.entries()) if (!found.has(by)) wanted.set(by, hashes[index]!);
        if (wanted.size === 0) return order.map((by) => found.get(by)!);
        for (const [by, subject] of await read(selectByLookup, [...wanted.values()])) {
          found.set(by, subject);
          wanted.delete(by);
        }
        if (wanted.size > 0) for (const [by, subject] of await create([...wanted])) found.set(by, subject);
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
      for (const id of ids) keys.set(id, held.get(id) ?? found.get(id)?.keys ?? 'erased');
      return keys;
    },

    async destroy(subjects) {
      const { rows } = await ask<{ gone: number }>(deleteSubjects, [subjects]);
      kept.clear();
      return rows[0]?.gone ?? 0;
    },
  };
}
