/**
 * A form with a file in it, read as it arrives: `request.formData()` would hold the whole file in memory. Fields count that
 * stand before the file; whatever of the file is not read is let go, since a browser reads no answer before it has sent all.
 */
import { PassThrough, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { Busboy } from '@fastify/busboy';

export interface SentFile {
  readonly fields: Readonly<Record<string, string>>;
  /** As the browser names it; never a path. */
  readonly fileName: string;
  readonly content: Readable;
}

/** The form ended before its file did, or is none. */
export class UnreadableForm extends Error {
  override readonly name = 'UnreadableForm';
}

const limits = { files: 1, fields: 10, parts: 20, fieldSize: 2_000, headerPairs: 50 } as const;

/**
 * Gives the file of a form to `take`, and answers what that answers; undefined where no file was chosen.
 * @throws UnreadableForm, and what `take` throws
 */
export async function takeFile<Result>(
  request: Request,
  take: (sent: SentFile) => Promise<Result>,
): Promise<{ readonly fields: Readonly<Record<string, string>>; readonly result: Result | undefined }> {
  const type = request.headers.get('content-type') ?? '';
  if (!/^multipart\/form-data;/i.test(type) || request.body === null)
    throw new UnreadableForm('not a form with a file');
  const fields: Record<string, string> = {};
  let taken: Promise<Result> | undefined;
  let breakOff: (cause: Error) => void = () => undefined;
  const parser = parserOf(type);
  // Read to its end, a million parts would keep everybody else waiting.
  for (const over of ['partsLimit', 'fieldsLimit'] as const)
    parser.once(over, () => parser.destroy(new Error(`a form of too many parts: ${over}`)));
  parser.on('field', (name, value) => {
    fields[name] = value;
  });
  parser.on('file', (_, file, fileName) => {
    // Told by the parser too, whose error ends the request.
    file.on('error', () => undefined);
    if (fileName === undefined || fileName === '') return void file.resume();
    const content = new PassThrough();
    // The parser waits for its own stream for ever once that is destroyed: readers get another one to destroy.
    file.on('error', (error: Error) => content.destroy(error));
    content.on('error', () => undefined);
    content.on('close', () => file.resume());
    file.pipe(content);
    breakOff = (cause) => content.destroy(cause);
    taken = take({ fields: { ...fields }, fileName: lastPart(fileName), content });
    taken.catch(() => undefined).finally(() => content.destroy());
  });
  try {
    await pipeline(Readable.fromWeb(request.body as ReadableStream), parser);
  } catch (cause) {
    // The parser does not end a file that broke off; whoever takes it in would wait for the rest for ever.
    breakOff(new Error('the form broke off', { cause }));
    // What was begun with the part that came has its own end, of which nobody is told any more.
    await taken?.catch(() => undefined);
    throw new UnreadableForm('the form broke off', { cause });
  }
  return { fields, result: await taken };
}

/** @throws UnreadableForm where the type names no boundary, or one that no browser would make */
function parserOf(type: string): ReturnType<typeof Busboy> {
  try {
    return new Busboy({ headers: { 'content-type': type }, limits });
  } catch {
    throw new UnreadableForm('the type of the form names no usable boundary');
  }
}

const lastPart = (name: string): string => name.split(/[/\\]/).at(-1) || 'file';
