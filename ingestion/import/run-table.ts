/** What a run cost: kept outside the log, so that it never enters a checksum. */
import type pg from 'pg';
import type { Uuid } from '../../domain/ids.ts';
import type { Position } from '../../eventstore/store.ts';
import type { RecordCounts } from './known.ts';

export interface RunRemark {
  readonly importId: Uuid;
  readonly seconds: number;
  readonly peakMemoryMiB: number;
  readonly records: RecordCounts;
  readonly head: Position;
}

/** Keeps what a run cost; a later run of the same import replaces it. */
export async function rememberRun(sql: pg.Pool, run: RunRemark): Promise<void> {
  const { published, open, rejected } = run.records;
  await sql.query(
    `insert into operations.run (import_id, seconds, peak_memory_mib, published, open, rejected, head)
     values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (import_id) do update
     set seconds = excluded.seconds, peak_memory_mib = excluded.peak_memory_mib, published = excluded.published,
         open = excluded.open, rejected = excluded.rejected, head = excluded.head`,
    [run.importId, run.seconds, run.peakMemoryMiB, published, open, rejected, run.head],
  );
}

interface Row {
  readonly import_id: Uuid;
  readonly seconds: number;
  readonly peak_memory_mib: number;
  readonly published: string;
  readonly open: string;
  readonly rejected: string;
  readonly head: string;
}

/** What the runs of these imports cost, and how their files' records stood when they ended. */
export async function runsOf(sql: pg.Pool, imports: readonly Uuid[]): Promise<ReadonlyMap<Uuid, RunRemark>> {
  const { rows } = await sql.query<Row>('select * from operations.run where import_id = any($1::uuid[])', [imports]);
  return new Map(
    rows.map(({ import_id, seconds, peak_memory_mib, published, open, rejected, head }) => [
      import_id,
      {
        importId: import_id,
        seconds,
        peakMemoryMiB: peak_memory_mib,
        records: { published: Number(published), open: Number(open), rejected: Number(rejected) },
        head: BigInt(head),
      },
    ]),
  );
}
