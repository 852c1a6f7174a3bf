/** What an import says became of its rows, checked against itself and against its records. */
import { expect } from 'vitest';
import type { Counts, ImportAdvanced, ImportCompleted, RowsQuarantined } from '../../domain/import/events.ts';
import type { RecordProposed } from '../../domain/record/events.ts';
import type { EventStore, RecordedEvent } from '../../eventstore/store.ts';
import type { ImportReport } from './report.ts';

export const outcomes = (counts: Counts): number =>
  counts.new + counts.revised + counts.unchanged + counts.duplicate + counts.conflicting + counts.quarantined;

export interface RowsOf {
  readonly proposed: readonly number[];
  readonly duplicates: readonly number[];
  readonly quarantined: readonly number[];
  readonly unchanged: readonly number[];
}

/** What the log says became of each row of an import. Every statement of its counts must add up. */
export async function rowsOf(store: EventStore, { import: id, counts }: ImportReport): Promise<RowsOf> {
  const own: RecordedEvent[] = [];
  for await (const event of store.readStream(`import-${id}`)) own.push(event);
  const of = <T>(type: string): T[] => own.filter((event) => event.type === type).map((event) => event.data as T);
  const advanced = of<ImportAdvanced>('ImportAdvanced');
  let read = 0;
  for (const step of advanced) {
    expect(step.counts.read).toBe(outcomes(step.counts));
    expect(step.counts.read).toBe(step.nextIndex);
    expect(step.counts.read).toBeGreaterThan(read);
    read = step.counts.read;
  }
  expect(of<ImportCompleted>('ImportCompleted').map((end) => end.counts)).toEqual([counts]);
  expect(advanced.at(-1)?.counts).toEqual(counts);
  const proposals = (await Array.fromAsync(store.readAll({ types: ['RecordProposed'] })))
    .flat()
    .map(({ data }) => (data as RecordProposed).origin)
    .filter((origin) => origin.import === id);
  const rows = {
    proposed: proposals.map(({ row }) => row),
    duplicates: advanced.flatMap((step) => step.duplicates.flatMap(([from, to]) => range(from, to))),
    quarantined: of<RowsQuarantined>('RowsQuarantined').flatMap((event) => event.rows.map(({ row }) => row)),
    unchanged: advanced.flatMap((step) => (step.unchangedRows ?? []).flatMap(([from, to]) => range(from, to))),
  };
  expect(rows.proposed).toHaveLength(counts.new + counts.revised + counts.conflicting);
  expect(rows.duplicates).toHaveLength(counts.duplicate);
  expect(rows.quarantined).toHaveLength(counts.quarantined);
  expect(rows.unchanged).toHaveLength(counts.unchanged);
  return rows;
}

const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, i) => from + i);
