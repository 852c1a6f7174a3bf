/** Removes what nobody needs any more of the originals: what was checked and not imported, what a killed process left. */
import { claimUnknown, removeUnneeded, reviewClaims } from './claims.ts';
import type { Ingestion } from './import/run.ts';

export interface Swept {
  /** Originals removed, with their keys. */
  readonly originals: number;
  /** Files that a killed process had begun to take in. */
  readonly arrivals: number;
  /** Originals seen for the first time that no import names: they are kept for a week. */
  readonly unknown: number;
}

/**
 * May be called at any time, by several processes at once: nothing goes that somebody takes in, checks or imports.
 * @throws where log or database are away: nothing is removed then
 */
export async function sweepOriginals({ sql, originals, store, caughtUp, log }: Ingestion): Promise<Swept> {
  const arrivals = await originals.removeLeftArrivals();
  // What is not in the tables yet would look as if nobody needed it.
  await caughtUp(await store.head());
  let removed = 0;
  for (const digest of await reviewClaims(sql)) if (await removeUnneeded({ sql, originals }, digest)) removed += 1;
  let unknown = 0;
  for await (const digests of originals.list()) unknown += (await claimUnknown(sql, digests)).length;
  const swept = { originals: removed, arrivals, unknown };
  if (unknown > 0)
    log.warn(swept, 'there are original files that no import of this log names: they are removed in a week');
  else if (removed + arrivals > 0) log.info(swept, 'original files that nobody needs were removed');
  return swept;
}
