/**
 * Figures for Prometheus: of the process; of requests, rate, errors and duration by route; of what people and programs did;
 * of imports, the log and its tables; and of what may run out. A label takes one of few values, and none that a caller wrote.
 */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { recordTypes } from '../domain/contracts/contract.ts';
import { exportFormats } from '../domain/export/format.ts';
import { type SystemFigures, systemGauges } from './system-figures.ts';

export type { SystemFigures } from './system-figures.ts';

/** How something that was asked for ended: as asked, refused in words, or by a fault. */
export const outcomes = ['done', 'refused', 'failed'] as const;
export type Outcome = (typeof outcomes)[number];

/** What people decide, on records and on imports. */
export const deeds = [
  'approve',
  'reject',
  'correct',
  'choose',
  'accept-import',
  'reject-import',
  'give-up-import',
] as const;
export type Deed = (typeof deeds)[number];

/** How a sign-in ended: `delayed` where there were too many before it. */
export const signInOutcomes = ['done', 'wrong', 'delayed', 'failed'] as const;
export type SignInOutcome = (typeof signInOutcomes)[number];

/** What became of a file that was sent: `known` where it was imported before. */
export const uploadOutcomes = ['imported', 'held', 'known', 'checked', 'refused', 'failed'] as const;
export type UploadOutcome = (typeof uploadOutcomes)[number];

/** An export as it ended; `left` where whoever asked for it has gone. */
export const exportOutcomes = [...outcomes, 'left'] as const;
export interface ExportEnd {
  readonly type: (typeof recordTypes)[number];
  readonly format: (typeof exportFormats)[number];
  readonly outcome: (typeof exportOutcomes)[number];
  /** Written. */
  readonly rows: number;
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
  uploaded(outcome: UploadOutcome): void;
  signedIn(outcome: SignInOutcome): void;
  decided(deed: Deed, outcome: Outcome): void;
  exported(end: ExportEnd): void;
  /** Prometheus text. */
  text(): Promise<string>;
}

/** Methods by their names; whoever makes one up is counted with the others. */
const methods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'OPTIONS', 'PUT', 'PATCH', 'DELETE']);

/** @param figures asked anew at every reading; where it fails, the rest is told all the same */
export function createMetrics(figures?: () => Promise<SystemFigures>): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    name: 'healthai_http_request_seconds',
    help: 'Duration of requests to API and screens, until the answer is sent',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 120],
    registers,
  });
  const uploading = new Gauge({
    name: 'healthai_uploads_in_flight',
    help: 'Files that are arriving or being imported',
    registers,
  });
  const counts = deedCounters(registry);
  const collect = figures && systemGauges(registry, figures);
  return {
    ...counts,
    answered: ({ method, route, status, seconds }) =>
      requests.observe(
        { method: methods.has(method) ? method : 'other', route, status: `${Math.floor(status / 100)}xx` },
        seconds,
      ),
    uploading() {
      uploading.inc();
      let done = false;
      return () => {
        if (!done) uploading.dec();
        done = true;
      };
    },
    async text() {
      await collect?.();
      return registry.metrics();
    },
  };
}

type DeedCounters = Pick<Metrics, 'uploaded' | 'signedIn' | 'decided' | 'exported'>;

/** What people and programs did through this process. Each combination stands from the beginning, so that its first rise is seen. */
function deedCounters(registry: Registry): DeedCounters {
  const registers = [registry];
  const counter = <Label extends string>(name: string, help: string, ...labelNames: Label[]): Counter<Label> =>
    new Counter({ name, help, labelNames, registers });
  const uploads = counter('healthai_uploads_total', 'Files that were sent, by what became of them', 'outcome');
  const signIns = counter('healthai_sign_ins_total', 'Sign-ins, by how they ended', 'outcome');
  const decisions = counter(
    'healthai_decisions_total',
    'Decisions on records and imports, by how they ended',
    'deed',
    'outcome',
  );
  const exports = counter('healthai_exports_total', 'Exports, by how they ended', 'type', 'format', 'outcome');
  const exported = counter('healthai_exported_rows_total', 'Rows of exports that were written whole', 'type');
  for (const outcome of uploadOutcomes) uploads.inc({ outcome }, 0);
  for (const outcome of signInOutcomes) signIns.inc({ outcome }, 0);
  for (const deed of deeds) for (const outcome of outcomes) decisions.inc({ deed, outcome }, 0);
  for (const type of recordTypes) {
    exported.inc({ type }, 0);
    for (const format of exportFormats) for (const outcome of exportOutcomes) exports.inc({ type, format, outcome }, 0);
  }
  return {
    uploaded: (outcome) => uploads.inc({ outcome }),
    signedIn: (outcome) => signIns.inc({ outcome }),
    decided: (deed, outcome) => decisions.inc({ deed, outcome }),
    exported({ type, format, outcome, rows }) {
      exports.inc({ type, format, outcome });
      exported.inc({ type }, rows);
    },
  };
}
