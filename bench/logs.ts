/**
 * The logs that are measured: PostgreSQL always; EventStoreDB where EVENTSTORE_SERVER says how a server is started. Each
 * measurement has a log of its own, so a server is started for it, with an empty database:
 *
 *     EVENTSTORE_SERVER='EventStore.ClusterNode --insecure --run-projections None --db "$DB" --node-port "$PORT"'
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

export interface Log {
  /** What points the product to it. */
  readonly environment: NodeJS.ProcessEnv;
  close(): Promise<void>;
}

export interface LogKind {
  readonly name: 'PostgreSQL' | 'EventStoreDB';
  /** @param folder where it may keep its data */
  open(folder: string): Promise<Log>;
}

const postgres: LogKind = {
  name: 'PostgreSQL',
  open: async () => ({ environment: {}, close: async () => {} }),
};

const eventStoreDb = (command: string): LogKind => ({
  name: 'EventStoreDB',
  async open(folder) {
    const port = await freePort();
    // The server takes every variable of this prefix for a setting of its own, and refuses those that it does not know.
    const { EVENTSTORE_SERVER: _, EVENTSTORE_URL: __, ...inherited } = process.env;
    const env = { ...inherited, DB: path.join(folder, 'eventstoredb'), PORT: `${port}` };
    // A process group of its own, so that whatever the command starts ends with it.
    const server = spawn('sh', ['-c', command], { env, detached: true, stdio: 'ignore' });
    await live(server, port);
    return {
      environment: { EVENTSTORE_URL: `esdb://127.0.0.1:${port}?tls=false` },
      async close() {
        const ended = new Promise((resolve) => server.once('exit', resolve));
        process.kill(-server.pid!, 'SIGKILL');
        await ended;
      },
    };
  },
});

async function live(server: ChildProcess, port: number): Promise<void> {
  while (server.exitCode === null) {
    const answer = await fetch(`http://127.0.0.1:${port}/health/live`).catch(() => undefined);
    if (answer?.status === 204) return;
    await pause(100);
  }
  throw new Error(`EVENTSTORE_SERVER: the server ended with ${server.exitCode} before it was live`);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}

/** The logs of this run. */
export function logKinds(): readonly LogKind[] {
  const command = process.env.EVENTSTORE_SERVER;
  return command ? [postgres, eventStoreDb(command)] : [postgres];
}
