/** What may be answered to an import, by whom, and what was: the same that the services would not refuse. */
import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Role, roles } from '../commands/roles.ts';
import type { Uuid } from '../domain/ids.ts';
import { foodFile } from '../ingestion/import/foods.test-support.ts';
import { dailyFood } from '../ingestion/sources/daily-food.ts';
import { freshSystem, type TestSystem } from '../test/system.ts';
import { accountId } from './accounts/keep-accounts.ts';
import type { Caller } from './caller.ts';
import type { ImportAction } from './import-standing.ts';
import type { Services } from './services.ts';

let system: TestSystem;
let services: Services;
let source: string;
let number = 0;
beforeAll(async () => {
  system = await freshSystem();
  services = system.services;
  mkdirSync(path.join(system.dataDir, 'sources'), { recursive: true });
});
afterAll(() => system.remove());
/** A source of its own for every test. */
beforeEach(() => {
  source = `kitchen-${++number}`;
  const traits = { carbohydrates: dailyFood.traits.carbohydrates };
  const definition = { ...dailyFood, name: source, trust: 'auto', traits };
  writeFileSync(path.join(system.dataDir, 'sources', `${source}.json`), JSON.stringify(definition));
});

const as = (role: Role, name: string = role): Caller => ({
  id: accountId(`${name}@healthai.local`),
  email: `${name}@healthai.local`,
  roles: [role],
  language: 'en',
  correlationId: randomUUID(),
});
const foods = (n: number): string =>
  foodFile(
    Array.from({ length: n }, (_, i) => ({ name: `${source} ${i}`, protein: 3 + (i % 23), kcal: 4 * (i % 23) + 89 })),
  );
const send = async (content: string): Promise<Uuid> => {
  const request = { source, content: Readable.from([Buffer.from(content)]), fileName: 'foods.csv' };
  const { import: id } = await services.upload(as('operator'), request);
  return id!;
};
/** A file that is held for a column called otherwise. */
const heldImport = async (): Promise<Uuid> => {
  await send(foods(40));
  return send(foods(40).replace('Protein (g)', 'Eiweiss'));
};
/** Sends a file of a bundled source. */
const sendTo = async (name: string, text: string, format: string): Promise<Uuid> => {
  const request = { source: name, content: Readable.from([Buffer.from(text)]), fileName: `${name}.${format}` };
  return (await services.upload(as('operator'), request)).import!;
};
const map = [{ column: 'Protein (g)', to: 'Eiweiss' }];
const actions = async (caller: Caller, id: Uuid): Promise<readonly ImportAction[]> =>
  (await services.importStanding(caller, id)).actions;

describe('what may be answered to a held import', () => {
  test('is everything to an operator, and nothing to anybody else', async () => {
    const id = await heldImport();
    expect(await actions(as('operator'), id)).toEqual(['map', 'accept', 'reject', 'give-up']);
    for (const role of roles.filter((one) => one !== 'operator' && services.may(as(one), 'imports:read')))
      expect([role, await actions(as(role), id)]).toEqual([role, []]);
  });

  test('is, once a mapping is proposed, agreement: to everybody who may agree, but for whoever proposed it', async () => {
    const id = await heldImport();
    await services.acceptImport(as('operator'), id, { reason: 'renamed', map });
    expect(await actions(as('operator'), id)).toEqual(['map', 'accept', 'reject', 'give-up']);
    expect(await actions(as('operator', 'operator2'), id)).toEqual(['map', 'agree', 'accept', 'reject', 'give-up']);
    expect(await actions(as('approver'), id)).toEqual(['agree']);
    expect(await actions(as('admin'), id)).toEqual(['agree']);
    expect(await actions(as('auditor'), id)).toEqual([]);
  });

  test('is no acceptance where records cannot be without the column', async () => {
    await send(foods(40));
    const id = await send(foods(40).replace('Food_Item', 'Food Items'));
    expect(await actions(as('operator'), id)).toEqual(['map', 'reject', 'give-up']);
    const { absent } = await services.importStanding(as('operator'), id);
    expect(absent).toMatchObject([
      { column: 'Food_Item', label: 'Name', concerned: true, proposal: { to: 'Food Items' } },
    ]);
  });

  test('names the keys that a JSON file lacks, though its header does not tell', async () => {
    const file = path.resolve(import.meta.dirname, '../datasets/bundled/sample-exercise.json');
    const text = readFileSync(file, 'utf8');
    await sendTo('sample-exercise', text, 'json');
    const id = await sendTo('sample-exercise', text.replaceAll('"equipments":', '"gear":'), 'json');
    const { columns } = await services.import(as('operator'), id);
    expect(columns).toMatchObject({ absent: ['equipments'], unknown: ['gear'] });
    expect(columns?.mapped).not.toContain('equipments');
    const { absent } = await services.importStanding(as('operator'), id);
    expect(absent).toMatchObject([{ column: 'equipments', concerned: true, proposal: { to: 'gear' } }]);
  });

  test('is nothing once it has ended', async () => {
    const id = await heldImport();
    await services.rejectImport(as('operator'), id, { reason: 'not this one' });
    const { actions, absent, agreed } = await services.importStanding(as('operator'), id);
    expect({ actions, absent, agreed }).toEqual({ actions: [], absent: [], agreed: false });
  });
});

describe('what was answered', () => {
  test('is told with who and why, and leads to the import that read the file anew', async () => {
    const id = await heldImport();
    await services.acceptImport(as('operator'), id, { reason: 'renamed', map });
    await (await services.acceptImport(as('approver'), id, { reason: 'looked at it' })).done;
    const { answers, next } = await services.importStanding(as('approver'), id);
    expect(answers).toMatchObject([
      { answer: 'proposed', actor: `user:${as('operator').id}`, reason: 'renamed', columns: map },
      { answer: 'agreed', actor: `user:${as('approver').id}`, reason: 'looked at it' },
      { answer: 'mapped', reason: null },
    ]);
    expect(await services.import(as('approver'), next!)).toMatchObject({ status: 'completed', previous: id });
    // The source is told of with the columns that it is read with from now on.
    const { definition } = await services.source(as('operator'), source);
    expect(JSON.stringify(definition.columns)).toContain('Eiweiss');
  });

  test('is told of one that a newer file replaced', async () => {
    const id = await heldImport();
    const newer = await send(foods(41));
    expect(await services.importStanding(as('operator'), id)).toMatchObject({
      answers: [{ answer: 'superseded', actor: 'system' }],
      next: newer,
    });
  });

  test('is told of one that was given up, by whoever gave it up', async () => {
    const id = await heldImport();
    await services.giveUpImport(as('operator'), id, { reason: 'sent by mistake' });
    const { answers } = await services.importStanding(as('auditor'), id);
    expect(answers).toMatchObject([
      { answer: 'given-up', actor: `user:${as('operator').id}`, reason: 'sent by mistake' },
    ]);
  });
});

test('Imports that wait are counted for whoever can answer, and listed by their status', async () => {
  const counts = async (): Promise<readonly number[]> =>
    Promise.all(
      [as('operator'), as('operator', 'operator2'), as('approver'), as('auditor')].map((caller) =>
        services.importsWaiting(caller),
      ),
    );
  const before = await counts();
  const id = await heldImport();
  const more = async (): Promise<readonly number[]> => (await counts()).map((n, i) => n - before[i]!);
  expect(await more()).toEqual([1, 1, 0, 0]);
  await services.acceptImport(as('operator'), id, { reason: 'renamed', map });
  expect(await more()).toEqual([0, 1, 1, 0]);
  const { items } = await services.imports(as('approver'), { source, status: 'held' });
  expect(items.map((item) => item.import)).toEqual([id]);
  await (await services.acceptImport(as('approver'), id, { reason: 'looked at it' })).done;
  expect(await more()).toEqual([0, 0, 0, 0]);
  expect((await services.imports(as('approver'), { source, status: 'held' })).items).toEqual([]);
});

test('A held import leaves its source’s quality as it was', async () => {
  await send(foods(40));
  const before = await services.quality(as('auditor'), source);
  await send(foods(40).replace('Protein (g)', 'Eiweiss'));
  expect(await services.quality(as('auditor'), source)).toEqual(before);
});

test('A dry run tells how many records a snapshot would no longer state, as its import does', async () => {
  await send(foods(40));
  const request = () => ({ source, content: Readable.from([Buffer.from(foods(38))]), fileName: 'foods.csv' });
  const dry = await services.upload(as('operator'), { ...request(), dryRun: true });
  expect(dry).toMatchObject({ status: 'completed', noLongerStated: 2 });
  expect(await services.upload(as('operator'), request())).toMatchObject({ noLongerStated: 2 });
});
