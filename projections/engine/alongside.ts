/**
 * Projections driven inside the append's own transaction. Whoever appends holds the head of the log, so a projection whose
 * checkpoint stands at the head before this append sees these events next. Anything else is left to its daemon.
 */
import pg from 'pg';
import {
  type Alongside,
  categoryOf,
  type EventStore,
  type Position,
  type RecordedEvent,
} from '../../eventstore/store.ts';
import type { Projection } from '../projection.ts';
import { searchPath } from './build.ts';
import { type Mark, markOf } from './checkpoint.ts';
import { readEarlier } from './earlier.ts';

export interface AlongsideParts {
  readonly store: EventStore;
  readonly projections: readonly Projection[];
  /** A projection was not moved by this append: its daemon has to. */
  readonly onLeft: (projection: Projection, error?: unknown) => void;
}

/** For `EventStore.append`. It never fails the append: what cannot be applied is rolled back and left to the daemon. */
export function createAlongside(parts: AlongsideParts): Alongside {
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
      await drive(parts, sql, recorded, first.position - 1n, markOf(last));
    } catch (error) {
      await sql.query('rollback to savepoint projections');
      for (const projection of parts.projections) parts.onLeft(projection, error);
    }
  };
}

async function drive(
  parts: AlongsideParts,
  sql: pg.ClientBase,
  recorded: readonly RecordedEvent[],
  before: Position,
  to: Mark,
): Promise<void> {
  const free = await lockCheckpoints(sql, parts.projections, before);
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

/** Projections that stand exactly at the head before this append and that nobody else is moving. */
async function lockCheckpoints(
  sql: pg.ClientBase,
  projections: readonly Projection[],
  before: Position,
): Promise<ReadonlySet<string>> {
  const which = projections.map(({ name, version }) => `(${pg.escapeLiteral(name)}, ${version})`).join(', ');
  const answers = (await sql.query(
    `savepoint projections;
     select name from projection.checkpoint
     where build = 'live' and valid and position = ${before} and (name, version) in (${which})
     order by name for update skip locked`,
  )) as unknown as readonly pg.QueryResult<{ name: string }>[];
  return new Set(answers[1]?.rows.map((row) => row.name));
}

/** @returns the error, after its traces are rolled back. */
async function applyInside(
  store: EventStore,
  sql: pg.ClientBase,
  projection: Projection,
  recorded: readonly RecordedEvent[],
): Promise<unknown> {
  const events = recorded.filter((event) => isHandled(projection, event));
  if (events.length === 0) return undefined;
  await sql.query(`savepoint projection; set local search_path to ${searchPath(projection, 'live')}`);
  try {
    await projection.apply(events, { sql, earlier: (streams, at) => readEarlier(store, streams, at, sql) });
    await sql.query('release savepoint projection');
    return undefined;
  } catch (error) {
    await sql.query('rollback to savepoint projection; release savepoint projection');
    return error instanceof Error ? error : new Error(String(error));
  }
}

const isHandled = ({ handles }: Projection, event: RecordedEvent): boolean =>
  (handles.categories?.includes(categoryOf(event.stream)) ?? true) && (handles.types?.includes(event.type) ?? true);
