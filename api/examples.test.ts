/** The commands that the documents give for the API work as they stand. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ingestBundled } from '../app/bundled.ts';
import { freshApi, type TestApi } from './api.test-support.ts';
import { defaultLimits } from './limits.ts';

const run = promisify(execFile);
const hasCurl = await run('curl', ['--version']).then(
  () => true,
  () => false,
);

let api: TestApi;
beforeAll(async () => {
  api = await freshApi();
  await ingestBundled(api.system, () => {}, new AbortController().signal);
});
afterAll(() => api.remove());

const text = (file: string): string => readFileSync(new URL(`../${file}`, import.meta.url), 'utf8');
const section = text('README.md')
  .split(/^## /m)
  .find((one) => one.startsWith('API\n'));
const blocksOf = (document: string): readonly string[] =>
  [...document.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, commands]) => commands!);

describe.skipIf(!hasCurl).each([
  ['README.md', section ?? '', 1],
  ['docs/api.md', text('docs/api.md'), 6],
])('%s', (_, document, least) => {
  test('gives commands that work, one after the other', async () => {
    const blocks = blocksOf(document);
    expect(blocks.length).toBeGreaterThanOrEqual(least);
    const marked = blocks.map((block) => `${block}\necho; echo '----'`).join('\n');
    const instead: Readonly<Record<string, string>> = {
      'http://127.0.0.1:3000': api.url,
      '.data/': `${api.system.dataDir}/`,
      '/tmp/': `${api.system.dataDir}/`,
      // What is refused must fail here.
      'curl -s ': 'curl -sS --fail-with-body ',
    };
    const here = marked.replaceAll(/http:\/\/127\.0\.0\.1:3000|\.data\/|\/tmp\/|curl -s /g, (found) => instead[found]!);
    const { stdout, stderr } = await run('bash', ['--norc', '-euo', 'pipefail', '-c', here]);
    expect(stderr).toBe('');
    const said = stdout.split('----\n').slice(0, -1);
    expect(said).toHaveLength(blocks.length);
    for (const [i, one] of said.entries()) expect(one.trim(), blocks[i]).not.toBe('');
  });
});

test('docs/api.md names the limits that hold', () => {
  const limits = text('docs/api.md')
    .split(/^## /m)
    .find((one) => one.startsWith('Limites'))!;
  const numbers = [...limits.matchAll(/\d[\d ]*/g)].map(([found]) => Number(found.replaceAll(' ', '')));
  const { bodyBytes, bodyDepth, bodyValues, perAccount, perAddress, streamsPerAccount, streams } = defaultLimits;
  const { answerMs, headersMs, arrivalMs, bytesPerSecond } = defaultLimits;
  const paces = [answerMs / 1000, headersMs / 1000, arrivalMs / 1000, bytesPerSecond];
  // IPv6 and its 64 bits are no limits.
  expect(numbers.filter((one) => one !== 6 && one !== 64)).toEqual([
    ...[bodyBytes, bodyDepth, bodyValues, perAccount, perAddress, streamsPerAccount, streams],
    ...paces,
  ]);
});
