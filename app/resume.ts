import { resumeInterrupted } from '../ingestion/import/ingest.ts';
import { imports } from '../projections/queries/imports.ts';
import { registeredSource } from './sources.ts';
import type { System } from './system.ts';

/** Imports that are looked through at most, the latest first. */
const most = 1_000;

/**
 * Goes on with the imports that a crash interrupted. An import was accepted under what the log holds, so no file is asked
 * for. One that cannot go on (its original is gone) is told to the log and keeps nobody else waiting.
 */
export async function resumeImports({ readModel, sql, ingestion, log }: System): Promise<void> {
  const interrupted = (await imports(readModel, { limit: most })).filter(
    ({ status }) => status === 'running' || status === 'paused',
  );
  for (const name of new Set(interrupted.map(({ source }) => source))) {
    const registered = await registeredSource(sql, name);
    if (!registered) continue;
    await resumeInterrupted(ingestion, registered.definition).catch((error) =>
      log.error(
        { err: error, source: name },
        'an interrupted import cannot go on; the next ingest of its source tries again',
      ),
    );
  }
}
