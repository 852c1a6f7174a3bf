/** Bodies of requests: JSON, read whole and only where it is safe, and files, passed on as they come. */
import type { IncomingMessage } from 'node:http';
import { type Readable, Transform } from 'node:stream';
import type Koa from 'koa';
import { watchArrival } from './arrival.ts';
import type { Limits } from './limits.ts';
import { Problem } from './problem.ts';

/** Names through which an object could be given what it does not own. */
const UNSAFE = new Set(['__proto__', 'constructor', 'prototype']);

/** @throws Problem `unsupported-type`, `unsupported-encoding` */
export function checkType(context: Koa.Context, types: readonly string[]): void {
  const encoding = context.get('Content-Encoding');
  if (encoding !== '' && encoding !== 'identity') throw new Problem('unsupported-encoding', { encoding });
  const type = context.get('Content-Type').split(';', 1)[0]?.trim().toLowerCase() ?? '';
  if (!types.includes(type))
    throw new Problem('unsupported-type', { types: [...types] }, { 'Accept-Post': types.join(', ') });
}

/**
 * The JSON of a request.
 * @throws Problem `body-too-large`, `body-too-slow`, `invalid-json`, `unsafe-json`
 */
export async function readJson(context: Koa.Context, limits: Limits): Promise<unknown> {
  const text = decode(await readWhole(context.req, limits));
  if (depthOf(text) > limits.bodyDepth) throw new Problem('unsafe-json', { what: `> ${limits.bodyDepth} [{` });
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (cause) {
    throw new Problem('invalid-json', {}, {}, { cause });
  }
  const unsafe = unsafeIn(content, { left: limits.bodyValues, limit: limits.bodyValues });
  if (unsafe !== undefined) throw new Problem('unsafe-json', { what: unsafe });
  return content;
}

async function readWhole(request: IncomingMessage, limits: Limits): Promise<Buffer> {
  const { bodyBytes } = limits;
  if (Number(request.headers['content-length'] ?? 0) > bodyBytes)
    throw new Problem('body-too-large', { limit: bodyBytes });
  const slow = Promise.withResolvers<never>();
  const end = watchArrival(request, limits, () => slow.reject(new Problem('body-too-slow')));
  const arriving = (async () => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    // Not destroyed when left: the answer goes out on the same connection.
    for await (const chunk of request.iterator({ destroyOnReturn: false })) {
      bytes += (chunk as Buffer).length;
      if (bytes > bodyBytes) throw new Problem('body-too-large', { limit: bodyBytes });
      chunks.push(chunk as Buffer);
    }
    return Buffer.concat(chunks, bytes);
  })();
  arriving.catch(() => {});
  return Promise.race([arriving, slow.promise]).finally(end);
}

function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new Problem('invalid-json', {}, {}, { cause });
  }
}

/** How deep arrays and objects lie in each other, told before anything is built of them. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const character = text[i];
    if (quoted) {
      if (character === '\\') i++;
      else if (character === '"') quoted = false;
    } else if (character === '"') quoted = true;
    else if (character === '{' || character === '[') deepest = Math.max(deepest, ++depth);
    else if (character === '}' || character === ']') depth--;
  }
  return deepest;
}

/** @param counted how many members there may be yet, of how many */
function unsafeIn(content: unknown, counted: { left: number; readonly limit: number }): string | undefined {
  if (typeof content === 'string') return isText(content) ? undefined : notText;
  if (typeof content !== 'object' || content === null) return undefined;
  const members = Object.entries(content);
  counted.left -= members.length;
  if (counted.left < 0) return `> ${counted.limit} [,] {:}`;
  for (const [name, value] of members) {
    if (UNSAFE.has(name)) return name;
    const inner = isText(name) ? unsafeIn(value, counted) : notText;
    if (inner !== undefined) return inner;
  }
  return undefined;
}

/** What a database and UTF-8 can hold: no NUL, no half of a surrogate pair. */
export const isText = (text: string): boolean => !text.includes('\0') && text.isWellFormed();
export const notText = 'U+0000, U+D800–U+DFFF';

/**
 * The file of a request, at the pace of whoever reads it; it fails with the Problem where there is too much of it, or where
 * it comes too slowly.
 * @throws Problem `file-too-large` where its length says so already
 */
export function uploadOf(request: IncomingMessage, limits: Limits): Readable {
  const { fileBytes } = limits;
  if (Number(request.headers['content-length'] ?? 0) > fileBytes)
    throw new Problem('file-too-large', { limit: fileBytes });
  let bytes = 0;
  const upload = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      if (bytes > fileBytes) done(new Problem('file-too-large', { limit: fileBytes }));
      else done(null, chunk);
    },
    flush(done) {
      end();
      done();
    },
    destroy(error, done) {
      end();
      request.unpipe(upload);
      done(error);
    },
  });
  const end = watchArrival(request, limits, () => upload.destroy(new Problem('body-too-slow')));
  // Whoever sends may go away in the middle; half a file is none.
  request.once('close', () => {
    if (!request.complete) upload.destroy(new Error('the sender of a file has gone'));
  });
  upload.once('error', () => {});
  return request.pipe(upload);
}

/** What is read of a body that is not wanted, so that its sender gets to reading the answer. */
const unwantedBytes = 16 * 1024 * 1024;
const unwantedMs = 2_000;

/** Reads the rest of a body that nobody wants, within reason; the connection is not used again. */
export async function discardRest(context: Koa.Context): Promise<void> {
  const { req: request } = context;
  if (request.complete || request.destroyed) return;
  context.set('Connection', 'close');
  const done = Promise.withResolvers<void>();
  let bytes = 0;
  const count = (chunk: Buffer): void => {
    bytes += chunk.length;
    if (bytes > unwantedBytes) done.resolve();
  };
  const timer = setTimeout(done.resolve, unwantedMs);
  request.on('data', count).once('end', done.resolve).once('close', done.resolve);
  request.resume();
  await done.promise;
  clearTimeout(timer);
  request.off('data', count);
}
