import { sources } from '../../../ingestion/sources/index.ts';
import type { Command } from '../command.ts';

export const sourcesCommand: Command = {
  name: 'sources',
  summary: 'List the sources that files can be ingested from.',
  usage: '[--json]',
  words: [0, 0],
  options: {},
  description: 'A source says how a file is read, what its columns mean, and how far its data are trusted.',
  async run({ output, json }) {
    const listed = sources.map(({ name, recordType, format, licence, cadence, trust }) => ({
      name,
      recordType,
      format,
      licence: licence.name,
      redistributable: licence.redistributable,
      cadence,
      trust,
    }));
    if (json) await output.json({ sources: listed });
    else
      for (const { name, recordType, format, trust, licence } of listed)
        await output.line(`${name.padEnd(26)}${recordType.padEnd(20)}${format.padEnd(6)}${trust.padEnd(8)}${licence}`);
    return 0;
  },
};
