/**
 * Goes on with imports that stopped: whose process was killed, or whose database, log or disk was away. An import was accepted
 * under what the log holds, so no file is asked for. What waits for a person is never touched.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { type Trouble, troubleOf, troubleSentence } from '../eventstore/trouble.ts';
import { resumeInterrupted } from '../ingestion/import/ingest.ts';
import { isLeasedHere } from '../ingestion/import/lease.ts';
import type { Ingestion } from '../ingestion/import/run.ts';
import { UnusableOriginal } from '../ingestion/originals.ts';
import { unfinishedImports } from '../projections/queries/imports.ts';
import { registeredSource } from './sources.ts';
import type { System } from './system.ts';

/** Imports that go on at the same time: of different sources. */
const atOnce = 2;
/** Milliseconds between two looks, about. */
const lookMs = 5_000;
/** A source whose import met what passes by itself is tried again after 1 s, doubling to this. */
const longestWaitMs = 60_000;
/** One whose original has to come again: looked at now and then, in case somebody put it back. */
const originalWaitMs = 10 * 60_000;
/** Any other fault would be the same fault: so often it is tried in all, a minute and more apart, until the next start. */
const faultTries = 3;
/** Milliseconds that a start waits for the lease of a source: the database notices late that a killed process is gone. */
const startPatienceMs = 10_000;

const leaseMs = 250;

export interface Resuming {
  /** One look, and everything that it begins: for a start. */
  round(): Promise<void>;
  /** Looks again and again, until it is closed. */
  keepOn(): void;
  /** Begins nothing more, and ends what is under way at its next step. */
  close(): Promise<void>;
}

interface Failed {
  readonly tries: number;
  /** `performance.now()` before which the source is left alone. */
  readonly until: number;
}

type Parts = Pick<System, 'readModel' | 'sql' | 'ingestion' | 'log' | 'databaseUrl'>;

export interface Timing {
  readonly lookMs?: number;
  readonly longestWaitMs?: number;
}

/** Somebody else has the lease: it is their import. */
class Leased extends Error {
  override readonly name = 'Leased';
}

/** The process ends: what an import wanted to append is appended by whoever goes on with it. */
export class Stopped extends Error {
  override readonly name = 'Stopped';
}

export function resuming(parts: Parts, timing: Timing = {}): Resuming {
  const { readModel, sql, log, databaseUrl } = parts;
  const closing = new AbortController();
  const ingestion = ending(parts.ingestion, closing.signal);
  const failed = new Map<string, Failed>();
  const running = new Map<string, Promise<void>>();
  /** Sources seen stopped at the look before: whoever waits in another process takes up its own work first. */
  let seen = new Set<string>();
  let looking: Promise<void> | undefined;

  async function goOn(source: string, patienceMs: number): Promise<void> {
    const end = performance.now() + patienceMs;
    try {
      const registered = await registeredSource(sql, source);
      if (registered)
        await resumeInterrupted(ingestion, registered.definition, () => {
          throw new Leased(source);
        });
      failed.delete(source);
    } catch (error) {
      if (closing.signal.aborted) return;
      if (error instanceof Leased) {
        if (performance.now() > end) return;
        await sleep(leaseMs, undefined, { signal: closing.signal }).catch(() => undefined);
        return goOn(source, end - performance.now());
      }
      const tries = (failed.get(source)?.tries ?? 0) + 1;
      failed.set(source, { tries, until: performance.now() + told(log, source, tries, error, timing) });
    }
  }

  const begin = (source: string, patienceMs: number): void => {
    running.set(
      source,
      goOn(source, patienceMs).finally(() => running.delete(source)),
    );
  };

  const mayGoOn = (source: string): boolean =>
    !running.has(source) && !isLeasedHere(databaseUrl, source) && (failed.get(source)?.until ?? 0) <= performance.now();

  /** @param wait until there is room for each, instead of leaving them to the next look */
  async function look(which: (source: string) => boolean, wait: boolean): Promise<Set<string>> {
    const stopped = new Set<string>();
    let after: string | undefined;
    do {
      const page = await unfinishedImports(readModel, after === undefined ? {} : { after });
      for (const { source } of page) stopped.add(source);
      after = page.at(-1)?.accepted;
    } while (after !== undefined);
    for (const source of stopped) {
      if (closing.signal.aborted) break;
      if (!mayGoOn(source) || !which(source)) continue;
      if (running.size >= atOnce) {
        if (!wait) break;
        await Promise.race(running.values());
      }
      begin(source, wait ? startPatienceMs : 0);
    }
    return stopped;
  }

  async function lookOnAndOn(): Promise<void> {
    const every = timing.lookMs ?? lookMs;
    for (let failures = 0; !closing.signal.aborted; ) {
      const wait = Math.min(longestWaitMs, every * 2 ** failures) * (0.75 + Math.random() / 2);
      await sleep(wait, undefined, { signal: closing.signal, ref: false }).catch(() => undefined);
      if (closing.signal.aborted) return;
      try {
        const before = seen;
        seen = await look((source) => before.has(source), false);
        failures = 0;
      } catch (error) {
        failures = Math.min(failures + 1, 3);
        if (!troubleOf(error)) log.error({ err: error }, 'which imports stopped cannot be told');
      }
    }
  }

  return {
    async round() {
      await look(() => true, true);
      await Promise.all(running.values());
    },
    keepOn() {
      looking ??= lookOnAndOn();
    },
    async close() {
      closing.abort();
      await looking;
      await Promise.all(running.values());
    },
  };
}

/** One look: goes on with what a crash interrupted, and answers when that is done, or has to wait. */
export const resumeImports = (parts: Parts): Promise<void> => resuming(parts).round();

/** Says what became of a try, and answers how many milliseconds the source is left alone. */
function told(log: System['log'], source: string, tries: number, error: unknown, timing: Timing): number {
  const trouble = troubleOf(error);
  if (trouble) {
    log.warn({ source }, `${waits[trouble]}`);
    return (
      Math.min(timing.longestWaitMs ?? longestWaitMs, 1_000 * 2 ** Math.min(tries, 10)) * (0.75 + Math.random() / 2)
    );
  }
  if (error instanceof UnusableOriginal) {
    log.error({ source, code: error.code }, error.message);
    return originalWaitMs;
  }
  const again = tries < faultTries;
  log.error(
    { err: error, source, tries },
    again
      ? 'an interrupted import cannot go on; it is tried again'
      : 'an interrupted import cannot go on; the next ingest of its source tries again',
  );
  return again ? 60_000 * 2 ** tries : Number.POSITIVE_INFINITY;
}

const waits: Readonly<Record<Trouble, string>> = {
  database: `${troubleSentence.database}: an interrupted import waits for it`,
  log: `${troubleSentence.log}: an interrupted import waits for it`,
  disk: `${troubleSentence.disk}: an interrupted import waits for it`,
};

/** The same ingestion until a signal aborts; then it appends nothing but that an import is paused. */
const ending = (ingestion: Ingestion, stopping: AbortSignal): Ingestion => ({
  ...ingestion,
  stopping,
  store: {
    ...ingestion.store,
    async append(writes, alongside) {
      const says = writes.flatMap(({ events }) => events.map(({ type }) => type));
      if (stopping.aborted && says.some((type) => type !== 'ImportPaused')) throw new Stopped('the process ends');
      return ingestion.store.append(writes, alongside);
    },
  },
});
