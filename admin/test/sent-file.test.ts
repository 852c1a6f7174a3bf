/** A file in a form, whole or broken off. */
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { takeFile, UnreadableForm } from '../src/lib/uploads/sent-file.server.ts';

const boundary = 'x-x-x';
const head = [
  `--${boundary}`,
  'Content-Disposition: form-data; name="source"',
  '',
  'daily-food',
  `--${boundary}`,
  'Content-Disposition: form-data; name="file"; filename="C:\\data\\foods.csv"',
  'Content-Type: text/csv',
  '',
  '',
].join('\r\n');

/** A form as a browser sends it, in pieces. @param broken it ends by a failure */
const formOf = (pieces: readonly string[], broken = false): Request =>
  new Request('http://localhost/imports/new', {
    method: 'POST',
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
    duplex: 'half',
    body: new ReadableStream<Uint8Array>({
      async start(controller) {
        for (const piece of pieces) {
          controller.enqueue(new TextEncoder().encode(piece));
          await sleep(5);
        }
        if (broken) controller.error(new Error('the browser has gone'));
        else controller.close();
      },
    }),
  } as RequestInit);

test('a file is taken as it comes, with the fields before it', async () => {
  const { fields, result } = await takeFile(
    formOf([head, 'a,b\n', `1,2\n\r\n--${boundary}--\r\n`]),
    async ({ fileName, content }) => ({ fileName, text: (await content.toArray()).join('') }),
  );
  expect(fields).toEqual({ source: 'daily-food' });
  expect(result).toEqual({ fileName: 'foods.csv', text: 'a,b\n1,2\n' });
});

test.each([
  ['breaks off', true],
  ['ends', false],
])('whoever takes a file is told where its form %s in the middle', async (_, broken) => {
  let told: unknown;
  const taking = takeFile(formOf([head, 'a,b\n', '1,2\n'], broken), async ({ content }) => {
    await content.toArray().catch((error: unknown) => {
      told = error;
      throw error;
    });
  });
  await expect(taking).rejects.toThrow(UnreadableForm);
  expect(told).toBeInstanceOf(Error);
});

const withType = (type: string, content: string): Request =>
  new Request('http://localhost/imports/new', { method: 'POST', headers: { 'content-type': type }, body: content });

test.each([
  ['names no boundary', 'multipart/form-data; x=y'],
  ['names a boundary longer than any browser’s', `multipart/form-data; boundary=${'b'.repeat(5_000)}`],
])('a form whose type %s cannot be read', async (_, type) => {
  await expect(takeFile(withType(type, 'x'), async () => undefined)).rejects.toThrow(UnreadableForm);
});

test.each([
  ['parts', `--${boundary}\r\n\r\n`],
  ['fields', `--${boundary}\r\nContent-Disposition: form-data; name="source"\r\n\r\nx\r\n`],
])('a form of more %s than any of ours has is not read to its end', async (_, part) => {
  // A thousand would be read in an instant, and answered as a form without a file.
  const form = withType(`multipart/form-data; boundary=${boundary}`, `${part.repeat(1_000)}--${boundary}--\r\n`);
  await expect(takeFile(form, async () => undefined)).rejects.toThrow(UnreadableForm);
});
