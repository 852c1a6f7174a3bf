/**
 * What the imports of a source without natural key stated, as hashes: how a later import finds the record that a row belongs
 * to. It lies with the keys, since it ties content to records: of people the hashes are keyed.
 */
import type { Uuid } from '../../domain/ids.ts';
import type { Ask } from './connection.ts';

export interface StatedContent {
  readonly recordId: Uuid;
  /** Of the row's canonical content, 32 bytes: `InstallationHashes.row`, or SHA-256 for types without people. */
  readonly hash: Buffer;
}

export interface StatedRecord {
  readonly recordId: Uuid;
  readonly import: Uuid;
}

export interface Stated {
  /** Notes what an import states. The same again changes nothing. */
  readonly add: (source: string, importId: Uuid, contents: readonly StatedContent[]) => Promise<void>;
  /**
   * For each hash, the record whose latest statement it is, leaving out what the import `except` stated itself: so a resumed
   * import finds what it found at first. Where several records say the same, the one that said it first.
   */
  readonly find: (source: string, hashes: readonly Buffer[], except: Uuid) => Promise<readonly (Uuid | undefined)[]>;
  /**
   * Every record of the source that an import other than `except` states, in the order in which their latest statements were
   * noted, and the import of that statement.
   */
  readonly records: (source: string, except: Uuid) => Promise<readonly StatedRecord[]>;
  /**
   * After an import has completed: of the records that it states, forgets statements between two that say the same, so that
   * what is kept grows with what changes, not with the number of imports.
   */
  readonly thin: (importId: Uuid) => Promise<void>;
  /** Of a withdrawn import. */
  readonly forgetImport: (importId: Uuid) => Promise<void>;
  /** Of an erased person. */
  readonly forgetRecords: (recordIds: readonly Uuid[]) => Promise<void>;
}

const insertStated = `
  insert into keys.stated (source, import_id, record_id, hash)
  select $1, $2, record_id, hash from unnest($3::uuid[], $4::bytea[]) with ordinality as content (record_id, hash, place)
  order by place
  on conflict (record_id, import_id) do update set hash = excluded.hash`;

const selectStated = `
  select distinct on (stated.hash) stated.hash, stated.record_id
  from keys.stated
  where stated.source = $1 and stated.hash = any($2::bytea[]) and stated.import_id <> $3
    and not exists (
      select from keys.stated as later
      where later.record_id = stated.record_id and later.import_id <> $3 and later.number > stated.number
    )
  order by stated.hash, stated.number`;

const selectRecords = `
  select record_id, import_id
  from (
    select distinct on (record_id) record_id, import_id, number
    from keys.stated
    where source = $1 and import_id <> $2
    order by record_id, number desc
  ) as latest
  order by number`;

const deleteBetween = `
  delete from keys.stated
  using (
    select number, hash = lag(hash) over said and hash = lead(hash) over said as between
    from keys.stated
    where record_id in (select record_id from keys.stated where import_id = $1)
    window said as (partition by record_id order by number)
  ) as placed
  where stated.number = placed.number and placed.between`;

/** What sources stated, as the database keeps it. */
export const statedIn = (ask: Ask): Stated => ({
  async add(source, importId, contents) {
    if (contents.length === 0) return;
    await ask(insertStated, [
      source,
      importId,
      contents.map((content) => content.recordId),
      contents.map((content) => content.hash),
    ]);
  },
  async find(source, hashes, except) {
    if (hashes.length === 0) return [];
    const { rows } = await ask<{ hash: Buffer; record_id: Uuid }>(selectStated, [source, hashes, except]);
    const records = new Map(rows.map((row) => [row.hash.toString('base64'), row.record_id]));
    return hashes.map((hash) => records.get(hash.toString('base64')));
  },
  async records(source, except) {
    const { rows } = await ask<{ record_id: Uuid; import_id: Uuid }>(selectRecords, [source, except]);
    return rows.map((row) => ({ recordId: row.record_id, import: row.import_id }));
  },
  async thin(importId) {
    await ask(deleteBetween, [importId]);
  },
  async forgetImport(importId) {
    await ask('delete from keys.stated where import_id = $1', [importId]);
  },
  async forgetRecords(recordIds) {
    await ask('delete from keys.stated where record_id = any($1::uuid[])', [recordIds]);
  },
});
