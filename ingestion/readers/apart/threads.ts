/**
 * Threads that read files, each held to the memory and the processor time that a file may take. One that is done waits a moment
 * for the next file: starting one costs a tenth of a second, and an import opens its file several times.
 */
import { Worker } from 'node:worker_threads';
import { FileRejected, type ReaderLimits } from '../reader.ts';
import type { FromThread, ToThread } from './messages.ts';

/** How long a thread that has nothing to do waits. */
const idleMs = 2_000;
/** How often it is looked at what a thread has used. */
const lookMs = 250;
/** Of new objects, most of which are gone at once; of calls inside each other: as much as the process itself has. */
const youngMebibytes = 16;

/** A thread at work on one file. */
export interface Thread {
  /** Numbers its messages. */
  readonly number: number;
  readonly say: (message: ToThread) => void;
  /** Gives it back, or ends it where it is in the middle of something. */
  readonly leave: (done: boolean) => void;
}

export interface Listener {
  readonly hear: (message: FromThread) => void;
  /** The thread ended by itself, or had to be ended. */
  readonly fail: (error: unknown) => void;
  /** Seconds of processor time that the reading may have taken up to now. */
  readonly mayTake: () => number;
}

/** Apart from where it is used: build tools take the two together for something to bundle. */
const threadFile = new URL('./reading-thread.ts', import.meta.url);

/** What is told of a thread, each by a name: without those of its own a worker tells nothing any more. */
interface Ears {
  readonly message: (message: FromThread) => void;
  readonly error: (error: unknown) => void;
  readonly exit: (code: number) => void;
}

const listenTo = (worker: Worker, { message, error, exit }: Ears): Worker =>
  worker.on('message', message).on('error', error).on('exit', exit);
const passOver = (worker: Worker, { message, error, exit }: Ears): Worker =>
  worker.off('message', message).off('error', error).off('exit', exit);

let idle:
  | { readonly worker: Worker; readonly mebibytes: number; readonly end: NodeJS.Timeout; readonly ears: Ears }
  | undefined;
let last = 0;

function started(mebibytes: number): Worker {
  return new Worker(threadFile, {
    // Nothing of the process is for whoever reads strangers' files.
    env: {},
    execArgv: [],
    name: 'reading',
    resourceLimits: { maxOldGenerationSizeMb: mebibytes, maxYoungGenerationSizeMb: youngMebibytes },
  });
}

/** @returns `used`, where it has read before */
function taken(mebibytes: number): { readonly worker: Worker; readonly used: boolean } {
  if (idle?.mebibytes !== mebibytes) return { worker: started(mebibytes), used: false };
  const { worker, end, ears } = idle;
  idle = undefined;
  clearTimeout(end);
  passOver(worker, ears);
  worker.ref();
  return { worker, used: true };
}

function putAside(worker: Worker, mebibytes: number): void {
  worker.unref();
  const gone = (): void => {
    if (idle?.worker === worker) idle = undefined;
  };
  const ears: Ears = { message: () => undefined, error: gone, exit: gone };
  listenTo(worker, ears);
  const end = setTimeout(() => {
    gone();
    void worker.terminate();
  }, idleMs).unref();
  idle = { worker, mebibytes, end, ears };
}

/** Takes a thread, and watches over it until it is left. */
export function takeThread({ memoryMebibytes }: ReaderLimits, { hear, fail, mayTake }: Listener): Thread {
  const { worker, used } = taken(memoryMebibytes);
  const number = ++last;
  let left = false;
  const leave = (done: boolean): void => {
    if (left) return;
    left = true;
    clearInterval(watch);
    passOver(worker, ears);
    if (done && idle === undefined) putAside(worker, memoryMebibytes);
    else {
      worker.on('error', () => undefined);
      void worker.terminate();
    }
  };
  const failed = (error: unknown): void => {
    leave(false);
    fail(error);
  };
  const watch = watchOver(worker, used, mayTake, failed);
  const ears: Ears = {
    message: (message) => {
      if (message.number === number) hear(message);
    },
    error: (error) => failed(outOfMemory(error) ? takesMemory(memoryMebibytes) : error),
    exit: (code) => failed(new Error(`the thread that reads a file ended with code ${code}`)),
  };
  listenTo(worker, ears);
  return { number, say: (message) => worker.postMessage(message), leave };
}

/** Ends the reading once it has taken more processor time than it may: that of its thread alone, however busy the machine is. */
function watchOver(
  worker: Worker,
  used: boolean,
  mayTake: () => number,
  failed: (error: unknown) => void,
): NodeJS.Timeout {
  let before = used ? undefined : { user: 0, system: 0 };
  const look = async (): Promise<void> => {
    const now = await worker.cpuUsage();
    before ??= now;
    const seconds = mayTake();
    if ((now.user - before.user + now.system - before.system) / 1e6 > seconds) failed(takesTime(seconds));
  };
  // A thread that is gone tells nothing more, and its end is heard of otherwise.
  const safely = (): void => void look().catch(() => undefined);
  if (used) safely();
  return setInterval(safely, lookMs).unref();
}

const outOfMemory = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';

const takesMemory = (mebibytes: number): FileRejected =>
  new FileRejected(
    'reading-takes-too-much-memory',
    `The file is refused: reading it takes more than ${mebibytes} MiB of memory.`,
    { mebibytes },
  );

const takesTime = (seconds: number): FileRejected =>
  new FileRejected(
    'reading-takes-too-long',
    `The file is refused: reading it takes more than ${Math.round(seconds)} s of processor time.`,
    { seconds: Math.round(seconds) },
  );
