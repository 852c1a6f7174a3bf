/** The product, once for a run of browser tests. */
import type { TestProject } from 'vitest/node';
import type { User } from '../app/credentials.ts';
import { startProduct } from './product.ts';
import type { TlsProxy } from './tls-proxy.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where the product answers. */
    servedUrl: string;
    /** Who may sign in, with their passwords. */
    servedUsers: readonly User[];
    /** The proxy with TLS before it; null where it is asked directly. */
    servedBehind: Pick<TlsProxy, 'host' | 'certificate' | 'keyDigest'> | null;
  }
}

export default (project: TestProject): Promise<() => Promise<void>> => serveFor(project);

/** @param proxy what it is reached through, if not directly; closed with it */
export async function serveFor(project: TestProject, proxy?: TlsProxy): Promise<() => Promise<void>> {
  const { url, users, stop } = await startProduct(proxy && { PUBLIC_URL: proxy.url, TRUSTED_PROXIES: '127.0.0.1' });
  proxy?.passOnTo(url);
  const behind = proxy && { host: proxy.host, certificate: proxy.certificate, keyDigest: proxy.keyDigest };
  project.provide('servedUrl', proxy?.url ?? url);
  project.provide('servedBehind', behind ?? null);
  project.provide('servedUsers', users);
  return async () => {
    proxy?.close();
    const logged = await stop();
    // What the server logged as warnings and errors belongs to the run.
    if (logged.length > 0) process.stderr.write(`the server logged:\n${logged.join('\n')}\n`);
  };
}
