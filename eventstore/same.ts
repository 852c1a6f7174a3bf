import { canonicalJson } from '../domain/json.ts';
import { DifferentData, type NewEvent } from './store.ts';

/**
 * Makes sure that a stored event is the one that was sent again under its id: type, data and metadata.
 *
 * `at` may differ: two attempts of one command read the clock twice and still decide the same.
 * @throws DifferentData
 */
export function assertSame(stored: NewEvent, sent: NewEvent): void {
  const difference = differenceOf(stored, sent);
  if (difference)
    throw new DifferentData(`the event ${sent.id} (${sent.type}) is stored already, with other ${difference}`);
}

function differenceOf(stored: NewEvent, sent: NewEvent): string | undefined {
  if (stored.type !== sent.type) return `type (${stored.type})`;
  for (const key of ['commandId', 'correlationId', 'causationId', 'actor', 'v'] as const)
    if (stored.metadata[key] !== sent.metadata[key]) return `metadata (${key})`;
  // Through JSON, as the stored data went: it writes -0 as 0 and calls toJSON.
  if (canonicalJson(stored.data) !== canonicalJson(JSON.parse(JSON.stringify(sent.data)))) return 'data';
  return undefined;
}
