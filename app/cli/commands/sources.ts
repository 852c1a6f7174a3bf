import type { StatedSource } from '../../../domain/source/parse-definition.ts';
import { problemOf } from '../../../ingestion/catalogue.ts';
import { sourcesOf } from '../../sources.ts';
import type { Command } from '../command.ts';

export const sourcesCommand: Command = {
  name: 'sources',
  summary: 'List the sources that files can be ingested from.',
  usage: '[--json]',
  words: [0, 0],
  options: {},
  description: `A source says how a file is read, what its columns mean, and how far its data are trusted. Those of the release are
shipped; a file DATA_DIR/sources/<name>.json adds one (README.md, “Adding a source”). One that cannot be used is
listed with what is wrong in it; imports that were accepted under it go on all the same.`,
  async run({ output, json, configuration }) {
    const { sources, rejected } = sourcesOf(configuration);
    const usable = sources.map(({ definition: { name, recordType, format, licence, cadence, trust }, file }) => ({
      name,
      recordType,
      format,
      licence: licence.name,
      redistributable: licence.redistributable,
      cadence,
      trust,
      file,
      problem: null,
    }));
    const refused = rejected.map(({ name, file, problems, stated: { title: _, ...stated } }) => ({
      name,
      ...stated,
      file,
      problem: problemOf({ problems }),
    }));
    const listed: readonly Listed[] = [...usable, ...refused];
    if (json) await output.json({ sources: listed, rejected: rejected.map(({ stated: _, ...one }) => one) });
    else for (const source of listed) await output.line(lineOf(source));
    return 0;
  },
};

interface Listed extends Omit<StatedSource, 'title'> {
  readonly name: string;
  /** Null for one that the release ships. */
  readonly file: string | null;
  /** Why nothing can be read by it. */
  readonly problem: string | null;
}

function lineOf({ name, recordType, format, trust, licence, file, problem }: Listed): string {
  const columns = [
    name.padEnd(26),
    (recordType ?? '–').padEnd(20),
    (format ?? '–').padEnd(6),
    (trust ?? '–').padEnd(8),
  ];
  const line = `${columns.join('')}${(licence ?? '–').padEnd(24)}${file ?? 'shipped'}`;
  return problem === null ? line : `${line}\n  cannot be used: ${problem}`;
}
