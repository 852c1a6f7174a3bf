/** What a running system serves besides its health: the admin, metrics. */
import type Koa from 'koa';
import { openAdmin } from './admin.ts';
import type { System } from './system.ts';

export interface Mounted {
  readonly middleware: readonly Koa.Middleware[];
  /** Prometheus text; undefined for whoever may not have it. */
  readonly metrics: (context: Koa.Context) => Promise<string | undefined>;
}

export async function mount({ services, log }: System): Promise<Mounted> {
  return { middleware: [await openAdmin({ services, log })], metrics: async () => undefined };
}
