import { rejectionOf } from '../../../ingestion/catalogue.ts';
import { sourcesOf } from '../../sources.ts';
import type { Command } from '../command.ts';

export const sourcesCommand: Command = {
  name: 'sources',
  summary: 'List the sources that files can be ingested from.',
  usage: '[--json]',
  words: [0, 0],
  options: {},
  description: `A source says how a file is read, what its columns mean, and how far its data are trusted. Those of the release are
shipped; a file DATA_DIR/sources/<name>.json adds one (README.md, “Adding a source”).`,
  async run({ output, json, configuration }) {
    const { sources, rejected } = sourcesOf(configuration);
    const listed = sources.map(({ definition: { name, recordType, format, licence, cadence, trust }, file }) => ({
      name,
      recordType,
      format,
      licence: licence.name,
      redistributable: licence.redistributable,
      cadence,
      trust,
      file,
    }));
    if (json) await output.json({ sources: listed, rejected });
    else
      for (const { name, recordType, format, trust, licence, file } of listed)
        await output.line(
          `${name.padEnd(26)}${recordType.padEnd(20)}${format.padEnd(6)}${trust.padEnd(8)}${licence.padEnd(24)}${file ?? 'shipped'}`,
        );
    for (const unusable of rejected) output.note(rejectionOf(unusable));
    return 0;
  },
};
