/** What the events of a ruleset's stream say: which rulesets were published, and which is in force. */
import type { RulesetPublished } from './events.ts';

export interface Rulesets {
  /** The last one published; undefined before the first. */
  readonly inForce?: RulesetPublished;
  /** Every one by its number: imports and decisions name it so. */
  readonly byNumber: ReadonlyMap<number, RulesetPublished>;
}

export type RulesetEvent = { readonly type: 'RulesetPublished'; readonly data: RulesetPublished };

/** Folds the events of one record type's stream, in their order. */
export function foldRulesets(events: readonly RulesetEvent[]): Rulesets {
  const byNumber = new Map(events.map(({ data }) => [data.number, data]));
  const inForce = events.at(-1)?.data;
  return { byNumber, ...(inForce !== undefined && { inForce }) };
}

/** The shipped rulesets that a stream lacks, to be published in their order: a release publishes each of them once. */
export function unpublished(shipped: readonly RulesetPublished[], published: Rulesets): readonly RulesetEvent[] {
  return shipped
    .filter(({ number }) => !published.byNumber.has(number))
    .map((data) => ({ type: 'RulesetPublished', data }));
}
