/**
 * What records are found by, whatever the spelling of their natural key: a hash of the key's compared form, keyed for records
 * about people. The key of a record is the one of its first statement. Which fields it consists of says its source.
 */
import type pg from 'pg';
import { contracts } from '../../domain/contracts/index.ts';
import { comparedKeyHash, type Uuid } from '../../domain/ids.ts';
import type { SourceRegistered } from '../../domain/import/events.ts';
import type { RecordProposed } from '../../domain/record/events.ts';
import { comparingKeys, type KeyComparison, keyText } from '../../domain/source/record-key.ts';
import type { Position, RecordedEvent } from '../../eventstore/store.ts';
import { type Column, insertInto } from '../engine/columns.ts';
import type { Lane } from '../engine/lane.ts';
import type { People } from './people.ts';
import type { RecordBatch } from './states.ts';

/** A natural key that a definition of a source has, or had: names of fields, none for a source without one. */
export interface SourceKey {
  readonly source: string;
  readonly fields: readonly string[];
  /** Position of its first registration. */
  readonly since: Position;
}

const sourceKeyColumns: readonly Column<SourceKey>[] = [
  { name: 'source', type: 'text', of: ({ source }) => source },
  { name: 'fields', type: 'text', of: ({ fields }) => JSON.stringify(fields) },
  { name: 'since', type: 'bigint', of: ({ since }) => since },
];
const addSourceKeys = {
  name: 'add_source_keys',
  text: insertInto('source_key', sourceKeyColumns, 'on conflict do nothing'),
};

/** The natural keys that the definitions registered in a batch have. */
export const sourceKeysOf = (batch: readonly RecordedEvent[]): readonly SourceKey[] =>
  batch
    .filter(({ type }) => type === 'SourceRegistered')
    .map(({ data, position }) => {
      const { name, naturalKey } = (data as SourceRegistered).definition;
      return { source: name, fields: naturalKey, since: position };
    });

/** Notes them. */
export const writeSourceKeys = (lane: Lane, keys: readonly SourceKey[]): Promise<void> =>
  lane.run(addSourceKeys, sourceKeyColumns, keys);

/** A record's first statement, and where it may be found. */
interface Begun {
  readonly id: Uuid;
  readonly type: RecordBatch['type'];
  readonly position: Position;
  readonly proposed: RecordProposed;
}

/** One way to read the key of a source's records. */
interface Candidate {
  readonly since: Position;
  readonly fields: readonly string[];
  readonly comparison: KeyComparison;
}

/**
 * By record, what the records that begin in a batch are found by; those without natural key are left out.
 * @param sql in the transaction of the batch, the source keys of it written
 */
export async function comparedKeysOf(
  records: readonly RecordBatch[],
  sql: pg.ClientBase,
  people: Pick<People, 'comparedKey' | 'identities'>,
): Promise<ReadonlyMap<Uuid, number>> {
  const begun = records
    .filter(({ first }) => first === 0)
    .map(({ recordId: id, type, events }): Begun => {
      const { position, data } = events[0] as RecordedEvent;
      return { id, type, position, proposed: data as RecordProposed };
    })
    // Of an erased subject nothing is left.
    .filter(({ proposed }) => (proposed.values as unknown) !== undefined);
  if (begun.length === 0) return new Map();
  const candidates = await candidatesOf(sql, begun);
  const doubtful = begun.filter((one) => contracts[one.type].personal && candidates(one).length > 1);
  const identities =
    doubtful.length === 0
      ? undefined
      : await people.identities([...new Set(doubtful.flatMap(({ proposed }) => proposed.subject ?? []))]);

  const found = new Map<Uuid, number>();
  for (const one of begun) {
    const { id, type, proposed } = one;
    const among = candidates(one);
    // Where its source never had another key there is nothing to find out.
    const identity = among.length > 1 ? identities?.get(proposed.subject ?? '') : undefined;
    const candidate = among.find((each) => fits(one, each, among.length > 1, identity));
    if (!candidate) continue;
    const compared = candidate.comparison.ofValues(proposed.values);
    const hashOf = contracts[type].personal ? people.comparedKey : comparedKeyHash;
    found.set(id, hashOf(type, proposed.origin.source, compared));
  }
  return found;
}

/** @param identity gives ids of the subject's records; undefined where nobody can tell any more */
function fits(
  { id, type, proposed }: Begun,
  { fields, comparison }: Candidate,
  doubtful: boolean,
  identity: ((recordType: string, source: string, key: string) => Uuid) | undefined,
): boolean {
  const { key, values, origin, subject } = proposed;
  if (fields.length === 0 || fields.some((field) => values[field] === undefined)) return false;
  if (subject !== undefined) return !doubtful || identity?.(type, origin.source, keyText(fields, values)) === id;
  if (key === undefined) return false;
  return key === keyText(fields, values) || comparison.ofText(key) === comparison.ofValues(values);
}

async function candidatesOf(
  sql: pg.ClientBase,
  begun: readonly Begun[],
): Promise<(one: Begun) => readonly Candidate[]> {
  const sources = [...new Set(begun.map(({ proposed }) => proposed.origin.source))];
  const { rows } = await sql.query<{ source: string; fields: string; since: string }>({
    name: 'source_keys',
    text: 'select source, fields, since from source_key where source = any($1::text[]) order by source, since',
    values: [sources],
  });
  const candidatesFor = (type: Begun['type'], source: string): readonly Candidate[] =>
    rows
      .filter((row) => row.source === source)
      .map((row) => {
        const fields: string[] = JSON.parse(row.fields);
        return { since: BigInt(row.since), fields, comparison: comparingKeys(contracts[type], fields) };
      });
  // Records come source by source.
  let last: { type: Begun['type']; source: string; candidates: readonly Candidate[] } | undefined;
  return ({ type, position, proposed }) => {
    const { source } = proposed.origin;
    if (last?.type !== type || last.source !== source) last = { type, source, candidates: candidatesFor(type, source) };
    const { candidates } = last;
    // What was registered later says nothing of it, whether it is in the tables already or not.
    return candidates.every(({ since }) => since < position)
      ? candidates
      : candidates.filter(({ since }) => since < position);
  };
}
