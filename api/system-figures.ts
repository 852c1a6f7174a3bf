/** Figures that are looked up whenever the metrics are read: the log, its tables, imports, and what may run out. */
import { Counter, Gauge, type Registry } from 'prom-client';
import type { ImportTotals } from '../projections/queries/import-totals.ts';

/** What is asked of the system whenever the metrics are read. */
export interface SystemFigures {
  readonly head: bigint;
  readonly projections: readonly {
    readonly name: string;
    readonly position: bigint;
    readonly lag: bigint;
    readonly parked: number;
  }[];
  /** Records that wait for people, by type. */
  readonly open: Readonly<Record<string, number>>;
  readonly imports: ImportTotals;
  /** Pools of connections to the database, by name. */
  readonly pools: Readonly<Record<string, PoolFigures>>;
  /** Streams of changes that are open. */
  readonly streams: number;
}

export interface PoolFigures {
  readonly most: number;
  readonly busy: number;
  readonly idle: number;
  /** Queries that wait for a connection. */
  readonly waiting: number;
}

/** Where an import may still come from: everything else has ended. */
const unfinished = ['running', 'paused', 'held'] as const;
const ended = {
  completed: ['completed', 'withdrawing', 'withdrawn'],
  'given-up': ['given-up'],
  failed: ['failed'],
} as const;

/** A code of ours, or `other`: what a label says is never a text from outside. */
const codeLabel = (code: string): string => (/^[a-z][a-z0-9-]{0,39}$/.test(code) ? code : 'other');

/** @returns what looks the figures up and sets them */
export function systemGauges(registry: Registry, figures: () => Promise<SystemFigures>): () => Promise<void> {
  const registers = [registry];
  const gauge = <Label extends string>(name: string, help: string, ...labelNames: Label[]): Gauge<Label> =>
    new Gauge({ name, help, labelNames, registers });
  const up = gauge('healthai_figures_up', '1 where the figures of the log could be read');
  const head = gauge('healthai_log_head_position', 'Position of the last event');
  const position = gauge('healthai_projection_position', 'Position that a projection has reached', 'projection');
  const lag = gauge('healthai_projection_lag', 'Events that a projection has yet to apply', 'projection');
  const parked = gauge('healthai_projection_parked', 'Events that a projection set aside', 'projection');
  const open = gauge('healthai_records_open', 'Records that wait for people', 'type');
  const connections = gauge('healthai_pool_connections', 'Connections to the database', 'pool', 'state');
  const most = gauge('healthai_pool_limit', 'Connections that a pool opens at most', 'pool');
  const waiting = gauge('healthai_pool_waiting', 'Queries that wait for a connection', 'pool');
  const streams = gauge('healthai_streams_open', 'Streams of changes that are open');
  const setImports = importFigures(registry);
  return async () => {
    const found = await figures().catch(() => undefined);
    up.set(found ? 1 : 0);
    if (!found) return;
    head.set(Number(found.head));
    for (const one of found.projections) {
      position.set({ projection: one.name }, Number(one.position));
      lag.set({ projection: one.name }, Number(one.lag));
      parked.set({ projection: one.name }, one.parked);
    }
    for (const [type, count] of Object.entries(found.open)) open.set({ type }, count);
    for (const [pool, one] of Object.entries(found.pools)) {
      connections.set({ pool, state: 'busy' }, one.busy);
      connections.set({ pool, state: 'idle' }, one.idle);
      most.set({ pool }, one.most);
      waiting.set({ pool }, one.waiting);
    }
    streams.set(found.streams);
    setImports(found.imports);
  };
}

/** Of all processes, from the tables: what only rises there is a counter here. */
function importFigures(registry: Registry): (totals: ImportTotals) => void {
  const registers = [registry];
  const counter = <Label extends string>(name: string, help: string, ...labelNames: Label[]): Counter<Label> =>
    new Counter({ name, help, labelNames, registers });
  const imports = counter('healthai_imports_total', 'Imports that ended, by how they did', 'outcome');
  const rows = counter('healthai_import_rows_total', 'Rows that imports read, by what became of them', 'outcome');
  const failures = counter('healthai_import_failures_total', 'Imports that failed, by what was wrong', 'code');
  const runs = counter('healthai_import_runs_total', 'Runs of imports that ended');
  const seconds = counter('healthai_import_run_seconds_total', 'Time that these runs took');
  const now = new Gauge({
    name: 'healthai_imports_unfinished',
    help: 'Imports that run, are paused, or wait for a person',
    labelNames: ['status'] as const,
    registers,
  });
  return (totals) => {
    for (const one of [imports, rows, failures, runs, seconds]) one.reset();
    for (const [outcome, statuses] of Object.entries(ended))
      imports.inc(
        { outcome },
        statuses.reduce((sum, status) => sum + totals.standing[status], 0),
      );
    for (const [outcome, count] of Object.entries(totals.rows)) rows.inc({ outcome }, count);
    for (const [code, count] of Object.entries(totals.failures)) failures.inc({ code: codeLabel(code) }, count);
    runs.inc(totals.runs);
    seconds.inc(totals.seconds);
    for (const status of unfinished) now.set({ status }, totals.standing[status]);
  };
}
