/**
 * What people and programs can ask of the system: one function a use case, each held to the caller's roles (`policy.ts`).
 * The API and the admin call these in process and add nothing but HTTP and screens; neither needs the other.
 *
 * Whatever cannot be done as asked is thrown as `Refused`, with words in the caller's language. All else thrown is a fault.
 */
import type { RecordStanding } from '../commands/decide-on-record.ts';
import type { RecordType } from '../domain/contracts/contract.ts';
import type { Uuid } from '../domain/ids.ts';
import type { Position, RecordedEvent } from '../eventstore/store.ts';
import type { RebuildReport } from '../projections/engine/rebuild.ts';
import type { QueueCursor, QueueFacet, QueueItem } from '../projections/queries/queue.ts';
import type { AccessEntry } from './access.ts';
import type { Accounts } from './accounts/accounts.ts';
import type { Administration } from './accounts/administration.ts';
import type { AccountEntry, AccountJournalQuestion } from './accounts/journal-page.ts';
import type { Caller } from './caller.ts';
import type { ConsentOrder, PersonConsents } from './consents.ts';
import type { HoldAnswered, HoldAnswerRequest } from './holds.ts';
import type { ImportStanding } from './import-standing.ts';
import type { ImportDetail, ImportItem, QuarantinedItem } from './imports.ts';
import type { Permission } from './policy.ts';
import type { Overview, QualityTrend } from './quality.ts';
import type {
  AccessQuestion,
  Change,
  EventsQuestion,
  ExportOrder,
  ExportStream,
  Page,
  PublishedRow,
  QueueFilter,
  Seen,
  SystemStatus,
  UploadReport,
  UploadRequest,
} from './questions.ts';
import type { RecordSheet } from './record-sheet.ts';
import type { RefusedSource, SourceDetail, SourceItem } from './sources.ts';

export type * from './questions.ts';

export interface Services {
  readonly accounts: Accounts;
  /** Managing accounts. For administrators, and the command line. */
  readonly administration: Administration;
  /** Who signed in, and who did what to which account; the newest first. For auditors. */
  accountJournal(caller: Caller, question: AccountJournalQuestion): Promise<Page<AccountEntry>>;
  /** Whether a role of the caller allows it: for screens, which offer only what would be done. */
  may(caller: Caller, permission: Permission): boolean;

  /** Counts, latest imports, quality of each source. Any signed-in person. */
  overview(caller: Caller): Promise<Overview>;
  /** Records, withdraws or shows what a person agreed to. */
  consents(caller: Caller, order: ConsentOrder): Promise<PersonConsents>;
  sources(caller: Caller): Promise<readonly SourceItem[]>;
  /** Definitions by which nothing can be read, with what is wrong in them. */
  refusedSources(caller: Caller): Promise<readonly RefusedSource[]>;
  source(caller: Caller, name: string): Promise<SourceDetail>;
  /** Quality of a source's imports, the oldest first. */
  quality(caller: Caller, source: string): Promise<QualityTrend>;

  imports(
    caller: Caller,
    question: {
      readonly source?: string;
      readonly status?: ImportItem['status'];
      readonly after?: string;
      readonly limit?: number;
    },
  ): Promise<Page<ImportItem>>;
  import(caller: Caller, id: Uuid): Promise<ImportDetail>;
  /** What the caller may answer to an import, what was answered, and what took its place. */
  importStanding(caller: Caller, id: Uuid): Promise<ImportStanding>;
  /** How many held imports wait for an answer that the caller can give: none for whoever can give none. */
  importsWaiting(caller: Caller): Promise<number>;
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

  /** Lets a held import go on, maps its columns, or agrees to what somebody else mapped. */
  acceptImport(caller: Caller, id: Uuid, request: HoldAnswerRequest): Promise<HoldAnswered>;
  /** Ends a held import. */
  rejectImport(caller: Caller, id: Uuid, request: Pick<HoldAnswerRequest, 'reason'>): Promise<HoldAnswered>;
  /** Ends an import whatever it is doing; what it decided stays. */
  giveUpImport(caller: Caller, id: Uuid, request: Pick<HoldAnswerRequest, 'reason'>): Promise<ImportDetail>;

  queue(caller: Caller, filter: QueueFilter): Promise<Page<QueueItem, QueueCursor>>;
  facets(caller: Caller, filter: Omit<QueueFilter, 'after' | 'limit'>): Promise<readonly QueueFacet[]>;
  /** The record after this one in the queue, under a filter: where the hands go on after a decision. */
  nextInQueue(caller: Caller, filter: QueueFilter, id: Uuid): Promise<Uuid | null>;

  /** @param at a position, `event:<id>` or a time; now where left out */
  record(caller: Caller, id: Uuid, at?: string): Promise<RecordSheet>;
  /** @param command.code why in spite of what was found, as a code that can be counted; `reason`: in words */
  approve(
    caller: Caller,
    id: Uuid,
    command: Seen & { readonly code?: string; readonly reason?: string },
  ): Promise<RecordStanding>;
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
  /** Who was shown whom in clear, and what for; the newest first. For auditors. */
  accessLog(caller: Caller, question: AccessQuestion): Promise<Page<AccessEntry>>;
  /** Everybody whom the access log names, to choose from. For auditors. */
  accessActors(caller: Caller): Promise<readonly string[]>;
  status(caller: Caller): Promise<SystemStatus>;
  rebuild(caller: Caller, projection: string): Promise<RebuildReport>;

  /** Waits at most 2 s until what queries read has reached a position. @throws Refused `not-reached` (503) */
  atLeast(position: Position): Promise<void>;
  /** Tells of changes until the signal aborts: at most one a second, and only where something changed. */
  changes(signal: AbortSignal): AsyncIterable<Change>;
}
