/** Finds the array of a JSON file, by its path, or recognises newline-delimited JSON, without reading more than it must. */
import { byteOrderMark } from './encoding.ts';
import { notJson } from './json-cutter.ts';
import { binaryKind, headOf } from './original.ts';
import { FileRejected, type OpenBytes } from './reader.ts';

export interface JsonLayout {
  /** Byte in the original behind the opening bracket; of lines: of the first one. */
  readonly dataStart: number;
  readonly lines: boolean;
  /** Containers around the array. */
  readonly around: number;
  /** The path as keys joined by `.`; `$` for the document itself. */
  readonly path: string;
}

const sampleBytes = 64 * 1024;
/** No key of a path is longer, so none that is needs to be remembered. */
const keyBytes = 1_024;

/** @throws FileRejected `empty-file`, `not-json`. */
export async function findArray(path: string | undefined, open: OpenBytes): Promise<JsonLayout> {
  const { head, whole } = await headOf(open, sampleBytes);
  const markBytes = refuseOtherFormats(head);
  const text = head.toString('utf8', markBytes);
  if (text.trim() === '' && whole) throw new FileRejected('empty-file', 'The file is empty.');
  const segments = path === undefined || path === '$' ? [] : path.replace(/^\$\./, '').split('.');
  const shown = segments.length === 0 ? '$' : segments.join('.');
  if (segments.length === 0 && text.trimStart().startsWith('{')) {
    if (!areLines(text, whole)) {
      throw notJson('it is one object, and its source names no path to the array in it', text.indexOf('{') + markBytes);
    }
    return { dataStart: markBytes, lines: true, around: 0, path: shown };
  }
  const dataStart = await new PathFinder(segments, markBytes).find(open(markBytes) as AsyncIterable<Buffer>);
  return { dataStart, lines: false, around: segments.length, path: shown };
}

/** @returns the length of a byte order mark. */
function refuseOtherFormats(head: Buffer): number {
  const kind = binaryKind(head);
  if (kind !== undefined) throw notJson(`it is ${kind}`);
  const mark = byteOrderMark(head);
  if (mark !== undefined && mark.name !== 'utf-8') throw notJson('it is UTF-16 text; JSON is exchanged in UTF-8');
  const first = head.toString('latin1', mark?.length ?? 0).trimStart();
  if (first !== '' && !/^[[{]/.test(first)) throw notJson('it starts with neither "[" nor "{"', mark?.length ?? 0);
  if (first[1] === '\0') throw notJson('it is UTF-16 text; JSON is exchanged in UTF-8');
  return mark?.length ?? 0;
}

/** One value a line: the first line is whole by itself, or another one starts as it did. */
function areLines(text: string, whole: boolean): boolean {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const [first, second] = lines;
  if (second === undefined) return true;
  if (second.trimStart().startsWith('{')) return true;
  const complete = lines.length > 2 || whole || text.endsWith('\n');
  try {
    JSON.parse(first ?? '');
    return complete;
  } catch {
    return false;
  }
}

/** Walks to an array over the bytes of a document, and past everything that is not on the way. */
class PathFinder {
  readonly #segments: readonly string[];
  #offset: number;
  /** Segments found so far: at this depth the search goes on. */
  #found = 0;
  #depth = 0;
  #inText = false;
  #escaped = false;
  /** The next value is the one that the path leads to. */
  #arriving = true;
  /** The next text is a key of the object on the way. */
  #keyNext = false;
  #inKey = false;
  #key: number[] = [];

  constructor(segments: readonly string[], start: number) {
    this.#segments = segments;
    this.#offset = start;
  }

  async find(chunks: AsyncIterable<Buffer>): Promise<number> {
    for await (const chunk of chunks) {
      for (const byte of chunk) {
        this.#offset++;
        if (this.#step(byte)) return this.#offset;
      }
    }
    throw notJson('it ends before its array begins', this.#offset);
  }

  /** @returns whether the array opens with this byte. */
  #step(byte: number): boolean {
    if (this.#inText) {
      this.#text(byte);
      return false;
    }
    if (byte === 32 || byte === 9 || byte === 10 || byte === 13) return false;
    if (this.#arriving) return this.#arrive(byte);
    const level = this.#depth === this.#found + 1;
    if (byte === 34) {
      this.#inText = true;
      this.#inKey = level && this.#keyNext;
      this.#key = [];
    } else if (byte === 123 || byte === 91) this.#depth++;
    else if (byte === 125 || byte === 93) {
      this.#depth--;
      if (level) this.#missing();
    } else if (byte === 44 && level) this.#keyNext = true;
    else if (byte === 58 && level && this.#keyNext) {
      this.#keyNext = false;
      if (this.#keyText() === this.#segments[this.#found]) {
        this.#found++;
        this.#arriving = true;
      }
    }
    return false;
  }

  #text(byte: number): void {
    if (this.#inKey && this.#key.length <= keyBytes) this.#key.push(byte);
    if (this.#escaped) this.#escaped = false;
    else if (byte === 92) this.#escaped = true;
    else if (byte === 34) this.#inText = false;
  }

  #keyText(): string | undefined {
    try {
      return JSON.parse(`"${Buffer.from(this.#key).toString('utf8')}`) as string;
    } catch {
      return undefined;
    }
  }

  #arrive(byte: number): boolean {
    this.#arriving = false;
    if (this.#found === this.#segments.length) {
      if (byte === 91) return true;
      throw notJson(`there is no array at "${this.#segments.join('.') || '$'}"`, this.#offset - 1);
    }
    if (byte !== 123) this.#missing();
    this.#depth++;
    this.#keyNext = true;
    return false;
  }

  #missing(): never {
    throw notJson(`it has nothing at "${this.#segments.join('.')}"`, this.#offset - 1);
  }
}
