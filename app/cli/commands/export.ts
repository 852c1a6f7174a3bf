import { rmSync } from 'node:fs';
import { open, realpath, rename, stat } from 'node:fs/promises';
import { type RecordType, recordTypes } from '../../../domain/contracts/contract.ts';
import { contracts } from '../../../domain/contracts/index.ts';
import { type ExportFormat, exportFormats } from '../../../domain/export/format.ts';
import { writeExport } from '../../../projections/export/export.ts';
import { positionAt } from '../at.ts';
import { type Command, CommandFailed, wrongUse } from '../command.ts';
import { clearTextAsked, clearTextOptions, showClearText } from '../users.ts';

export const exportCommand: Command = {
  name: 'export',
  summary: 'Write the published records of a type, as they are or were.',
  usage:
    '<record type> --format csv|json|ndjson [--at <position|time>] [--out <file>] [--purpose <text> --as <email>] [--json]',
  words: [1, 1],
  options: {
    format: { type: 'string', value: '<format>', help: `One of ${exportFormats.join(', ')}.` },
    at: { type: 'string', value: '<when>', help: 'A position, event:<id> or a time; now where left out.' },
    out: { type: 'string', value: '<file>', help: 'Write to this file; stdout where left out.' },
    ...clearTextOptions,
  },
  description: `The same position gives the same bytes, on any day. Records about people come under the subject's id, without the fields
that identify them; an auditor gets these too, for a stated purpose.

  healthai export food --format csv --out food.csv`,
  async run({ system, output, json, stopped }, args) {
    const type = args.positionals[0] as RecordType;
    if (!recordTypes.includes(type))
      throw wrongUse(`There is no record type “${type}”. There are: ${recordTypes.join(', ')}.`);
    const format = args.option('format') as ExportFormat;
    if (!exportFormats.includes(format)) throw wrongUse(`Say how to write it: --format ${exportFormats.join('|')}.`);
    const out = args.option('out');
    if (json && out === undefined) throw wrongUse('With --json the data need a file of their own: add --out <file>.');
    const asked = clearTextAsked(args);
    const opened = await system();
    const at = await positionAt(opened.store, args.option('at'));
    await opened.caughtUp(at);
    const clear = asked !== undefined && contracts[type].personal;
    if (clear) await showClearText(opened, asked, `export ${type}`, at);
    const request = { type, format, at, clear };
    const { readModel, vault } = opened;
    if (out === undefined) {
      await writeExport({ readModel, vault }, request, (text) => output.write(text));
      return 0;
    }
    const summary = await toFile(out, stopped, (write) => writeExport({ readModel, vault }, request, write));
    const { rows, sha256, position, schemaHash } = summary;
    if (json) await output.json({ rows, sha256, position: `${position}`, schemaHash, file: out });
    else await output.line(`${rows} rows in ${out}, sha256 ${sha256}, at position ${position}`);
    return 0;
  },
};

type Write = (text: string) => Promise<void>;

/** Writes beside the file and puts it in its place when complete: nobody finds half an export, stopped or not. */
async function toFile<T>(out: string, stopped: AbortSignal, work: (write: Write) => Promise<T>): Promise<T> {
  const found = await stat(out).catch(() => undefined);
  if (found?.isDirectory()) throw cannotWrite(out, 'it is a folder');
  // A device or a pipe is written to as it is: its name must not become that of a file.
  if (found && !found.isFile()) return writing(out, 'w', work);
  const target = found ? await realpath(out) : out;
  const partial = `${target}.partial-${process.pid}`;
  const drop = (): void => rmSync(partial, { force: true });
  stopped.addEventListener('abort', drop);
  try {
    const result = await writing(partial, 'wx', work);
    await rename(partial, target);
    return result;
  } finally {
    stopped.removeEventListener('abort', drop);
    drop();
  }
}

async function writing<T>(file: string, flags: 'w' | 'wx', work: (write: Write) => Promise<T>): Promise<T> {
  const handle = await open(file, flags).catch((error: NodeJS.ErrnoException) => {
    throw cannotWrite(file, error.message, error);
  });
  try {
    const result = await work((text) => handle.appendFile(text));
    if (flags === 'wx') await handle.sync();
    return result;
  } finally {
    await handle.close();
  }
}

const cannotWrite = (file: string, why: string, cause?: Error): CommandFailed =>
  new CommandFailed(
    'cannot-write',
    `--out: ${file} cannot be written: ${why}. Give a file in a folder that exists and that you may write to.`,
    { exitCode: 2, cause },
  );
