/**
 * Starts: the first one makes the database and brings in the bundled data, the second finds everything there.
 *
 *     npm run bench -- start
 */
import { install } from './installation.ts';
import { logKinds } from './logs.ts';
import { markdownTable } from './table.ts';

/** Prints a table of one row a log and start. */
export async function benchStart(): Promise<string> {
  const lines: (string | number)[][] = [];
  for (const kind of logKinds()) {
    const installation = await install(kind, { bundledData: true });
    try {
      for (const which of ['first', 'second']) {
        const running = await installation.start();
        lines.push([kind.name, which, running.seconds.toFixed(1)]);
        await running.stop();
      }
    } finally {
      await installation.remove();
    }
  }
  return markdownTable(['log', 'start', 'seconds to ready'], lines);
}
