/** Files that people and programs send: taken in, then imported, or told what an import would do. */
import { contracts } from '../domain/contracts/index.ts';
import type { Language } from '../domain/language.ts';
import { renderRejection } from '../domain/rules/messages.ts';
import type { SourceDefinition } from '../domain/source/definition.ts';
import { ImportEnded } from '../ingestion/import/ending.ts';
import { ingestOriginal, SourceWaits } from '../ingestion/import/ingest.ts';
import { type ImportReport, reportedCounts } from '../ingestion/import/report.ts';
import type { OriginalRequest } from '../ingestion/import/request.ts';
import { ImportRejected } from '../ingestion/import/run-import.ts';
import { type Take, takeIn, takeKept } from '../ingestion/import/take-in.ts';
import { FileTooLarge, type Original, UnusableOriginal } from '../ingestion/originals.ts';
import { OriginalsFull } from '../ingestion/room.ts';
import type { Caller } from './caller.ts';
import { quarantinedItem } from './imports.ts';
import type { ServiceParts } from './parts.ts';
import { demand } from './policy.ts';
import type { UploadReport, UploadRequest } from './questions.ts';
import { Refused } from './refused.ts';
import { rowSetAside, type Shown } from './set-aside.ts';
import { definitionIn } from './sources.ts';
import { refusal } from './words.ts';

type Parts = Pick<ServiceParts, 'ingestion' | 'catalogue'>;

/** @throws Refused `not-entitled`, `no-such-source`, `invalid-source`, `file-too-large`, `originals-full`, or the code of what is wrong with the file (422) */
export async function upload(parts: Parts, caller: Caller, request: UploadRequest): Promise<UploadReport> {
  const definition = definitionFor(parts, caller, request.source);
  const { content, keepChecked = false, dryRun = false, wanted } = request;
  const file = { ...asked(definition, caller.language, request), dryRun, ...(dryRun && wanted && { wanted }) };
  return refusing(definition, request.fileName, () =>
    takeIn(parts.ingestion, content, file, reported(file, caller.language), { keepChecked }),
  );
}

/** @throws Refused as `upload` does, and `no-such-original` */
export async function importOriginal(
  parts: Parts,
  caller: Caller,
  request: { readonly source: string; readonly digest: string; readonly fileName: string | null },
): Promise<UploadReport> {
  const definition = definitionFor(parts, caller, request.source);
  const original = await originalOf(parts, definition, request.digest);
  const file = asked(definition, caller.language, request);
  return refusing(definition, request.fileName, () =>
    takeKept(parts.ingestion, file, original, reported(file, caller.language)),
  );
}

const reported =
  ({ definition, fileName }: OriginalRequest, language: Language): Take<OriginalRequest, UploadReport> =>
  async (ingestion, request, original) => ({
    ...told(await ingestOriginal(ingestion, request, original), shownOf(definition, fileName), language),
    digest: original.digest,
  });

/** What a report may show of a file. */
export function shownOf({ recordType }: SourceDefinition, fileName: string | null): Shown {
  const { personal } = contracts[recordType];
  return { personal, file: personal ? null : fileName };
}

/** A report as people and programs are given it. */
export const told = (
  { counts, quarantined, ...report }: ImportReport,
  shown: Shown,
  language: Language,
): Omit<UploadReport, 'digest'> => ({
  ...report,
  counts: reportedCounts(counts),
  ...(quarantined && { quarantined: quarantined.map((row) => rowSetAside(row, shown, language)) }),
});

/** Where a file is not read because of what people do, or have to do, the refusal that says so; any other error as it is. */
export function endedOrWaiting(error: unknown): unknown {
  if (error instanceof SourceWaits) {
    const { source, import: held } = error;
    return Object.assign(refusal('source-waits', { source, import: held }), { cause: error });
  }
  return error instanceof ImportEnded ? Object.assign(refusal('import-ended'), { cause: error }) : error;
}

function definitionFor({ catalogue }: Parts, caller: Caller, source: string): SourceDefinition {
  demand(caller, 'imports:run');
  return definitionIn(catalogue(), source);
}

/** What is known of an original is read from it again: nothing is kept between the two requests. */
async function originalOf({ ingestion }: Parts, definition: SourceDefinition, digest: string): Promise<Original> {
  if (!/^[0-9a-f]{64}$/.test(digest)) throw refusal('no-such-original');
  const { personal } = contracts[definition.recordType];
  return ingestion.originals.find(digest, { personal }).catch((cause: unknown) => {
    throw cause instanceof UnusableOriginal ? Object.assign(refusal('no-such-original'), { cause }) : cause;
  });
}

type Asked = Pick<UploadRequest, 'fileName' | 'again' | 'onAccepted' | 'onProgress' | 'onQuarantined'>;

function asked(definition: SourceDefinition, language: Language, request: Asked): OriginalRequest {
  const { fileName, again, onAccepted, onProgress, onQuarantined } = request;
  const { file: shown } = shownOf(definition, fileName);
  return {
    definition,
    fileName,
    trigger: 'upload',
    ...(again !== undefined && { again }),
    ...(onAccepted && { onAccepted }),
    ...(onProgress && { onProgress }),
    ...(onQuarantined && {
      onQuarantined: (rows) => {
        for (const row of rows.toSorted((a, b) => a.row - b.row)) onQuarantined(quarantinedItem(row, shown, language));
      },
    }),
  };
}

/** What is wrong with a file, in words. */
async function refusing<T>(definition: SourceDefinition, fileName: string | null, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof FileTooLarge) throw refusal('file-too-large', { limit: error.limit });
    if (error instanceof OriginalsFull) throw refusal('originals-full', { kept: error.kept, limit: error.limit });
    if (error instanceof ImportRejected) throw rejected(error, definition, fileName);
    throw error instanceof UnusableOriginal ? unusable(error, definition) : endedOrWaiting(error);
  }
}

/** An earlier import of the source goes first, and its original is not what was received. */
const unusable = (cause: UnusableOriginal, { name }: SourceDefinition): Refused =>
  new Refused(
    {
      code: cause.code,
      status: 409,
      params: { source: name },
      text: (language) => {
        const { message, advice } = renderRejection(cause.code, {}, language);
        return `${message} ${advice}`;
      },
    },
    { cause },
  );

function rejected(error: ImportRejected, definition: SourceDefinition, fileName: string | null): Refused {
  const shown = contracts[definition.recordType].personal ? null : fileName;
  return new Refused(
    {
      code: error.code,
      status: 422,
      params: { ...error.params, import: error.import, source: definition.name },
      text: (language) => {
        const { message, advice } = renderRejection(
          error.code,
          { ...error.params, ...(shown !== null && { file: shown }) },
          language,
        );
        return `${message} ${advice}`;
      },
    },
    { cause: error },
  );
}
