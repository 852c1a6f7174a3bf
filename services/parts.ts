/** What the services are made of: given by whoever puts the system together. */
import type pg from 'pg';
import type { RecordDependencies } from '../commands/decide-on-record.ts';
import type { SourceDefinition } from '../domain/source/definition.ts';
import type { Vault } from '../eventstore/sealing/vault.ts';
import type { EventStore, Position } from '../eventstore/store.ts';
import type { SourceCatalogue } from '../ingestion/catalogue.ts';
import type { Ingestion } from '../ingestion/import/run.ts';
import type { Engine } from '../projections/engine/engine.ts';
import type { ReadModel } from '../projections/queries/read-model.ts';
import type { Foldings } from '../projections/record/states.ts';
import type { Accounts } from './accounts/accounts.ts';

export interface ServiceParts {
  readonly accounts: Accounts;
  readonly store: EventStore;
  /** The log as it is kept: what it says of people stays sealed. */
  readonly kept: Pick<EventStore, 'readStream' | 'readAll'>;
  readonly storeKind: 'postgres' | 'eventstoredb';
  readonly engine: Engine;
  readonly sql: pg.Pool;
  readonly readModel: ReadModel;
  readonly foldings: Foldings;
  readonly vault: Vault;
  readonly ingestion: Ingestion;
  readonly decisions: RecordDependencies;
  /** As they are now: definitions are files. */
  readonly catalogue: () => SourceCatalogue;
  /** The last definition of a source that the log holds. */
  readonly registered: (source: string) => Promise<{ readonly definition: SourceDefinition } | undefined>;
  /** Waits until what is read has reached a position, however long a rebuild takes. */
  readonly caughtUp: (position: Position) => Promise<void>;
}
