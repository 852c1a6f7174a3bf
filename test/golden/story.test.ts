/** The log of the first release, with every kind of import and decision that it knew, under the product of now. */
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { resuming } from '../../app/resume.ts';
import { ingest } from '../../ingestion/import/ingest.ts';
import { imports, quarantinedRows } from '../../projections/queries/imports.ts';
import { asUnchanged, definitionOf, exported, fileOf, healthai, recordEvents, records } from './asking.ts';
import type { ShownImport, StoreKind } from './kept.ts';
import { type GoldenSystem, openGolden } from './open-golden.ts';

// A whole system over a log: on a busy machine that takes its time.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 120_000 });

/** What the first release could append. It knew more types, but none of its commands wrote them (release-1/README.md). */
const writtenThen = [
  ...['RulesetPublished', 'SourceRegistered', 'ImportAccepted', 'ImportStarted', 'BatchJudged', 'RowsQuarantined'],
  ...['ImportAdvanced', 'ImportCompleted', 'ImportFailed', 'ImportPaused', 'ImportResumed'],
  ...['RecordProposed', 'RecordApproved', 'RecordCorrected', 'AlternativeChosen', 'RecordRejected', 'RecordRejudged'],
];

/** Failures that quoted the header of a file, which may be somebody's data: the read port takes that out. */
const quoting: ReadonlySet<string> = new Set(['wrong-header', 'duplicate-column']);
const isQuoting = ({ type, data }: { readonly type: string; readonly data: object }): boolean =>
  type === 'ImportFailed' && 'code' in data && quoting.has(`${data.code}`);

describe.each<StoreKind>(['postgres', 'eventstoredb'])('the log of the first release in %s', (kind) => {
  let golden: GoldenSystem;
  beforeAll(async () => {
    golden = await openGolden(kind, 'story');
  });
  afterAll(() => golden?.remove());

  const latest = (): ShownImport[] => {
    const seen = new Set<string>();
    const standing = golden.shown.imports.filter(({ status }) => status !== 'failed');
    return standing.filter(({ source }) => !seen.has(source) && seen.add(source));
  };
  const again = async (one: ShownImport, content: Buffer) => {
    const definition = await definitionOf(golden, one.source);
    const request = {
      definition,
      content: Readable.from([content]),
      fileName: one.file.name,
      trigger: 'command',
    } as const;
    return ingest(golden.ingestion, request);
  };
  const rebuiltEqual = async (): Promise<void> => {
    for (const { name, parked } of await golden.engine.status()) {
      expect({ name, parked }).toEqual({ name, parked: 0 });
      expect(await golden.engine.rebuild(name)).toMatchObject({ equal: true });
    }
  };

  test('holds every event that the release could write, by the system, policies and people', () => {
    expect(new Set(golden.events.map(({ type }) => type))).toEqual(
      new Set([...writtenThen, ...(kind === 'eventstoredb' ? ['$epoch-information'] : [])]),
    );
    const actors = golden.events.flatMap(({ metadata }) => metadata?.actor.split(':')[0] ?? []);
    expect(new Set(actors)).toEqual(new Set(['system', 'policy', 'user']));
  });

  test('is read as it was kept, event by event, but for what failures quote of files', async () => {
    const read = (await Array.fromAsync(golden.kept.readAll())).flat();
    const own = golden.events.filter(({ metadata }) => metadata !== null);
    const shown = own.map((event) =>
      isQuoting(event) ? { ...event, data: { ...event.data, message: '', params: {} } } : event,
    );
    expect(read.slice(0, own.length).map((event) => ({ ...event, position: `${event.position}` }))).toEqual(shown);
    expect(own.filter(isQuoting)).toHaveLength(4);
  });

  test('names nobody whose data stood where a header should stand: in no event and no table', async () => {
    const people = ['P00003', 'Jana', 'Lambert', '2004-07-21'];
    const failures = JSON.stringify(golden.events.filter(isQuoting));
    expect(people.filter((cell) => !failures.includes(cell))).toEqual([]);
    const { rows } = await golden.sql.query('select t::text as text from imports.import_run t');
    const own = { categories: ['import'] };
    const read = (
      await Array.fromAsync([golden.kept.readAll(own), golden.store.readAll(own)].values(), (log) =>
        Array.fromAsync(log),
      )
    ).flat(2);
    expect(read.length).toBeGreaterThan(100);
    const said = JSON.stringify([rows, read.map(({ data }) => data)]);
    expect(people.filter((cell) => said.includes(cell))).toEqual([]);
  });

  test('shows every record as it stood', async () => {
    expect((await records(golden)).each).toEqual(golden.shown.records.each);
  });

  test('exports the same bytes: every type in every format, in clear, and as of earlier positions', async () => {
    expect(golden.shown.exports.length).toBeGreaterThan(24);
    for (const one of golden.shown.exports) expect(await exported(golden, one)).toEqual(one);
  });

  test('lists every import with the counts it had, and the rows it set aside', async () => {
    const listed = await healthai<ShownImport>(golden, 'imports');
    const shown = golden.shown.imports.map(({ quarantinedRows: _, failure, ...one }) => {
      const told = failure && quoting.has(failure.code) ? { ...failure, message: '', params: {} } : failure;
      return told === undefined ? one : { ...one, failure: told };
    });
    expect(listed).toMatchObject(shown);
    for (const { import: id, quarantinedRows: rows } of golden.shown.imports) {
      if (!rows) continue;
      expect(await quarantinedRows(golden.readModel, id)).toEqual(rows);
    }
  });

  test('rebuilds to the same tables', rebuiltEqual);

  test('knows every file that it has imported, and appends nothing', async () => {
    const head = await golden.store.head();
    const known = latest().filter(({ status }) => status === 'completed');
    expect(known.length).toBeGreaterThan(12);
    for (const one of known) {
      const said = await again(one, await fileOf(golden, one));
      expect(said).toMatchObject({
        import: one.import,
        alreadyImported: true,
        counts: { read: one.counts.read, new: 0 },
      });
    }
    expect(await golden.store.head()).toBe(head);
  });

  test('goes on with what was paused, to the counts that the release came to', async () => {
    expect(golden.shown.imports.filter(({ status }) => status === 'paused')).toHaveLength(1);
    await resuming(golden).round();
    for (const [id, { counts }] of Object.entries(golden.shown.ends ?? {}))
      expect(await imports(golden.readModel, { import: id })).toMatchObject([{ status: 'completed', counts }]);
  });

  test('finds every row of a file unchanged that differs in white space alone, and appends nothing to records', async () => {
    const before = await recordEvents(golden);
    for (const one of latest()) {
      const content = await fileOf(golden, one);
      if (one.file.name?.endsWith('.xlsx')) continue;
      const { alreadyImported, counts } = await again(one, Buffer.concat([content, Buffer.from('\n')]));
      const expected = asUnchanged(golden.shown.ends?.[one.import]?.counts ?? one.counts);
      expect({ source: one.source, alreadyImported, counts }).toMatchObject({
        ...{ source: one.source, alreadyImported: false, counts: expected },
      });
    }
    expect(await recordEvents(golden)).toBe(before);
    await golden.caughtUp(await golden.store.head());
    await rebuiltEqual();
  });
});
