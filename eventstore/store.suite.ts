/** What every adapter of the event store must pass: the port's promises, as tests. */
import { afterAll, beforeAll, describe } from 'vitest';
import { appending } from './suite/appending.ts';
import { following } from './suite/following.ts';
import { limiting } from './suite/limiting.ts';
import { reading } from './suite/reading.ts';
import { retrying } from './suite/retrying.ts';
import type { LogUnderTest, Subject } from './suite/subject.ts';

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
