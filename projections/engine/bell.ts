/** Wakes a daemon that has nothing to do. */
export interface Bell {
  ring(): void;
  /** Ends after `ms`, or at once when rung (also where it was rung since the last wait), or when the signal aborts. */
  wait(ms: number, signal: AbortSignal): Promise<void>;
}

/** A bell that nobody has rung yet. */
export function createBell(): Bell {
  let rung = false;
  let wake: (() => void) | undefined;
  return {
    ring() {
      rung = true;
      wake?.();
    },
    wait(ms, signal) {
      if (rung || signal.aborted) {
        rung = false;
        return Promise.resolve();
      }
      return new Promise((resolve) => {
        const done = (): void => {
          clearTimeout(timer);
          signal.removeEventListener('abort', done);
          wake = undefined;
          rung = false;
          resolve();
        };
        const timer = setTimeout(done, ms);
        signal.addEventListener('abort', done);
        wake = done;
      });
    },
  };
}
