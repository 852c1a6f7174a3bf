/** Whoever asks for an import to be ended may be killed while its run stops: the import is ended all the same. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { SourceDefinition } from '../../domain/source/definition.ts';
import type { EventStore } from '../../eventstore/store.ts';
import { freshSystem, type TestSystem } from '../../test/system.ts';
import { dailyFood } from '../sources/daily-food.ts';
import { askToEnd, ImportEnded } from './ending.ts';
import { foodFile, foodRequest } from './foods.test-support.ts';
import { giveUp } from './give-up.ts';
import { ingest, resumeInterrupted } from './ingest.ts';

let system: TestSystem;
let definition: SourceDefinition;
let number = 0;
/** What happens when records are written: told by the test under way. */
let onRecords: (() => Promise<void>) | undefined;
const listening = (store: EventStore): EventStore => ({
  ...store,
  async append(writes, alongside) {
    if (writes.some(({ stream }) => stream.startsWith('food-'))) await onRecords?.();
    return store.append(writes, alongside);
  },
});
beforeAll(async () => {
  system = await freshSystem({ store: listening });
});
beforeEach(() => {
  definition = { ...dailyFood, name: `foods-${++number}`, trust: 'auto' };
  onRecords = undefined;
});
afterAll(() => system.remove());

const foods = (n: number) => Array.from({ length: n }, (_, i) => ({ name: `Food ${i}`, protein: 10 }));
const run = (n: number) => ingest(system.ingestion, foodRequest(foodFile(foods(n)), { definition }));
const latest = async () =>
  (
    await system.sql.query<{ import: string; status: string; failure: unknown }>(
      'select import_id as import, status from imports.import_run where source = $1 order by accepted_position desc limit 1',
      [definition.name],
    )
  ).rows[0]!;
const asking = async () =>
  ({
    import: (await latest()).import,
    reason: 'the wrong file',
    actor: 'user:00000000-0000-4000-8000-000000000001',
    commandId: '00000000-0000-4000-8000-00000000000a',
  }) as const;
/** What a command that is killed while it waits leaves behind. */
const killedWhileWaiting = async (): Promise<void> => askToEnd(system.sql, await asking());

test('the run that stops ends the import itself, and the next file is taken in', async () => {
  onRecords = killedWhileWaiting;
  await expect(run(3_000)).rejects.toBeInstanceOf(ImportEnded);
  onRecords = undefined;
  const ended = await asking();
  expect((await latest()).status).toBe('given-up');
  // The command sent again after all is answered as the first time; another finds it ended.
  expect(await giveUp(system.ingestion, ended)).toBeUndefined();
  const another = { ...ended, commandId: '00000000-0000-4000-8000-00000000000b' } as const;
  expect(await giveUp(system.ingestion, another)).toMatchObject({ code: 'already-ended' });
  expect(await run(3_000)).toMatchObject({ status: 'completed', counts: { read: 3_000 } });
});

test('so does whoever goes on with an import whose run was killed as well', async () => {
  const killed = new Error('the process was killed');
  onRecords = async () => {
    throw killed;
  };
  await expect(run(30)).rejects.toBe(killed);
  onRecords = undefined;
  await killedWhileWaiting();
  await resumeInterrupted(system.ingestion, definition);
  expect((await latest()).status).toBe('given-up');
});

test('another file of the source does not fail for it', async () => {
  const killed = new Error('the process was killed');
  onRecords = async () => {
    throw killed;
  };
  await expect(run(30)).rejects.toBe(killed);
  onRecords = undefined;
  await killedWhileWaiting();
  expect(await run(40)).toMatchObject({ status: 'completed', counts: { read: 40, new: 40 } });
});
