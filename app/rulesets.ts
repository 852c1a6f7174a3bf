/** The rulesets that decisions are made with, also where the log cannot be reached at the start. */
import type { Logger } from 'pino';
import { type PublishedRulesets, publishRulesets } from '../commands/publish-rulesets.ts';
import { type EventStore, StoreUnavailable } from '../eventstore/store.ts';

/** Milliseconds between two tries. */
const againMs = 1_000;

/**
 * Publishes what this release ships and reads what there is. Where the log cannot be reached that is done as soon as it can
 * be, so that what was read before can be shown meanwhile; who needs a ruleset until then gets StoreUnavailable.
 */
export async function rulesetsOf(
  store: Pick<EventStore, 'readStream' | 'append'>,
  now: () => string,
  log: Logger,
): Promise<{ readonly rulesets: PublishedRulesets; stop(): void }> {
  let published: PublishedRulesets | undefined;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  let told = false;

  async function attempt(): Promise<void> {
    try {
      published = await publishRulesets(store, now);
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error;
      if (stopped) return;
      if (!told) log.warn({ err: error }, 'the log cannot be reached: nothing can be decided or imported until it can');
      told = true;
      timer = setTimeout(() => void attempt().catch((err) => log.error({ err }, 'no rulesets')), againMs).unref();
    }
  }

  const there = (): PublishedRulesets => {
    if (!published) throw new StoreUnavailable('the log cannot be reached yet, and the rulesets are in it');
    return published;
  };
  await attempt();
  return {
    rulesets: {
      inForce: (type) => there().inForce(type),
      byNumber: (type, number) => there().byNumber(type, number),
    },
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
