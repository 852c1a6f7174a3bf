/** Starts the product as it is run in earnest: behind a proxy with TLS, on a host name that is not the machine's. */
import type { TestProject } from 'vitest/node';
import { serveFor } from './served.ts';
import { openTlsProxy } from './tls-proxy.ts';

export default async (project: TestProject): Promise<() => Promise<void>> =>
  serveFor(project, await openTlsProxy('coach.test'));
