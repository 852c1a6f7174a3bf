/**
 * All projections built anew from the log and compared with those in use.
 *
 *     npm run bench -- rebuild [--rows 200000]
 */
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { generate } from '../datasets/generate.ts';
import { folder, install } from './installation.ts';
import { logKinds } from './logs.ts';
import { markdownTable } from './table.ts';

interface Rebuilt {
  readonly projections: readonly {
    readonly name: string;
    readonly events: number;
    readonly seconds: number;
    readonly equal: boolean | null;
  }[];
}

/** Prints a table of one row a log and projection. @throws Error where a rebuilt projection differs */
export async function benchRebuild(words: readonly string[]): Promise<string> {
  const { values } = parseArgs({ args: [...words], options: { rows: { type: 'string', default: '200000' } } });
  const files = await folder();
  const lines: (string | number)[][] = [];
  try {
    const truth = await generate({ seed: 1, out: files, rows: Number(values.rows), only: ['sample-food'] });
    for (const kind of logKinds()) {
      const installation = await install(kind);
      try {
        await installation.json(['ingest', 'sample-food', path.join(files, truth.files[0]!.file)]);
        const { projections } = await installation.json<Rebuilt>(['rebuild']);
        for (const { name, events, seconds, equal } of projections) {
          if (equal !== true) throw new Error(`the rebuilt projection ${name} differs from the one in use`);
          lines.push([kind.name, name, events, seconds.toFixed(1), Math.round(events / seconds)]);
        }
      } finally {
        await installation.remove();
      }
    }
  } finally {
    await rm(files, { recursive: true, force: true });
  }
  return markdownTable(['log', 'projection', 'events', 'seconds', 'events/s'], lines);
}
