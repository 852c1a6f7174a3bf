import { once } from 'node:events';
import type { Writable } from 'node:stream';
import type { Output } from './command.ts';

/** Nobody reads the results any more: the command has no more to do, and has not failed. */
export class ReaderGone extends Error {
  override readonly name = 'ReaderGone';
}

/** Steps of a progress that is not on a terminal are told once per this many milliseconds. */
const plainEvery = 5_000;
const barWidth = 24;
/** A bar is drawn anew once per this many milliseconds. */
const barEvery = 100;

/**
 * Writes results to `out` and the rest to `err`. Where the reader went away (`| head`), writing throws `ReaderGone`.
 * @param terminal whether `err` is a terminal that a bar can be drawn on
 */
export function outputTo(out: Writable, err: Writable, terminal: boolean): Output {
  // A step that is done sooner is not worth a line.
  let told = Date.now();
  let drawn = false;
  let gone = false;
  out.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    gone = true;
  });
  const send = async (text: string | Uint8Array): Promise<void> => {
    if (gone || out.destroyed || out.writableEnded) throw new ReaderGone();
    if (!out.write(text)) await Promise.race([once(out, 'drain'), once(out, 'close')]).catch(() => undefined);
  };
  const clear = (): void => {
    if (drawn) err.write('\r\u001b[2K');
    drawn = false;
  };
  return {
    json: (value) => send(`${JSON.stringify(value)}\n`),
    line: (text = '') => send(`${text}\n`),
    write: send,
    progress(step, done, total) {
      if (terminal) {
        if (drawn && Date.now() - told < barEvery) return;
        told = Date.now();
        err.write(`\r\u001b[2K${bar(step, done, total)}`);
        drawn = true;
      } else if (Date.now() - told > plainEvery) {
        told = Date.now();
        err.write(`${plain(step, done, total)}\n`);
      }
    },
    settled: clear,
    note(text) {
      clear();
      err.write(`${text}\n`);
    },
  };
}

const bar = (step: string, done: number, total?: number): string => {
  if (!total) return plain(step, done);
  const share = Math.min(1, done / total);
  const filled = Math.round(share * barWidth);
  return `${step} [${'█'.repeat(filled)}${'·'.repeat(barWidth - filled)}] ${Math.floor(share * 100)} %`;
};

const plain = (step: string, done: number, total?: number): string =>
  total ? `${step}: ${Math.floor((100 * done) / total)} %` : `${step}: ${done} rows`;
