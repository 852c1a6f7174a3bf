/** What a projection is: the log in, tables of the read model out. It does not know who drives it. */
import type pg from 'pg';
import type { Filter, Position, RecordedEvent } from '../eventstore/store.ts';

export interface Projection {
  readonly name: string;
  /** A new version is built beside the old one and switched in. */
  readonly version: number;
  /** PostgreSQL schemas that it owns; while rebuilding, the same names with `__next`. */
  readonly schemas: readonly string[];
  /** Creates the tables in those schemas. `schema(name)` gives the schema's name in use. */
  readonly tables: (schema: (name: string) => string) => string;
  readonly handles: Filter;
  /** What to do with an event that cannot be applied: set it aside visibly, or stop. */
  readonly onFailure: 'park' | 'stop';
  /** Applies a batch, in log order, in the transaction that also moves the checkpoint. */
  readonly apply: (batch: readonly RecordedEvent[], context: ApplyContext) => Promise<void>;
}

export interface ApplyContext {
  /** A connection in a transaction whose `search_path` holds the projection's schemas: SQL names tables without schema. */
  readonly sql: pg.ClientBase;
  /** Events of these streams before `before`, by stream, in order; for records that the batch goes on with. */
  readonly earlier: (
    streams: readonly string[],
    before: Position,
  ) => Promise<ReadonlyMap<string, readonly RecordedEvent[]>>;
}
