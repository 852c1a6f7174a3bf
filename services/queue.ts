/** What waits for people. */
import type { Uuid } from '../domain/ids.ts';
import {
  placeInQueue,
  type QueueCursor,
  type QueueFacet,
  type QueueItem,
  queueFacets,
  queuePage,
} from '../projections/queries/queue.ts';
import type { Caller } from './caller.ts';
import type { ServiceParts } from './parts.ts';
import { demand } from './policy.ts';
import type { QueueFilter } from './questions.ts';

type Parts = Pick<ServiceParts, 'readModel'>;

/** Records on a page, at most. */
const most = 200;

/** The worst first, then the longest waiting. */
export async function queue(
  { readModel }: Parts,
  caller: Caller,
  { limit = 50, ...filter }: QueueFilter,
): Promise<{ readonly items: readonly QueueItem[]; readonly next: QueueCursor | null }> {
  demand(caller, 'queue:read');
  return queuePage(readModel, { ...filter, limit: Math.min(limit, most) });
}

export async function facets(
  { readModel }: Parts,
  caller: Caller,
  filter: Omit<QueueFilter, 'after' | 'limit'>,
): Promise<readonly QueueFacet[]> {
  demand(caller, 'queue:read');
  return queueFacets(readModel, filter);
}

/** The record behind this one, or the first where this one does not wait; null where no other waits. */
export async function nextInQueue(
  { readModel }: Parts,
  caller: Caller,
  { after: _, ...filter }: QueueFilter,
  id: Uuid,
): Promise<Uuid | null> {
  demand(caller, 'queue:read');
  const after = await placeInQueue(readModel, id);
  const behind = await queuePage(readModel, { ...filter, ...(after && { after }), limit: 1 });
  if (behind.items[0] || !after) return behind.items[0]?.record ?? null;
  const first = await queuePage(readModel, { ...filter, limit: 1 });
  return first.items.find(({ record }) => record !== id)?.record ?? null;
}
