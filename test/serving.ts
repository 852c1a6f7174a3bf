/** The whole of what a system serves, in the process of a test: API, screens, health and metrics, on a free port. */
import type { Limits } from '../api/limits.ts';
import { type Mounted, mount } from '../app/mount.ts';
import { type Server, type ServerParts, serve } from '../app/server.ts';
import type { System } from '../app/system.ts';

export interface Serving {
  /** Where it answers. */
  readonly url: string;
  readonly port: number;
  readonly server: Server;
  readonly mounted: Mounted;
  /** Ends streams, then the server. The system stays open. */
  close(): Promise<void>;
}

/** What a test may have otherwise than a release. */
export interface Served extends Partial<Pick<ServerParts, 'readiness' | 'publicUrl' | 'trustedProxies'>> {
  readonly limits?: Partial<Limits>;
}

/** Both doors of a system; where nothing else is said it is always ready. */
export async function serving(system: System, { limits = {}, ...parts }: Served = {}): Promise<Serving> {
  const closing = new AbortController();
  const mounted = await mount(system, closing.signal, limits);
  const server = await serve({
    readiness: () => ({ waitsFor: [] }),
    ...parts,
    host: '127.0.0.1',
    port: 0,
    log: system.log,
    limits,
    mounted: () => mounted.middleware,
    metrics: (context) => mounted.metrics(context),
  });
  return {
    url: server.url,
    port: Number(new URL(server.url).port),
    server,
    mounted,
    async close() {
      closing.abort();
      await server.close();
    },
  };
}
