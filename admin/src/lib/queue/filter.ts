/** What part of the queue somebody works on, as it stands in addresses: it goes along from the list to a record and back. */
import { type RecordType, recordTypes } from '../../../../domain/contracts/contract.ts';
import type { QueueCursor } from '../../../../projections/queries/queue.ts';

export const facets = ['severity', 'type', 'source', 'rule'] as const;
export type Facet = (typeof facets)[number];

export interface Filter {
  readonly severity?: string;
  readonly type?: RecordType;
  readonly source?: string;
  readonly rule?: string;
}

const isType = (value: string): value is RecordType => recordTypes.some((type) => type === value);

/** A type that does not exist filters nothing. */
export function filterOf(parameters: URLSearchParams): Filter {
  const value = (facet: Facet): string | undefined => parameters.get(facet) || undefined;
  const [severity, type, source, rule] = facets.map(value);
  return {
    ...(severity !== undefined && { severity }),
    ...(type !== undefined && isType(type) && { type }),
    ...(source !== undefined && { source }),
    ...(rule !== undefined && { rule }),
  };
}

/** A path with a filter, and more parameters behind it; those that are undefined are left out. */
export function addressOf(
  path: string,
  filter: Filter,
  more: Readonly<Record<string, string | undefined>> = {},
): string {
  const given = Object.entries({ ...filter, ...more }).filter((entry): entry is [string, string] => Boolean(entry[1]));
  const text = new URLSearchParams(given).toString();
  return text === '' ? path : `${path}?${text}`;
}

/** Where an action of a page is sent, with the filter that goes along. */
export const actionOf = (name: string, filter: Filter): string => `?/${name}${addressOf('', filter).replace('?', '&')}`;

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The id of a record or of a command; undefined for everything else. */
export const idOf = (text: unknown): string | undefined =>
  typeof text === 'string' && uuid.test(text) ? text : undefined;

export const cursorText = ({ rank, since, record }: QueueCursor): string => `${rank}_${since}_${record}`;

/** Undefined for a text that is no cursor: the list begins at its beginning. */
export function cursorOf(text: string | null): QueueCursor | undefined {
  const [rank = '', since = '', record] = (text ?? '').split('_');
  if (!/^-?\d{1,3}$/.test(rank) || !/^\d{1,18}$/.test(since) || idOf(record) === undefined) return undefined;
  return { rank: Number(rank), since, record: record as string };
}
