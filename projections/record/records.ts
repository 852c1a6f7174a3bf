/**
 * The projection `records`: what every record is and was, its findings, what waits for people, and the typed tables of what
 * is published. One projection, because folding a record once serves all of them.
 */
import { recordTypes } from '../../domain/contracts/contract.ts';
import { contracts } from '../../domain/contracts/index.ts';
import { categoryOf, type RecordedEvent } from '../../eventstore/store.ts';
import { createLane } from '../engine/lane.ts';
import type { ApplyContext, Projection } from '../projection.ts';
import { consentsIn, writeConsents } from './consents.ts';
import { comparedKeysOf, sourceKeysOf, writeSourceKeys } from './keys.ts';
import { publishedTables } from './layout.ts';
import type { People } from './people.ts';
import { changeOf, type RecordChange } from './rows.ts';
import { sealContents, sealFindings } from './sealing.ts';
import { type Foldings, foldingsOf, statesOf } from './states.ts';
import { recordTables } from './tables.ts';
import { writeFindings, writeQueue, writeSealedFindings } from './write-findings.ts';
import { writePublished } from './write-published.ts';
import { writeHistory, writeRecords, writeTally } from './write-records.ts';

/** Raised whenever the tables, or what they hold, change: everything is then built anew. */
const version = 4;

export const recordsSchemas = ['records', 'published', 'personal'] as const;

/** The projection of all records into the schemas `records`, `published` and `personal`. */
export function recordsProjection(people: People): Projection {
  const foldings = foldingsOf(people);
  return {
    name: 'records',
    version,
    schemas: recordsSchemas,
    tables: (schema) => `${recordTables(schema('records'))}\n${publishedTables(schema)}`,
    handles: { categories: [...recordTypes, 'source', 'subject'] },
    onFailure: 'park',
    apply: (batch, context) => apply(batch, context, foldings, people),
  };
}

const others: ReadonlySet<string> = new Set(['source', 'subject']);
const isOfRecord = ({ stream }: RecordedEvent): boolean => !others.has(categoryOf(stream));
const isPersonal = ({ row }: RecordChange): boolean => contracts[row.type].personal;

async function apply(
  batch: readonly RecordedEvent[],
  context: ApplyContext,
  foldings: Foldings,
  people: People,
): Promise<void> {
  const lane = createLane(context.sql);
  await writeSourceKeys(lane, sourceKeysOf(batch));
  await writeConsents(lane, consentsIn(batch));
  await lane.done();
  const records = await statesOf(batch.filter(isOfRecord), context, foldings);
  const keys = await comparedKeysOf(records, context.sql, people);
  const changes = records.map((record) => changeOf(record, keys.get(record.recordId)));
  const contents = await sealContents(changes, isPersonal, people);
  await writeRecords(lane, changes);
  await writeHistory(lane, changes, contents);
  await writeTally(lane, changes);
  await writeFindings(
    lane,
    changes.filter((change) => !isPersonal(change)),
  );
  await writeSealedFindings(lane, changes.filter(isPersonal), (found) => sealFindings(found, people));
  await writeQueue(lane, changes, isPersonal);
  await writePublished(lane, changes, (items) => people.seal(items));
  await lane.done();
}
