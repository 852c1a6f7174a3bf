/** Benchmarks by name, or all of them: `npm run bench`, `npm run bench -- import`. Each prints a table, with a limit or a peer measured in the same run. */
import { benchAppends } from './append.ts';
import { benchDeliveries } from './deliveries.ts';
import { benchImport } from './import.ts';
import { benchLoad } from './load.ts';
import { benchReading } from './reading.ts';
import { benchRebuild } from './rebuild.ts';
import { benchStart } from './start.ts';

const benches: Readonly<Record<string, (words: readonly string[]) => Promise<string>>> = {
  start: benchStart,
  append: benchAppends,
  import: benchImport,
  deliveries: benchDeliveries,
  rebuild: benchRebuild,
  reading: benchReading,
  load: benchLoad,
};

const [name, ...words] = process.argv.slice(2);
const chosen = name === undefined ? Object.keys(benches) : [name];
for (const one of chosen) {
  const bench = benches[one];
  if (bench) process.stdout.write(`### ${one}\n\n${await bench(words)}\n\n`);
  else {
    process.stderr.write(
      `There is no benchmark “${one}”. There are: ${Object.keys(benches).join(', ')}; and, to be run by node: bench/readers.ts, bench/sealing.ts.\n`,
    );
    process.exitCode = 2;
  }
}
