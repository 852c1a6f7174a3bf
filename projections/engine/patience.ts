/** Waiting for the tables, and going without where they stand still: an import must not stop with a projection. */

const patienceMs = 2_000;
/** After waiting in vain, nothing is waited for during this time. */
const restMs = 30_000;

/** @param reached waits so long at most, and says whether it was worth it */
export type Wait = (reached: (timeoutMs: number) => Promise<boolean>) => Promise<void>;

export function patience(): Wait {
  let waitsAgainAt = 0;
  return async (reached) => {
    if (performance.now() < waitsAgainAt) return;
    if (!(await reached(patienceMs))) waitsAgainAt = performance.now() + restMs;
  };
}
