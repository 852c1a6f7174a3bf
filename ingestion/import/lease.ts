/**
 * One import or withdrawal runs per source: the next one waits. The lease lives as long as its connection, so a killed process
 * leaves none; where the database was away, it is taken again as soon as it is back.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

const key = `hashtextextended('import lease ' || $1, 0)`;

/** Milliseconds between two tries to take a lost lease again. */
const againMs = 500;

/** What this process holds, or held until its database went away: `database source`, how many times. */
const held = new Map<string, number>();
const nameOf = (database: string, source: string): string => `${database} ${source}`;

/** Whether this process works under the lease of a source, or waits for it. Another connection might get it while it is lost. */
export const isLeasedHere = (database: string, source: string): boolean => held.has(nameOf(database, source));

/**
 * Runs `work` while holding the lease of a source.
 * @param database connection string: the lease has a connection of its own
 * @param waiting called once when somebody else holds it; what it throws ends the waiting before it begins
 */
export async function withLease<T>(
  database: string,
  source: string,
  work: () => Promise<T>,
  waiting: () => void,
): Promise<T> {
  const name = nameOf(database, source);
  held.set(name, (held.get(name) ?? 0) + 1);
  let done = false;
  let current: pg.Client | undefined;

  const connect = async (): Promise<pg.Client> => {
    const client = new pg.Client({ connectionString: database, application_name: 'healthai lease', keepAlive: true });
    client.on('error', () => undefined); // `end` follows
    await client.connect();
    return client;
  };

  /** Work that goes on meanwhile does no harm: the events' ids are the same for all, and whoever is overtaken ends. */
  async function takeAgain(): Promise<void> {
    while (!done) {
      await sleep(againMs, undefined, { ref: false });
      if (done) return;
      const client = await connect().catch(() => undefined);
      if (!client) continue;
      current = client;
      const lost = new Promise<void>((resolve) => client.once('end', resolve));
      const taken = await client.query(`select pg_advisory_lock(${key})`, [source]).catch(() => undefined);
      if (done) await client.end().catch(() => undefined);
      if (taken) await lost;
    }
  }

  try {
    const first = await connect();
    current = first;
    const { rows } = await first.query<{ held: boolean }>(`select pg_try_advisory_lock(${key}) as held`, [source]);
    if (rows[0]?.held !== true) {
      waiting();
      await first.query(`select pg_advisory_lock(${key})`, [source]);
    }
    first.once('end', () => void takeAgain());
    return await work();
  } finally {
    done = true;
    await current?.end().catch(() => undefined);
    const left = (held.get(name) ?? 1) - 1;
    if (left === 0) held.delete(name);
    else held.set(name, left);
  }
}
