import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

/** From the ground up: a folder imports from its own level only itself, and from the levels below it what it likes. */
const levels = [
  ['domain'],
  ['eventstore'],
  ['projections'],
  ['commands'],
  ['ingestion'],
  ['datasets'],
  ['services'],
  ['api', 'admin'],
  ['app'],
  ['bench', 'deploy', 'docs'],
];

/** What the domain may take from outside: schemas and hashing, nothing that reads, writes, tells the time or throws dice. */
const domainMayUse = ['zod', 'node:crypto'];

/** Tests, and what only tests are made of. */
const isTest = (file: string): boolean =>
  /\.(test|browser|suite|test-support|fixture)\.ts$/.test(file) || /(^|\/)(test|suite)\//.test(file);

interface Import {
  readonly from: string;
  /** A file of this repository, or the name of a package. */
  readonly to: string;
}

const filesIn = (folder: string): string[] =>
  fs
    .readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter(
      (name) =>
        name.endsWith('.ts') &&
        !name.split(path.sep).some((folder) => folder === 'node_modules' || folder === '.svelte-kit'),
    )
    .map((name) => `${folder}/${name.split(path.sep).join('/')}`);

function importsOf(from: string): Import[] {
  const { importedFiles } = ts.preProcessFile(fs.readFileSync(path.join(root, from), 'utf8'));
  return importedFiles.map(({ fileName: name }) => ({
    from,
    to: name.startsWith('.') ? path.posix.join(path.posix.dirname(from), name) : name,
  }));
}

const files = levels
  .flat()
  .filter((folder) => fs.existsSync(path.join(root, folder)))
  .flatMap(filesIn);
const imports = files.flatMap(importsOf);
const shipped = imports.filter(({ from }) => !isTest(from));

const top = (file: string): string => file.split('/')[0] as string;
const level = (file: string): number => levels.findIndex((folders) => folders.includes(top(file)));
const isFile = ({ to }: Import): boolean => to.endsWith('.ts');
const arrow = ({ from, to }: Import): string => `${from} -> ${to}`;

/** Files that import each other in a circle, each circle once, as the path that runs through it. */
function circles(edges: readonly Import[]): string[] {
  const targets = Map.groupBy(edges, ({ from }) => from);
  const done = new Set<string>();
  const found: string[] = [];
  const walk = (file: string, trail: readonly string[]): void => {
    const start = trail.indexOf(file);
    if (start >= 0) found.push([...trail.slice(start), file].join(' -> '));
    if (start >= 0 || done.has(file)) return;
    for (const { to } of targets.get(file) ?? []) walk(to, [...trail, file]);
    done.add(file);
  };
  for (const file of targets.keys()) walk(file, []);
  return found;
}

describe('The layers', () => {
  test('are read from the files as they are', () => {
    expect(shipped.map(arrow)).toContain('domain/source/definition.ts -> domain/contracts/contract.ts');
    expect(shipped.map(arrow)).toContain('domain/source/parse-definition.ts -> zod');
  });

  test('import only what is below them', () => {
    const upward = shipped.filter(isFile).filter((edge) => {
      return top(edge.to) !== top(edge.from) && level(edge.to) >= level(edge.from);
    });
    expect(upward.map(arrow)).toEqual([]);
  });

  test('rest on a domain that is pure', () => {
    const foreign = shipped.filter((edge) => top(edge.from) === 'domain' && !isFile(edge));
    expect(foreign.filter(({ to }) => !domainMayUse.includes(to)).map(arrow)).toEqual([]);
  });

  test('take nothing from tests, but for what measures', () => {
    expect(
      shipped
        .filter(isFile)
        .filter(({ from, to }) => isTest(to) && top(from) !== 'bench')
        .map(arrow),
    ).toEqual([]);
  });

  test('have no files that import each other in a circle', () => {
    expect(circles(imports.filter(isFile))).toEqual([]);
  });
});

describe('Circles', () => {
  const edges = (...pairs: [string, string][]): Import[] => pairs.map(([from, to]) => ({ from, to }));

  test('are found wherever they begin', () => {
    expect(circles(edges(['a', 'b'], ['b', 'c'], ['c', 'b']))).toEqual(['b -> c -> b']);
  });

  test('are not seen where two ways lead to one file', () => {
    expect(circles(edges(['a', 'b'], ['a', 'c'], ['b', 'd'], ['c', 'd']))).toEqual([]);
  });
});
