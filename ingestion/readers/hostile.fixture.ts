/**
 * Reads files as the server does, in a process of its own, and says what that did to the process. It ends by itself: whatever
 * were left of a reading would keep it.
 *
 *     node hostile.fixture.ts delays [runs] FORMAT FILE …      longest delay of the event loop in each run, ms, by file
 *     node hostile.fixture.ts together FORMAT FILE …           growth of memory while all are read at once, MiB
 *     node hostile.fixture.ts broken-off FORMAT FILE …         stops behind the first batch, or before it
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { open } from './open.ts';
import { FileRejected } from './reader.ts';

type Format = 'csv' | 'json' | 'xlsx';
interface Asked {
  readonly format: Format;
  readonly file: string;
}

/** What became of a file: rows, and how many were set aside; or why it was refused. */
export interface Outcome {
  readonly rows?: number;
  readonly aside?: number;
  readonly refused?: string;
}

async function read({ format, file }: Asked): Promise<Outcome> {
  let rows = 0;
  let aside = 0;
  try {
    const opened = await open(format, {}, file, { columns: ['name'] });
    for await (const batch of opened.rows) {
      rows += batch.length;
      aside += batch.filter((row) => row.kind === 'unreadable').length;
    }
    return { rows, aside };
  } catch (error) {
    if (error instanceof FileRejected) return { refused: error.code };
    throw error;
  }
}

async function delayOf(asked: Asked): Promise<{ readonly delay: number; readonly outcome: Outcome }> {
  const delays = monitorEventLoopDelay({ resolution: 5 });
  delays.enable();
  const outcome = await read(asked);
  delays.disable();
  return { delay: delays.max / 1e6, outcome };
}

async function delays(runs: number, files: readonly Asked[]) {
  const found = files.map(({ file }) => ({ file, delays: [] as number[], outcome: {} as Outcome }));
  for (let run = 0; run < runs; run++) {
    for (const [i, file] of files.entries()) {
      const { delay, outcome } = await delayOf(file);
      found[i]!.delays.push(delay);
      found[i]!.outcome = outcome;
    }
  }
  return found;
}

async function together(files: readonly Asked[]) {
  const before = process.memoryUsage.rss();
  let most = before;
  const watch = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss());
  }, 10);
  const outcomes = await Promise.all(files.map(read));
  clearInterval(watch);
  return { grown: (most - before) / 1024 ** 2, outcomes };
}

async function brokenOff(files: readonly Asked[]) {
  for (const { format, file } of files) {
    const unread = await open(format, {}, file);
    await unread.rows[Symbol.asyncIterator]().return?.(undefined);
    const opened = await open(format, {}, file);
    for await (const _ of opened.rows) break;
    // Neither read nor closed: as where something else fails in between.
    await open(format, {}, file);
  }
  return { done: true };
}

const [what, ...words] = process.argv.slice(2);
const runs = what === 'delays' ? Number(words.shift()) : 1;
const files: Asked[] = [];
for (let i = 0; i < words.length; i += 2) files.push({ format: words[i] as Format, file: words[i + 1]! });
const answer =
  what === 'delays' ? await delays(runs, files) : what === 'together' ? await together(files) : await brokenOff(files);
process.stdout.write(`${JSON.stringify(answer)}\n`);
