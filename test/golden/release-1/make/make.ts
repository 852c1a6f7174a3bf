/**
 * Makes the golden logs of the first release: run once, with the code of revision f178968, and never again (../README.md).
 *
 *     node test/golden/release-1/make/make.ts <checkout of f178968, with its packages> [<store>/<log>…]
 */
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { keep, readShown, writeShown } from './keep.ts';
import { finish, getKilled } from './killed.ts';
import { type Json, openPlace, type Place, type StoreKind } from './place.ts';
import { goOn, tellStory } from './story.ts';
import { getStuck } from './stuck.ts';

const revision = 'f178968';

interface Log {
  readonly live: (place: Place) => Promise<object>;
  /** How what was left unfinished ends under the first release itself: looked at once everything is kept. */
  readonly end?: (place: Place, shown: Json) => Promise<Json>;
}

const logs: Readonly<Record<string, Log>> = {
  story: { live: tellStory, end: goOn },
  killed: { live: getKilled, end: finish },
  stuck: { live: getStuck },
};
const made: readonly `${StoreKind}/${string}`[] = [
  'postgres/story',
  'postgres/killed',
  'postgres/stuck',
  'eventstoredb/story',
  'eventstoredb/killed',
];

async function make(release: string, name: string): Promise<void> {
  const [kind, log] = name.split('/') as [StoreKind, string];
  const { live, end } = logs[log]!;
  const folder = path.resolve(import.meta.dirname, '..', kind, log);
  const place = await openPlace(release, kind);
  try {
    const shown = await live(place);
    await keep(place, folder, { revision, ...shown });
    if (!end) return;
    const kept = readShown(folder);
    writeShown(folder, { ...kept, ends: await end(place, kept) });
  } finally {
    await place.remove();
  }
}

const [release, ...wanted] = process.argv.slice(2);
if (release === undefined) throw new Error('Say where the checkout of the first release is.');
const head = execFileSync('git', ['-C', release, 'rev-parse', 'HEAD'], { encoding: 'utf8' });
if (!head.startsWith(revision)) throw new Error(`${release} is not at ${revision}`);
for (const name of wanted.length > 0 ? wanted : made) {
  process.stdout.write(`${name}\n`);
  await make(path.resolve(release), name);
}
