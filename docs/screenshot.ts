/**
 * Takes the picture of the README from a running system, with the Chromium of the machine.
 *
 *     BUNDLED_DATA=on DATA_DIR=/tmp/picture npm start
 *     node docs/screenshot.ts [http://127.0.0.1:3000]
 */
import { spawnSync } from 'node:child_process';
import path from 'node:path';

const size = '1280,980';
const url = new URL('/?lang=en', process.argv[2] ?? 'http://127.0.0.1:3000');
const picture = path.resolve(import.meta.dirname, 'images/home.png');

const { status, error, stderr } = spawnSync(
  'chromium',
  ['--headless', '--no-sandbox', '--disable-gpu', '--hide-scrollbars', `--window-size=${size}`].concat(
    `--screenshot=${picture}`,
    url.href,
  ),
  { encoding: 'utf8' },
);
if (status !== 0) throw new Error(`chromium took no picture of ${url}: ${error?.message ?? stderr}`, { cause: error });
process.stdout.write(`${picture}\n`);
