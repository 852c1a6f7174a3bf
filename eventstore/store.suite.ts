/** What every adapter of the event store must pass: the port's promises, as tests. */
import { afterAll, beforeAll, describe } from 'vitest';
import type { EventStore } from './store.ts';
import { appending } from './suite/appending.ts';
import { following } from './suite/following.ts';
import { limiting } from './suite/limiting.ts';
import { reading } from './suite/reading.ts';
import { retrying } from './suite/retrying.ts';

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

/**
 * Runs the suite against a log. Nothing rests on its being empty, nor on positions without gaps: it also fits a server
 * that others write to.
 */
export function storeSuite(name: string, makeLog: () => Promise<LogUnderTest>): void {
  describe(`the event store ${name}`, () => {
    let subject: Subject;
    beforeAll(async () => {
      const log = await makeLog();
      subject = { log, store: log.open() };
    });
    afterAll(async () => {
      await subject?.store.close();
      await subject?.log.drop();
    });
    const get = (): Subject => subject;
    describe('appending', () => appending(get));
    describe('sending an append again', () => retrying(get));
    describe('reading', () => reading(get));
    describe('following', () => following(get));
    describe('limits', () => limiting(get));
  });
}
