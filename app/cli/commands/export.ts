import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { finished } from 'node:stream/promises';
import { type RecordType, recordTypes } from '../../../domain/contracts/contract.ts';
import { contracts } from '../../../domain/contracts/index.ts';
import { type ExportFormat, exportFormats } from '../../../domain/export/format.ts';
import { writeExport } from '../../../projections/export/export.ts';
import { positionAt } from '../at.ts';
import { type Command, CommandFailed, wrongUse } from '../command.ts';
import { actingUser } from '../users.ts';

export const exportCommand: Command = {
  name: 'export',
  summary: 'Write the published records of a type, as they are or were.',
  usage: '<record type> --format csv|json|ndjson [--at <position|time>] [--out <file>] [--json]',
  words: [1, 1],
  options: {
    format: { type: 'string', value: '<format>', help: `One of ${exportFormats.join(', ')}.` },
    at: { type: 'string', value: '<when>', help: 'A position, event:<id> or a time; now where left out.' },
    out: { type: 'string', value: '<file>', help: 'Write to this file; stdout where left out.' },
    purpose: { type: 'string', value: '<text>', help: 'With --as: what clear text about people is needed for.' },
    as: { type: 'string', value: '<email>', help: 'An auditor, for clear text about people.' },
  },
  description: `The same position gives the same bytes, on any day. Records about people come under the subject's id, without the fields
that identify them; an auditor gets these too, for a stated purpose.

  healthai export food --format csv --out food.csv`,
  async run({ system, output, json }, args) {
    const type = args.positionals[0] as RecordType;
    if (!recordTypes.includes(type))
      throw wrongUse(`There is no record type “${type}”. There are: ${recordTypes.join(', ')}.`);
    const format = args.option('format') as ExportFormat;
    if (!exportFormats.includes(format)) throw wrongUse(`Say how to write it: --format ${exportFormats.join('|')}.`);
    const out = args.option('out');
    if (json && out === undefined) throw wrongUse('With --json the data need a file of their own: add --out <file>.');
    const purpose = args.option('purpose');
    const opened = await system();
    if (purpose !== undefined && contracts[type].personal) {
      const { roles, email } = actingUser(opened, args);
      if (!roles.includes('auditor'))
        throw new CommandFailed(
          'not-entitled',
          `${email} is no auditor: only auditors get clear text about people. Export without --purpose, or ask an auditor.`,
        );
      opened.log.info({ user: email, purpose, type }, 'clear text about people is exported');
    }
    const at = await positionAt(opened.store, args.option('at'));
    await opened.caughtUp(at);
    const request = { type, format, at, clear: purpose !== undefined && contracts[type].personal };
    const { readModel, vault } = opened;
    if (out === undefined) {
      await writeExport({ readModel, vault }, request, (text) => output.write(text));
      return 0;
    }
    const summary = await toFile(out, (write) => writeExport({ readModel, vault }, request, write));
    const { rows, sha256, position, schemaHash } = summary;
    if (json) await output.json({ rows, sha256, position: `${position}`, schemaHash, file: out });
    else await output.line(`${rows} rows in ${out}, sha256 ${sha256}, at position ${position}`);
    return 0;
  },
};

/** Writes beside the file and puts it in its place when complete: nobody finds half an export. */
async function toFile<T>(file: string, work: (write: (text: string) => Promise<void>) => Promise<T>): Promise<T> {
  const partial = `${file}.partial-${process.pid}`;
  const stream = createWriteStream(partial, { flags: 'wx' });
  try {
    const result = await work(
      (text) => new Promise((done, fail) => void stream.write(text, (error) => (error ? fail(error) : done()))),
    );
    stream.end();
    await finished(stream);
    await rename(partial, file);
    return result;
  } finally {
    stream.destroy();
    await rm(partial, { force: true });
  }
}
