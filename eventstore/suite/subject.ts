/** What the suite is run against. */
import type { EventStore } from '../store.ts';

export interface LogUnderTest {
  /** Opens one more client of the log, as another process would. The suite closes it. */
  open(): EventStore;
  /** Work alongside an append is done in its transaction; elsewhere it is not done at all. */
  readonly transactions: boolean;
  /** Removes the log. */
  drop(): Promise<void>;
}

/** The log and a client of it, while the tests run. */
export interface Subject {
  readonly log: LogUnderTest;
  readonly store: EventStore;
}
