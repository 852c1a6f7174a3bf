/**
 * Rows of a source without natural key find their records: a row that states what a record states already keeps it, and
 * of the rest the k-th row goes on with the k-th record that is left, where the two are alike enough to be the same thing.
 *
 * Everything is decided against what the imports before this one stated, so a resumed import decides as it did at first.
 */
import type pg from 'pg';
import { derivationsOf } from '../../domain/contracts/derivations.ts';
import { sha256, type Uuid } from '../../domain/ids.ts';
import { canonicalJson } from '../../domain/json.ts';
import { type Content, noQualifiers, sameValue } from '../../domain/record/content.ts';
import type { RecordProposed } from '../../domain/record/events.ts';
import { fold, none } from '../../domain/record/fold.ts';
import { recordStream } from '../../domain/record/history.ts';
import { contentOf } from '../../domain/record/state.ts';
import type { Typed } from '../../domain/source/mapping.ts';
import type { Vault } from '../../eventstore/sealing/vault.ts';
import type { EventStore } from '../../eventstore/store.ts';
import type { ReadRow } from '../readers/reader.ts';
import { historiesOf } from './histories.ts';
import type { Continued } from './identity.ts';
import { subjectsOf } from './known.ts';
import type { Run } from './run.ts';

export interface Matching {
  readonly run: Run;
  readonly store: EventStore;
  readonly sql: pg.Pool;
  readonly stated: Pick<Vault['stated'], 'find' | 'records'>;
  /** Reads the rows anew at each call. */
  readonly rows: () => Promise<AsyncIterable<readonly ReadRow[]>>;
  /** Undefined for a row that is set aside. */
  readonly type: (row: ReadRow) => Typed | undefined;
  /** Hash of a row's content, by which a source without natural key tells its rows apart; base64url. */
  readonly hashOf: (typed: Typed) => string;
  /** Whether an earlier row of the file states the same. */
  readonly isRepeat: (hash: string, row: number) => boolean;
}

/** A typed row by its number. */
interface Placed {
  readonly row: number;
  readonly typed: Typed;
  readonly hash: string;
}

/** Records whose histories are read together. */
const comparedTogether = 500;

/** How the vault holds the hash of a content. */
export const statedKey = (hash: string): Buffer => Buffer.from(hash, 'base64url');

/** Which records the rows of a file go on with. */
export interface Matched {
  /** The record that the row of a number goes on with, if any. */
  readonly continued: (row: number) => Continued | undefined;
  /** All records that some row goes on with. */
  readonly records: readonly Uuid[];
}

/** Finds the record of each row, as far as there is one. */
export async function matchRows(matching: Matching): Promise<Matched> {
  const { run, stated } = matching;
  const records = await stated.records(run.definition.name, run.import);
  if (records.length === 0) return { continued: () => undefined, records: [] };

  const chosen = new Map<number, Uuid>();
  const left: number[] = [];
  for await (const batch of distinctRows(matching)) {
    const hashes = batch.map(({ hash }) => statedKey(hash));
    const found = await stated.find(run.definition.name, hashes, run.import);
    batch.forEach(({ row }, i) => {
      const id = found[i];
      if (id === undefined) left.push(row);
      else chosen.set(row, id);
    });
  }
  // A source of changes tells what is new: its further rows are further records, however much they look like older ones.
  if (run.definition.delivers === 'snapshot') {
    const taken = new Set(chosen.values());
    const free = latestFirst(records).filter((id) => !taken.has(id));
    const pairs = new Map(left.slice(0, free.length).map((row, k) => [row, free[k]!] as const));
    for await (const [row, id] of alike(matching, pairs)) chosen.set(row, id);
  }
  const subjects = run.contract.personal ? await subjectsOf(matching.sql, [...chosen.values()]) : undefined;
  const continued = (row: number): Continued | undefined => {
    const recordId = chosen.get(row);
    if (recordId === undefined) return undefined;
    const subject = subjects?.get(recordId);
    return subject === undefined ? { recordId } : { recordId, subject };
  };
  return { continued, records: [...new Set(chosen.values())] };
}

/** Records of the latest import in the order of its file, then those that only older imports state. */
function latestFirst(records: readonly { readonly recordId: Uuid; readonly import: Uuid }[]): Uuid[] {
  const latest = records.at(-1)?.import;
  const isLatest = (record: { readonly import: Uuid }): boolean => record.import === latest;
  return [...records.filter(isLatest), ...records.filter((record) => !isLatest(record))].map((r) => r.recordId);
}

/** Rows that are neither set aside nor repeat an earlier one. */
async function* distinctRows({ rows, type, hashOf, isRepeat }: Matching): AsyncGenerator<readonly Placed[]> {
  for await (const batch of await rows()) {
    const placed: Placed[] = [];
    for (const read of batch) {
      const typed = type(read);
      if (!typed) continue;
      const hash = hashOf(typed);
      if (!isRepeat(hash, read.row)) placed.push({ row: read.row, typed, hash });
    }
    yield placed;
  }
}

/** Those pairs of row and record that state the same in at least half of the fields that either of them has. */
async function* alike(
  matching: Matching,
  pairs: ReadonlyMap<number, Uuid>,
): AsyncGenerator<readonly [row: number, recordId: Uuid]> {
  if (pairs.size === 0) return;
  for await (const batch of distinctRows(matching)) {
    const paired = batch.filter(({ row }) => pairs.has(row));
    for (let i = 0; i < paired.length; i += comparedTogether) {
      const some = paired.slice(i, i + comparedTogether);
      const before = await statedBefore(
        matching,
        some.map(({ row }) => pairs.get(row)!),
      );
      for (const { row, typed } of some) {
        const id = pairs.get(row)!;
        const content = before.get(id);
        if (content && areAlike(matching.run, content, typed)) yield [row, id];
      }
    }
  }
}

/** What each record's source last stated of it before this import, by record. */
async function statedBefore({ run, store }: Matching, ids: readonly Uuid[]): Promise<ReadonlyMap<Uuid, Content>> {
  const streamOf = (id: Uuid): string => recordStream(run.contract.type, id);
  const histories = await historiesOf(store, ids.map(streamOf));
  const contents = new Map<Uuid, Content>();
  for (const id of ids) {
    const history = histories.get(streamOf(id)) ?? [];
    const { base } = fold(history, { hash: sha256, derive: run.derive }, run.import);
    if (base !== none) contents.set(id, contentOf(history[base]!.data as RecordProposed));
  }
  return contents;
}

/** Derived fields follow from others and constants from the source: neither tells things apart. Another person is another thing. */
function areAlike({ definition, contract }: Run, before: Content, now: Pick<Typed, 'values' | 'qualifiers'>): boolean {
  const qualifiers = now.qualifiers ?? noQualifiers;
  const { person, constants } = definition;
  const silent = new Set([...derivationsOf(contract).map(({ field }) => field), ...Object.keys(constants)]);
  const agrees = (field: string): boolean =>
    sameValue(before.values[field], now.values[field]) &&
    canonicalJson(before.qualifiers[field] ?? null) === canonicalJson(qualifiers[field] ?? null);
  if (person !== null && person !== 'record' && !agrees(person.field)) return false;
  const stated = [before.values, before.qualifiers, now.values, qualifiers].flatMap((part) => Object.keys(part));
  const fields = [...new Set(stated)].filter((field) => !silent.has(field));
  return fields.filter(agrees).length * 2 >= fields.length;
}
