/** What is asked of a system that goes on with a log of the first release, in the words in which that release answered. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { registeredSource, sourcesOf } from '../../app/sources.ts';
import type { System } from '../../app/system.ts';
import { contracts } from '../../domain/contracts/index.ts';
import type { Counts, ImportAccepted } from '../../domain/import/events.ts';
import { sourceStream } from '../../domain/import/fold.ts';
import type { SourceDefinition } from '../../domain/source/definition.ts';
import { writeExport } from '../../projections/export/export.ts';
import type { ShownExport, ShownImport, ShownRecord } from './kept.ts';
import type { GoldenSystem } from './open-golden.ts';

const launcher = path.resolve(import.meta.dirname, '../../app/cli/healthai.js');

/** Runs a command of the product of now with `--json`, over the same log, database and folder. */
export function healthai<Line>({ environment }: GoldenSystem, ...words: readonly string[]): Promise<readonly Line[]> {
  const env = { PATH: process.env.PATH, ...environment };
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [launcher, ...words, '--json'], { env, maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
      if (stdout === '') reject(new Error(`healthai ${words.join(' ')} said nothing: ${stderr}`, { cause: error }));
      else
        resolve(
          stdout
            .split('\n')
            .slice(0, -1)
            .map((line) => JSON.parse(line)),
        );
    });
  });
}

/** An export as of the same position, in what is kept of one. */
export async function exported({ readModel, vault }: System, asked: ShownExport): Promise<ShownExport> {
  const { type, format, at, clear } = asked;
  const request = { type, format, at: BigInt(at), clear };
  const { rows, sha256, schemaHash } = await writeExport({ readModel, vault }, request, async () => {});
  return { type, format, at, clear, rows, sha256, schemaHash };
}

/** How every record stands, with the digest of all of them. */
export async function records({ sql }: System): Promise<{ each: readonly ShownRecord[]; digest: string }> {
  const { rows: each } = await sql.query<ShownRecord>(
    `select record_id as record, type, source, status, version, published_version as published
     from records.record order by record_id`,
  );
  const digest = createHash('sha256');
  for (const row of each) digest.update(`${JSON.stringify(row)}\n`);
  return { each, digest: digest.digest('hex') };
}

/** Events in the streams of records. */
export async function recordEvents({ store }: System): Promise<number> {
  let events = 0;
  for await (const batch of store.readAll({ categories: Object.keys(contracts) })) events += batch.length;
  return events;
}

/** What a source is now, by its file or the release; else what the log says it was. */
export async function definitionOf(system: System, name: string): Promise<SourceDefinition> {
  const definition =
    sourcesOf(system.configuration).find(name) ?? (await registeredSource(system.sql, name))?.definition;
  if (!definition) throw new Error(`there is no source ${name}`);
  return definition;
}

/** The bytes of the file that an import was made of. */
export async function fileOf(system: System, { source, import: id }: ShownImport): Promise<Buffer> {
  const { personal } = contracts[(await definitionOf(system, source)).recordType];
  for await (const { type, data } of system.store.readStream(sourceStream(source))) {
    const accepted = data as ImportAccepted;
    if (type !== 'ImportAccepted' || accepted.import !== id) continue;
    return buffer((await system.ingestion.originals.open(accepted.digest, { personal }))());
  }
  throw new Error(`the import ${id} was never accepted`);
}

/** Rows as a file states them again: nothing of it is new, and what was set aside or repeated is so again. */
export const asUnchanged = ({ read, duplicate, quarantined }: Counts) => ({
  read,
  new: 0,
  revised: 0,
  unchanged: read - duplicate - quarantined,
  duplicate,
  conflicting: 0,
  quarantined,
});
