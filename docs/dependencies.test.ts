/** What runs in production and was not written here is listed, has a licence that somebody accepted, and a bill of materials. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { productionPackages } from './sections/dependencies.ts';

const root = path.resolve(import.meta.dirname, '..');

const lock = (name: string, entry: object) => ({
  packages: { '': { dependencies: { [name]: '1.0.0' } }, [`node_modules/${name}`]: { version: '1.0.0', ...entry } },
});

test('a package that nobody gave a reason for is refused', () => {
  expect(() => productionPackages(lock('left-pad', { license: 'MIT' }))).toThrow('left-pad is here without a reason');
});

test.each(['GPL-3.0', undefined])('a licence that nobody accepted is refused: %s', (license) => {
  expect(() => productionPackages(lock('koa', { license }))).toThrow('nobody accepted its licence');
});

test('development tools are not listed', () => {
  expect(productionPackages(lock('left-pad', { license: 'GPL-3.0', dev: true }))).toEqual([]);
});

test('`npm run sbom` writes CycloneDX with the version and digest of every production package', () => {
  const { scripts } = z
    .object({ scripts: z.object({ sbom: z.string() }) })
    .parse(JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')));
  // The script without its redirection: a test leaves no file behind.
  const [command = '', ...rest] = scripts.sbom.replace(/ > .*/, '').split(' ');
  const bill = z
    .object({
      bomFormat: z.literal('CycloneDX'),
      components: z.array(
        z.object({
          scope: z.enum(['required', 'optional']),
          purl: z.string(),
          version: z.string(),
          hashes: z.array(z.object({ alg: z.string(), content: z.string() })).optional(),
        }),
      ),
    })
    .parse(JSON.parse(execFileSync(command, rest, { cwd: root, encoding: 'utf8', maxBuffer: 64 * 2 ** 20 })));
  const listed = new Map(bill.components.map((part) => [decodeURIComponent(part.purl), part]));
  const missing = productionPackages().filter(
    ({ name, version }) => !listed.get(`pkg:npm/${name}@${version}`)?.hashes?.length,
  );
  expect(missing).toEqual([]);
  // Development tools are in it, and marked as what production can do without.
  expect([...listed.values()].find(({ purl }) => purl.startsWith('pkg:npm/vitest@'))?.scope).toBe('optional');
});
