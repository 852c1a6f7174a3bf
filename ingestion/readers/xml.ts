/** Events of an XML part, in the order of the document. Nothing external is ever resolved. */
import { TextDecoder } from 'node:util';
import { SaxesParser } from 'saxes';
import { FileRejected } from './reader.ts';

export interface XmlEvents {
  /** Names come without their namespace prefix. */
  readonly open?: (name: string, attributes: Readonly<Record<string, string>>) => void;
  readonly text?: (text: string) => void;
  readonly close?: (name: string) => void;
}

/** No text between two tags is longer, in bytes: a cell holds 32 767 characters at most (ECMA-376, 18.3.1.4; Excel's limit). */
const textBytes = 1024 ** 2;

const local = (name: string): string => {
  const colon = name.indexOf(':');
  return colon === -1 ? name : name.slice(colon + 1);
};

/**
 * Parses the chunks of one part, and pauses after each of them.
 * @throws FileRejected `dtd` for a document type declaration, `not-xlsx` for anything that is not well formed,
 *   `too-large` for a text of a megabyte and more.
 */
export async function* parseXml(chunks: AsyncIterable<Buffer>, events: XmlEvents): AsyncGenerator<void> {
  const parser = new SaxesParser();
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let quiet = 0;
  const { open, text, close } = events;
  parser.on('error', (error) => {
    throw damaged(error);
  });
  parser.on('doctype', () => {
    throw new FileRejected('dtd', 'The file is refused: it holds a document type declaration.', {});
  });
  parser.on('opentag', (tag) => {
    quiet = 0;
    open?.(local(tag.name), tag.attributes as Readonly<Record<string, string>>);
  });
  parser.on('closetag', (tag) => {
    quiet = 0;
    close?.(local(tag.name));
  });
  if (text !== undefined) {
    parser.on('text', text);
    parser.on('cdata', text);
  }
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

/** Parses a whole part. */
export async function readXml(chunks: AsyncIterable<Buffer>, events: XmlEvents): Promise<void> {
  for await (const _ of parseXml(chunks, events));
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
