/** Sources defined by files of DATA_DIR: what happens when a file changes, and when it is gone. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { approve } from '../commands/approve.ts';
import type { Role } from '../commands/roles.ts';
import type { SourceRegistered } from '../domain/import/events.ts';
import type { EventStore } from '../eventstore/store.ts';
import { ingest } from '../ingestion/import/ingest.ts';
import type { Caller } from '../services/caller.ts';
import { freshSystem, type TestSystem } from '../test/system.ts';
import { decisions } from './decisions.ts';
import { resumeImports } from './resume.ts';
import { registeredSource, sourcesOf } from './sources.ts';
import type { System } from './system.ts';

const canteen = {
  name: 'canteen',
  recordType: 'food',
  title: 'Dishes of the canteen',
  format: 'csv',
  columns: [
    { column: 'dish', field: 'name' },
    { column: 'energy', field: 'energy_kcal' },
  ],
  constants: { basis: 'portion' },
  naturalKey: ['name'],
  licence: { name: 'own', redistributable: false },
  legalBasis: 'open-data',
  delivers: 'snapshot',
  justification: 'We cook it.',
};

let system: TestSystem;
let file: string;
beforeAll(async () => {
  system = await freshSystem();
  file = path.join(system.dataDir, 'sources', 'canteen.json');
  mkdirSync(path.dirname(file));
});
afterAll(() => system.remove());

const write = (definition: object): void => writeFileSync(file, JSON.stringify(definition));
const deliver = (content: string, { ingestion }: Pick<System, 'ingestion'> = system) =>
  ingest(ingestion, {
    definition: sourcesOf(system.configuration).find('canteen')!,
    content: Readable.from([Buffer.from(content)]),
    fileName: 'menu.csv',
    trigger: 'command',
  });
const registrations = async (): Promise<SourceRegistered[]> =>
  (await Array.fromAsync(system.store.readStream('source-canteen')))
    .filter(({ type }) => type === 'SourceRegistered')
    .map(({ data }) => data as SourceRegistered);

test('a file delivered under a definition of DATA_DIR registers it as it stands', async () => {
  write(canteen);
  const report = await deliver('dish,energy\nSoup,120\nStew,410\n');
  expect(report.counts).toMatchObject({ read: 2, new: 2 });
  expect(report.records).toMatchObject({ open: 2, published: 0 });
  expect(await registrations()).toEqual([{ definition: sourcesOf(system.configuration).find('canteen') }]);
});

test('a definition that changed is registered anew, and the next import is judged under it', async () => {
  write({ ...canteen, trust: 'auto' });
  const report = await deliver('dish,energy\nSoup,121\nStew,410\n');
  expect(report.records).toMatchObject({ open: 1, published: 1 });
  expect((await registrations()).map(({ definition }) => definition.trust)).toEqual(['review', 'auto']);
  expect((await registeredSource(system.sql, 'canteen'))?.definition.trust).toBe('auto');
});

describe('when the file of the definition is gone', () => {
  test('its records can still be decided on', async () => {
    rmSync(file);
    const { rows } = await system.sql.query("select record_id as id from records.record where status = 'open'");
    const actor = { id: '00000000-0000-4000-8000-000000000001', roles: ['approver'] } as const;
    const command = { recordId: rows[0].id, recordType: 'food', actor } as const;
    expect(await approve(command, decisions(system))).toMatchObject({ kind: 'done', status: 'published' });
  });

  test('an import that was interrupted goes on', async () => {
    write({ ...canteen, trust: 'auto' });
    const breaking = await system.another({ store: failingOnRecords });
    await expect(deliver('dish,energy\nSoup,122\nStew,411\n', breaking)).rejects.toThrow('the machine is gone');
    await breaking.close();
    rmSync(file);

    const restarted = await system.another();
    await resumeImports(restarted);
    await restarted.close();
    const { rows } = await system.sql.query(
      'select status, rows_revised from imports.import_run where source = $1 order by accepted_position desc limit 1',
      ['canteen'],
    );
    expect(rows).toEqual([{ status: 'completed', rows_revised: '2' }]);
  });
});

describe('when the definition in the file is one that the release no longer accepts', () => {
  /** Accepted by the first release, which let a zone without times stand. */
  const refused = { ...canteen, trust: 'auto', timeZone: 'Europe/Paris' };

  test('an import that was accepted under it goes on from what the log holds', async () => {
    write({ ...canteen, trust: 'auto' });
    const { find } = sourcesOf(system.configuration);
    const definition = { ...find('canteen')!, timeZone: 'Europe/Paris', traits: { portion: 'in-name' } } as const;
    const breaking = await system.another({ store: failingOnRecords });
    const content = Readable.from([Buffer.from('dish,energy\nSoup,123\nStew,412\n')]);
    const request = { definition, content, fileName: 'menu.csv', trigger: 'command' } as const;
    await expect(ingest(breaking.ingestion, request)).rejects.toThrow('the machine is gone');
    await breaking.close();
    write(refused);

    const restarted = await system.another();
    await resumeImports(restarted);
    await restarted.close();
    const { rows } = await system.sql.query(
      'select status, rows_revised from imports.import_run where source = $1 order by accepted_position desc limit 1',
      ['canteen'],
    );
    expect(rows).toEqual([{ status: 'completed', rows_revised: '2' }]);
    expect((await registeredSource(system.sql, 'canteen'))?.definition).toEqual(definition);
  });

  test('people and programs are told in the list of sources, and when they send a file', async () => {
    const caller = callerAs('operator');
    expect((await system.services.sources(caller)).map(({ name }) => name)).not.toContain('canteen');
    const problem = 'timeZone: belongs to sources with times, and no column feeds an instant: leave it out';
    expect(await system.services.refusedSources(caller)).toEqual([
      { name: 'canteen', title: canteen.title, recordType: 'food', format: 'csv', problem },
    ]);
    const refusal = { code: 'invalid-source', params: { source: 'canteen', problem } };
    await expect(system.services.source(caller, 'canteen')).rejects.toMatchObject(refusal);
    const file = { source: 'canteen', fileName: 'menu.csv', content: Readable.from([Buffer.from('dish\nSoup\n')]) };
    await expect(system.services.upload(caller, file)).rejects.toMatchObject(refusal);
  });
});

const callerAs = (role: Role): Caller => ({
  id: '00000000-0000-4000-8000-000000000002',
  email: `${role}@healthai.local`,
  roles: [role],
  language: 'en',
  correlationId: '00000000-0000-4000-8000-000000000003',
});

const failingOnRecords = (store: EventStore): EventStore => ({
  ...store,
  async append(writes, alongside) {
    if (writes.some(({ stream }) => stream.startsWith('food-'))) throw new Error('the machine is gone');
    return store.append(writes, alongside);
  },
});
