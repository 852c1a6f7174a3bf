/** What is kept of a release: its logs, the tables beside them, its folder, and what it showed. */
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { RecordType } from '../../domain/contracts/contract.ts';
import type { ExportFormat } from '../../domain/export/format.ts';
import type { Counts } from '../../domain/import/events.ts';
import type { Metadata } from '../../eventstore/store.ts';
import { restored } from './release-1/shortened.ts';

export type StoreKind = 'postgres' | 'eventstoredb';

/**
 * `story`: every kind of import and decision. `killed`: twenty imports killed at as many points. `stuck`: an import that the
 * release itself could never end.
 */
export type LogName = 'story' | 'killed' | 'stuck';

/** An event as the log held it: what is sealed stays sealed. Keys in the order in which they are written. */
export interface KeptEvent {
  readonly position: string;
  readonly stream: string;
  readonly version: number;
  readonly id: string;
  readonly type: string;
  readonly recordedAt: string;
  /** Null for what a server of EventStoreDB wrote by itself. */
  readonly metadata: Metadata | null;
  readonly data: object;
}

export interface ShownExport {
  readonly type: RecordType;
  readonly format: ExportFormat;
  readonly at: string;
  readonly clear: boolean;
  readonly rows: number;
  readonly sha256: string;
  readonly schemaHash: string;
}

/** As `imports --json` lists it; `quarantinedRows` as `imports <id> --json` does, without words. */
export interface ShownImport {
  readonly import: string;
  readonly source: string;
  readonly status: string;
  readonly counts: Counts;
  readonly file: { readonly name: string | null; readonly sha256: string | null; readonly bytes: number | null };
  readonly quarantinedRows?: readonly object[];
  readonly failure?: { readonly code: string; readonly message: string; readonly params: object };
}

export interface ShownRecord {
  readonly record: string;
  readonly type: RecordType;
  readonly source: string;
  readonly status: string;
  readonly version: number;
  readonly published: number | null;
}

export interface Shown {
  readonly revision: string;
  readonly log: { readonly events: number; readonly sha256: string };
  /** Positions between the chapters. */
  readonly marks: readonly string[];
  readonly exports: readonly ShownExport[];
  /** The latest first. */
  readonly imports: readonly ShownImport[];
  readonly records: {
    readonly counts: Readonly<Record<string, number>>;
    readonly digest: string;
    /** Where they are not too many. */
    readonly each?: readonly ShownRecord[];
  };
  /** Of imports that were left unfinished: how the release itself ended them later. By import. */
  readonly ends?: Readonly<Record<string, { readonly counts: Counts }>>;
}

export interface Kept {
  readonly events: readonly KeptEvent[];
  /** By schema and name. */
  readonly tables: Readonly<Record<string, readonly object[]>>;
  readonly shown: Shown;
  /** The folder that holds `DATA_DIR`, its originals packed. */
  readonly data: string;
}

const folder = path.join(import.meta.dirname, 'release-1');

const unpacked = (file: string): string => gunzipSync(fs.readFileSync(file)).toString('utf8');

/** The digest that tells whether a log is read as it was. */
export const digestOf = (events: readonly KeptEvent[]): string => {
  const digest = createHash('sha256');
  for (const event of events) digest.update(`${JSON.stringify(event)}\n`);
  return digest.digest('hex');
};

/** Reads what is kept of a log. @throws where it is not read as it was */
export function readKept(kind: StoreKind, name: LogName): Kept {
  const at = path.join(folder, kind, name);
  const short = path.join(at, 'log.short.ndjson.gz');
  const isShort = fs.existsSync(short);
  const lines = unpacked(isShort ? short : path.join(at, 'log.ndjson.gz'))
    .split('\n')
    .slice(0, -1);
  const events = lines.map((line) => (isShort ? restored(JSON.parse(line)) : (JSON.parse(line) as KeptEvent)));
  const shown = JSON.parse(unpacked(path.join(at, 'shown.json.gz'))) as Shown;
  const digest = digestOf(events);
  if (digest !== shown.log.sha256) throw new Error(`${at}: the log is not read as it was: ${digest}`);
  const tables = JSON.parse(unpacked(path.join(at, 'tables.json.gz'))) as Kept['tables'];
  return { events, tables, shown, data: path.join(at, 'data') };
}
