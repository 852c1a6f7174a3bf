/** Imports that the first release was killed in, at twenty points, finished by the product of now. */
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { resuming } from '../../app/resume.ts';
import { imports } from '../../projections/queries/imports.ts';
import { records } from './asking.ts';
import type { ShownImport, StoreKind } from './kept.ts';
import { type GoldenSystem, openGolden } from './open-golden.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 120_000 });

describe.each<StoreKind>(['postgres', 'eventstoredb'])(
  'imports that the first release was killed in, in %s',
  (kind) => {
    let golden: GoldenSystem;
    beforeAll(async () => {
      golden = await openGolden(kind, 'killed');
    });
    afterAll(() => golden?.remove());

    const left = (): ShownImport[] => golden.shown.imports.filter(({ status }) => status === 'running');

    test('were left at twenty points, some of them with rows told of', () => {
      expect(left()).toHaveLength(20);
      expect(new Set(left().map(({ counts }) => counts.read)).size).toBeGreaterThan(2);
      expect(Object.keys(golden.shown.ends ?? {}).sort()).toEqual(
        left()
          .map((one) => one.import)
          .sort(),
      );
    });

    test('end with the counts of an undisturbed import, each row proposed once', async () => {
      await resuming(golden).round();
      for (const { import: id, source } of left()) {
        const counts = golden.shown.ends?.[id]?.counts;
        expect({ source, found: await imports(golden.readModel, { import: id }) }).toMatchObject({
          ...{ source, found: [{ status: 'completed', counts }] },
        });
      }
      const proposed = (await Array.fromAsync(golden.store.readAll({ types: ['RecordProposed'] }))).flat();
      const rows = proposed.map(({ data }) => {
        const { origin } = data as { origin: { import: string; row: number } };
        return `${origin.import} ${origin.row}`;
      });
      expect(new Set(rows).size).toBe(rows.length);
    });

    test('leave the records that an undisturbed import leaves', async () => {
      const { each } = await records(golden);
      const standing = (source: string): string[] =>
        each
          .filter((one) => one.source === source)
          .map(({ status, version, published }) => `${status} ${version} ${published}`)
          .sort();
      for (const { source } of left()) {
        const [, kindOfFile] = source.split('-');
        expect({ source, records: standing(source) }).toEqual({ source, records: standing(`calm-${kindOfFile}`) });
      }
    });

    test('rebuild to the same tables', async () => {
      for (const { name } of await golden.engine.status())
        expect(await golden.engine.rebuild(name)).toMatchObject({ equal: true });
    });
  },
);
