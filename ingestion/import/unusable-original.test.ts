/** An import whose original was changed waits, and goes on when the file comes again; nothing of the changed one is taken over. */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SourceDefinition } from '../../domain/source/definition.ts';
import type { EventStore } from '../../eventstore/store.ts';
import { imports } from '../../projections/queries/imports.ts';
import { freshSystem, type TestSystem } from '../../test/system.ts';
import { dailyFood } from '../sources/daily-food.ts';
import { gymMembers } from '../sources/gym-members.ts';
import { foodFile, foodRequest, mixedFoods } from './foods.test-support.ts';
import { type IngestRequest, ingest, resumeInterrupted } from './ingest.ts';
import { sessionRequest, sessions } from './sessions.test-support.ts';

let system: TestSystem;
/** Appends that succeed before one fails; then none. */
let appendsLeft = Number.POSITIVE_INFINITY;
const failing = (store: EventStore): EventStore => ({
  ...store,
  append(writes, alongside) {
    if (appendsLeft-- === 0) throw new TypeError('of the test');
    return store.append(writes, alongside);
  },
});
beforeAll(async () => {
  system = await freshSystem({ store: failing });
});
afterAll(() => system.remove());

/** Changes every original that is there, and answers what gives them back. */
async function changeOriginals(): Promise<void> {
  const folder = path.join(system.dataDir, 'originals');
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    const bytes = await readFile(file);
    bytes[bytes.length - 10] = bytes[bytes.length - 10]! ^ 1;
    await writeFile(file, bytes);
  }
}

const stateOf = async (source: string) => {
  await system.caughtUp(await system.store.head());
  const [latest] = await imports(system.readModel, { source, limit: 1 });
  return latest;
};

const cases: readonly (readonly [string, SourceDefinition, (definition: SourceDefinition) => IngestRequest])[] = [
  ['in clear', dailyFood, (definition) => foodRequest(foodFile(mixedFoods(1_200)), { definition })],
  ['of people', gymMembers, (definition) => sessionRequest(sessions(700), { definition })],
];

describe.each(cases)('the original of an interrupted import %s', (kind, base, request) => {
  test.each([
    ['before anything was decided', 2],
    ['in the middle', 4],
  ])('was changed %s: it is paused, and sent again it goes on', async (when, appends) => {
    const definition = { ...base, name: `${base.name}-${when === 'in the middle' ? 'middle' : 'early'}` };
    appendsLeft = appends;
    await expect(ingest(system.ingestion, request(definition))).rejects.toThrow('of the test');
    appendsLeft = Number.POSITIVE_INFINITY;
    await changeOriginals();
    const head = await system.store.head();
    await expect(resumeInterrupted(system.ingestion, definition)).rejects.toMatchObject({ code: 'original-changed' });
    expect(await system.store.head(), kind).toBe(head);
    expect(await stateOf(definition.name)).toMatchObject({ status: 'paused' });

    const report = await ingest(system.ingestion, request(definition));
    expect(report.counts).toMatchObject({ read: kind === 'of people' ? 700 : 1_200, unchanged: 0 });
    expect(await stateOf(definition.name)).toMatchObject({ status: 'completed', pause: null });
    const found = await Array.fromAsync(system.store.readAll({ types: ['ImportAccepted'] }));
    expect(found.flat().filter(({ stream }) => stream === `source-${definition.name}`)).toHaveLength(1);
  });
});
