/** What a running system serves besides its health: the API, the admin's screens, and metrics. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type Koa from 'koa';
import { createApi } from '../api/api.ts';
import { counting } from '../api/counting.ts';
import { type Doors, type Limits, openDoors } from '../api/limits.ts';
import { createMetrics, type SystemFigures } from '../api/metrics.ts';
import { countRecordsByStatus } from '../projections/queries/counts.ts';
import { importTotals } from '../projections/queries/import-totals.ts';
import { allows } from '../services/policy.ts';
import { openAdmin } from './admin.ts';
import type { System } from './system.ts';

export interface Mounted {
  readonly middleware: readonly Koa.Middleware[];
  /** Prometheus text; undefined for whoever may not have it. */
  readonly metrics: (context: Koa.Context) => Promise<string | undefined>;
}

const { version } = JSON.parse(readFileSync(path.resolve(import.meta.dirname, '../package.json'), 'utf8')) as {
  version: string;
};

/**
 * @param closing aborts when the server closes: streams without an end of their own end then
 * @param changed limits that are not those of a release
 */
export async function mount(system: System, closing: AbortSignal, changed: Partial<Limits> = {}): Promise<Mounted> {
  const { log } = system;
  const doors = openDoors(changed);
  const metrics = createMetrics(() => figuresOf(system, doors));
  const services = counting(system.services, metrics);
  const api = createApi({ services, log, version, metrics, closing, doors });
  return {
    middleware: [api, await openAdmin({ services, log, closing, doors, metrics })],
    metrics: async (context) => ((await mayRead(context, system)) ? metrics.text() : undefined),
  };
}

async function figuresOf({ store, engine, readModel, sql }: System, doors: Doors): Promise<SystemFigures> {
  const [head, projections, counts, imports] = await Promise.all([
    store.head(),
    engine.status(),
    countRecordsByStatus(readModel),
    importTotals(readModel),
  ]);
  const open = Object.fromEntries(Object.entries(counts).map(([type, count]) => [type, count.open]));
  return { head, projections, open, imports, pools: poolsOf(sql, readModel), streams: doors.streams.taken() };
}

/** The pools that may run out: that of decisions and imports, and that of questions. */
function poolsOf(sql: System['sql'], readModel: System['readModel']): SystemFigures['pools'] {
  const { totalCount, idleCount, waitingCount, options } = sql;
  return {
    commands: { most: options.max, busy: totalCount - idleCount, idle: idleCount, waiting: waitingCount },
    queries: readModel.use(),
  };
}

/** A scraper beside the system needs no token; whoever comes from elsewhere, or through a proxy, needs one that may see the status. */
async function mayRead(context: Koa.Context, { services }: System): Promise<boolean> {
  const direct = context.get('X-Forwarded-For') === '' && context.get('Forwarded') === '';
  if (direct && /^(::ffff:)?127\.|^::1$/.test(context.req.socket.remoteAddress ?? '')) return true;
  const [, token] = /^Bearer (\S+)$/.exec(context.get('Authorization')) ?? [];
  const account = token === undefined ? undefined : await services.accounts.verify(token);
  return account !== undefined && allows(account, 'status:read');
}
