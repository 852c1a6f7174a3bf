/**
 * Files of a backup: JSON, one value a line, compressed; after every block of lines one that holds the digest of all that came
 * before. A block is only believed once its digest is read, so memory holds one block however long the file is.
 */
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { BackupRefused } from './refused.ts';

/** What a file holds: its lines, and the digest at its end. */
export interface Sum {
  readonly lines: number;
  /** sha256 of the digest before and the last block; of an empty file that of its name. Hex. */
  readonly chain: string;
}

/** A block ends with the line that reaches one of these. */
const block = { lines: 1_000, bytes: 1024 * 1024 } as const;
/** No line that is read is longer, nor is a block: an event has 512 KiB at most. */
const longest = 64 * 1024 * 1024;

const first = (file: string): string => createHash('sha256').update(path.basename(file)).digest('hex');
const next = (chain: string, text: string): string => createHash('sha256').update(chain).update(text).digest('hex');

/** @param batches of lines, each a JSON value without line breaks that does not begin with `{"chain":` */
export async function writeChained(file: string, batches: AsyncIterable<readonly string[]>): Promise<Sum> {
  let [lines, chain] = [0, first(file)];
  async function* blocks(): AsyncGenerator<string> {
    let [text, held] = ['', 0];
    const close = (): string => {
      chain = next(chain, text);
      const closed = `${text}${JSON.stringify({ chain })}\n`;
      [text, held] = ['', 0];
      return closed;
    };
    for await (const batch of batches)
      for (const line of batch) {
        text += `${line}\n`;
        lines += 1;
        held += 1;
        if (held >= block.lines || text.length >= block.bytes) yield close();
      }
    if (held > 0) yield close();
  }
  const to = createWriteStream(file, { mode: 0o600, flags: 'wx', flush: true });
  await pipeline(Readable.from(blocks()), createGzip({ level: 4 }), to);
  return { lines, chain };
}

const damaged = (file: string, why: string, cause?: unknown): BackupRefused =>
  new BackupRefused(
    'backup-damaged',
    `${file}: ${why}. It is not what was written then: restore from another backup.`,
    { cause },
  );

/**
 * The lines of a file, a block at a time, each compared with its digest before it is given out, and the end with `sum`.
 * @throws BackupRefused (`backup-damaged`) for anything else than what was written
 */
export async function* readChained(file: string, sum: Sum): AsyncGenerator<readonly string[]> {
  let [lines, chain] = [0, first(file)];
  let [text, held]: [string, string[]] = ['', []];
  try {
    for await (const line of linesOf(file)) {
      if (!line.startsWith('{"chain":')) {
        text += `${line}\n`;
        held.push(line);
        if (text.length > longest) throw damaged(file, 'a block has no end');
        continue;
      }
      chain = next(chain, text);
      if (line !== JSON.stringify({ chain })) throw damaged(file, `what stands after line ${lines} was changed`);
      lines += held.length;
      yield held;
      [text, held] = ['', []];
    }
  } catch (error) {
    if (error instanceof BackupRefused || !isUnreadable(error)) throw error;
    throw damaged(file, `it cannot be read (${(error as Error).message})`, error);
  }
  if (held.length > 0 || lines !== sum.lines || chain !== sum.chain)
    throw damaged(file, `it ends after ${lines} of ${sum.lines} lines, or another file lies in its place`);
}

/** What zlib and the file system say; what the reader of the lines throws is its own. */
const isUnreadable = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && /^(Z_|E[A-Z]+$|ERR_STREAM)/.test(`${error.code}`);

async function* linesOf(file: string): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  const from = createReadStream(file);
  const unpacked = createGunzip();
  from.on('error', (error) => unpacked.destroy(error));
  from.pipe(unpacked);
  let rest = '';
  try {
    for await (const chunk of unpacked as AsyncIterable<Buffer>) {
      const parts = (rest + decoder.decode(chunk, { stream: true })).split('\n');
      rest = parts.pop() ?? '';
      if (rest.length > longest) throw damaged(file, 'a line has no end');
      yield* parts;
    }
  } finally {
    from.destroy();
  }
  if (rest !== '') throw damaged(file, 'its last line is cut off');
}
