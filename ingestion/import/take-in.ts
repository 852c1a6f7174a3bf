/**
 * Taking in the file of an import, so that nothing stays of what is not imported: a dry run reads it in a place of its own, a
 * file that is refused goes with everything it brought, unless the same original was there before or somebody else needs it.
 */
import type { Readable } from 'node:stream';
import { contracts } from '../../domain/contracts/index.ts';
import type { Uuid } from '../../domain/ids.ts';
import type { SourceDefinition } from '../../domain/source/definition.ts';
import { claimChecked, claimForImport, claimTakingIn, release, removeUnneeded } from '../claims.ts';
import type { Arrival, Original } from '../originals.ts';
import type { Ingestion } from './run.ts';
import { ImportRejected } from './run-import.ts';

/** What taking in needs to know of a request. */
export interface Asked {
  readonly definition: SourceDefinition;
  readonly dryRun?: boolean;
  /** The import that takes the file, once there is one. */
  readonly onAccepted?: (importId: Uuid) => void;
}

/** What imports an original, or says what an import of it would do. */
export type Take<Request extends Asked, Report> = (
  ingestion: Ingestion,
  request: Request,
  original: Original,
) => Promise<Report>;

/**
 * Receives a file and gives it to `take`.
 * @param keepChecked a dry run keeps its file for `checkedHours`, to be imported without being sent again
 * @throws FileTooLarge, and what `take` throws
 */
export async function takeIn<Request extends Asked, Report>(
  ingestion: Ingestion,
  content: Readable,
  request: Request,
  take: Take<Request, Report>,
  { keepChecked = false }: { readonly keepChecked?: boolean } = {},
): Promise<Report> {
  const { personal } = contracts[request.definition.recordType];
  const arrival = await ingestion.originals.receive(content, { personal });
  try {
    if (request.dryRun) return await check(ingestion, request, arrival, take, keepChecked);
    const claim = await claimTakingIn(ingestion.sql, arrival.original.digest);
    await arrival.keep();
    return await importClaimed(ingestion, request, arrival.original, claim, take);
  } finally {
    await arrival.drop();
  }
}

/** The same for an original that is in the store. */
export async function takeKept<Request extends Asked, Report>(
  ingestion: Ingestion,
  request: Request,
  original: Original,
  take: Take<Request, Report>,
): Promise<Report> {
  const claim = await claimTakingIn(ingestion.sql, original.digest);
  return importClaimed(ingestion, request, original, claim, take);
}

async function check<Request extends Asked, Report>(
  ingestion: Ingestion,
  request: Request,
  arrival: Arrival,
  take: Take<Request, Report>,
  keep: boolean,
): Promise<Report> {
  const { originals, sql } = ingestion;
  const only: Ingestion = { ...ingestion, originals: { ...originals, open: arrival.open } };
  const report = await take(only, request, arrival.original);
  if (keep) {
    await claimChecked(sql, arrival.original.digest);
    await arrival.keep();
  }
  return report;
}

async function importClaimed<Request extends Asked, Report>(
  ingestion: Ingestion,
  request: Request,
  original: Original,
  claim: string,
  take: Take<Request, Report>,
): Promise<Report> {
  const { sql, log } = ingestion;
  const { digest } = original;
  const claims: Promise<unknown>[] = [];
  const onAccepted = (importId: Uuid): void => {
    // Where this fails the sweep finds the import and claims for it, long before the one of taking in ends.
    claims.push(claimForImport(sql, digest, importId).catch(() => undefined));
    request.onAccepted?.(importId);
  };
  try {
    const report = await take(ingestion, { ...request, onAccepted }, original);
    await Promise.all(claims);
    await release(sql, claim);
    return report;
  } catch (error) {
    await Promise.all(claims);
    // Whatever else went wrong passes, or is looked into; until its claim ends the file is there for it.
    if (error instanceof ImportRejected)
      await leaveNothing(ingestion, digest, [claim, ...(error.import === null ? [] : [error.import])]).catch(
        (err: unknown) => log.warn({ err }, 'a refused file could not be removed: it will be swept'),
      );
    throw error;
  }
}

async function leaveNothing(ingestion: Ingestion, digest: string, claims: readonly string[]): Promise<void> {
  await release(ingestion.sql, ...claims);
  await removeUnneeded(ingestion, digest);
}
