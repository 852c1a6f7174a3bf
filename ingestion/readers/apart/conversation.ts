/** One reading in a thread: asks it, gives it the bytes of the original, and hears what it finds, in order. */
import type { Readable } from 'node:stream';
import { FileRejected, type OpenBytes } from '../reader.ts';
import type { FromThread, Reading, ToThread } from './messages.ts';
import { takeThread } from './threads.ts';

/** What whoever waits for a file is told. */
export type Heard = Exclude<FromThread, { kind: 'pull' | 'close' | 'refused' | 'failed' }>;
type Said = ToThread extends infer M ? (M extends unknown ? Omit<M, 'number'> : never) : never;

export interface Conversation {
  readonly say: (message: Said) => void;
  /** The next thing told. @throws FileRejected; what fails where the original is read */
  readonly hear: () => Promise<Heard>;
  /** Ends it, whatever is under way. To be called whatever happens; may be called again. */
  readonly end: () => void;
}

const mebibyte = 1024 ** 2;

export function converse(reading: Reading, original: OpenBytes): Conversation {
  const told: Heard[] = [];
  let failure: { readonly error: unknown } | undefined;
  let finished = false;
  let opened = false;
  let sent = 0;
  let wake = (): void => undefined;
  const { limits } = reading;

  const fail = (error: unknown): void => {
    failure ??= { error };
    end();
    wake();
  };
  const hear = (message: FromThread): void => {
    switch (message.kind) {
      case 'pull':
        source.pull(message.stream, message.start);
        return;
      case 'close':
        source.close(message.stream);
        return;
      case 'refused':
        finished = true;
        fail(new FileRejected(message.code, message.message, message.params));
        return;
      case 'failed':
        finished = true;
        fail(message.error);
        return;
    }
    if (message.kind === 'opened') opened = true;
    if (message.kind === 'end') finished = true;
    told.push(message);
    wake();
  };
  const mayTake = (): number =>
    (opened ? limits.readingSeconds : limits.openingSeconds) + (sent / mebibyte) * limits.secondsPerMebibyte;
  const thread = takeThread(limits, { hear, fail, mayTake });
  const say = (message: Said): void => thread.say({ ...message, number: thread.number } as ToThread);
  const source = sending(original, fail, (stream, chunk) => {
    sent += chunk?.length ?? 0;
    say({ kind: 'bytes', stream, chunk });
  });
  function end(): void {
    source.end();
    thread.leave(finished);
  }
  say({ kind: 'read', reading });
  return {
    say,
    end,
    async hear() {
      for (;;) {
        const next = told.shift();
        if (next) return next;
        if (failure) throw failure.error;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
  };
}

interface Source {
  readonly pull: (stream: number, start: number) => void;
  readonly close: (stream: number) => void;
  readonly end: () => void;
}

/** Reads the original as far as it is asked for. */
function sending(
  original: OpenBytes,
  fail: (error: unknown) => void,
  send: (stream: number, chunk: Uint8Array | null) => void,
): Source {
  interface Open {
    readonly bytes: Readable;
    readonly chunks: AsyncIterator<Buffer>;
  }
  const open = new Map<number, Open>();
  const closed = new Set<number>();
  let ended = false;
  const opened = (stream: number, start: number): Open => {
    const known = open.get(stream);
    if (known) return known;
    const bytes = original(start);
    const one = { bytes, chunks: (bytes as AsyncIterable<Buffer>)[Symbol.asyncIterator]() };
    open.set(stream, one);
    return one;
  };
  const next = async (stream: number, start: number): Promise<void> => {
    try {
      const { done, value } = await opened(stream, start).chunks.next();
      if (open.has(stream)) send(stream, done ? null : value);
    } catch (error) {
      // What is closed while it is read may say that it ended too early.
      if (!ended && !closed.has(stream)) fail(error);
    }
  };
  const close = (stream: number): void => {
    open.get(stream)?.bytes.destroy();
    open.delete(stream);
    closed.add(stream);
  };
  return {
    pull: (stream, start) => void next(stream, start),
    close,
    end() {
      ended = true;
      for (const stream of open.keys()) close(stream);
    },
  };
}
