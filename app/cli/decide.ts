/** What the commands that decide on a record have in common. */
import type { Answer, RecordCommand, RecordDependencies } from '../../commands/decide-on-record.ts';
import { type RecordType, recordTypes } from '../../domain/contracts/contract.ts';
import type { Language } from '../../domain/language.ts';
import { refusalText } from '../../domain/record/refusals.ts';
import type { System } from '../system.ts';
import { type Arguments, type Command, type CommandContext, CommandFailed, type OptionDefinition } from './command.ts';
import { actingUser, userNamed } from './users.ts';
import { recordIdOf, wholeNumber } from './values.ts';

/** Options of every decision. */
const decisionOptions: Readonly<Record<string, OptionDefinition>> = {
  as: { type: 'string', value: '<email>', help: 'Who decides; held to the roles of this user.' },
  expect: {
    type: 'string',
    value: '<version>',
    help: 'The version of the record that was seen; refused where it has moved on.',
  },
};

interface Decision {
  readonly name: string;
  readonly summary: string;
  readonly usage: string;
  readonly description: string;
  readonly options: Readonly<Record<string, OptionDefinition>>;
  /** Reads what it needs, before anything is opened; then decides. */
  readonly read: (args: Arguments) => (command: RecordCommand, dependencies: RecordDependencies) => Promise<Answer>;
}

/** A command of the command line that decides on one record. */
export const decisionCommand = ({ read, options, ...about }: Decision): Command => ({
  ...about,
  words: [1, 1],
  options: { ...options, ...decisionOptions },
  async run(context, args) {
    const recordId = recordIdOf(args.positionals[0]!);
    const expect = wholeNumber('expect', args.option('expect'));
    const decide = read(args);
    const email = userNamed(args, 'Say who decides');
    const system = await context.system();
    const { id, roles } = await actingUser(system, email);
    const recordType = await typeOf(system, recordId, context.language);
    const command = { recordId, recordType, actor: { id, roles }, ...(expect !== undefined && { expect }) };
    const answer = await decide(command, system.decisions);
    if (answer.kind === 'refused') throw refused(answer, context.language);
    await system.caughtUp(answer.position);
    await tell(context, answer);
    return 0;
  },
});

async function typeOf({ sql, store, caughtUp }: System, recordId: string, language: Language): Promise<RecordType> {
  await caughtUp(await store.head());
  const { rows } = await sql.query<{ type: RecordType }>('select type from records.record where record_id = $1', [
    recordId,
  ]);
  const type = recordTypes.find((one) => one === rows[0]?.type);
  const unknown = { kind: 'refused', refusal: { code: 'no-such-record', params: {} }, current: null } as const;
  if (!type) throw refused(unknown, language);
  return type;
}

function refused({ refusal, current }: Extract<Answer, { kind: 'refused' }>, language: Language): CommandFailed {
  const details = { ...refusal.params, current: current && { ...current, position: `${current.position}` } };
  return new CommandFailed(refusal.code, refusalText(refusal, language), { details });
}

async function tell(
  { output, json }: CommandContext,
  { record, version, position, status, published }: Extract<Answer, { kind: 'done' }>,
): Promise<void> {
  if (json) return output.json({ record, version, position: `${position}`, status, published });
  const shown = published === null ? 'nothing of it is published' : `published since version ${published}`;
  return output.line(`${record} is ${status} at version ${version}; ${shown}`);
}
