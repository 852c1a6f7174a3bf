/** A log and engines over it, in a database of their own, for tests of the engine. */
import pg from 'pg';
import { postgresStore } from '../../eventstore/postgres/store.ts';
import type { EventStore } from '../../eventstore/store.ts';
import { freshDatabase } from '../../test/database.ts';
import type { Projection } from '../projection.ts';
import { createEngine, type Engine, type Problem } from './engine.ts';

export interface World {
  readonly store: EventStore;
  readonly pool: pg.Pool;
  readonly problems: Problem[];
  /** An engine of its own, as another process would have it. */
  readonly engine: (projection: Projection, alongside?: boolean) => Engine;
}

/** @param closing what has to be done in the end, the last first */
export async function engineWorld(closing: (() => Promise<unknown>)[]): Promise<World> {
  const database = await freshDatabase();
  closing.push(() => database.drop());
  const store = postgresStore({ url: database.url });
  closing.push(() => store.close());
  const pool = new pg.Pool({ connectionString: database.url });
  pool.on('error', () => {});
  closing.push(() => pool.end());
  const problems: Problem[] = [];
  return {
    store,
    pool,
    problems,
    engine(projection, alongside = true) {
      const onProblem = (problem: Problem): unknown => problems.push(problem);
      const engine = createEngine({ store, pool, projections: [projection], alongside, onProblem });
      closing.push(() => engine.stop());
      return engine;
    },
  };
}
