/** Files that people and programs send: taken in, then imported, or told what an import would do. */
import { createHash } from 'node:crypto';
import { contracts } from '../domain/contracts/index.ts';
import type { Language } from '../domain/language.ts';
import { renderRejection } from '../domain/rules/messages.ts';
import type { SourceDefinition } from '../domain/source/definition.ts';
import { ImportEnded } from '../ingestion/import/ending.ts';
import { ingestOriginal, SourceWaits } from '../ingestion/import/ingest.ts';
import { type ImportReport, reportedCounts } from '../ingestion/import/report.ts';
import { ImportRejected } from '../ingestion/import/run-import.ts';
import { FileTooLarge, type Original } from '../ingestion/originals.ts';
import type { Caller } from './caller.ts';
import { quarantinedItem } from './imports.ts';
import type { ServiceParts } from './parts.ts';
import { demand } from './policy.ts';
import type { UploadReport, UploadRequest } from './questions.ts';
import { Refused } from './refused.ts';
import { rowSetAside, type Shown } from './set-aside.ts';
import { refusal } from './words.ts';

type Parts = Pick<ServiceParts, 'ingestion' | 'catalogue'>;

/** @throws Refused `not-entitled`, `no-such-source`, `file-too-large`, or the code of what is wrong with the file (422) */
export async function upload(parts: Parts, caller: Caller, request: UploadRequest): Promise<UploadReport> {
  const definition = definitionFor(parts, caller, request.source);
  const { personal } = contracts[definition.recordType];
  const original = await parts.ingestion.originals.put(request.content, { personal }).catch((error: unknown) => {
    throw error instanceof FileTooLarge ? refusal('file-too-large', { limit: error.limit }) : error;
  });
  return run(parts, caller.language, definition, original, request);
}

/** @throws Refused as `upload` does, and `no-such-original` */
export async function importOriginal(
  parts: Parts,
  caller: Caller,
  request: { readonly source: string; readonly digest: string; readonly fileName: string | null },
): Promise<UploadReport> {
  const definition = definitionFor(parts, caller, request.source);
  return run(parts, caller.language, definition, await originalOf(parts, definition, request.digest), request);
}

function definitionFor({ catalogue }: Parts, caller: Caller, source: string): SourceDefinition {
  demand(caller, 'imports:run');
  const definition = catalogue().find(source);
  if (!definition) throw refusal('no-such-source', { source });
  return definition;
}

/** What is known of an original is read from it again: nothing is kept between the two requests. */
async function originalOf({ ingestion }: Parts, definition: SourceDefinition, digest: string): Promise<Original> {
  if (!/^[0-9a-f]{64}$/.test(digest)) throw refusal('no-such-original');
  const open = await ingestion.originals
    .open(digest, { personal: contracts[definition.recordType].personal })
    .catch((cause: Error) => {
      throw Object.assign(refusal('no-such-original'), { cause });
    });
  const sha = createHash('sha256');
  let bytes = 0;
  for await (const chunk of open()) {
    sha.update(chunk as Buffer);
    bytes += (chunk as Buffer).length;
  }
  return { sha256: sha.digest('hex'), digest, bytes };
}

async function run(
  { ingestion }: Parts,
  language: Language,
  definition: SourceDefinition,
  original: Original,
  { fileName, ...options }: Omit<UploadRequest, 'source' | 'content'>,
): Promise<UploadReport> {
  const { onAccepted, onProgress, onQuarantined, dryRun, again } = options;
  const { personal } = contracts[definition.recordType];
  const shown: Shown = { personal, file: personal ? null : fileName };
  try {
    const report = await ingestOriginal(
      ingestion,
      {
        definition,
        fileName,
        trigger: 'upload',
        ...(dryRun !== undefined && { dryRun }),
        ...(again !== undefined && { again }),
        ...(onAccepted && { onAccepted }),
        ...(onProgress && { onProgress }),
        ...(onQuarantined && {
          onQuarantined: (rows) => {
            for (const row of rows.toSorted((a, b) => a.row - b.row))
              onQuarantined(quarantinedItem(row, shown.file, language));
          },
        }),
      },
      original,
    );
    return { ...told(report, shown, language), digest: original.digest };
  } catch (error) {
    throw error instanceof ImportRejected ? rejected(error, definition, fileName) : endedOrWaiting(error);
  }
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
