/** The projections of a process: driven alongside appends, followed by daemons, waited for, rebuilt. */
import type pg from 'pg';
import type { Alongside, EventStore, Position, RecordedEvent } from '../../eventstore/store.ts';
import type { Projection } from '../projection.ts';
import { createAlongside } from './alongside.ts';
import { messageOf } from './apply.ts';
import { type Bell, createBell } from './bell.ts';
import { type DaemonState, prepare, runDaemon } from './daemon.ts';
import { lagOf } from './lag.ts';
import { type RebuildReport, rebuild } from './rebuild.ts';

export interface EngineParts {
  readonly store: EventStore;
  /** Connections to the read model. Each daemon keeps one, a rebuild takes three. */
  readonly pool: pg.Pool;
  readonly projections: readonly Projection[];
  /** The log lies in the same database and appends are given `engine.alongside`. */
  readonly alongside: boolean;
  /** Told of everything that went wrong and was survived: for the log. */
  readonly onProblem?: (problem: Problem) => void;
}

export interface Problem {
  readonly projection: string;
  readonly what: 'parked' | 'failing' | 'stopped' | 'left to the daemon';
  readonly event?: RecordedEvent;
  readonly error: unknown;
}

export interface ProjectionStatus {
  readonly name: string;
  readonly version: number;
  readonly position: Position;
  /** Events that it has yet to apply, about where there are many; 0 once everything is applied. */
  readonly lag: bigint;
  /** Events set aside. */
  readonly parked: number;
  /** `idle`: this process does not run it. */
  readonly state: DaemonState | 'idle';
  readonly error?: string;
}

export interface Engine {
  /** For `EventStore.append`, where the store runs it in the append's transaction. */
  readonly alongside: Alongside;
  /** Whether the daemons of this process follow the log, all of them. */
  running(): boolean;
  /** Tells the daemons that there is more: all of them, or those of the projections that it concerns. */
  wake(handling?: (projection: Projection) => boolean): void;
  /** Where the daemons of this process stand for certain: they may be further. */
  applied(handling?: (projection: Projection) => boolean): Position;
  /** Makes the tables that are missing, so that queries find them. */
  prepare(): Promise<void>;
  /** `prepare`, then the daemons, which go on until `stop`. */
  start(): Promise<void>;
  /** Ends after the batch in hand. */
  stop(): Promise<void>;
  /**
   * Waits until the projections have applied everything up to a position.
   * @param names those the query reads; all by default.
   * @returns false where that took longer than `timeoutMs`.
   */
  caughtUp(position: Position, timeoutMs: number, names?: readonly string[]): Promise<boolean>;
  status(): Promise<readonly ProjectionStatus[]>;
  /** Builds a projection from zero beside the tables in use, compares and switches. */
  rebuild(name: string): Promise<RebuildReport>;
}

const everyone = (): boolean => true;

interface Runner {
  readonly projection: Projection;
  readonly bell: Bell;
  state: DaemonState | 'idle';
  error: string | undefined;
  position: Position;
}

/** An engine over these projections. No daemon runs until it is started. */
export function createEngine(parts: EngineParts): Engine {
  const { store, pool, projections } = parts;
  const report = parts.onProblem ?? (() => {});
  const runners = projections.map(
    (projection): Runner => ({
      projection,
      bell: createBell(),
      state: 'idle',
      error: undefined,
      position: 0n,
    }),
  );
  const abort = new AbortController();
  let daemons: Promise<unknown> | undefined;
  const wake = (handling: (projection: Projection) => boolean = everyone): void => {
    for (const { projection, bell } of runners) if (handling(projection)) bell.ring();
  };
  const running = (): boolean => runners.every(({ state }) => state === 'running');

  const run = (runner: Runner): Promise<void> => {
    const { projection, bell } = runner;
    return runDaemon(
      {
        store,
        pool,
        projection,
        bell,
        alongside: parts.alongside,
        onState(state, error) {
          runner.state = state;
          runner.error = error === undefined ? undefined : messageOf(error);
          if (state === 'stopped' || state === 'failing') report({ projection: projection.name, what: state, error });
        },
        onParked: (event, error) => report({ projection: projection.name, what: 'parked', event, error }),
        onApplied(position) {
          runner.position = position;
        },
      },
      abort.signal,
    );
  };

  const prepareAll = async (): Promise<void> => {
    for (const projection of projections) await withConnection(pool, (sql) => prepare(sql, projection));
  };

  return {
    alongside: createAlongside({
      store,
      projections,
      onBehind: () => wake(),
      follows: running,
      onLeft({ name }, error) {
        if (error !== undefined) report({ projection: name, what: 'left to the daemon', error });
        runners.find((runner) => runner.projection.name === name)?.bell.ring();
      },
    }),

    running,
    wake,
    applied(handling = everyone) {
      const positions = runners.filter(({ projection }) => handling(projection)).map(({ position }) => position);
      return positions.reduce((least, position) => (position < least ? position : least));
    },
    prepare: prepareAll,

    async start() {
      daemons ??= Promise.all(runners.map(run));
      await prepareAll();
    },

    async stop() {
      abort.abort();
      await daemons;
      for (const runner of runners) runner.state = 'idle';
    },

    async caughtUp(position, timeoutMs, names = projections.map(({ name }) => name)) {
      const deadline = performance.now() + timeoutMs;
      const wanted = projections.filter(({ name }) => names.includes(name));
      for (let pause = 2; ; pause = Math.min(pause * 2, 50)) {
        if (await haveReached(pool, wanted, position)) return true;
        const left = deadline - performance.now();
        if (left <= 0) return false;
        wake();
        await new Promise((resolve) => setTimeout(resolve, Math.min(pause, left)));
      }
    },

    async status() {
      const head = await store.head();
      const { rows } = await pool.query<{ name: string; version: number; position: string; parked: number }>(
        `select name, version, position::text,
           (select count(*)::int from projection.parked p where p.name = c.name and p.build = c.build) as parked
         from projection.checkpoint c where build = 'live'`,
      );
      return Promise.all(
        runners.map(async ({ projection: { name, version, handles }, state, error }) => {
          const row = rows.find((candidate) => candidate.name === name);
          const position = BigInt(row?.position ?? 0);
          const lag = await lagOf(store, handles, position, head);
          const status = { name, version: row?.version ?? version, position, lag, parked: row?.parked ?? 0, state };
          return error === undefined ? status : { ...status, error };
        }),
      );
    },

    async rebuild(name) {
      const projection = projections.find((candidate) => candidate.name === name);
      if (!projection) throw new RangeError(`there is no projection ${name}`);
      const onParked = (event: RecordedEvent, error: unknown): void =>
        report({ projection: name, what: 'parked', event, error });
      return await rebuild({ store, pool, onParked }, projection);
    },
  };
}

async function haveReached(pool: pg.Pool, projections: readonly Projection[], position: Position): Promise<boolean> {
  const { rows } = await pool.query<{ reached: number }>(
    `select count(*)::int as reached
     from unnest($1::text[], $2::int[]) as wanted(name, version)
     join projection.checkpoint c using (name, version)
     where c.build = 'live' and c.valid and c.position >= $3`,
    [projections.map(({ name }) => name), projections.map(({ version }) => version), position.toString()],
  );
  return rows[0]?.reached === projections.length;
}

async function withConnection<T>(pool: pg.Pool, work: (sql: pg.PoolClient) => Promise<T>): Promise<T> {
  const sql = await pool.connect();
  try {
    return await work(sql);
  } finally {
    sql.release();
  }
}
