/** One batch of events into one build, in a transaction of its own, and what happens when that fails. */
import type pg from 'pg';
import { readStreams } from '../../eventstore/read-streams.ts';
import { type EventStore, type Position, type RecordedEvent, StoreUnavailable } from '../../eventstore/store.ts';
import type { ApplyContext, Projection } from '../projection.ts';
import { searchPath } from './build.ts';
import { type Build, type Mark, markOf, moveCheckpoint, readCheckpoint } from './checkpoint.ts';

export interface Target {
  readonly projection: Projection;
  readonly build: Build;
  readonly store: EventStore;
  /** The connection that only this runner uses. */
  readonly sql: pg.ClientBase;
  /** Told of every event that was set aside. */
  readonly onParked: (event: RecordedEvent, error: unknown) => void;
  /** Told of every batch that is in the tables. */
  readonly onApplied?: (position: Position) => void;
}

/** An event that cannot be applied, in a projection that must not go on without it. */
export class ProjectionStopped extends Error {
  override readonly name = 'ProjectionStopped';
  constructor(projection: string, event: RecordedEvent, cause: unknown) {
    super(
      `${projection} stopped before position ${event.position} (${event.type} of ${event.stream}): ${messageOf(cause)}. ` +
        'Repair the projection, then start again or rebuild it.',
      { cause },
    );
  }
}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/**
 * Applies events and moves the checkpoint from `from` to `to`.
 * Where applying fails and would fail again, the batch is halved until the event is found; it is parked or stops the projection.
 * @returns false where the checkpoint is not at `from` any more: somebody else has moved it, read it again.
 * @throws ProjectionStopped · the error itself where trying again may help (connection lost, deadlock, store unavailable)
 */
export async function applyEvents(
  target: Target,
  from: Position,
  events: readonly RecordedEvent[],
  to: Mark,
): Promise<boolean> {
  try {
    return await inTransaction(target, from, to, () => target.projection.apply(events, contextOf(target)));
  } catch (error) {
    if (mayPass(error) || events.length === 0) throw error;
    const [only] = events;
    if (events.length === 1 && only !== undefined) return await setAside(target, from, only, to, error);
    const middle = events.length >> 1;
    const first = events.slice(0, middle);
    const half = markOf(first.at(-1) as RecordedEvent);
    return (
      (await applyEvents(target, from, first, half)) &&
      (await applyEvents(target, half.position, events.slice(middle), to))
    );
  }
}

async function setAside(
  target: Target,
  from: Position,
  event: RecordedEvent,
  to: Mark,
  error: unknown,
): Promise<boolean> {
  const { projection, build, sql } = target;
  if (projection.onFailure === 'stop') throw new ProjectionStopped(projection.name, event, error);
  const moved = await inTransaction(target, from, to, async () => {
    await sql.query('insert into projection.parked values ($1, $2, $3, $4, $5, $6, $7)', [
      projection.name,
      build,
      projection.version,
      event.position.toString(),
      event.id,
      event.stream,
      messageOf(error),
    ]);
  });
  if (moved) target.onParked(event, error);
  return moved;
}

async function inTransaction(target: Target, from: Position, to: Mark, work: () => Promise<void>): Promise<boolean> {
  const { sql, projection, build } = target;
  // Nothing is lost where a crash takes the last commits away: tables and checkpoint go back together.
  await sql.query('begin; set local synchronous_commit to off');
  try {
    const checkpoint = await readCheckpoint(sql, projection.name, build, 'lock');
    const ours = checkpoint?.position === from && checkpoint.version === projection.version && checkpoint.valid;
    if (ours) {
      await sql.query(`set local search_path to ${searchPath(projection, build)}`);
      await work();
      await moveCheckpoint(sql, projection.name, build, from, to);
    }
    await sql.query(ours ? 'commit' : 'rollback');
    if (ours) target.onApplied?.(to.position);
    return ours;
  } catch (error) {
    await sql.query('rollback');
    throw error;
  }
}

const contextOf = ({ sql, store }: Target): ApplyContext => ({
  sql,
  earlier: (streams, before) => readStreams(store, streams, { before }),
});

/** SQLSTATE classes and codes after which the same batch may succeed: connection, rollback, resources, locks, operator. */
const passing = /^(08|40|53|55P|57|58)/;

/** Whether trying the same batch again may help. Everything else is a property of its events, or of the code. */
function mayPass(error: unknown): boolean {
  if (error instanceof StoreUnavailable) return true;
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (typeof code !== 'string')
    return error instanceof Error && /connection (terminated|error)|not queryable/i.test(error.message);
  return passing.test(code) || /^E[A-Z]{3,}$/.test(code);
}
