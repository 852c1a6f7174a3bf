/**
 * Puts `node_modules/.bin/node` back after an installation. Up to npm 10, the packages of Node for other platforms, when they are
 * left out, take the link with them that the one for this platform has just made; then every script would run on whatever Node
 * the machine has. Plain JavaScript, because that one may be too old for TypeScript.
 */
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const packages = path.join(root, 'node_modules');
const link = path.join(packages, '.bin/node');

// On Windows npm writes scripts instead of links.
if (process.platform !== 'win32' && !fs.existsSync(link)) {
  const { optionalDependencies } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));
  const pinned = Object.keys(optionalDependencies)
    .map((name) => path.join(packages, name, 'bin/node'))
    .find((file) => fs.existsSync(file));
  if (pinned) {
    fs.rmSync(link, { force: true });
    fs.symlinkSync(path.relative(path.dirname(link), pinned), link);
  }
}
