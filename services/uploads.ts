/** Files that people and programs send: taken in, then imported, or told what an import would do. */
import { contracts } from '../domain/contracts/index.ts';
import type { Language } from '../domain/language.ts';
import { renderRejection } from '../domain/rules/messages.ts';
import type { SourceDefinition } from '../domain/source/definition.ts';
import { ingestOriginal, type OriginalRequest } from '../ingestion/import/ingest.ts';
import { ImportRejected } from '../ingestion/import/run-import.ts';
import { type Take, takeIn, takeKept } from '../ingestion/import/take-in.ts';
import { FileTooLarge, type Original, UnusableOriginal } from '../ingestion/originals.ts';
import type { Caller } from './caller.ts';
import { quarantinedItem } from './imports.ts';
import type { ServiceParts } from './parts.ts';
import { demand } from './policy.ts';
import type { UploadReport, UploadRequest } from './questions.ts';
import { Refused } from './refused.ts';
import { definitionIn } from './sources.ts';
import { refusal } from './words.ts';

type Parts = Pick<ServiceParts, 'ingestion' | 'catalogue'>;

/** @throws Refused `not-entitled`, `no-such-source`, `invalid-source`, `file-too-large`, or the code of what is wrong with the file (422) */
export async function upload(parts: Parts, caller: Caller, request: UploadRequest): Promise<UploadReport> {
  const definition = definitionFor(parts, caller, request.source);
  const { content, keepChecked = false, dryRun = false } = request;
  const file = { ...asked(definition, caller.language, request), dryRun };
  return refusing(definition, request.fileName, () =>
    takeIn(parts.ingestion, content, file, reported, { keepChecked }),
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
  return refusing(definition, request.fileName, () =>
    takeKept(parts.ingestion, asked(definition, caller.language, request), original, reported),
  );
}

const reported: Take<OriginalRequest, UploadReport> = async (ingestion, request, original) => ({
  ...(await ingestOriginal(ingestion, request, original)),
  digest: original.digest,
});

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
  const shown = contracts[definition.recordType].personal ? null : fileName;
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
    if (error instanceof ImportRejected) throw rejected(error, definition, fileName);
    throw error instanceof UnusableOriginal ? unusable(error, definition) : error;
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
