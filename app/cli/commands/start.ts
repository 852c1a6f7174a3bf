import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { troubleOf, troubleSentence } from '../../../eventstore/trouble.ts';
import { rejectionOf } from '../../../ingestion/catalogue.ts';
import { ingestBundled } from '../../bundled.ts';
import { type Mounted, mount } from '../../mount.ts';
import { readinessOf } from '../../readiness.ts';
import { type Resuming, resuming } from '../../resume.ts';
import { serve } from '../../server.ts';
import { sourcesOf } from '../../sources.ts';
import { keepSwept } from '../../sweeping.ts';
import type { System } from '../../system.ts';
import type { Command, CommandContext } from '../command.ts';

export const startCommand: Command = {
  name: 'start',
  summary: 'Start everything in one process: database, log, read model, web server.',
  usage: '',
  words: [0, 0],
  options: {},
  service: true,
  description: `The first start makes the database in DATA_DIR and brings in the bundled data. Stop it with Ctrl-C.
Ready is told by one line on stdout; /health/live and /health/ready tell it to machines.`,
  async run(context) {
    const { configuration, log, output, stopped } = context;
    const began = performance.now();
    for (const unusable of sourcesOf(configuration).rejected) output.note(rejectionOf(unusable));
    let system: System | undefined;
    let mounted: Mounted | undefined;
    const closing = new AbortController();
    let resumed: Resuming | undefined;
    let waitsFor: readonly string[] | undefined = ['the database'];
    let able = async (): Promise<readonly string[]> => [];
    const server = await serve({
      host: configuration.host,
      port: configuration.port,
      publicUrl: configuration.publicUrl,
      trustedProxies: configuration.trustedProxies,
      log,
      readiness: async () => ({ waitsFor: waitsFor ?? (await able()) }),
      mounted: () => mounted?.middleware ?? [],
      metrics: (request) => mounted?.metrics(request),
    });
    try {
      system = await context.system();
      mounted = await mount(system, closing.signal);
      const { store, caughtUp, sql } = system;
      able = readinessOf({ sql, store, dataDir: configuration.dataDir });
      waitsFor = ['the read model'];
      // Whatever is away, what was read before is shown meanwhile.
      await onceBack(context, async () => caughtUp(await store.head()));
      waitsFor = ['interrupted imports', 'bundled data'];
      resumed = resuming(system);
      await onceBack(context, () => bringUpToDate(context, system as System, resumed as Resuming));
      if (stopped.aborted) return 0;
      resumed.keepOn();
      void keepSwept(system, closing.signal);
      waitsFor = undefined;
      const seconds = ((performance.now() - began) / 1000).toFixed(1);
      await output.line(`ready ${server.url} after ${seconds} s, Ctrl-C stops it`);
      if (!stopped.aborted) await once(stopped, 'abort');
      return 0;
    } finally {
      closing.abort();
      await Promise.all([server.close(), Promise.race([resumed?.close(), sleep(endingMs, undefined, { ref: false })])]);
    }
  },
};

/** What a resumed import has to come to its next step. */
const endingMs = 1_500;
/** Milliseconds between two tries to do what a start does. */
const againMs = 2_000;

/** Does something as soon as database, log and disk let it be done; gives up where the command is stopped. */
async function onceBack({ log, stopped }: CommandContext, work: () => Promise<void>): Promise<void> {
  while (!stopped.aborted) {
    try {
      return await work();
    } catch (error) {
      const trouble = troubleOf(error);
      if (!trouble) throw error;
      log.warn(`${troubleSentence[trouble]}: the start waits for it`);
      await sleep(againMs, undefined, { signal: stopped }).catch(() => undefined);
    }
  }
}

async function bringUpToDate(context: CommandContext, system: System, resumed: Resuming): Promise<void> {
  await resumed.round();
  if (context.configuration.bundledData) await bringIn(context, system);
}

async function bringIn({ output, stopped }: CommandContext, system: System): Promise<void> {
  const reports = await ingestBundled(system, (source) => output.note(`bundled data: ${source}`), stopped);
  if (reports.length === 0) return;
  const sum = (of: 'published' | 'open'): number => reports.reduce((n, { records }) => n + records[of], 0);
  output.note(`bundled data: ${sum('published')} records published, ${sum('open')} wait for people`);
}
