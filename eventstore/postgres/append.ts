/** Appending: attempts, what an attempt that was refused finds, and the answer made of both. */
import type pg from 'pg';
import type { EncodedWrite } from '../encode.ts';
import type { Alongside, Appended, Conflict, Position } from '../store.ts';
import { inTransaction } from './connection.ts';
import { isRefusal, persistently } from './faults.ts';
import { standingOf } from './standing.ts';
import { recordedOf, type Written, write } from './write.ts';

/** What one transaction takes. Larger calls are split, and are then atomic a part at a time only. */
const chunk = { events: 20_000, bytes: 32 * 1024 * 1024 } as const;

/** How often an expectation may fail and hold again in turns before the answer is a conflict. */
const maxRounds = 20;

export interface Appending {
  readonly pool: pg.Pool;
  /** Milliseconds that a lost connection is tried again for. */
  readonly patience: number;
  /** Called with the position of the last event after each commit. */
  readonly onAppended: (position: Position) => void;
}

/** Appends writes to one or many streams: all of a transaction's, or none. */
export async function appendTogether(
  to: Appending,
  writes: readonly EncodedWrite[],
  alongside?: Alongside,
): Promise<Appended | Conflict> {
  let position = 0n;
  for (const part of chunksOf(writes)) {
    const answer = await appendPart(to, part, await attempt(to, part, alongside), alongside);
    if (typeof answer !== 'bigint') return answer;
    if (answer > position) position = answer;
  }
  return { kind: 'appended', position, versions: writes.map(lastVersion) };
}

/** Version of a write's last event. */
const lastVersion = ({ expected, events }: EncodedWrite): number =>
  (expected === 'none' ? -1 : expected) + events.length;

function* chunksOf(writes: readonly EncodedWrite[]): Generator<readonly EncodedWrite[]> {
  let part: EncodedWrite[] = [];
  let events = 0;
  let bytes = 0;
  for (const write of writes) {
    if (part.length > 0 && (events + write.events.length > chunk.events || bytes + write.bytes > chunk.bytes)) {
      yield part;
      part = [];
      events = 0;
      bytes = 0;
    }
    part.push(write);
    events += write.events.length;
    bytes += write.bytes;
  }
  yield part;
}

/**
 * Goes on after the first attempt at a part.
 * @returns the highest position of the part's events, be they written now or by an earlier call
 */
async function appendPart(
  to: Appending,
  writes: readonly EncodedWrite[],
  written: Written | undefined,
  alongside?: Alongside,
): Promise<Position | Conflict> {
  let position = 0n;
  let missing = writes;
  for (let round = 1; !written; round++) {
    const standing = await persistently(to.patience, () => standingOf(to.pool, missing));
    const rest: EncodedWrite[] = [];
    for (const [i, write] of missing.entries()) {
      const found = standing[i]!;
      if (found.kind === 'conflict') return conflict(write, found.actual);
      if (found.kind === 'free') rest.push(write);
      else if (found.position > position) position = found.position;
    }
    if (rest.length === 0) return position;
    if (round === maxRounds) return conflict(rest[0]!, rest[0]!.expected);
    missing = rest;
    written = await attempt(to, missing, alongside);
  }
  return written.position > position ? written.position : position;
}

const conflict = ({ stream, expected }: EncodedWrite, actual: Conflict['actual']): Conflict => ({
  kind: 'conflict',
  stream,
  expected,
  actual,
});

/** One transaction, tried again while the connection is lost. @returns undefined where an expectation does not hold */
async function attempt(
  { pool, patience, onAppended }: Appending,
  writes: readonly EncodedWrite[],
  alongside: Alongside | undefined,
): Promise<Written | undefined> {
  try {
    const written = await persistently(patience, () => writeWith(pool, writes, false, alongside));
    onAppended(written.position);
    return written;
  } catch (error) {
    if (isRefusal(error)) return undefined;
    throw error;
  }
}

/** Writes, and does the work alongside in the same transaction, for those that were not refused. */
function writeWith(
  pool: pg.Pool,
  writes: readonly EncodedWrite[],
  independent: boolean,
  alongside: Alongside | undefined,
): Promise<Written> {
  if (!alongside) return write(pool, writes, independent);
  return inTransaction(pool, async (client) => {
    const written = await write(client, writes, independent);
    const recorded = writes.flatMap((write, i) => {
      const base = written.bases[i];
      return base === undefined ? [] : recordedOf(write, base, written.recordedAt);
    });
    await alongside(client, recorded);
    return written;
  });
}

/**
 * Appends writes that have nothing to do with each other in one transaction. A refused one does not fail its neighbours.
 * @returns an answer for each, in their order: the write's own promise, so that one failure is one write's
 */
export async function appendEach(
  to: Appending,
  writes: readonly EncodedWrite[],
  alongside: Alongside | undefined,
): Promise<Promise<Appended | Conflict>[]> {
  const written = await persistently(to.patience, () => writeWith(to.pool, writes, true, alongside));
  if (written.position > 0n) to.onAppended(written.position);
  return writes.map((write, i) => {
    const base = written.bases[i];
    return base === undefined
      ? appendPart(to, [write], undefined, alongside).then((answer) => answered(write, answer))
      : Promise.resolve(answered(write, base + BigInt(write.events.length)));
  });
}

const answered = (write: EncodedWrite, answer: Position | Conflict): Appended | Conflict =>
  typeof answer === 'bigint' ? { kind: 'appended', position: answer, versions: [lastVersion(write)] } : answer;
