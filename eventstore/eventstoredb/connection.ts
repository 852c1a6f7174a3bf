/** The connection to EventStoreDB: one client, made anew where it cannot recover by itself. */
import { type Credentials, EventStoreDBClient } from '@eventstore/db-client';
import { isUndiscovered } from './faults.ts';

export interface Connection {
  /** Does something with the client; where the client turns out to be beyond recovery, the next call gets a new one. */
  use<T>(work: (client: EventStoreDBClient) => Promise<T>): Promise<T>;
  /** For calls that are to be sent one by one, with a deadline. Undefined where only the batch path knows them. */
  readonly credentials: Credentials | undefined;
  close(): Promise<void>;
}

/**
 * Milliseconds between two signs of life, and to wait for one: a frozen server is noticed after their sum. The client
 * complains about an interval below 10 s.
 */
const keepAlive = { keepAliveInterval: 10_000, keepAliveTimeout: 5_000 } as const;

/**
 * Nothing is connected yet.
 * @param url as the client takes it; what it says of signs of life goes before our own
 * @throws TypeError where it cannot be read
 */
export function openConnection(url: string): Connection {
  const text = withKeepAlive(url);
  const open = (): EventStoreDBClient => {
    try {
      return EventStoreDBClient.connectionString(text);
    } catch {
      // Not with the client's own words: they quote the URL, and a password may be in it.
      throw new TypeError('no connection string that the client of EventStoreDB can read');
    }
  };
  let client = open();
  const leaving = new Set<Promise<void>>();

  function replace(failed: EventStoreDBClient): void {
    if (failed !== client) return;
    client = open();
    const left = failed.dispose().catch(() => {});
    leaving.add(left);
    void left.then(() => leaving.delete(left));
  }

  return {
    async use(work) {
      const used = client;
      try {
        return await work(used);
      } catch (error) {
        if (isUndiscovered(error)) replace(used);
        throw error;
      }
    },
    credentials: credentialsOf(url),
    async close() {
      await Promise.all([client.dispose().catch(() => {}), ...leaving]);
    },
  };
}

function withKeepAlive(url: string): string {
  const missing = Object.entries(keepAlive).filter(([name]) => !new RegExp(`[?&]${name}=`, 'i').test(url));
  if (missing.length === 0) return url;
  const [before, after] = url.includes('?') ? [url, '&'] : [url.replace(/([^/])$/, '$1/'), '?'];
  return `${before}${after}${missing.map(([name, ms]) => `${name}=${ms}`).join('&')}`;
}

/**
 * Who the server is told we are. The client sends an append by itself, and not on the stream that all appends share, only
 * where it is given credentials; a server without TLS does not look at them.
 */
function credentialsOf(url: string): Credentials | undefined {
  const [, username, password] = /^[^:]+:\/\/([^:@/]+):([^@/]*)@/.exec(url) ?? [];
  if (username !== undefined && password !== undefined)
    return { username: decodeURIComponent(username), password: decodeURIComponent(password) };
  return /[?&]tls=false\b/i.test(url) ? { username: 'nobody', password: 'nothing' } : undefined;
}
