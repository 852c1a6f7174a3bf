/**
 * Blue/green: a build from the beginning of the log beside the tables in use, then switched in. Readers and writers go on
 * meanwhile; only the last few events are applied while the live checkpoint is held.
 */
import type pg from 'pg';
import type { EventStore, Position, RecordedEvent } from '../../eventstore/store.ts';
import type { Projection } from '../projection.ts';
import type { Target } from './apply.ts';
import { createBuild, dropOld, switchBuild } from './build.ts';
import { type Checkpoint, readCheckpoint } from './checkpoint.ts';
import { checksum } from './checksum.ts';
import { fill } from './fill.ts';

export interface RebuildParts {
  readonly store: EventStore;
  readonly pool: pg.Pool;
  readonly onParked: (event: RecordedEvent, error: unknown) => void;
}

export interface RebuildReport {
  readonly name: string;
  readonly version: number;
  /** Events applied, and how long that took: without the checksums. */
  readonly events: number;
  readonly seconds: number;
  /** Of the tables in use at the position compared; null where they are of another version or another log. */
  readonly liveChecksum: string | null;
  /** Of the new tables at the same position. */
  readonly rebuiltChecksum: string;
  /** Null where there was nothing to compare with. */
  readonly equal: boolean | null;
}

/**
 * Close enough to the goal to hold the live checkpoint for the rest: what came meanwhile was done this fast, in
 * milliseconds. Positions do not tell: on some stores they count bytes.
 */
const near = 200;

/**
 * Builds a projection from zero, compares it with the tables in use at one and the same position, and switches it in.
 * @throws ProjectionStopped where an event cannot be applied and the projection stops at such; the tables in use stay.
 */
export async function rebuild(
  parts: RebuildParts,
  projection: Projection,
  signal?: AbortSignal,
): Promise<RebuildReport> {
  const sql = await parts.pool.connect();
  try {
    await sql.query('select pg_advisory_lock(hashtextextended($1, 0))', [`rebuild:${projection.name}`]);
    return await rebuildWith({ ...parts, projection, sql, build: 'next' }, parts.pool, signal);
  } finally {
    // The connection goes with its advisory lock and whatever a failure left in it.
    sql.release(true);
  }
}

async function rebuildWith(target: Target, pool: pg.Pool, signal?: AbortSignal): Promise<RebuildReport> {
  const { projection, sql } = target;
  const started = performance.now();
  await sql.query('begin');
  await createBuild(sql, projection, 'next');
  await sql.query('commit');
  const comparable = isComparable(projection, await readCheckpoint(sql, projection.name, 'live'));
  const goal = async (): Promise<Position> =>
    comparable ? ((await readCheckpoint(sql, projection.name, 'live'))?.position ?? 0n) : await target.store.head();

  let events = 0;
  const fillTo = async (until: Position): Promise<void> => {
    const filled = await fill(target, await next(target), until, signal);
    signal?.throwIfAborted();
    events += filled.events;
  };
  let round: number;
  do {
    const from = performance.now();
    await fillTo(await goal());
    round = performance.now() - from;
  } while (round > near);
  const seconds = (performance.now() - started) / 1000;

  const compared = await compare(target, pool, comparable, fillTo);
  await switchIn(target, pool, fillTo);
  const { name, version } = projection;
  const equal = comparable ? compared.liveChecksum === compared.rebuiltChecksum : null;
  return { name, version, events, seconds, ...compared, equal };
}

const isComparable = (projection: Projection, live: Checkpoint | undefined): boolean =>
  live?.valid === true && live.version === projection.version;

async function next(target: Target): Promise<Checkpoint> {
  const checkpoint = await readCheckpoint(target.sql, target.projection.name, 'next');
  if (checkpoint === undefined)
    throw new Error(`the new tables of ${target.projection.name} are gone. Rebuild it again.`);
  return checkpoint;
}

/** A snapshot of the live tables is compared, so nobody waits while they are read. */
async function compare(
  target: Target,
  pool: pg.Pool,
  comparable: boolean,
  fillTo: (until: Position) => Promise<void>,
): Promise<Pick<RebuildReport, 'liveChecksum' | 'rebuiltChecksum'>> {
  const { projection, sql } = target;
  if (!comparable) return { liveChecksum: null, rebuiltChecksum: await checksum(sql, projection, 'next') };
  const snapshot = await pool.connect();
  try {
    await snapshot.query('begin isolation level repeatable read read only');
    const position = (await readCheckpoint(snapshot, projection.name, 'live'))?.position ?? 0n;
    await fillTo(position);
    const [liveChecksum, rebuiltChecksum] = await Promise.all([
      checksum(snapshot, projection, 'live'),
      checksum(sql, projection, 'next'),
    ]);
    return { liveChecksum, rebuiltChecksum };
  } finally {
    snapshot.release(true);
  }
}

/** Holds the live checkpoint, so that nobody applies anything, brings the new tables to it and renames them. */
async function switchIn(target: Target, pool: pg.Pool, fillTo: (until: Position) => Promise<void>): Promise<void> {
  const holder = await pool.connect();
  try {
    await holder.query('begin');
    const live = await readCheckpoint(holder, target.projection.name, 'live', 'lock');
    if (live?.valid) await fillTo(live.position);
    await switchBuild(holder, target.projection);
    await holder.query('commit');
    await dropOld(holder, target.projection);
    holder.release();
  } catch (error) {
    holder.release(true);
    throw error;
  }
}
