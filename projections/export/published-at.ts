/** The published content of every record of a type, as it was at a position: from the history, in the order of ids. */
import type pg from 'pg';
import type { RecordType } from '../../domain/contracts/contract.ts';
import { contracts } from '../../domain/contracts/index.ts';
import type { Uuid } from '../../domain/ids.ts';
import type { JsonObject } from '../../domain/json.ts';
import type { Values } from '../../domain/record/events.ts';
import { historyPlace, type Sealed } from '../../eventstore/sealing/envelope.ts';
import { openObjects } from '../../eventstore/sealing/objects.ts';
import type { Vault } from '../../eventstore/sealing/vault.ts';
import type { Position } from '../../eventstore/store.ts';

export interface PublishedRecord {
  readonly recordId: Uuid;
  /** Of types without people. */
  readonly key: string | null;
  /** Of types about people. */
  readonly subject: Uuid | null;
  readonly values: Values;
}

interface Row {
  readonly record_id: Uuid;
  readonly key: string | null;
  readonly subject: Uuid | null;
  readonly version: number;
  readonly content: JsonObject;
}

/** Records per page. */
const page = 2_000;

/** Pages of published records. Those of an erased subject are left out: consent and erasure are gates of now. */
export async function* publishedAt(
  { sql, vault }: { readonly sql: pg.Pool; readonly vault: Pick<Vault, 'open'> },
  type: RecordType,
  at: Position,
): AsyncGenerator<readonly PublishedRecord[]> {
  let after: Uuid | null = null;
  for (;;) {
    const { rows }: pg.QueryResult<Row> = await sql.query<Row>({
      name: 'published-at',
      text: `
        select history.record_id, record.key, record.subject, content.version, content.content
        from records.record_history history
        join records.record record on record.record_id = history.record_id
        join records.record_history content
          on content.record_id = history.record_id and content.version = history.published_content_version
        where record.type = $1
          and history.from_position <= $2
          and (history.to_position is null or history.to_position > $2)
          and ($3::uuid is null or history.record_id > $3)
          and content.content is not null
        order by history.record_id
        limit ${page}`,
      values: [type, at, after],
    });
    if (rows.length > 0) yield await opened(rows, type, vault);
    if (rows.length < page) return;
    after = rows.at(-1)!.record_id;
  }
}

async function opened(rows: readonly Row[], type: RecordType, vault: Pick<Vault, 'open'>): Promise<PublishedRecord[]> {
  const contents = contracts[type].personal
    ? await openObjects(
        vault,
        rows.map(({ record_id, version, content }) => ({
          sealed: content as unknown as Sealed,
          place: historyPlace(`${type}-${record_id}`, version),
        })),
      )
    : rows.map((row) => row.content);
  return rows.flatMap(({ record_id, key, subject }, i) => {
    const content = contents[i];
    return content ? [{ recordId: record_id, key, subject, values: content.values as Values }] : [];
  });
}
