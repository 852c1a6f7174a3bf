/** Events of an XML part, in the order of the document. Nothing external is ever resolved, and nothing grows without limit. */
import { TextDecoder } from 'node:util';
import { SaxesParser } from 'saxes';
import { FileRejected, type ReaderLimits } from './reader.ts';

export interface XmlEvents {
  /** Names come without their namespace prefix. */
  readonly open?: (name: string, attributes: Readonly<Record<string, string>>) => void;
  readonly text?: (text: string) => void;
  readonly close?: (name: string) => void;
}

export type XmlLimits = Pick<ReaderLimits, 'elements' | 'attributes' | 'depth'>;

/** No text between two tags is longer, in bytes: a cell holds 32 767 characters at most (ECMA-376, 18.3.1.4; Excel's limit). */
const textBytes = 1024 ** 2;

const local = (name: string): string => {
  const colon = name.indexOf(':');
  return colon === -1 ? name : name.slice(colon + 1);
};

/** A file that has more of something than any honest one. */
export const tooMany = (code: string, what: string, limit: number): FileRejected =>
  new FileRejected(code, `The file is refused: it has more than ${limit} ${what}.`, { limit });

/**
 * Parses the chunks of one part, and pauses after each of them.
 * @throws FileRejected `dtd` for a document type declaration, `not-xlsx` for anything that is not well formed,
 *   `too-large` for a text of a megabyte and more, `too-many-elements`, `too-many-attributes`, `too-deep`.
 */
export async function* parseXml(
  chunks: AsyncIterable<Buffer>,
  events: XmlEvents,
  limits: XmlLimits,
): AsyncGenerator<void> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let quiet = 0;
  const parser = parserOf(events, limits, () => {
    quiet = 0;
  });
  for await (const chunk of chunks) {
    quiet += chunk.length;
    if (quiet > textBytes) {
      throw new FileRejected('too-large', `The file is refused: one text in it is longer than ${textBytes} bytes.`, {
        limit: textBytes,
      });
    }
    parser.write(decoded(decoder, chunk));
    yield;
  }
  parser.write(decoded(decoder));
  parser.close();
}

/** @param onTag called at each tag */
function parserOf({ open, text, close }: XmlEvents, limits: XmlLimits, onTag: () => void): SaxesParser {
  const parser = new SaxesParser();
  let elements = 0;
  let attributes = 0;
  let depth = 0;
  parser.on('error', (error) => {
    throw damaged(error);
  });
  parser.on('doctype', () => {
    throw new FileRejected('dtd', 'The file is refused: it holds a document type declaration.', {});
  });
  parser.on('opentagstart', () => {
    attributes = 0;
    if (++elements > limits.elements) throw tooMany('too-many-elements', 'elements in one part', limits.elements);
    if (++depth > limits.depth) throw tooMany('too-deep', 'elements inside each other', limits.depth);
  });
  parser.on('attribute', () => {
    if (++attributes > limits.attributes)
      throw tooMany('too-many-attributes', 'attributes on one element', limits.attributes);
  });
  parser.on('opentag', (tag) => {
    onTag();
    open?.(local(tag.name), tag.attributes as Readonly<Record<string, string>>);
  });
  parser.on('closetag', (tag) => {
    onTag();
    depth--;
    close?.(local(tag.name));
  });
  if (text !== undefined) {
    parser.on('text', text);
    parser.on('cdata', text);
  }
  return parser;
}

/** Parses a whole part. */
export async function readXml(chunks: AsyncIterable<Buffer>, events: XmlEvents, limits: XmlLimits): Promise<void> {
  for await (const _ of parseXml(chunks, events, limits));
}

function decoded(decoder: TextDecoder, chunk?: Buffer): string {
  try {
    return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true });
  } catch (error) {
    throw damaged(error);
  }
}

const damaged = (cause: unknown): FileRejected =>
  new FileRejected('not-xlsx', 'The file cannot be read as XLSX: its XML is damaged.', {}, { cause });
