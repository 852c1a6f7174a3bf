/** Wake-ups: this process's own appends, and the notifications of other processes'. */
import pg from 'pg';
import type { Position } from '../store.ts';

/** Milliseconds between two attempts to listen again. */
const again = 1_000;

export interface Listener {
  /** Waits until the log reaches beyond `seen` (or anything happens, where it is undefined), for `ms` at most. */
  next(seen: Position | undefined, ms: number, signal?: AbortSignal): Promise<void>;
  close(): void;
}

export interface WakeUps {
  listen(): Listener;
  /** The log reaches this far. */
  wake(position: Position): void;
  close(): Promise<void>;
}

/** @param config how to connect: the one connection of its own is opened with the first listener and closed with the last. */
export function wakeUps(config: pg.ClientConfig): WakeUps {
  const sleepers = new Set<() => void>();
  let known = 0n;
  let listeners = 0;
  let client: pg.Client | undefined;
  let retry: NodeJS.Timeout | undefined;

  function wake(position: Position): void {
    if (position > known) known = position;
    for (const sleeper of sleepers) sleeper();
  }

  function connect(): void {
    const opened = new pg.Client({ ...config, application_name: 'healthai-log-listener', keepAlive: true });
    client = opened;
    const lost = (): void => {
      if (client !== opened) return;
      client = undefined;
      opened.end().catch(() => {});
      if (listeners > 0) retry = setTimeout(connect, again).unref();
    };
    opened.on('error', lost).on('end', lost);
    opened.on('notification', ({ payload }) => wake(BigInt(payload || 0)));
    opened
      .connect()
      .then(() => opened.query('listen healthai_log'), lost)
      .catch(lost);
  }

  async function disconnect(): Promise<void> {
    clearTimeout(retry);
    const open = client;
    client = undefined;
    await open?.end().catch(() => {});
  }

  return {
    wake,
    listen() {
      listeners += 1;
      if (listeners === 1) connect();
      return {
        next: (seen, ms, signal) =>
          new Promise((resolve) => {
            if (signal?.aborted || (seen !== undefined && known > seen)) return resolve();
            const done = (): void => {
              clearTimeout(timer);
              sleepers.delete(done);
              signal?.removeEventListener('abort', done);
              resolve();
            };
            const timer = setTimeout(done, ms);
            sleepers.add(done);
            signal?.addEventListener('abort', done);
          }),
        close() {
          listeners -= 1;
          if (listeners === 0) void disconnect();
        },
      };
    },
    close: disconnect,
  };
}
