/** The thread in which files are read that could keep a processor or the memory busy: one file after the other. */
import { Readable } from 'node:stream';
import { parentPort } from 'node:worker_threads';
import { openCsv } from '../csv.ts';
import { openJson } from '../json.ts';
import { FileRejected, type OpenedFile } from '../reader.ts';
import { openXlsx } from '../xlsx.ts';
import type { FromThread, Reading, ToThread } from './messages.ts';

/** Bytes that are asked for ahead. */
const aheadBytes = 512 * 1024;

if (!parentPort) throw new Error('this file is a thread: nobody started it as one');
const port = parentPort;

type Told<M> = M extends unknown ? Omit<M, 'number'> : never;

/** What the reading at hand waits for. */
interface AtHand {
  readonly number: number;
  readonly streams: Map<number, Readable>;
  wanted: number;
  wake: () => void;
  goOn: () => void;
}
let atHand: AtHand | undefined;

port.on('message', (message: ToThread) => {
  if (message.kind === 'read') {
    atHand = { number: message.number, streams: new Map(), wanted: 0, wake: nothing, goOn: nothing };
    void read(atHand, message.reading);
    return;
  }
  if (atHand?.number !== message.number) return;
  switch (message.kind) {
    case 'bytes':
      atHand.streams.get(message.stream)?.push(message.chunk);
      break;
    case 'more':
      atHand.wanted++;
      atHand.wake();
      break;
    case 'go-on':
      atHand.goOn();
      break;
  }
});

function nothing(): void {}

async function read(at: AtHand, reading: Reading): Promise<void> {
  const tell = (message: Told<FromThread>): void => port.postMessage({ ...message, number: at.number });
  try {
    const opened = await openHere(at, reading, tell);
    const { header, sheet, dialect } = opened;
    tell({ kind: 'opened', opened: { header: [...header], dialect, ...(sheet !== undefined && { sheet }) } });
    await tellRows(at, opened, tell);
    tell({ kind: 'end' });
  } catch (error) {
    if (error instanceof FileRejected) {
      const { code, message, params } = error;
      tell({ kind: 'refused', code, message, params });
    } else tell({ kind: 'failed', error });
  }
}

function openHere(at: AtHand, reading: Reading, tell: (message: Told<FromThread>) => void): Promise<OpenedFile> {
  const { format, dialect, columns, limits, reader } = reading;
  const bytes = (start = 0): Readable => bytesFrom(at, start, tell);
  if (format === 'csv') return openCsv(dialect, bytes, limits);
  if (format === 'json') return openJson(dialect, bytes, columns, limits, reader);
  return openXlsx(dialect, bytes, limits, () => {
    const allowed = new Promise<void>((resolve) => {
      at.goOn = resolve;
    });
    tell({ kind: 'large' });
    return allowed;
  });
}

/** The bytes of the original from a place on: whoever has it sends them as they are asked for. */
function bytesFrom(at: AtHand, start: number, tell: (message: Told<FromThread>) => void): Readable {
  const stream = at.streams.size;
  const bytes = new Readable({
    highWaterMark: aheadBytes,
    read: () => tell({ kind: 'pull', stream, start }),
    destroy: (error, done) => {
      tell({ kind: 'close', stream });
      done(error);
    },
  });
  at.streams.set(stream, bytes);
  return bytes;
}

/** Tells batches of rows, one for each that is wanted: a file that nobody reads costs nothing. */
async function tellRows(
  at: AtHand,
  { header, rows }: OpenedFile,
  tell: (message: Told<FromThread>) => void,
): Promise<void> {
  const batches = rows[Symbol.asyncIterator]();
  let known = header.length;
  for (;;) {
    while (at.wanted === 0) {
      await new Promise<void>((resolve) => {
        at.wake = resolve;
      });
    }
    const { done, value } = await batches.next();
    if (done) return;
    at.wanted--;
    tell({ kind: 'rows', rows: value, columns: header.slice(known) });
    known = header.length;
  }
}
