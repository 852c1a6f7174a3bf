/**
 * People whom the first release made are found by every spelling from the first import on that compares so: what they are
 * called is read from their records, once for each namespace.
 */
import type pg from 'pg';
import type { RecordType } from '../../domain/contracts/contract.ts';
import type { Uuid } from '../../domain/ids.ts';
import type { RecordProposed } from '../../domain/record/events.ts';
import { recordStream } from '../../domain/record/history.ts';
import type { SourceDefinition } from '../../domain/source/definition.ts';
import type { Named } from '../../eventstore/sealing/spellings.ts';
import { historiesOf } from './histories.ts';
import { withLease } from './lease.ts';
import type { Ingestion, Run } from './run.ts';
import { comparesSpellings } from './spelling.ts';

/** People whose records are read together. */
const together = 500;

/** Where a source says who its records are about. */
interface Naming {
  readonly field: string;
  readonly namespace: string;
}

/** Undefined for sources that name nobody. */
function namingOf({ name, person }: Pick<SourceDefinition, 'name' | 'person'>): Naming | undefined {
  if (person === null || person === 'record') return undefined;
  return { field: person.field, namespace: person.namespace ?? name };
}

type Parts = Pick<Ingestion, 'database' | 'sql' | 'store' | 'vault'>;

/** Lets everybody in the namespace of the run's source be found by every spelling; nothing where they are already. */
export async function comparePeople(parts: Parts, run: Pick<Run, 'definition' | 'pins'>): Promise<void> {
  const naming = namingOf(run.definition);
  if (!naming || !comparesSpellings(run)) return;
  const { namespace } = naming;
  const { spellings } = parts.vault;
  if (await spellings.isCompared(namespace)) return;
  const work = async (): Promise<void> => {
    const fields = await fieldsOf(parts.sql, namespace);
    for await (const people of namedPeople(parts, fields)) await spellings.compare(namespace, people);
    await spellings.noteCompared(namespace);
  };
  await withLease(parts.database, `people of ${namespace}`, work, () => undefined);
}

/** By source, the field that names the people of a namespace. */
async function fieldsOf(sql: pg.Pool, namespace: string): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql.query<{ name: string; person: SourceDefinition['person'] }>(
    `select name, definition->'person' as person from imports.source where definition is not null`,
  );
  return new Map(
    rows.flatMap((row) => {
      const naming = namingOf(row);
      return naming?.namespace === namespace ? [[row.name, naming.field] as const] : [];
    }),
  );
}

interface OneRecord {
  readonly subject: Uuid;
  readonly record_id: Uuid;
  readonly type: RecordType;
  readonly source: string;
}

/** Everybody whom these sources name, as one of their records does. */
async function* namedPeople(
  { sql, store }: Parts,
  fields: ReadonlyMap<string, string>,
): AsyncGenerator<readonly Named[]> {
  for (let last: Uuid | undefined = '00000000-0000-0000-0000-000000000000'; last !== undefined; ) {
    const { rows }: pg.QueryResult<OneRecord> = await sql.query(
      `select distinct on (subject) subject, record_id, type, source from records.record
       where subject > $1 and source = any($2::text[]) order by subject, record_id limit $3`,
      [last, [...fields.keys()], together],
    );
    const streamOf = ({ type, record_id }: OneRecord): string => recordStream(type, record_id);
    const histories = await historiesOf(store, rows.map(streamOf));
    yield rows.flatMap((row) => {
      const first = histories.get(streamOf(row))?.[0]?.data as Partial<RecordProposed> | undefined;
      // Of who was erased meanwhile no values are left.
      const key = first?.values?.[fields.get(row.source)!];
      return key === undefined ? [] : [{ subject: row.subject, key: String(key) }];
    });
    last = rows.at(-1)?.subject;
  }
}
