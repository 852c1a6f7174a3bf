/** The sources that files can be ingested from: those that a release ships, and those that stand as JSON files in a folder. */
import fs from 'node:fs';
import path from 'node:path';
import type { DefinitionProblem, SourceDefinition } from '../domain/source/definition.ts';
import { parseDefinition, type StatedSource, statedSource } from '../domain/source/parse-definition.ts';
import { source as shippedSource, sources as shippedSources } from './sources/index.ts';

export interface CataloguedSource {
  readonly definition: SourceDefinition;
  /** Path of the file that it stands in; null for one that the release ships. */
  readonly file: string | null;
}

/** A file of the folder that defines no source, and why. */
export interface RejectedDefinition {
  /** Name of the source that it would define. */
  readonly name: string;
  readonly file: string;
  readonly problems: readonly DefinitionProblem[];
  /** What it says all the same. */
  readonly stated: StatedSource;
}

export interface SourceCatalogue {
  /** The shipped ones first, then those of the folder by name. */
  readonly sources: readonly CataloguedSource[];
  /** One bad file keeps nobody from the other sources: it is listed with what is wrong, and nothing is read by it. */
  readonly rejected: readonly RejectedDefinition[];
  readonly find: (name: string) => SourceDefinition | undefined;
}

/** A definition with a thousand columns takes about 100 KiB. */
const maximumBytes = 1024 * 1024;

/**
 * Reads the definitions `<name>.json` of a folder, as they are now; a missing folder holds none. Other files are left alone.
 * @throws where the folder cannot be read
 */
export function readCatalogue(folder: string): SourceCatalogue {
  const sources: CataloguedSource[] = shippedSources.map((definition) => ({ definition, file: null }));
  const rejected: RejectedDefinition[] = [];
  for (const fileName of definitionFiles(folder)) {
    const file = path.join(folder, fileName);
    const name = path.parse(fileName).name;
    const read = readDefinition(name, file);
    if ('definition' in read) sources.push({ definition: read.definition, file });
    else rejected.push({ name, file, ...read });
  }
  const byName = new Map(sources.map(({ definition }) => [definition.name, definition]));
  return { sources, rejected, find: (name) => byName.get(name) };
}

/** Says of a rejected definition which file it is, and all that is wrong in it: a line a problem. */
export const rejectionOf = ({ file, problems }: RejectedDefinition): string =>
  [`${file} defines no source that can be used:`, ...problems.map((one) => `  ${inWords(one)}`)].join('\n');

/** The same as one sentence that says nothing of where the files are: for those who see no folders. */
export const problemOf = ({ problems }: Pick<RejectedDefinition, 'problems'>): string =>
  problems.map(inWords).join('; ');

const inWords = ({ path: place, message }: DefinitionProblem): string => (place ? `${place}: ${message}` : message);

function definitionFiles(folder: string): string[] {
  let names: string[];
  try {
    names = fs.readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
  return names.filter((name) => name.endsWith('.json') && !name.startsWith('.')).sort();
}

type Read = { readonly definition: SourceDefinition } | Pick<RejectedDefinition, 'problems' | 'stated'>;

function readDefinition(name: string, file: string): Read {
  let json: unknown;
  const wrong = (place: string, message: string): Read => ({
    problems: [{ path: place, message }],
    stated: statedSource(json),
  });
  try {
    const { size } = fs.statSync(file);
    if (size > maximumBytes) return wrong('', `is larger than ${maximumBytes} bytes`);
    json = JSON.parse(fs.readFileSync(file, 'utf8').replace(/^\uFEFF/, ''));
  } catch (error) {
    return wrong('', error instanceof SyntaxError ? `is no JSON: ${error.message}` : (error as Error).message);
  }
  const parsed = parseDefinition(json);
  if (parsed.kind === 'invalid-definition') return { problems: parsed.problems, stated: statedSource(json) };
  const { definition } = parsed;
  if (definition.name !== name) return wrong('name', `is ${definition.name}, but the file is called ${name}.json`);
  if (shippedSource(name)) return wrong('name', `${name} is a source of the release: give yours another name`);
  return { definition };
}
