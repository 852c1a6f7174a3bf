/** What is said before a file is chosen: for which sources rows need people’s consent, and what becomes of those without. */
import type { Caller } from '../../../../services/caller.ts';
import type { Services } from '../../../../services/services.ts';
import type { SourceItem } from '../../../../services/sources.ts';

export interface ConsentTold {
  readonly sources: readonly string[];
  readonly message: string;
  readonly advice: string;
  readonly recorded: boolean;
}

/** One for all sources of which the same is said. @param sources among which some are about people */
export async function consentsTold(
  services: Services,
  caller: Caller,
  sources: readonly SourceItem[],
): Promise<readonly ConsentTold[]> {
  const personal = sources.filter((one) => one.personal);
  const details = await Promise.all(personal.map(({ name }) => services.source(caller, name)));
  const needing = details.flatMap(({ name, consent }) => (consent ? [{ name, consent }] : []));
  const alike = Map.groupBy(needing, ({ consent }) => `${consent.message} ${consent.advice}`);
  return [...alike.values()].flatMap((some) => {
    const [first] = some;
    if (!first) return [];
    const { message, advice, people } = first.consent;
    return [{ sources: some.map(({ name }) => name), message, advice, recorded: people > 0 }];
  });
}
