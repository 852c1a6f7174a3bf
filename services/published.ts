/** What is published, as programs read it: without the fields that say who somebody is. */
import type { RecordType } from '../domain/contracts/contract.ts';
import { contracts } from '../domain/contracts/index.ts';
import type { Uuid } from '../domain/ids.ts';
import { openContents } from '../projections/export/published-at.ts';
import { type PublishedContent, publishedPage } from '../projections/queries/published.ts';
import type { Caller } from './caller.ts';
import { showClearText } from './clear-text.ts';
import type { ServiceParts } from './parts.ts';
import { allows, demand } from './policy.ts';
import type { PublishedRow } from './questions.ts';
import { refusal } from './words.ts';

type Parts = Pick<ServiceParts, 'readModel' | 'vault' | 'sql' | 'store'>;

/** Records on a page, at most. */
const most = 200;

/** Records of a type by id, and the id after which the next page begins. */
export async function published(
  parts: Parts,
  caller: Caller,
  type: RecordType,
  { after, limit = 50 }: { readonly after?: Uuid; readonly limit?: number },
): Promise<{ readonly items: readonly PublishedRow[]; readonly next: Uuid | null }> {
  demand(caller, 'published:read');
  const size = Math.min(limit, most);
  const found = await publishedPage(parts.readModel, { type, limit: size, ...(after !== undefined && { after }) });
  const items = await rowsOf(parts, caller, type, found);
  return { items, next: found.length === size ? (found.at(-1)?.record ?? null) : null };
}

/** @throws Refused `not-published` */
export async function publishedRecord(parts: Parts, caller: Caller, type: RecordType, id: Uuid): Promise<PublishedRow> {
  demand(caller, 'published:read');
  const [row] = await rowsOf(parts, caller, type, await publishedPage(parts.readModel, { type, id, limit: 1 }));
  if (!row) throw refusal('not-published', { id, type });
  return row;
}

/** With identifying fields for an auditor who states a purpose, without them for everybody else. */
async function rowsOf(
  parts: Parts,
  caller: Caller,
  type: RecordType,
  found: readonly PublishedContent[],
): Promise<readonly PublishedRow[]> {
  const { fields, personal } = contracts[type];
  const clear = personal && caller.purpose !== undefined && allows(caller, 'record:people-for-purpose');
  if (clear) await showClearText(parts, caller, `published ${type}`, await parts.store.head(), found);
  const shown = new Set(
    Object.entries(fields).flatMap(([name, field]) =>
      field.restricted || (field.identifying && !clear) ? [] : [name],
    ),
  );
  const contents = await openContents(parts.vault, type, found);
  return found.flatMap(({ record, key, subject, published: version }, i) => {
    const values = contents[i];
    if (!values) return [];
    const kept = Object.fromEntries(Object.entries(values).filter(([name]) => shown.has(name)));
    return [{ id: record, key, subject, version, values: kept }];
  });
}
