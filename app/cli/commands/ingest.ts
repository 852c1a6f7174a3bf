import { open as openFile } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { consentNotice } from '../../../domain/consent/words.ts';
import { contracts } from '../../../domain/contracts/index.ts';
import { canonicalJson } from '../../../domain/json.ts';
import type { Language } from '../../../domain/language.ts';
import { renderRejection } from '../../../domain/rules/messages.ts';
import type { SourceDefinition } from '../../../domain/source/definition.ts';
import { rejectionOf } from '../../../ingestion/catalogue.ts';
import { download } from '../../../ingestion/download.ts';
import { ingest } from '../../../ingestion/import/ingest.ts';
import type { ImportReport } from '../../../ingestion/import/report.ts';
import { ImportRejected } from '../../../ingestion/import/run-import.ts';
import { definitionInForce } from '../../../ingestion/import/source.ts';
import { UnusableOriginal } from '../../../ingestion/originals.ts';
import { definitionNumbered, knownImport, latestStanding } from '../../../projections/imports/standing.ts';
import { consentNeeded } from '../../../services/consents.ts';
import { Refused } from '../../../services/refused.ts';
import { endedOrWaiting, shownOf, told } from '../../../services/uploads.ts';

import { sourcesOf } from '../../sources.ts';
import type { System } from '../../system.ts';
import { type Command, type CommandContext, CommandFailed, wrongUse } from '../command.ts';
import { type Told, tell } from '../ingest-text.ts';

export const ingestCommand: Command = {
  name: 'ingest',
  summary: 'Read a file of a source, judge its rows, and propose them.',
  usage: '<source> <file|url|-> [--dry-run] [--strict] [--json]',
  words: [2, 2],
  options: {
    'dry-run': { type: 'boolean', help: 'Say what would happen; append nothing.' },
    strict: { type: 'boolean', help: 'Exit with 1 where records wait for people.' },
    again: { type: 'boolean', help: 'Take the same bytes of a source of changes once more.' },
  },
  description: `Rows that its policy lets pass are published; the others wait for people. The same file again appends nothing; an
interrupted import goes on where it stopped. A file that would take something away of what stands is held: nothing of it is taken over
until a person answers (healthai imports), and the exit code is 4. A dry run says whether it would be.

  healthai ingest daily-food food.csv
  healthai ingest daily-food https://example.org/food.csv --dry-run`,
  async run({ system, output, json, language, configuration }, args) {
    const [name, from] = args.positionals as [string, string];
    const definition = definitionOf(configuration, name);
    const { content, fileName } = await open(from);
    const opened = await system();
    const { ingestion } = opened;
    const needed = await consentNeeded(opened, definition);
    if (needed) {
      const { message, advice } = consentNotice(needed, language);
      output.note(`${message} ${advice}`);
    }
    try {
      const report = await ingest(ingestion, {
        definition,
        content,
        fileName,
        dryRun: args.flag('dry-run'),
        again: args.flag('again'),
        trigger: 'command',
        onProgress: (step, rows, total) => output.progress(`${name}: ${step}`, rows, total),
        onWaiting: () => output.note(`another import of ${name} is running: waiting for it`),
      });
      output.settled();
      const shown = told(report, shownOf(definition, fileName), language);
      if (json) await output.json(asJson(shown));
      else await tell(output, shown, { language, loud: await isFirstUnder(opened, definition, report) });
      if (report.status === 'held') return 4;
      return args.flag('strict') && (report.records.open > 0 || report.counts.quarantined > 0) ? 1 : 0;
    } catch (error) {
      output.settled();
      if (error instanceof UnusableOriginal) {
        const { message, advice } = renderRejection(error.code, {}, language);
        throw new CommandFailed(error.code, `${message} ${advice}`, { details: { source: name }, cause: error });
      }
      if (!(error instanceof ImportRejected)) throw refusedIngest(error, language);
      const shown = contracts[definition.recordType].personal ? 'the file' : (fileName ?? 'the file');
      const { message, advice } = renderRejection(error.code, error.params, language);
      throw new CommandFailed(error.code, `${shown}: ${message} ${advice}`, {
        details: { import: error.import, source: name, ...error.params },
        cause: error,
      });
    }
  },
};

/** @throws CommandFailed that names the sources there are, or what is wrong with the definition of this one */
function definitionOf(configuration: CommandContext['configuration'], name: string): SourceDefinition {
  const { find, sources, rejected } = sourcesOf(configuration);
  const found = find(name);
  if (found) return found;
  const unusable = rejected.find((one) => one.name === name);
  if (unusable) {
    const { file, problems } = unusable;
    throw new CommandFailed('invalid-source', rejectionOf(unusable), { exitCode: 2, details: { file, problems } });
  }
  const names = sources.map(({ definition }) => definition.name).join(', ');
  throw new CommandFailed('unknown-source', `There is no source “${name}”. There are: ${names}.`, { exitCode: 2 });
}

async function open(from: string): Promise<{ content: Readable; fileName: string | null }> {
  if (from === '-') return { content: process.stdin, fileName: null };
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(from))
    return { content: await download(from), fileName: path.basename(new URL(from).pathname) };
  const handle = await openFile(from).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT')
      throw wrongUse(`There is no file ${from}. Give the path of a file, a URL, or - for standard input.`);
    throw wrongUse(`The file cannot be read: ${error.message}. Give one that you may read, or - for standard input.`);
  });
  const found = await handle.stat();
  if (found.isDirectory()) {
    await handle.close();
    throw wrongUse(`${from} is a folder. Give one of its files.`);
  }
  // A pipe is as good as a file, but has no name: `<(zcat food.csv.gz)`.
  const fileName = found.isFile() ? path.basename(from) : null;
  return { content: handle.createReadStream({ highWaterMark: 1024 * 1024 }), fileName };
}

/** A file that is not read because of what people do, or have to do. */
function refusedIngest(error: unknown, language: Language): unknown {
  const refused = endedOrWaiting(error);
  if (!(refused instanceof Refused)) return error;
  const { code, params } = refused;
  const more =
    typeof params.import === 'string' ? ` \`healthai imports show ${params.import}\` says why it waits.` : '';
  return new CommandFailed(code, `${refused.text(language)}${more}`, { details: params, cause: error });
}

/** The report as the command line has promised it: positions as text. */
const asJson = ({ position, hold, noLongerStated, ...report }: Told): object => ({
  ...report,
  noLongerStated: noLongerStated ?? null,
  hold: hold ?? null,
  position: position === null ? null : `${position}`,
});

/** Whether no import that stands was read with the definition in force: then its columns may just be wrong. */
async function isFirstUnder(
  { ingestion, sql }: System,
  definition: SourceDefinition,
  { import: id, alreadyImported }: ImportReport,
): Promise<boolean> {
  if (alreadyImported) return false;
  const known = id === null ? undefined : await knownImport(sql, id);
  const before = await latestStanding(sql, definition.name, known?.accepted);
  if (!before || before.sourceVersion === null) return true;
  const [then, now] = await Promise.all([
    definitionNumbered(sql, definition.name, before.sourceVersion),
    definitionInForce(ingestion, definition),
  ]);
  return canonicalJson(then ?? null) !== canonicalJson(now);
}
