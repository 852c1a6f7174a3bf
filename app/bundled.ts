/** The bundled data: a start brings them in, each file once. */
import { createHash } from 'node:crypto';
import { createReadStream, readdirSync } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { contracts } from '../domain/contracts/index.ts';
import type { SourceDefinition } from '../domain/source/definition.ts';
import { ingest } from '../ingestion/import/ingest.ts';
import type { ImportReport } from '../ingestion/import/report.ts';
import { sources } from '../ingestion/sources/index.ts';
import { everAccepted } from '../projections/imports/standing.ts';
import type { System } from './system.ts';

const folder = path.resolve(import.meta.dirname, '../datasets/bundled');

/** Each bundled file, named like its source. */
const bundledFiles = (): readonly { readonly definition: SourceDefinition; readonly file: string }[] => {
  const files = readdirSync(folder);
  return sources.flatMap((definition) => {
    const name = files.find((one) => path.parse(one).name === definition.name);
    return name ? [{ definition, file: path.join(folder, name) }] : [];
  });
};

/**
 * Ingests every bundled file of whose bytes its source has had no import yet, whatever became of it.
 * @param onFile before each file that is ingested
 */
export async function ingestBundled(
  { ingestion, vault }: Pick<System, 'ingestion' | 'vault'>,
  onFile: (source: string) => void,
  stopped: AbortSignal,
): Promise<readonly ImportReport[]> {
  const reports: ImportReport[] = [];
  for (const { definition, file } of bundledFiles()) {
    if (stopped.aborted) break;
    const sha256 = await hashOf(file);
    const digest = contracts[definition.recordType].personal ? vault.hashes.fileDigest(sha256) : sha256;
    await ingestion.caughtUp(await ingestion.store.head());
    if (await everAccepted(ingestion.sql, definition.name, digest)) continue;
    onFile(definition.name);
    const content = createReadStream(file);
    reports.push(await ingest(ingestion, { definition, content, fileName: path.basename(file), trigger: 'start' }));
  }
  return reports;
}

async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}
