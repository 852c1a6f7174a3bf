/** The services over their parts. */
import { accessActors, accessLog } from './access.ts';
import { administrationOf } from './accounts/administration.ts';
import { accountJournal } from './accounts/journal-page.ts';
import { changesOf } from './changes.ts';
import { personConsents } from './consents.ts';
import { decisions } from './decide.ts';
import { exportRecords } from './exports.ts';
import { acceptImport, giveUpImport, rejectImport } from './holds.ts';
import { importStanding, importsWaitingFor } from './import-standing.ts';
import { importDetail, importPage, quarantined } from './imports.ts';
import { events, rebuild, status } from './log.ts';
import { atLeast } from './moments.ts';
import type { ServiceParts } from './parts.ts';
import { allows } from './policy.ts';
import { published, publishedRecord } from './published.ts';
import { overview, qualityTrend } from './quality.ts';
import { facets, nextInQueue, queue } from './queue.ts';
import { record } from './records.ts';
import type { Services } from './services.ts';
import { refusedSources, source, sources } from './sources.ts';
import { importOriginal, upload } from './uploads.ts';

export const createServices = (parts: ServiceParts): Services => ({
  accounts: parts.accounts,
  administration: administrationOf(parts.sql, parts.accounts),
  accountJournal: (caller, question) => accountJournal(parts, caller, question),
  may: allows,
  overview: (caller) => overview(parts, caller),
  consents: (caller, order) => personConsents(parts, caller, order),
  sources: async (caller) => sources(parts, caller),
  refusedSources: async (caller) => refusedSources(parts, caller),
  source: (caller, name) => source(parts, caller, name),
  quality: (caller, name) => qualityTrend(parts, caller, name),
  imports: (caller, question) => importPage(parts, caller, question),
  import: (caller, id) => importDetail(parts, caller, id),
  importStanding: (caller, id) => importStanding(parts, caller, id),
  importsWaiting: (caller) => importsWaitingFor(parts, caller),
  quarantined: (caller, id, question) => quarantined(parts, caller, id, question),
  upload: (caller, request) => upload(parts, caller, request),
  importOriginal: (caller, request) => importOriginal(parts, caller, request),
  acceptImport: (caller, id, request) => acceptImport(parts, caller, id, request),
  rejectImport: (caller, id, request) => rejectImport(parts, caller, id, request),
  giveUpImport: (caller, id, request) => giveUpImport(parts, caller, id, request),
  queue: (caller, filter) => queue(parts, caller, filter),
  facets: (caller, filter) => facets(parts, caller, filter),
  nextInQueue: (caller, filter, id) => nextInQueue(parts, caller, filter, id),
  record: (caller, id, at) => record(parts, caller, id, at),
  ...decisions(parts),
  published: (caller, type, question) => published(parts, caller, type, question),
  publishedRecord: (caller, type, id) => publishedRecord(parts, caller, type, id),
  export: (caller, order) => exportRecords(parts, caller, order),
  events: (caller, question) => events(parts, caller, question),
  accessLog: (caller, question) => accessLog(parts, caller, question),
  accessActors: (caller) => accessActors(parts, caller),
  status: (caller) => status(parts, caller),
  rebuild: (caller, projection) => rebuild(parts, caller, projection),
  atLeast: (position) => atLeast(parts, position),
  changes: changesOf(parts),
});
