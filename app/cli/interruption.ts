/** What Ctrl-C and TERM do to a command. */

/** The command was ended from outside. Exit code 130 or 143, as shells expect of a signal. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
  readonly exitCode: number;
  constructor(signal: NodeJS.Signals) {
    super('Interrupted. What was done until now is kept: call it again to go on.');
    this.exitCode = exitCodeOf(signal);
  }
}

export interface Interruption {
  /** Aborts at the first signal. */
  readonly stopped: AbortSignal;
  /** Rejects with `Interrupted` once the command has had the time that it gets to end by itself. */
  readonly cutOff: Promise<never>;
  /** Stops listening. */
  forget(): void;
}

/** Within this time a repeated signal is taken for the same one: under `npm start` a Ctrl-C arrives twice, from the terminal and from npm. */
const sameSignalMs = 500;

/**
 * Listens for Ctrl-C and TERM. A second one, a moment later, ends the process at once.
 * @param graceMs what the command has to end by itself after a signal
 */
export function listenForInterruption(graceMs: number): Interruption {
  const controller = new AbortController();
  let cutOffWith: (reason: Interrupted) => void = () => {};
  const cutOff = new Promise<never>((_, reject) => (cutOffWith = reject));
  // Nobody may be waiting any more when it comes.
  cutOff.catch(() => {});
  let since = 0;
  let cutting: NodeJS.Timeout | undefined;
  const stop = (signal: NodeJS.Signals): void => {
    if (controller.signal.aborted) {
      if (Date.now() - since > sameSignalMs) process.exit(exitCodeOf(signal));
      return;
    }
    since = Date.now();
    controller.abort(signal);
    cutting = setTimeout(() => cutOffWith(new Interrupted(signal)), graceMs);
  };
  process.on('SIGINT', stop).on('SIGTERM', stop);
  return {
    stopped: controller.signal,
    cutOff,
    forget() {
      clearTimeout(cutting);
      process.off('SIGINT', stop).off('SIGTERM', stop);
    },
  };
}

const exitCodeOf = (signal: NodeJS.Signals): number => (signal === 'SIGINT' ? 130 : 143);
