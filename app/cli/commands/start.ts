import { once } from 'node:events';
import { rejectionOf } from '../../../ingestion/catalogue.ts';
import { ingestBundled } from '../../bundled.ts';
import { type Mounted, mount } from '../../mount.ts';
import { resumeImports } from '../../resume.ts';
import { serve } from '../../server.ts';
import { sourcesOf } from '../../sources.ts';
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
    let waitsFor: readonly string[] = ['the database'];
    const server = await serve({
      host: configuration.host,
      port: configuration.port,
      log,
      readiness: () => ({ waitsFor }),
      mounted: () => mounted?.middleware ?? [],
      metrics: (request) => mounted?.metrics(request),
    });
    try {
      system = await context.system();
      mounted = await mount(system, closing.signal);
      waitsFor = ['the read model'];
      await system.caughtUp(await system.store.head());
      waitsFor = ['interrupted imports', 'bundled data'];
      await resumeImports(system);
      if (configuration.bundledData) await bringIn(context, system);
      if (stopped.aborted) return 0;
      waitsFor = [];
      const seconds = ((performance.now() - began) / 1000).toFixed(1);
      await output.line(`ready ${server.url} after ${seconds} s, Ctrl-C stops it`);
      if (!stopped.aborted) await once(stopped, 'abort');
      return 0;
    } finally {
      closing.abort();
      await server.close();
    }
  },
};

async function bringIn({ output, stopped }: CommandContext, system: System): Promise<void> {
  const reports = await ingestBundled(system, (source) => output.note(`bundled data: ${source}`), stopped);
  if (reports.length === 0) return;
  const sum = (of: 'published' | 'open'): number => reports.reduce((n, { records }) => n + records[of], 0);
  output.note(`bundled data: ${sum('published')} records published, ${sum('open')} wait for people`);
}
