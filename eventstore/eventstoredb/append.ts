/** Appending: attempts, what an attempt that was refused or not answered finds, and the answer made of both. */
import { type Credentials, jsonEvent } from '@eventstore/db-client';
import type { EncodedWrite } from '../encode.ts';
import { assertSame } from '../same.ts';
import { type Appended, type Conflict, type Position, type RecordedEvent, StoreUnavailable } from '../store.ts';
import type { BatchAppend } from './batches.ts';
import type { Connection } from './connection.ts';
import { isLost, isTimeUp, NoAnswer, pause, refusalOf, timed, unavailable, waitBefore } from './faults.ts';
import type { PageReader } from './pages.ts';
import { type Query, readStream } from './read.ts';
import { metadataBytes } from './wire.ts';

/** What is under way on the shared stream at once: more is not faster, and what a break throws back is sent again. */
const underWay = { writes: 512, bytes: 8 * 1024 * 1024 } as const;

/** How often an expectation may fail and hold again in turns before the answer is a conflict. */
const maxRounds = 20;

export interface Appending {
  readonly connection: Connection;
  readonly batches: BatchAppend;
  readonly query: Query;
  readonly pages: PageReader;
  readonly head: () => Promise<Position>;
  /** Milliseconds that a lost connection is tried again for. */
  readonly patience: number;
  /** Milliseconds after which an attempt counts as not answered. */
  readonly silence: number;
  readonly onAppended: () => void;
}

export interface Appender {
  /** Appends writes, each for itself: all under way at once, in their order. After a conflict no more are sent. */
  append(writes: readonly EncodedWrite[]): Promise<Appended | Conflict>;
}

/** Sends one write once. */
type Send = (write: EncodedWrite) => Promise<Position>;

export function appender(to: Appending): Appender {
  const { credentials } = to.connection;
  const alone: Send = credentials ? (write) => sendAlone(to, credentials, write) : (write) => sendTogether(to, write);
  const room = createRoom();
  // The highest position known to be written before what is appended now. Undefined until the head is read.
  let known: Position | undefined;

  /** @returns the position of the write's last event, be it written now or by an earlier call */
  async function appendOne(write: EncodedWrite, send: Send): Promise<Position | Conflict> {
    const end = performance.now() + to.patience;
    let rounds = 0;
    for (let tries = 1; ; tries++) {
      try {
        known ??= await to.head();
        const position = await send(write);
        if (tries === 1 && position > known) {
          known = position;
          return position;
        }
        // Written by an earlier attempt, maybe: the server compares ids, not data.
        const stored = await storedPosition(to, write);
        if (stored !== undefined) return stored;
        throw new NoAnswer('what was appended is not to be read yet');
      } catch (error) {
        const refusal = refusalOf(error);
        if (refusal) {
          const stored = await storedPosition(to, write);
          if (stored !== undefined) return stored;
          if (refusal.actual === write.expected && ++rounds < maxRounds) continue;
          return { kind: 'conflict', stream: write.stream, expected: write.expected, actual: refusal.actual };
        }
        if (!isLost(error)) throw error;
        if (isTimeUp(error)) {
          // As a rule because the same append is under way already: the server answers only one of them.
          const stored = await storedPosition(to, write);
          if (stored !== undefined) return stored;
        }
        const wait = waitBefore(tries);
        if (performance.now() + wait > end) throw unavailable(error);
        await pause(wait);
      }
    }
  }

  async function appendMany(writes: readonly EncodedWrite[]): Promise<Appended | Conflict> {
    const answers: (Position | Conflict)[] = [];
    const failures: unknown[] = [];
    const sent: Promise<void>[] = [];
    let stopped = false;
    const together: Send = (write) => sendTogether(to, write);
    for (const [i, write] of writes.entries()) {
      await room.enter(write.bytes);
      if (stopped) {
        room.leave(write.bytes);
        break;
      }
      sent.push(
        appendOne(write, together)
          .then(
            (answer) => {
              answers[i] = answer;
              stopped ||= typeof answer !== 'bigint';
            },
            (error: unknown) => {
              failures.push(error);
              stopped = true;
            },
          )
          .finally(() => room.leave(write.bytes)),
      );
    }
    await Promise.all(sent);
    const worst = failures.find((error) => !(error instanceof StoreUnavailable)) ?? failures[0];
    if (worst !== undefined) throw worst;
    const conflict = answers.find((answer) => typeof answer !== 'bigint');
    return conflict ?? answered(writes, answers as readonly Position[]);
  }

  return {
    async append(writes) {
      const [only] = writes;
      const answer =
        writes.length === 1 && only
          ? await appendOne(only, alone).then((one) => (typeof one === 'bigint' ? answered(writes, [one]) : one))
          : await appendMany(writes);
      if (answer.kind === 'appended') to.onAppended();
      return answer;
    },
  };
}

const answered = (writes: readonly EncodedWrite[], positions: readonly Position[]): Appended => ({
  kind: 'appended',
  position: positions.reduce((highest, one) => (one > highest ? one : highest)),
  versions: writes.map(({ expected, events }) => (expected === 'none' ? -1 : expected) + events.length),
});

/** By itself, with a deadline that the client keeps. */
const sendAlone = (
  { connection, silence }: Appending,
  credentials: Credentials,
  { stream, expected, events }: EncodedWrite,
): Promise<Position> =>
  connection.use(async (client) => {
    const { position } = await timed(
      silence * 1.5, // after the client's own deadline, which says more
      client.appendToStream(
        stream,
        events.map(({ id, type, data, metadata }) =>
          jsonEvent({ id, type, data: data as Record<string, unknown>, metadata: metadataBytes(metadata) }),
        ),
        { expectedRevision: expected === 'none' ? 'no_stream' : BigInt(expected), deadline: silence, credentials },
      ),
    );
    if (position === undefined) throw new NoAnswer('the server answered an append without a position');
    return position.commit;
  });

/** On the stream that appends share. Where an answer is missing, all that wait there are sent again on another one. */
const sendTogether = ({ batches, silence }: Appending, write: EncodedWrite): Promise<Position> =>
  timed(silence, batches.append(write), () =>
    batches.abandon(new NoAnswer(`an append was not answered within ${silence} ms`)),
  );

/**
 * Where the events of a write lie, if they are what the stream holds at their versions.
 * @throws DifferentData where their ids are there with other data
 */
async function storedPosition(
  { query, pages }: Appending,
  { stream, expected, events }: EncodedWrite,
): Promise<Position | undefined> {
  const from = expected === 'none' ? 0 : expected + 1;
  const stored: RecordedEvent[] = await Array.fromAsync(
    readStream(query, pages, stream, { from, limit: events.length }),
  );
  if (stored.length < events.length || events.some(({ id }, i) => stored[i]!.id !== id)) return undefined;
  for (const [i, event] of events.entries()) assertSame(stored[i]!, event);
  return stored.at(-1)!.position;
}

interface Room {
  /** Waits until there is room for a write of so many bytes. */
  enter(bytes: number): Promise<void>;
  leave(bytes: number): void;
}

/** Room for what is under way at once, given in the order of asking. One write is let in however large it is. */
function createRoom(): Room {
  let writes = 0;
  let taken = 0;
  const queue: { readonly bytes: number; readonly enter: () => void }[] = [];
  const fits = (bytes: number): boolean =>
    writes === 0 || (writes < underWay.writes && taken + bytes <= underWay.bytes);
  const take = (bytes: number): void => {
    writes += 1;
    taken += bytes;
  };
  return {
    async enter(bytes) {
      if (queue.length === 0 && fits(bytes)) return take(bytes);
      await new Promise<void>((enter) => queue.push({ bytes, enter }));
    },
    leave(bytes) {
      writes -= 1;
      taken -= bytes;
      for (let next = queue[0]; next && fits(next.bytes); next = queue[0]) {
        queue.shift();
        take(next.bytes);
        next.enter();
      }
    },
  };
}
