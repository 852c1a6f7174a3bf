/**
 * One import by the first release, in a process of its own that meets trouble at an append: it is killed there (SIGKILL),
 * or the append fails, which pauses the import. Called by `place.ts` with a job as its only argument.
 */
import { createReadStream } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import type { Json } from './place.ts';

export interface Job {
  readonly release: string;
  /** A shipped source, and what differs from it; or an own one by its name alone. */
  readonly source: { readonly like: string; readonly name: string };
  readonly file: string;
  /** Every stream goes to the log alone, as on a store without multi-stream appends. */
  readonly apart?: boolean;
  readonly trouble?: {
    readonly kind: 'killed' | 'failing';
    /** The append of the import that meets it, from 1. */
    readonly at: number;
    /** Before it is sent, while it is under way, or when it is written and not yet answered. */
    readonly when?: 'before' | 'under way' | 'written';
  };
}

const job: Job = JSON.parse(process.argv[2] ?? '');
const load = (file: string): Promise<Json> => import(pathToFileURL(path.join(job.release, file)).href);

const { openSystem } = await load('app/system.ts');
const { readConfiguration } = await load('app/configuration.ts');
const { createLogger } = await load('app/logging.ts');
const { sourcesOf } = await load('app/sources.ts');
const { ingest } = await load('ingestion/import/ingest.ts');
const { splitting } = await load('eventstore/splitting.ts');

/** Milliseconds that an append is left alone while it is under way. */
const underWayMs = 4;

let appends = 0;
let begun = false;

const die = (): Promise<never> => {
  process.kill(process.pid, 'SIGKILL');
  return new Promise(() => {});
};

async function append(store: Json, writes: Json, alongside: Json): Promise<unknown> {
  if (!begun) return store.append(writes, alongside);
  appends += 1;
  const { kind, at, when } = job.trouble ?? {};
  if (appends !== at) return store.append(writes, alongside);
  if (kind === 'failing') throw new TypeError('an append failed');
  if (when === 'before') return die();
  const written = store.append(writes, alongside);
  await (when === 'under way' ? sleep(underWayMs) : written);
  return die();
}

const troubled = (store: Json): Json => ({
  ...store,
  append: (writes: Json, alongside: Json) => append(store, writes, alongside),
});
const replaced = (store: Json): Json => (job.apart ? splitting(troubled(store)) : troubled(store));

const configuration = readConfiguration(process.env);
const system = await openSystem(configuration, createLogger('silent'), { store: replaced });
const definition = { ...sourcesOf(configuration).find(job.source.like), name: job.source.name };
begun = true;
const content = createReadStream(job.file);
const request = { definition, content, fileName: path.basename(job.file), trigger: 'command' };
const report = await ingest(system.ingestion, request).catch((error: Error) => ({ failed: error.name }));
process.stdout.write(
  `${JSON.stringify({ appends, import: report.import, counts: report.counts, failed: report.failed })}\n`,
);
await system.close();
