/** The pool over which the read model is asked: every row is parsed by the zod schema of its query. */
import { createPool, createTypeParserPreset, type DatabasePool, type Interceptor, SchemaValidationError } from 'slonik';

/** Who a query can ask: the pool, or a transaction of it. */
export type ReadModel = Pick<DatabasePool, 'any' | 'maybeOne' | 'one' | 'transaction'>;

export interface OpenReadModel extends ReadModel {
  /** How many of its connections do what, and how many queries wait for one. */
  use(): { readonly most: number; readonly busy: number; readonly idle: number; readonly waiting: number };
  end(): Promise<void>;
}

/** slonik parses no rows by itself. Synchronous, because an asynchronous one costs half the speed (measured). */
const parseRows: Interceptor = {
  name: 'parse-rows',
  transformRow({ resultParser }, query, row) {
    if (resultParser === undefined) return row;
    const result = resultParser['~standard'].validate(row);
    if (result instanceof Promise) throw new TypeError('a row cannot be parsed by an asynchronous schema');
    if (result.issues) throw new SchemaValidationError(query, row, result.issues as never);
    return result.value as typeof row;
  },
};

/** `2026-01-31 08:00:00.5+00` → `2026-01-31T08:00:00.500Z`. */
const isoInstant = (text: string): string => new Date(text).toISOString();

/**
 * Opens a pool. Counts come as numbers, positions as text (they are opaque, and may pass 2⁵³), times as ISO 8601.
 * @param connections at most; default 10.
 */
export async function openReadModel(url: string, connections = 10): Promise<OpenReadModel> {
  const replaced = ['int8', 'timestamptz', 'date'];
  const pool = await createPool(url, {
    maximumPoolSize: connections,
    typeParsers: [
      ...createTypeParserPreset().filter(({ name }) => !replaced.includes(name)),
      { name: 'int8', parse: Number },
      { name: 'timestamptz', parse: isoInstant },
      { name: 'date', parse: (text) => text },
    ],
    interceptors: [parseRows],
  });
  return Object.assign(pool, {
    use() {
      const { acquiredConnections: busy, idleConnections: idle, waitingClients: waiting } = pool.state();
      return { most: connections, busy, idle, waiting };
    },
  });
}
