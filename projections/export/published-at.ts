/** The published content of every record of a type, as it was at a position, in the order of ids. */
import type { RecordType } from '../../domain/contracts/contract.ts';
import { contracts } from '../../domain/contracts/index.ts';
import type { Uuid } from '../../domain/ids.ts';
import type { Values } from '../../domain/record/events.ts';
import { recordStream } from '../../domain/record/history.ts';
import { historyPlace, type Sealed } from '../../eventstore/sealing/envelope.ts';
import { openObjects } from '../../eventstore/sealing/objects.ts';
import type { Vault } from '../../eventstore/sealing/vault.ts';
import type { Position } from '../../eventstore/store.ts';
import type { ReadModel } from '../queries/read-model.ts';
import { type RecordAsOf, recordsAsOf } from '../queries/records-as-of.ts';

export interface PublishedRecord {
  readonly recordId: Uuid;
  /** Of types without people. */
  readonly key: string | null;
  /** Of types about people. */
  readonly subject: Uuid | null;
  readonly values: Values;
}

export interface ExportedFrom {
  readonly readModel: ReadModel;
  readonly vault: Pick<Vault, 'open'>;
}

/** Records per page. */
const page = 2_000;

/** Pages of published records. Those of an erased subject are left out: erasure is a gate of now. */
export async function* publishedAt(
  { readModel, vault }: ExportedFrom,
  type: RecordType,
  at: Position,
): AsyncGenerator<readonly PublishedRecord[]> {
  let after: Uuid | undefined;
  for (;;) {
    const rows: readonly RecordAsOf[] = await recordsAsOf(readModel, {
      type,
      at,
      which: 'published',
      after,
      limit: page,
    });
    if (rows.length > 0) yield await opened(rows, type, vault);
    if (rows.length < page) return;
    after = rows.at(-1)!.record;
  }
}

async function opened(
  rows: readonly RecordAsOf[],
  type: RecordType,
  vault: Pick<Vault, 'open'>,
): Promise<PublishedRecord[]> {
  const held = rows.filter((row) => row.content !== null);
  const contents = contracts[type].personal
    ? await openObjects(
        vault,
        held.map(({ record, contentVersion, content }) => ({
          sealed: content as unknown as Sealed,
          place: historyPlace(recordStream(type, record), contentVersion ?? 0),
        })),
      )
    : held.map((row) => row.content);
  return held.flatMap(({ record, key, subject }, i) => {
    const content = contents[i];
    return content ? [{ recordId: record, key, subject, values: content.values as Values }] : [];
  });
}
