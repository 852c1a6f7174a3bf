/** Registers the rulesets that this release ships, and reads from the log which there are: imports name them by number. */
import { type RecordType, recordTypes } from '../domain/contracts/contract.ts';
import { eventId, uuidv5 } from '../domain/ids.ts';
import type { RulesetPublished } from '../domain/ruleset/events.ts';
import { foldRulesets, type RulesetEvent, type Rulesets, unpublished } from '../domain/ruleset/fold.ts';
import { shippedRulesets } from '../domain/ruleset/rulesets.ts';
import type { EventStore, Expected } from '../eventstore/store.ts';

/** The rulesets that the log holds. */
export interface PublishedRulesets {
  /** The one that decisions made now are judged by. */
  inForce(recordType: RecordType): RulesetPublished;
  /** @throws Error for a number that was never published */
  byNumber(recordType: RecordType, number: number): RulesetPublished;
}

/**
 * Publishes what this release ships and the log lacks, in the name of the system; two processes that start at once end
 * with the same rulesets.
 */
export async function publishRulesets(
  store: Pick<EventStore, 'readStream' | 'append'>,
  now: () => string,
): Promise<PublishedRulesets> {
  const byType = new Map(
    await Promise.all(recordTypes.map(async (type) => [type, await publish(store, type, now)] as const)),
  );
  const of = (type: RecordType): Rulesets => byType.get(type) ?? foldRulesets([]);
  return {
    inForce(type) {
      const { inForce } = of(type);
      if (!inForce) throw new Error(`no ruleset was published for ${type}`);
      return inForce;
    },
    byNumber(type, number) {
      const ruleset = of(type).byNumber.get(number);
      if (!ruleset) throw new Error(`ruleset ${number} of ${type} was never published`);
      return ruleset;
    },
  };
}

async function publish(
  store: Pick<EventStore, 'readStream' | 'append'>,
  type: RecordType,
  now: () => string,
): Promise<Rulesets> {
  const shipped = shippedRulesets.filter(({ recordType }) => recordType === type);
  for (;;) {
    const { events, version } = await read(store, type);
    const published = foldRulesets(events);
    const missing = unpublished(shipped, published);
    if (missing.length === 0) return published;
    const written = missing.map((event) => {
      const commandId = uuidv5('publish', type, event.data.number);
      const metadata = { commandId, correlationId: commandId, actor: 'system', at: now(), v: 1 } as const;
      return { id: eventId(commandId, 0), ...event, metadata };
    });
    await store.append([{ stream: rulesetStream(type), expected: version, events: written }]);
  }
}

async function read(
  store: Pick<EventStore, 'readStream'>,
  type: RecordType,
): Promise<{ events: RulesetEvent[]; version: Expected }> {
  const events: RulesetEvent[] = [];
  let version: Expected = 'none';
  for await (const event of store.readStream(rulesetStream(type))) {
    version = event.version;
    if (event.type === 'RulesetPublished') events.push({ type: event.type, data: event.data as RulesetPublished });
  }
  return { events, version };
}

const rulesetStream = (type: RecordType): string => `ruleset-${type}`;
