/** What is asked of the services, and answered: the shapes that many of them share. */
import type { Readable } from 'node:stream';
import type { RecordType } from '../domain/contracts/contract.ts';
import type { ExportFormat } from '../domain/export/format.ts';
import type { Uuid } from '../domain/ids.ts';
import type { Values } from '../domain/record/events.ts';
import type { Position } from '../eventstore/store.ts';
import type { ImportReport, ReportedCounts } from '../ingestion/import/report.ts';
import type { ExportSummary } from '../projections/export/export.ts';
import type { StatusCounts } from '../projections/queries/counts.ts';
import type { QueueCursor } from '../projections/queries/queue.ts';
import type { QuarantinedItem } from './imports.ts';
import type { RowSetAside } from './set-aside.ts';

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
  /** A dry run leaves nothing behind, unless its file is kept for a day, to be imported by its digest. */
  readonly keepChecked?: boolean;
  readonly again?: boolean;
  /** Aborts when nobody waits for the answer: a dry run ends then, an import goes on. */
  readonly wanted?: AbortSignal;
  readonly onAccepted?: (importId: Uuid) => void;
  readonly onProgress?: (step: 'reading' | 'deciding', rows: number, total?: number) => void;
  /** Each row that cannot become a record, in the order of the file, in words. */
  readonly onQuarantined?: (row: QuarantinedItem) => void;
}

/** A report, and the digest by which the original can be imported without sending it again. */
export interface UploadReport extends Omit<ImportReport, 'counts' | 'quarantined'> {
  readonly counts: ReportedCounts;
  /** Of a dry run: the first rows that cannot become records. */
  readonly quarantined?: readonly RowSetAside[];
  readonly digest: string;
}

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
  /** Rows and sha256, once the last byte is read; rejected where the export broke off. */
  readonly summary: Promise<ExportSummary>;
}

export interface AccessQuestion {
  /** `next` of the page before. */
  readonly after?: string;
  /** Default 50, at most 200. */
  readonly limit?: number;
  readonly subject?: Uuid;
  readonly record?: Uuid;
  /** `user:<id>`. */
  readonly actor?: string;
  /** Shown at this instant or later (ISO 8601). */
  readonly since?: string;
  /** Shown before this instant (ISO 8601). */
  readonly until?: string;
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
