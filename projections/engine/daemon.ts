/**
 * The runner of one projection: takes its lock, checks that its tables were made from this log, builds them anew where the
 * code is newer, then follows the log. Whoever does not get the lock waits for it.
 */
import type pg from 'pg';
import type { EventStore, Position, RecordedEvent } from '../../eventstore/store.ts';
import type { Projection } from '../projection.ts';
import { applyEvents, ProjectionStopped, type Target } from './apply.ts';
import type { Bell } from './bell.ts';
import { createBuild } from './build.ts';
import { type Checkpoint, invalidateCheckpoint, markOf, readCheckpoint } from './checkpoint.ts';
import { fill } from './fill.ts';
import { rebuild } from './rebuild.ts';

/** `waiting`: another process runs it. `stopped`: an event cannot be applied. `failing`: tries again in a moment. */
export type DaemonState = 'waiting' | 'running' | 'building' | 'failing' | 'stopped';

export interface DaemonParts {
  readonly store: EventStore;
  readonly pool: pg.Pool;
  readonly projection: Projection;
  /** Appends drive this projection too: look now and then whether they do, instead of reading everything they wrote. */
  readonly alongside: boolean;
  readonly bell: Bell;
  readonly onState: (state: DaemonState, error?: unknown) => void;
  readonly onParked: (event: RecordedEvent, error: unknown) => void;
  /** Everything up to a position is in the tables. */
  readonly onApplied: (position: Position) => void;
}

/** Between two looks at the head, and between two tries for the lock or after a failure. */
const lookMs = 200;
const retryMs = 1000;

/** Runs until the signal aborts. Failures are told to `onState`, never thrown. */
export async function runDaemon(parts: DaemonParts, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      await runOnce(parts, signal);
    } catch (error) {
      if (signal.aborted) return;
      const stopped = error instanceof ProjectionStopped;
      parts.onState(stopped ? 'stopped' : 'failing', error);
      if (stopped) return;
    }
    await parts.bell.wait(retryMs, signal);
  }
}

async function runOnce(parts: DaemonParts, signal: AbortSignal): Promise<void> {
  const sql = await parts.pool.connect();
  if (!(await tryLock(sql, parts.projection.name))) {
    sql.release();
    return parts.onState('waiting');
  }
  let lost = false;
  sql.on('error', () => {
    lost = true;
    parts.bell.ring();
  });
  try {
    const target: Target = { ...parts, sql, build: 'live' };
    await settle(parts, target, signal);
    parts.onState('running');
    while (!signal.aborted && !lost) await follow(parts, target, signal);
  } finally {
    // With its advisory lock. The listener stays: a connection may break while it closes.
    sql.release(true);
  }
}

async function tryLock(sql: pg.PoolClient, name: string): Promise<boolean> {
  try {
    const { rows } = await sql.query<{ locked: boolean }>(
      'select pg_try_advisory_lock(hashtextextended($1, 0)) as locked',
      [`projection:${name}`],
    );
    return rows[0]?.locked === true;
  } catch (error) {
    sql.release(true);
    throw error;
  }
}

/** Tables of this version, made from this log. */
async function settle(parts: DaemonParts, target: Target, signal: AbortSignal): Promise<void> {
  const { projection, store } = parts;
  const live = await prepare(target.sql, projection);
  const verified = live.valid && (await isOfThisLog(store, live));
  if (!verified) await invalidateCheckpoint(target.sql, projection.name);
  if (verified && live.version === projection.version) return;
  parts.onState('building');
  await rebuild(parts, projection, signal);
}

/** Where there are no tables yet, empty ones are made in use at once: there is nothing to switch from. */
export async function prepare(sql: pg.ClientBase, projection: Projection): Promise<Checkpoint> {
  await sql.query('begin');
  try {
    await sql.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`prepare:${projection.name}`]);
    if ((await readCheckpoint(sql, projection.name, 'live')) === undefined) await createBuild(sql, projection, 'live');
    const live = await readCheckpoint(sql, projection.name, 'live');
    await sql.query('commit');
    return live as Checkpoint;
  } catch (error) {
    await sql.query('rollback');
    throw error;
  }
}

async function isOfThisLog(store: EventStore, { position, eventId }: Checkpoint): Promise<boolean> {
  if (position === 0n) return true;
  if (eventId === null) return position <= (await store.head());
  return (await store.at(position))?.id === eventId;
}

/** One round: catch up page by page; when there is nothing to do, wait for more. */
async function follow(parts: DaemonParts, target: Target, signal: AbortSignal): Promise<void> {
  // The head first: an append that drives the projection moves both at once, so it is never seen as a lag.
  const head = await parts.store.head();
  const checkpoint = await readCheckpoint(target.sql, parts.projection.name, 'live');
  if (checkpoint === undefined || !checkpoint.valid || checkpoint.version !== parts.projection.version) {
    throw new Error(`the tables of ${parts.projection.name} are not of version ${parts.projection.version} any more`);
  }
  parts.onApplied(checkpoint.position);
  if (checkpoint.position < head) await fill(target, checkpoint, head, signal);
  else if (parts.alongside) await parts.bell.wait(lookMs, signal);
  else await tail(parts, target, checkpoint, signal);
}

/** Follows the store's subscription until somebody else moves the checkpoint or the store ends it. */
async function tail(parts: DaemonParts, target: Target, from: Checkpoint, signal: AbortSignal): Promise<void> {
  const { store, projection } = parts;
  let at = from.position;
  for await (const { events, scannedTo } of store.subscribe({ ...projection.handles, after: at, signal })) {
    if (signal.aborted) return;
    const last = events.at(-1);
    if (last === undefined && scannedTo <= at) continue;
    // What was scanned behind the last event is done too: the subscription does not tell of it again.
    const to =
      last && last.position >= scannedTo
        ? markOf(last)
        : { position: scannedTo, eventId: (await store.at(scannedTo))?.id ?? null };
    if (!(await applyEvents(target, at, events, to))) return;
    at = to.position;
  }
}
