/** Answers to imports on the command line: who and why, which columns, and what came of it. */
import { randomUUID } from 'node:crypto';
import type { MappedColumn } from '../../domain/import/events.ts';
import type { Language } from '../../domain/language.ts';
import { renderRejection } from '../../domain/rules/messages.ts';
import type { Params } from '../../domain/rules/template.ts';
import { namesOf } from '../../domain/source/header.ts';
import { mappableNames } from '../../domain/source/named-columns.ts';
import type { Caller } from '../../services/caller.ts';
import type { System } from '../system.ts';
import { type Arguments, type CommandContext, CommandFailed, wrongUse } from './command.ts';
import { importRow } from './import-object.ts';
import { mappingReadings } from './mapping-option.ts';
import { inWords } from './refused.ts';
import { actingUser, userNamed } from './users.ts';

/** A reason as the API takes it too. */
const reasonCharacters = 500;

interface Answered {
  /** The import to show: of one whose columns were mapped, the one that read its file anew. */
  readonly id: string;
  readonly next?: 'second-person';
}

/** @throws CommandFailed (wrong use) where it is not said who decides, or why */
function decider(args: Arguments): { readonly email: string; readonly reason: string } {
  const email = userNamed(args, 'Say who decides');
  const reason = args.option('reason')?.trim();
  if (!reason) throw wrongUse('--reason is missing: a decision says why.');
  if (reason.length > reasonCharacters) throw wrongUse(`--reason takes ${reasonCharacters} characters at most.`);
  return { email, reason };
}

const callerOf = async (system: System, email: string, { language }: CommandContext): Promise<Caller> => ({
  ...(await actingUser(system, email)),
  language,
  correlationId: randomUUID(),
});

/** Lets a held import go on, maps its columns, or agrees to what somebody else mapped; waits until that is done. */
export async function acceptHeld(context: CommandContext, args: Arguments, id: string): Promise<Answered> {
  const { email, reason } = decider(args);
  const asIs = args.flag('as-is');
  const texts = args.options('map');
  if (asIs && texts.length > 0) throw wrongUse('Give --map or --as-is, not both.');
  const system = await context.system();
  const caller = await callerOf(system, email, context);
  const map = texts.length > 0 ? await mapped(system, id, texts) : undefined;
  const answer = { reason, asIs, ...(map && { map }) };
  const { next, done } = await inWords(system.services.acceptImport(caller, id, answer), context.language);
  if (next === 'second-person') return { id, next };
  await inWords(done, context.language);
  return { id: await readAnew(system, id, context.language) };
}

/** Rejects a held import, or gives any up. */
export async function endImport(
  context: CommandContext,
  args: Arguments,
  id: string,
  how: 'reject' | 'give-up',
): Promise<Answered> {
  const { email, reason } = decider(args);
  const system = await context.system();
  const { services } = system;
  const caller = await callerOf(system, email, context);
  const ending =
    how === 'reject' ? services.rejectImport(caller, id, { reason }) : services.giveUpImport(caller, id, { reason });
  await inWords<unknown>(ending, context.language);
  return { id };
}

/**
 * The import that took the place of one whose columns were mapped, or that one.
 * @throws CommandFailed where the file was refused after all
 */
async function readAnew(system: System, id: string, language: Language): Promise<string> {
  await system.caughtUp(await system.store.head());
  const { failure, fileName } = await importRow(system, id);
  if (!failure) return id;
  const anew = failure.params.import;
  if (failure.code === 'mapped' && typeof anew === 'string') return readAnew(system, anew, language);
  const params = { ...(failure.params as Params), ...(fileName !== null && { file: fileName }) };
  const { message, advice } = renderRejection(failure.code, params, language);
  throw new CommandFailed(failure.code, `${message} ${advice}`, { details: { import: id, ...failure.params } });
}

/** @throws CommandFailed (wrong use) where an option names no two columns, or could name others */
async function mapped(system: System, id: string, texts: readonly string[]): Promise<readonly MappedColumn[]> {
  await system.caughtUp(await system.store.head());
  const { definition, header: kept, hold } = await importRow(system, id);
  const columns = definition?.columns.flatMap(namesOf) ?? [];
  const held = hold?.reasons.flatMap(({ unknown = [] }) => unknown) ?? [];
  const header = [...mappableNames(kept ?? [], held)];
  return texts.map((text) => {
    const readings = mappingReadings(text, { columns, header });
    const [reading] = readings;
    if (reading && readings.length === 1) return reading;
    if (reading)
      throw wrongUse(`--map “${text}” could name several columns. Map them through the API, which takes them apart.`);
    throw wrongUse(
      `--map “${text}” is no <column of the source>=<column of the file>. \`healthai imports show ${id}\` names those that the file does not have, and those that the source does not know.`,
    );
  });
}
