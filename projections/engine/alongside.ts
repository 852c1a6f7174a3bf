/**
 * Projections driven inside the append's own transaction. Whoever appends holds the head of the log, so a projection whose
 * checkpoint stands at the head before this append sees these events next. Anything else is left to its daemon.
 */
import pg from 'pg';
import { readStreams } from '../../eventstore/read-streams.ts';
import { type Alongside, type EventStore, type Position, passes, type RecordedEvent } from '../../eventstore/store.ts';
import type { Projection } from '../projection.ts';
import { searchPath } from './build.ts';
import { type Mark, markOf } from './checkpoint.ts';

/**
 * A daemon that is this many events behind at most is waited for, this long: while the append holds the head of the log, it
 * catches up for good. Otherwise the two would chase each other, and the read model would lag for as long as an import runs.
 */
const nearby = 5000n;
const patienceMs = 250;
const lookMs = 5;
/** After a wait in vain, appends go on without waiting for this long. */
const restMs = 5000;

export interface AlongsideParts {
  readonly store: EventStore;
  readonly projections: readonly Projection[];
  /** A projection was not moved by this append: its daemon has to. */
  readonly onLeft: (projection: Projection, error?: unknown) => void;
  /** Wakes the daemons. */
  readonly onBehind: () => void;
  /** This process runs the daemons: they are told of every append, and need not be waited for. */
  readonly follows: () => boolean;
}

/** For `EventStore.append`. It never fails the append: what cannot be applied is rolled back and left to the daemon. */
export function createAlongside(parts: AlongsideParts): Alongside {
  const state = { waitsAgainAt: 0 };
  return async (transaction, recorded) => {
    const sql = transaction as pg.ClientBase;
    const first = recorded[0];
    const last = recorded.at(-1);
    if (first === undefined || last === undefined) return;
    // A retry answered from the log, or events of several appends: nothing that follows a checkpoint without a gap.
    if (last.position - first.position !== BigInt(recorded.length - 1)) {
      for (const projection of parts.projections) parts.onLeft(projection);
      return;
    }
    try {
      await sql.query('savepoint projections');
      const free = await lockedOrAwaited(parts, state, sql, first.position - 1n);
      await drive(parts, sql, free, recorded, markOf(last));
    } catch (error) {
      await sql.query('rollback to savepoint projections');
      for (const projection of parts.projections) parts.onLeft(projection, error);
    }
  };
}

async function drive(
  parts: AlongsideParts,
  sql: pg.ClientBase,
  free: ReadonlySet<string>,
  recorded: readonly RecordedEvent[],
  to: Mark,
): Promise<void> {
  const moved: string[] = [];
  for (const projection of parts.projections) {
    const error = free.has(projection.name) ? await applyInside(parts.store, sql, projection, recorded) : left;
    if (error === undefined) moved.push(projection.name);
    else parts.onLeft(projection, error === left ? undefined : error);
  }
  const names = moved.map((name) => pg.escapeLiteral(name)).join(', ');
  const move =
    moved.length === 0
      ? ''
      : `update projection.checkpoint set position = ${to.position}, event_id = '${to.eventId}'
         where build = 'live' and name in (${names});`;
  await sql.query(`${move} set local search_path to default; release savepoint projections`);
}

const left = Symbol('its checkpoint is elsewhere, or in other hands');

/** Names of the projections that this append may move: their checkpoints are locked. */
async function lockedOrAwaited(
  parts: AlongsideParts,
  state: { waitsAgainAt: number },
  sql: pg.ClientBase,
  before: Position,
): Promise<ReadonlySet<string>> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    const checkpoints = await lockCheckpoints(sql, parts.projections, before);
    const free = new Set(checkpoints.flatMap(({ name, locked }) => (locked ? [name] : [])));
    const worthIt = checkpoints.some(({ locked, behind }) => !locked && behind >= 0n && behind <= nearby);
    const now = performance.now();
    if (!worthIt || now < state.waitsAgainAt || parts.follows()) return free;
    if (now >= deadline) {
      state.waitsAgainAt = now + restMs;
      return free;
    }
    parts.onBehind();
    await new Promise((resolve) => setTimeout(resolve, lookMs));
  }
}

interface LockableCheckpoint {
  readonly name: string;
  /** It stands exactly at the head before this append, and nobody else is moving it. */
  readonly locked: boolean;
  readonly behind: bigint;
}

async function lockCheckpoints(
  sql: pg.ClientBase,
  projections: readonly Projection[],
  before: Position,
): Promise<readonly LockableCheckpoint[]> {
  const { rows } = await sql.query<{ name: string; locked: boolean; behind: string }>({
    name: 'lock_checkpoints',
    text: `with mine as (
             select c.name, c.position from projection.checkpoint c
             join unnest($2::text[], $3::int[]) as driven(name, version) using (name, version)
             where c.build = 'live' and c.valid
           ), locked as (
             select c.name from projection.checkpoint c
             where c.build = 'live' and c.position = $1 and c.name in (select name from mine)
             order by c.name for update skip locked
           )
           select name, locked.name is not null as locked, $1 - mine.position as behind
           from mine left join locked using (name)`,
    values: [before.toString(), projections.map(({ name }) => name), projections.map(({ version }) => version)],
  });
  return rows.map(({ name, locked, behind }) => ({ name, locked, behind: BigInt(behind) }));
}

/** @returns the error, after its traces are rolled back. */
async function applyInside(
  store: EventStore,
  sql: pg.ClientBase,
  projection: Projection,
  recorded: readonly RecordedEvent[],
): Promise<unknown> {
  const events = recorded.filter((event) => passes(projection.handles, event));
  if (events.length === 0) return undefined;
  await sql.query(`savepoint projection; set local search_path to ${searchPath(projection, 'live')}`);
  try {
    await projection.apply(events, {
      sql,
      earlier: (streams, before) => readStreams(store, streams, { before, transaction: sql }),
    });
    await sql.query('release savepoint projection');
    return undefined;
  } catch (error) {
    await sql.query('rollback to savepoint projection; release savepoint projection');
    return error instanceof Error ? error : new Error(String(error));
  }
}
