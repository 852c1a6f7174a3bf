/** Cuts JSON into elements on its bytes, by nesting alone: only one element is ever held, and none is understood here. */
import type { ElementMeasure } from './json-element.ts';
import { FileRejected, type ReaderLimits } from './reader.ts';

/** Bytes `[start, end)` of one element in the original. `bytes` is absent where it is larger than a row may be. */
export interface Element extends ElementMeasure {
  readonly start: number;
  readonly end: number;
  readonly bytes?: Buffer;
}

const quote = 34;
const comma = 44;
const colon = 58;
const backslash = 92;
const lineFeed = 10;

const isSpace = (byte: number): boolean => byte === 32 || byte === 10 || byte === 13 || byte === 9;
const isOpening = (byte: number): boolean => byte === 123 || byte === 91;
const isClosing = (byte: number): boolean => byte === 125 || byte === 93;

/**
 * States: `elements` until the array closes (or, line by line, until the file ends), then `tail`, in which the containers
 * around the array close and only white space may follow.
 * What stands between two separators is one element, whatever it is. A line feed ends a text, which no sound JSON text
 * holds unescaped: so a quote left open spoils its own element only.
 */
export class ElementCutter {
  readonly #lines: boolean;
  readonly #limits: ReaderLimits;
  #bytes: Buffer = Buffer.alloc(0);
  /** Byte in the original of `#bytes[0]`. */
  #base: number;
  /** Next byte to look at: it may lie one behind the end, after a backslash. */
  #at = 0;
  /** Where the element being cut starts in the original; -1 between elements. */
  #start = -1;
  #inText = false;
  #depth = 0;
  #deepest = 0;
  #keys = 0;
  #state: 'elements' | 'tail' = 'elements';
  /** Containers still open around the array. */
  #around: number;

  /** @param around how many containers hold the array. */
  constructor(base: number, lines: boolean, around: number, limits: ReaderLimits) {
    this.#base = base;
    this.#lines = lines;
    this.#around = around;
    this.#limits = limits;
  }

  get offset(): number {
    return this.#base + this.#bytes.length;
  }

  take(chunk: Buffer): void {
    const keep = this.#start === -1 || this.#tooLarge() ? this.#bytes.length : this.#start - this.#base;
    const rest = this.#bytes.subarray(keep);
    this.#at -= keep;
    this.#base += keep;
    this.#bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
  }

  #tooLarge(): boolean {
    return this.#start < this.#base || this.offset - this.#start > this.#limits.rowBytes;
  }

  /** The next element; undefined where more bytes are needed. */
  next(): Element | undefined {
    if (this.#state === 'tail') return this.#tail();
    const bytes = this.#bytes;
    const separator = this.#lines ? lineFeed : comma;
    // Fields of an object are slow to write; this loop sees every byte.
    let inText = this.#inText;
    let depth = this.#depth;
    let i = this.#at;
    let cut = false;
    for (; i < bytes.length; i++) {
      const byte = bytes[i]!;
      if (inText) {
        if (byte === backslash) i++;
        else if (byte === quote || byte === lineFeed) inText = false;
        if (byte !== lineFeed) continue;
      }
      if (byte === separator && (this.#lines || depth === 0)) {
        if (this.#lines && this.#start === -1) continue;
        cut = true;
        break;
      }
      if (isSpace(byte)) continue;
      if (byte === quote) inText = true;
      else if (byte === colon) this.#keys++;
      else if (isOpening(byte)) {
        if (++depth > this.#deepest) this.#deepest = depth;
      } else if (isClosing(byte)) {
        if (depth > 0) depth--;
        else if (!this.#lines) return this.#close(byte, i);
      }
      if (this.#start === -1) this.#start = this.#base + i;
    }
    if (cut) return this.#cut(i);
    this.#inText = inText;
    this.#depth = depth;
    this.#at = i;
    return undefined;
  }

  /** @throws FileRejected `not-json` where the file ends before its array does. */
  end(): Element | undefined {
    if (this.#lines) return this.#start === -1 ? undefined : this.#cut(this.#bytes.length);
    if (this.#state === 'elements' || this.#around > 0) throw notJson('it ends before its array does', this.offset);
    return undefined;
  }

  #close(byte: number, i: number): Element | undefined {
    if (byte !== 93) throw notJson('its array is closed by "}"', this.#base + i);
    this.#state = 'tail';
    if (this.#start !== -1) return this.#cut(i);
    this.#at = i + 1;
    return this.#tail();
  }

  #cut(i: number): Element {
    const { depth, keys } = { depth: this.#deepest, keys: this.#keys };
    let last = i;
    const from = this.#start === -1 ? this.#base + i : this.#start;
    while (last > 0 && this.#base + last > from && isSpace(this.#bytes[last - 1]!)) last--;
    const end = this.#base + last;
    const small = from >= this.#base && end - from <= this.#limits.rowBytes;
    const bytes = small ? { bytes: this.#bytes.subarray(from - this.#base, last) } : {};
    this.#start = -1;
    this.#at = i + 1;
    this.#inText = false;
    this.#depth = 0;
    this.#deepest = 0;
    this.#keys = 0;
    return { start: from, end, depth, keys, ...bytes };
  }

  #tail(): undefined {
    const bytes = this.#bytes;
    for (let i = this.#at; i < bytes.length; i++) {
      const byte = bytes[i]!;
      if (this.#inText) {
        if (byte === backslash) i++;
        else if (byte === quote) this.#inText = false;
      } else if (!isSpace(byte)) {
        if (this.#around === 0) throw notJson('something follows its end', this.#base + i);
        if (byte === quote) this.#inText = true;
        else if (isOpening(byte)) this.#around++;
        else if (isClosing(byte)) this.#around--;
      }
      this.#at = i + 1;
    }
    return undefined;
  }
}

/** The one message for content that is no JSON, with the byte where that shows. */
export function notJson(why: string, at?: number): FileRejected {
  const place = at === undefined ? '' : ` (byte ${at})`;
  return new FileRejected(
    'not-json',
    `The file cannot be read as JSON: ${why}${place}.`,
    at === undefined ? {} : { at },
  );
}
