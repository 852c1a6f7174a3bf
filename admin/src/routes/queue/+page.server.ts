import { decidedRecord } from '#lib/queue/decided-record.server.ts';
import { cursorOf, cursorText, facets, filterOf } from '#lib/queue/filter.ts';
import { waitingRecords } from '#lib/queue/waiting.server.ts';
import { typeLabel } from '#lib/records/contracts.server.ts';
import { callerOf } from '#lib/session/caller.server.ts';
import type { PageServerLoad } from './$types.js';

/** Few enough to read, and to look up what the rules say of each. */
const pageSize = 25;

export const load: PageServerLoad = async (event) => {
  const { services, language } = event.locals;
  const caller = callerOf(event);
  const filter = filterOf(event.url.searchParams);
  const after = cursorOf(event.url.searchParams.get('after'));
  const [page, counts, decided] = await Promise.all([
    services.queue(caller, { ...filter, ...(after && { after }), limit: pageSize }),
    services.facets(caller, filter),
    decidedRecord(event),
  ]);
  const labelOf = (facet: string, value: string): string =>
    (facet === 'type' ? typeLabel(value, language) : null) ?? value;
  const bySeverity = counts.filter(({ facet, value }) => facet === 'severity' && (filter.severity ?? value) === value);
  return {
    filter,
    after: after !== undefined,
    items: await waitingRecords(services, caller, page.items),
    next: page.next && cursorText(page.next),
    total: bySeverity.reduce((sum, { count }) => sum + count, 0),
    facets: facets.map((name) => ({
      name,
      values: counts
        .filter(({ facet }) => facet === name)
        .map(({ value, count }) => ({ value, label: labelOf(name, value), count })),
    })),
    decided,
  };
};
