/** One record: how it stands now or stood at a position, what its source said, and everything that happened to it. */

import { sql } from 'slonik';
import { z } from 'zod';
import { recordTypes } from '../../domain/contracts/contract.ts';
import type { Uuid } from '../../domain/ids.ts';
import type {
  Actor,
  Finding,
  Origin,
  Qualifiers,
  RawCell,
  RecordProposed,
  Values,
} from '../../domain/record/events.ts';
import { type Folding, fold, none, type RecordState, type Status } from '../../domain/record/fold.ts';
import { historyEvent, recordStream } from '../../domain/record/history.ts';
import { waitsOnlyBy } from '../../domain/record/waiting.ts';
import type { EventStore, Position, RecordedEvent } from '../../eventstore/store.ts';
import type { Foldings } from '../record/states.ts';
import { type MeetingRecord, recordsMeetingUnderOneKey } from './meeting.ts';
import type { ReadModel } from './read-model.ts';

export interface RecordParts {
  readonly readModel: ReadModel;
  /** Opens what is sealed. */
  readonly store: Pick<EventStore, 'readStream'>;
  readonly foldings: Foldings;
}

export interface HistoryEntry {
  readonly version: number;
  readonly position: string;
  readonly id: Uuid;
  readonly type: string;
  readonly actor: Actor;
  /** When it was decided. */
  readonly at: string;
  /** False where a later undo struck it. */
  readonly stands: boolean;
  readonly data: object;
}

export interface Provenance extends Origin {
  /** File name; null for sources about people. */
  readonly file: string | null;
  /** Names of the columns that the cells of `raw` stood in. */
  readonly columns: readonly string[] | null;
}

/** What one row states. */
export interface Statement {
  readonly version: number;
  readonly row: number;
  readonly values: Values;
}

/** How a record stands now, whatever moment of it is looked at: what may be shown of it rests on this. */
export interface RecordNow {
  readonly status: Status;
  /** Of its newest version. */
  readonly position: string;
  /** People for whom it waits only because of what they did themselves. */
  readonly waitsOnlyBy: readonly Actor[];
  /** Everybody who did anything to it. */
  readonly actors: readonly Actor[];
}

export interface RecordView {
  readonly id: Uuid;
  readonly type: (typeof recordTypes)[number];
  readonly source: string;
  readonly key: string | null;
  readonly subject: Uuid | null;
  readonly version: number;
  /** Of that version. */
  readonly position: string;
  readonly status: Status;
  /** Its source no longer states it. */
  readonly unstated: boolean;
  /** Version of the approval that what the API serves rests on. */
  readonly published: number | null;
  readonly publishedValues: Values | null;
  readonly raw: readonly RawCell[] | null;
  readonly values: Values | null;
  /** As the source states them, before corrections. */
  readonly statedValues: Values | null;
  readonly qualifiers: Qualifiers;
  readonly findings: readonly Finding[];
  /** What its source states of the same key otherwise, in row order. */
  readonly alternatives: readonly Statement[];
  /** The row that stands by default, where there are alternatives to it. */
  readonly base: Statement | null;
  /** Version of the statement that the content comes from. */
  readonly statement: number | null;
  /** Who contributed to the content, and so cannot approve it. */
  readonly contributors: readonly Actor[];
  readonly provenance: Provenance | null;
  /** Other records of the source that have its key in another spelling, as they stand now: a person looks whether they are one. */
  readonly meets: readonly MeetingRecord[];
  readonly history: readonly HistoryEntry[];
  readonly now: RecordNow;
}

const found = z.object({ type: z.enum(recordTypes), source: z.string(), key: z.string().nullable(), version: z.int() });
const file = z.object({ file: z.string().nullable(), columns: z.array(z.string()).nullable() });

/**
 * @param at inclusive; now where left out.
 * @returns undefined where there is no such record (at that position).
 */
export async function recordById(parts: RecordParts, id: Uuid, at?: Position): Promise<RecordView | undefined> {
  const record = await parts.readModel.maybeOne(
    sql.type(found)`select type, source, key, version from records.record where record_id = ${id}`,
  );
  if (record === null) return undefined;
  const stream = recordStream(record.type, id);
  const all = await Array.fromAsync(parts.store.readStream(stream, { to: record.version }));
  const events = at === undefined ? all : all.filter((event) => event.position <= at);
  const last = events.at(-1);
  if (last === undefined) return undefined;
  const folding = await foldingOf(parts.foldings, record.type, all);
  const newest = fold(all.map(historyEvent), folding);
  const state = events.length === all.length ? newest : fold(events.map(historyEvent), folding);
  return {
    id,
    type: record.type,
    source: record.source,
    key: record.key,
    subject: state.subject ?? null,
    version: last.version,
    position: last.position.toString(),
    status: state.status,
    unstated: state.unstated !== none,
    published: state.published?.version ?? null,
    publishedValues: state.published?.content.values ?? null,
    raw: proposalAt(state, state.statement)?.raw ?? null,
    values: state.content?.values ?? null,
    statedValues: proposalAt(state, state.statement)?.values ?? null,
    qualifiers: state.content?.qualifiers ?? {},
    findings: state.content === null ? [] : (state.outcome?.findings ?? []),
    alternatives: state.alternatives.flatMap((version) => statement(state, version) ?? []),
    base: state.alternatives.length === 0 ? null : (statement(state, state.base) ?? null),
    statement: state.statement === none ? null : state.statement,
    contributors: [...state.contributors],
    provenance: await provenanceOf(parts.readModel, state),
    meets: await recordsMeetingUnderOneKey(parts.readModel, id),
    history: events.map((event) => entry(event, state)),
    now: {
      status: newest.status,
      position: `${all.at(-1)?.position}`,
      waitsOnlyBy: waitsOnlyBy(newest, folding),
      actors: [...new Set(all.map(({ metadata }) => metadata.actor))],
    },
  };
}

async function foldingOf(
  foldings: Foldings,
  type: RecordView['type'],
  [first]: readonly RecordedEvent[],
): Promise<Folding> {
  const subject = first && historyEvent(first).data.subject;
  const hashers = subject === undefined ? undefined : await foldings.hashers([subject]);
  const hash = (subject !== undefined && hashers?.get(subject)) || foldings.hash;
  return { hash, derive: foldings.derive(type) };
}

function proposalAt(state: RecordState, version: number): RecordProposed | undefined {
  const event = version === none ? undefined : state.history[version];
  return event?.type === 'RecordProposed' ? event.data : undefined;
}

function statement(state: RecordState, version: number): Statement | undefined {
  const proposal = proposalAt(state, version);
  return proposal && { version, row: proposal.origin.row, values: proposal.values };
}

/** Of the statement that the content comes from: where the base is concerned, restatements are followed. */
async function provenanceOf(readModel: ReadModel, state: RecordState): Promise<Provenance | null> {
  const origin = state.statement === state.base ? state.origin : proposalAt(state, state.statement)?.origin;
  if (!origin) return null;
  const row = await readModel.maybeOne(
    sql.type(
      file,
    )`select file_name as file, header as columns from imports.import_run where import_id = ${origin.import}`,
  );
  return { ...origin, file: row?.file ?? null, columns: row?.columns ?? null };
}

const entry = ({ version, position, id, type, metadata, data }: RecordedEvent, state: RecordState): HistoryEntry => ({
  version,
  position: position.toString(),
  id,
  type,
  actor: metadata.actor,
  at: metadata.at,
  stands: state.standing[version] === true,
  data,
});
