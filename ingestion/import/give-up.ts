/**
 * Giving an import up: the way out of anything that runs, is paused or is held. Before its batch was judged it fails; after
 * that it stands with what it decided, records that it no longer states are left alone, and the same bytes may come again.
 */
import type pg from 'pg';
import type { Uuid } from '../../domain/ids.ts';
import { type Counts, noCounts } from '../../domain/import/events.ts';
import type { ImportState } from '../../domain/import/fold.ts';
import { type ImportRefusal, reasonTooLong } from '../../domain/import/refusals.ts';
import type { Actor } from '../../domain/record/events.ts';
import { knownImport } from '../../projections/imports/standing.ts';
import { askingToEnd } from './ending.ts';
import { withLease } from './lease.ts';
import { type ImportEvent, importLog, Overtaken, wasSaid } from './progress.ts';
import type { Ingestion } from './run.ts';
import { readImport } from './source.ts';
import { noteGoingOn } from './waiting.ts';

export interface GivingUp {
  readonly import: Uuid;
  readonly reason: string;
  readonly actor: Actor;
  /** A retry gives the same id, and is answered as the first time. */
  readonly commandId: Uuid;
}

/**
 * Ends an import, whoever runs it: that run is asked to stop between two batches, and waited for.
 * @returns a refusal where there is no such import, or it has ended already
 */
export async function giveUp(
  ingestion: Ingestion,
  { import: id, reason, actor, commandId }: GivingUp,
): Promise<ImportRefusal | undefined> {
  const { store, sql, database } = ingestion;
  const tooLong = reasonTooLong(reason);
  if (tooLong) return tooLong;
  await ingestion.caughtUp(await store.head());
  const known = await knownImport(sql, id);
  if (!known) return { code: 'no-such-import', params: { id } };
  const end = async (): Promise<ImportRefusal | undefined> => {
    for (;;) {
      const state = await readImport(store, id);
      if (hasEnded(state)) {
        if (await wasSaid(ingestion, id, stepOf(commandId))) return undefined;
        return { code: 'already-ended', params: { status: state.status } };
      }
      await ingestion.caughtUp(await store.head());
      const event = await ending(sql, known.source, id, state, reason);
      try {
        const log = importLog(ingestion, id, state.version, () => known.at, actor);
        await ingestion.caughtUp(await log.append(stepOf(commandId), [event]));
        return undefined;
      } catch (error) {
        if (!(error instanceof Overtaken)) throw error;
      }
    }
  };
  try {
    return await askingToEnd(sql, id, () => withLease(database, known.source, end, () => undefined));
  } finally {
    await noteGoingOn(sql, id);
  }
}

const stepOf = (commandId: Uuid): string => `give up ${commandId}`;

const hasEnded = ({ status }: ImportState): boolean =>
  status !== 'accepted' && status !== 'running' && status !== 'paused' && status !== 'held';

async function ending(
  sql: pg.Pool,
  source: string,
  id: Uuid,
  state: ImportState,
  reason: string,
): Promise<ImportEvent> {
  if (!state.judged) {
    const message = 'A person gave the import up before anything of it was decided.';
    return { type: 'ImportFailed', data: { code: 'given-up', message, params: { reason } } };
  }
  const counts = await decidedCounts(sql, source, id, state.advanced?.counts ?? noCounts);
  return { type: 'ImportGivenUp', data: { counts, reason } };
}

/**
 * What the import decided: what it told last, and the records that it stated after that. Those are counted where they lie,
 * so nothing has to be read from an original that may be the very trouble.
 */
async function decidedCounts(sql: pg.Pool, source: string, id: Uuid, told: Counts): Promise<Counts> {
  const { rows } = await sql.query<{ fresh: string; stated: string; alternatives: string }>(
    `select count(*) filter (where base_version = 0) as fresh, count(*) as stated,
       coalesce(sum(cardinality(stated) - 1), 0) as alternatives
     from records.record where source = $1 and base_import = $2`,
    [source, id],
  );
  const stated = Math.max(Number(rows[0]?.stated), told.new + told.revised);
  const fresh = Math.min(stated - told.revised, Math.max(told.new, Number(rows[0]?.fresh)));
  const conflicting = Math.max(told.conflicting, Number(rows[0]?.alternatives));
  const counts = { ...told, new: fresh, revised: stated - fresh, conflicting };
  const { revised, unchanged, duplicate, quarantined } = counts;
  return { ...counts, read: fresh + revised + unchanged + duplicate + conflicting + quarantined };
}
