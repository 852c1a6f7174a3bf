import { renderRejection } from '../../../domain/rules/messages.ts';
import type { Params } from '../../../domain/rules/template.ts';
import { type EventStore, type Position, StoreUnavailable } from '../../../eventstore/store.ts';
import { acceptHeld, endImport } from '../answer-import.ts';
import { type Arguments, type Command, type CommandContext, wrongUse } from '../command.ts';
import { type ImportInFull, type ImportObject, importInFull, importObjects } from '../import-object.ts';
import { columnLines, holdLines, outcomes } from '../import-text.ts';
import { importIdOf } from '../values.ts';

type Answering = (context: CommandContext, args: Arguments, id: string) => Promise<{ id: string; next?: Next }>;
type Next = 'second-person';

const verbs: Readonly<Record<string, Answering | undefined>> = {
  show: undefined,
  accept: acceptHeld,
  reject: (context, args, id) => endImport(context, args, id, 'reject'),
  'give-up': (context, args, id) => endImport(context, args, id, 'give-up'),
};

/** What may stand before an import id. */
export const importVerbs = Object.keys(verbs);

export const importsCommand: Command = {
  name: 'imports',
  summary: 'List the imports, the latest first; show one; answer for one that waits for a person, or give one up.',
  usage:
    '[[show|accept|reject|give-up] <import id>] [--as <email> --reason <text>] [--map <old column>=<new column>…] [--as-is] [--json]',
  words: [0, 2],
  options: {
    as: { type: 'string', value: '<email>', help: 'Who answers; held to the roles of this user.' },
    reason: { type: 'string', value: '<text>', help: 'Why: kept with the import.' },
    map: {
      type: 'string',
      multiple: true,
      value: '<old column>=<new column>[:<unit>]',
      help: 'With accept: which column of the file is one that stood before; may be repeated.',
    },
    'as-is': { type: 'boolean', help: 'With accept: as it is, although somebody proposed columns.' },
  },
  description: `What came of every file: rows by outcome, records by status when it was done, findings, cost.
With an id, or show: that import, why it waits, and every row of it that could not become a record, with the reason.

An import that would take something away waits (held), and nothing of it is taken over. accept lets it go on as it is, or proposes
columns with --map, which somebody else has to agree to (accept without --map, or with the same); then the file is read
anew. reject ends it. give-up ends any import that runs, is paused or is held: what was decided stays.

  healthai imports accept 4be6… --map 'Calories (kcal)=Energy (kJ):kj' --reason "renamed" --as operator@healthai.local`,
  async run(context, args) {
    const asked = askedFor(args);
    const { system, output, json, language } = context;
    const answer = asked && verbs[asked.verb];
    const answered = answer && (await answer(context, args, asked.id));
    const opened = await system();
    await opened.caughtUp(await headIfReached(opened.store));
    if (!asked) {
      for (const one of await importObjects(opened)) await (json ? output.json(one) : output.line(summary(one)));
      return 0;
    }
    const shown = await importInFull(opened, answered?.id ?? asked.id, language);
    if (json) await output.json({ ...shown, ...(answered?.next && { next: answered.next }) });
    else for (const line of inFull(shown, language)) await output.line(line);
    if (answered?.next && !json)
      await output.line('  Somebody else has to agree, with a role among operator, approver and admin.');
    return answered && shown.status === 'held' ? 4 : 0;
  },
};

/**
 * Which import is asked for, and what is to be done with it; undefined where all are.
 * @throws CommandFailed (wrong use)
 */
function askedFor(args: Arguments): { readonly verb: string; readonly id: string } | undefined {
  const [first, second] = args.positionals;
  const deciding = ['as', 'reason'].some((name) => args.option(name) !== undefined);
  const mapping = args.options('map').length > 0 || args.flag('as-is');
  const isVerb = first !== undefined && Object.hasOwn(verbs, first);
  if (isVerb && second === undefined)
    throw wrongUse(`Say which import: healthai imports ${first} <import id>. \`healthai imports\` lists them.`);
  if (second !== undefined && !isVerb)
    throw wrongUse(`“${first}” is nothing that is done with an import: give one of ${importVerbs.join(', ')}.`);
  const verb = isVerb ? first : 'show';
  if (mapping && verb !== 'accept')
    throw wrongUse('--map and --as-is go with accept: healthai imports accept <import id>.');
  if (deciding && verb === 'show')
    throw wrongUse('--as and --reason go with an answer: healthai imports accept|reject|give-up <import id>.');
  const id = isVerb ? second : first;
  return id === undefined ? undefined : { verb, id: importIdOf(id) };
}

const summary = ({ startedAt, source, status, counts, import: id }: ImportObject): string =>
  `${startedAt ?? '—'}  ${source.padEnd(24)}${status.padEnd(11)}${counts.read} read = ${outcomes(counts)}  ${id}`;

function inFull(one: ImportInFull, language: CommandContext['language']): string[] {
  const { failure, file, givenUp, columns, hold, status } = one;
  const lines = [summary(one)];
  if (one.mappedFrom !== undefined) lines.push(`  reads the file of ${one.mappedFrom} anew, under its new columns`);
  if (failure) {
    const params = { ...(failure.params as Params), ...(file.name !== null && { file: file.name }) };
    const { message, advice } = renderRejection(failure.code, params, language);
    lines.push(`  ${message} ${advice}`);
  }
  if (givenUp !== null) lines.push(`  given up: ${givenUp}`);
  if (columns) lines.push(...columnLines(columns, false));
  if (status === 'held' && hold && columns) lines.push(...holdLines({ ...one, hold, columns }, language));
  return [...lines, ...one.quarantinedRows.map(({ message, advice }) => `  ${message} ${advice}`)];
}

/** Where the log cannot be reached, what was read of it before is shown: among it, which imports wait for it. */
const headIfReached = (store: Pick<EventStore, 'head'>): Promise<Position> =>
  store.head().catch((error: unknown) => {
    if (error instanceof StoreUnavailable) return 0n;
    throw error;
  });
