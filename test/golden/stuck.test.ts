/** The source that the first release blocked for good: the end of its import would have been one event too large. */
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { resuming } from '../../app/resume.ts';
import { ingest } from '../../ingestion/import/ingest.ts';
import { imports } from '../../projections/queries/imports.ts';
import { definitionOf, records } from './asking.ts';
import type { StoreKind } from './kept.ts';
import { type GoldenSystem, openGolden } from './open-golden.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 120_000 });

describe.each<StoreKind>(['postgres', 'eventstoredb'])('the stuck source of the first release in %s', (kind) => {
  let golden: GoldenSystem;
  beforeAll(async () => {
    golden = await openGolden(kind, 'stuck');
  });
  afterAll(() => golden?.remove());

  test('is read as it stood: 13 500 records, and the import that lacks most of them paused', async () => {
    const { each, digest } = await records(golden);
    expect({ n: each.length, digest }).toEqual({ n: 13_500, digest: golden.shown.records.digest });
    const [last] = golden.shown.imports;
    expect(last).toMatchObject({ source: 'stuck', status: 'paused', counts: { read: 40, unchanged: 40 } });
    expect(await imports(golden.readModel, { import: last!.import })).toMatchObject([
      { status: 'paused', pause: 'TooLarge', counts: last!.counts },
    ]);
  });

  // The first release could not: ImportCompleted names every missing record. Make it a plain `test` with the change that can.
  test('the stuck import completes, and its source takes the next file', async () => {
    const [last] = golden.shown.imports;
    await resuming(golden).round();
    expect(await imports(golden.readModel, { import: last!.import })).toMatchObject([
      { status: 'completed', pause: null, counts: last!.counts },
    ]);
    const next = await ingest(golden.ingestion, {
      definition: await definitionOf(golden, 'stuck'),
      content: Readable.from([
        Buffer.from(`id,name\n${[...Array(40).keys(), 13_501].map((id) => `${id},E\n`).join('')}`),
      ]),
      fileName: 'next.csv',
      trigger: 'command',
    });
    expect(next.counts).toMatchObject({ read: 41, unchanged: 40, new: 1 });
  });

  // In EventStoreDB the story shows it: reading all of this log once more from the test server takes longer than all the rest.
  test.runIf(kind === 'postgres')('rebuilds to the same tables', async () => {
    for (const { name } of await golden.engine.status())
      expect(await golden.engine.rebuild(name)).toMatchObject({ equal: true });
  });
});
