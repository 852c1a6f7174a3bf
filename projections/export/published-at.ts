/** The published content of every record of a type, as it was at a position, in the order of ids. */
import type { RecordType } from '../../domain/contracts/contract.ts';
import { contracts } from '../../domain/contracts/index.ts';
import type { Uuid } from '../../domain/ids.ts';
import type { Values } from '../../domain/record/events.ts';
import { recordStream } from '../../domain/record/history.ts';
import { type KeptEnvelope, keptPlace } from '../../eventstore/sealing/envelope.ts';
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
  const contents = await openContents(vault, type, rows);
  return rows.flatMap(({ record, key, subject }, i) => {
    const values = contents[i];
    return values ? [{ recordId: record, key, subject, values }] : [];
  });
}

/** A content of a record's history, and the version that a sealed one is bound to. */
export interface KeptContent {
  readonly record: Uuid;
  readonly contentVersion: number | null;
  readonly content: Readonly<Record<string, unknown>> | null;
}

/** The values of contents, in their order; undefined where there is none, or its subject is erased. */
export async function openContents(
  vault: Pick<Vault, 'open'>,
  type: RecordType,
  rows: readonly KeptContent[],
): Promise<readonly (Values | undefined)[]> {
  if (!contracts[type].personal) return rows.map(({ content }) => content?.values as Values | undefined);
  const held = rows.filter(({ content }) => content !== null);
  const contents = await openObjects(
    vault,
    held.map(({ record, contentVersion, content }) => {
      const sealed = content as unknown as KeptEnvelope;
      return { sealed, place: keptPlace(sealed, recordStream(type, record), contentVersion ?? 0) };
    }),
  );
  // An event's envelope holds more than the content.
  const byRow = new Map(held.map((row, i) => [row, contents[i]?.values as Values | undefined]));
  return rows.map((row) => byRow.get(row));
}
