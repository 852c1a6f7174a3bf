/** Benchmarks by name: `npm run bench -- import`. Each prints a table, with a limit or a peer measured in the same run. */
import { benchImport } from './import.ts';

const benches: Readonly<Record<string, (words: readonly string[]) => Promise<string>>> = { import: benchImport };

const [name = '', ...words] = process.argv.slice(2);
const bench = benches[name];
if (bench) process.stdout.write(`${await bench(words)}\n`);
else {
  process.stderr.write(
    `There is no benchmark “${name}”. There are: ${Object.keys(benches).join(', ')}; and, to be run by node: bench/append.ts, bench/readers.ts, bench/sealing.ts.\n`,
  );
  process.exitCode = 2;
}
