/** Figures for Prometheus: of the process, of requests, and of the log and its tables. */
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

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
}

export interface Metrics {
  /** A request that was answered. @param route its template */
  answered(request: {
    readonly method: string;
    readonly route: string;
    readonly status: number;
    readonly seconds: number;
  }): void;
  /** A file begins to arrive; call what is returned when it is done with. */
  uploading(): () => void;
  /** Prometheus text. */
  text(): Promise<string>;
}

/** @param figures asked anew at every reading; where it fails, the rest is told all the same */
export function createMetrics(figures?: () => Promise<SystemFigures>): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    name: 'healthai_http_request_seconds',
    help: 'Duration of requests to the API, until the answer is sent',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 120],
    registers,
  });
  const uploads = new Gauge({
    name: 'healthai_uploads_in_flight',
    help: 'Files that are arriving or being imported',
    registers,
  });
  const gauge = (name: string, help: string, ...labelNames: string[]) =>
    new Gauge({ name, help, labelNames, registers });
  const up = gauge('healthai_figures_up', '1 where the figures of the log could be read');
  const head = gauge('healthai_log_head_position', 'Position of the last event');
  const position = gauge('healthai_projection_position', 'Position that a projection has reached', 'projection');
  const lag = gauge('healthai_projection_lag', 'Events that a projection has yet to apply', 'projection');
  const parked = gauge('healthai_projection_parked', 'Events that a projection set aside', 'projection');
  const open = gauge('healthai_records_open', 'Records that wait for people', 'type');

  async function collect(): Promise<void> {
    if (!figures) return;
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
  }

  return {
    answered: ({ method, route, status, seconds }) =>
      requests.observe({ method, route, status: `${Math.floor(status / 100)}xx` }, seconds),
    uploading() {
      uploads.inc();
      let done = false;
      return () => {
        if (!done) uploads.dec();
        done = true;
      };
    },
    async text() {
      await collect();
      return registry.metrics();
    },
  };
}
