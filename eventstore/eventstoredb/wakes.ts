/** Wakes who waits for the log to grow: by this process's own appends, and by what the server sends. */
export interface Listener {
  ring(): void;
  /** Ends after `ms`, or at once when rung (also where it was rung since the last wait), or when the signal aborts. */
  wait(ms: number, signal?: AbortSignal): Promise<void>;
  close(): void;
}

export interface Wakes {
  /** Wakes everybody: something was appended. */
  ring(): void;
  listen(): Listener;
}

export function wakeUps(): Wakes {
  const listeners = new Set<Listener>();
  return {
    ring() {
      for (const listener of listeners) listener.ring();
    },
    listen() {
      let rung = false;
      let wake: (() => void) | undefined;
      const listener: Listener = {
        ring() {
          rung = true;
          wake?.();
        },
        wait: (ms, signal) =>
          new Promise((resolve) => {
            const done = (): void => {
              clearTimeout(timer);
              signal?.removeEventListener('abort', done);
              wake = undefined;
              rung = false;
              resolve();
            };
            const timer = setTimeout(done, ms);
            if (rung || signal?.aborted) return done();
            signal?.addEventListener('abort', done);
            wake = done;
          }),
        close: () => void listeners.delete(listener),
      };
      listeners.add(listener);
      return listener;
    },
  };
}
