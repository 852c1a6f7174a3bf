/** What a running system serves besides its health: metrics. */
import type Koa from 'koa';
import type { System } from './system.ts';

export interface Mounted {
  readonly middleware: readonly Koa.Middleware[];
  /** Prometheus text; undefined for whoever may not have it. */
  readonly metrics: (context: Koa.Context) => Promise<string | undefined>;
}

export async function mount(_system: System): Promise<Mounted> {
  return { middleware: [], metrics: async () => undefined };
}
