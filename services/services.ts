/**
 * What people and programs can ask of the system: one function a use case, each held to the caller's roles (`policy.ts`).
 * The API and the admin call these in process and add nothing but HTTP and screens; neither needs the other.
 *
 * Whatever cannot be done as asked is thrown as `Refused`, with words in the caller's language. All else thrown is a fault.
 */
import type { Readable } from 'node:stream';
import type { RecordStanding } from '../commands/decide-on-record.ts';
import type { RecordType } from '../domain/contracts/contract.ts';
import type { ExportFormat } from '../domain/export/format.ts';
import type { Uuid } from '../domain/ids.ts';
import type { Values } from '../domain/record/events.ts';
import type { Position, RecordedEvent } from '../eventstore/store.ts';
import type { ImportReport } from '../ingestion/import/report.ts';
import type { RebuildReport } from '../projections/engine/rebuild.ts';
import type { StatusCounts } from '../projections/queries/counts.ts';
import type { QueueCursor, QueueItem } from '../projections/queries/queue.ts';
import type { Accounts } from './accounts/accounts.ts';
import type { Caller } from './caller.ts';
import type { ImportDetail, ImportItem, QuarantinedItem } from './imports.ts';
import type { Permission } from './policy.ts';
import type { Overview, QualityTrend } from './quality.ts';
import type { RecordSheet } from './record-sheet.ts';
import type { SourceDetail, SourceItem } from './sources.ts';

/** A page, and where the next one begins; null at the end. */
export interface Page<Item, Cursor = string> {
  readonly items: readonly Item[];
  readonly next: Cursor | null;
}

/** A decision names the version of the record that the person saw. */
export interface Seen {
  readonly expect: number;
}

export interface QueueFilter {
  readonly type?: RecordType;
  readonly source?: string;
  readonly severity?: string;
  readonly rule?: string;
  readonly after?: QueueCursor;
  /** Default 50, at most 200. */
  readonly limit?: number;
}

/** One value of one facet of the queue, and how many open records have it under the other facets chosen. */
export interface FacetCount {
  readonly facet: 'type' | 'source' | 'severity' | 'rule';
  readonly value: string;
  readonly count: number;
}

export interface PublishedRow {
  readonly id: Uuid;
  /** Null for types about people. */
  readonly key: string | null;
  /** Null for types without people. */
  readonly subject: Uuid | null;
  /** Version of the record that published it: its `ETag`. */
  readonly version: number;
  readonly values: Values;
}

export interface UploadRequest {
  readonly source: string;
  readonly content: Readable;
  /** For people's eyes; never a path. */
  readonly fileName: string | null;
  readonly dryRun?: boolean;
  readonly again?: boolean;
  readonly onAccepted?: (importId: Uuid) => void;
  readonly onProgress?: (step: 'reading' | 'deciding', rows: number, total?: number) => void;
}

/** A report, and the digest by which the original can be imported without sending it again. */
export type UploadReport = ImportReport & { readonly digest: string };

export interface ExportOrder {
  readonly type: RecordType;
  readonly format: ExportFormat;
  /** A position, `event:<id>` or a time; now where left out. */
  readonly at?: string;
  /** The fields that identify people too: an auditor's, who states a purpose. */
  readonly clear?: boolean;
}

export interface ExportStream {
  readonly position: Position;
  readonly schemaHash: string;
  readonly fileName: string;
  readonly contentType: string;
  /** The bytes, at the reader's pace. */
  readonly body: Readable;
}

export interface EventsQuestion {
  readonly stream?: string;
  readonly category?: string;
  readonly after?: Position;
  /** Default 100, at most 1 000. */
  readonly limit?: number;
}

export interface SystemStatus {
  readonly head: string;
  readonly store: 'postgres' | 'eventstoredb';
  readonly projections: readonly {
    readonly name: string;
    readonly version: number;
    readonly position: string;
    readonly lag: number;
    readonly parked: number;
    readonly state: string;
    readonly error?: string;
  }[];
  readonly counts: Readonly<Record<RecordType, StatusCounts>>;
}

/** Something was appended and is visible: what a screen shows may have changed. */
export interface Change {
  readonly position: string;
}

export interface Services {
  readonly accounts: Accounts;
  /** Whether a role of the caller allows it: for screens, which offer only what would be done. */
  may(caller: Caller, permission: Permission): boolean;

  /** Counts, latest imports, quality of each source. Any signed-in person. */
  overview(caller: Caller): Promise<Overview>;
  sources(caller: Caller): Promise<readonly SourceItem[]>;
  source(caller: Caller, name: string): Promise<SourceDetail>;
  /** Quality of a source's imports, the oldest first. */
  quality(caller: Caller, source: string): Promise<QualityTrend>;

  imports(
    caller: Caller,
    question: { readonly source?: string; readonly after?: string; readonly limit?: number },
  ): Promise<Page<ImportItem>>;
  import(caller: Caller, id: Uuid): Promise<ImportDetail>;
  quarantined(
    caller: Caller,
    id: Uuid,
    question: { readonly after?: number; readonly limit?: number },
  ): Promise<Page<QuarantinedItem, number>>;
  /** Takes in a file, and imports it or says what an import would do. Answers when everything is visible. */
  upload(caller: Caller, request: UploadRequest): Promise<UploadReport>;
  /** Imports an original that a dry run took in. */
  importOriginal(
    caller: Caller,
    request: { readonly source: string; readonly digest: string; readonly fileName: string | null },
  ): Promise<UploadReport>;

  queue(caller: Caller, filter: QueueFilter): Promise<Page<QueueItem, QueueCursor>>;
  facets(caller: Caller, filter: Omit<QueueFilter, 'after' | 'limit'>): Promise<readonly FacetCount[]>;
  /** The record after this one in the queue, under a filter: where the hands go on after a decision. */
  nextInQueue(caller: Caller, filter: QueueFilter, id: Uuid): Promise<Uuid | null>;

  /** @param at a position, `event:<id>` or a time; now where left out */
  record(caller: Caller, id: Uuid, at?: string): Promise<RecordSheet>;
  approve(caller: Caller, id: Uuid, command: Seen): Promise<RecordStanding>;
  reject(
    caller: Caller,
    id: Uuid,
    command: Seen & { readonly code: string; readonly text?: string },
  ): Promise<RecordStanding>;
  /** @param command.set field → value as text in canonical units, or as JSON; null clears it */
  correct(
    caller: Caller,
    id: Uuid,
    command: Seen & { readonly set: Readonly<Record<string, unknown>>; readonly reason: string },
  ): Promise<RecordStanding>;
  choose(
    caller: Caller,
    id: Uuid,
    command: Seen & { readonly alternative: number; readonly reason: string },
  ): Promise<RecordStanding>;

  /** Published records of a type, by id. */
  published(
    caller: Caller,
    type: RecordType,
    question: { readonly after?: Uuid; readonly limit?: number },
  ): Promise<Page<PublishedRow>>;
  publishedRecord(caller: Caller, type: RecordType, id: Uuid): Promise<PublishedRow>;
  export(caller: Caller, order: ExportOrder): Promise<ExportStream>;

  /** Events in log order; what they say of people is sealed, unless an auditor states a purpose. */
  events(caller: Caller, question: EventsQuestion): Promise<Page<RecordedEvent>>;
  status(caller: Caller): Promise<SystemStatus>;
  rebuild(caller: Caller, projection: string): Promise<RebuildReport>;

  /** Waits at most 2 s until what queries read has reached a position. @throws Refused `not-reached` (503) */
  atLeast(position: Position): Promise<void>;
  /** Tells of changes until the signal aborts: at most one a second, and only where something changed. */
  changes(signal: AbortSignal): AsyncIterable<Change>;
}
