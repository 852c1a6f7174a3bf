/**
 * What records are found by, whatever the spelling of their natural key: a hash of the key's compared form, keyed for records
 * about people. The key of a record is the one of its first statement. Which fields it consists of says its source.
 */
import type pg from 'pg';
import { contracts } from '../../domain/contracts/index.ts';
import { comparedKeyId, type Uuid } from '../../domain/ids.ts';
import type { SourceRegistered } from '../../domain/import/events.ts';
import type { RecordProposed } from '../../domain/record/events.ts';
import { comparingKeys, type KeyComparison, keyText } from '../../domain/source/record-key.ts';
import type { RecordedEvent } from '../../eventstore/store.ts';
import { type Column, insertInto } from '../engine/columns.ts';
import type { Lane } from '../engine/lane.ts';
import type { People } from './people.ts';
import type { RecordBatch } from './states.ts';

/** A natural key that a definition of a source has, or had: names of fields, none for a source without one. */
export interface SourceKey {
  readonly source: string;
  readonly fields: readonly string[];
}

const sourceKeyColumns: readonly Column<SourceKey>[] = [
  { name: 'source', type: 'text', of: ({ source }) => source },
  { name: 'fields', type: 'text', of: ({ fields }) => JSON.stringify(fields) },
];
const addSourceKeys = {
  name: 'add_source_keys',
  text: insertInto('source_key', sourceKeyColumns, 'on conflict do nothing'),
};

/** The natural keys that the definitions registered in a batch have. */
export const sourceKeysOf = (batch: readonly RecordedEvent[]): readonly SourceKey[] =>
  batch
    .filter(({ type }) => type === 'SourceRegistered')
    .map(({ data }) => (data as SourceRegistered).definition)
    .map(({ name, naturalKey }) => ({ source: name, fields: naturalKey }));

/** Notes them. */
export const writeSourceKeys = (lane: Lane, keys: readonly SourceKey[]): Promise<void> =>
  lane.run(addSourceKeys, sourceKeyColumns, keys);

/** A record's first statement, and where it may be found. */
interface Begun {
  readonly id: Uuid;
  readonly type: RecordBatch['type'];
  readonly proposed: RecordProposed;
}

/** One way to read the key of a source's records. */
interface Candidate {
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
): Promise<ReadonlyMap<Uuid, Uuid>> {
  const begun = records
    .filter(({ first }) => first === 0)
    .map(({ recordId: id, type, events }): Begun => ({ id, type, proposed: events[0]?.data as RecordProposed }))
    // Of an erased subject nothing is left.
    .filter(({ proposed }) => (proposed.values as unknown) !== undefined);
  if (begun.length === 0) return new Map();
  const candidates = await candidatesOf(sql, begun);
  const doubtful = begun.filter((one) => contracts[one.type].personal && candidates(one).length > 1);
  const identities =
    doubtful.length === 0
      ? undefined
      : await people.identities([...new Set(doubtful.flatMap(({ proposed }) => proposed.subject ?? []))]);

  /** Whether these fields are the key that gave the record its id. */
  function fits({ id, type, proposed }: Begun, { fields, comparison }: Candidate): boolean {
    if (fields.length === 0 || fields.some((field) => proposed.values[field] === undefined)) return false;
    if (proposed.subject === undefined)
      return proposed.key !== undefined && comparison.ofText(proposed.key) === comparison.ofValues(proposed.values);
    if (identities === undefined) return true;
    const identity = identities.get(proposed.subject);
    return identity?.(type, proposed.origin.source, keyText(fields, proposed.values)) === id;
  }

  const found = new Map<Uuid, Uuid>();
  for (const one of begun) {
    const candidate = candidates(one).find((each) => fits(one, each));
    if (!candidate) continue;
    const { id, type, proposed } = one;
    const compared = candidate.comparison.ofValues(proposed.values);
    const { source } = proposed.origin;
    const key = contracts[type].personal
      ? people.comparedKey(type, source, compared)
      : comparedKeyId(type, source, compared);
    found.set(id, key);
  }
  return found;
}

async function candidatesOf(
  sql: pg.ClientBase,
  begun: readonly Begun[],
): Promise<(one: Begun) => readonly Candidate[]> {
  const sources = [...new Set(begun.map(({ proposed }) => proposed.origin.source))];
  const { rows } = await sql.query<{ source: string; fields: string }>({
    name: 'source_keys',
    text: 'select source, fields from source_key where source = any($1::text[]) order by source, fields',
    values: [sources],
  });
  const known = new Map<string, readonly Candidate[]>();
  return ({ type, proposed }) => {
    const { source } = proposed.origin;
    const place = `${type} ${source}`;
    let candidates = known.get(place);
    if (candidates === undefined) {
      candidates = rows
        .filter((row) => row.source === source)
        .map((row) => JSON.parse(row.fields) as string[])
        .map((fields) => ({ fields, comparison: comparingKeys(contracts[type], fields) }));
      known.set(place, candidates);
    }
    return candidates;
  };
}
