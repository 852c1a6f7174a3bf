/** Who a command is done as: `--as <email>`, with the roles that this user has. */
import type { Person } from '../../commands/roles.ts';
import { uuidv5 } from '../../domain/ids.ts';
import type { Position } from '../../eventstore/store.ts';
import { rememberAccess } from '../../services/access.ts';
import { isPurpose, purposeCharacters } from '../../services/purpose.ts';
import { findUser } from '../credentials.ts';
import type { System } from '../system.ts';
import { type Arguments, CommandFailed, wrongUse } from './command.ts';

/**
 * @param sayWho how the message begins: `Say who decides`
 * @throws CommandFailed (wrong use) where `--as` is missing
 */
export function userNamed(args: Arguments, sayWho: string): string {
  const email = args.option('as');
  if (email === undefined) throw wrongUse(`${sayWho}: --as <email>. The users are in credentials.json of DATA_DIR.`);
  return email;
}

export interface ClearText {
  readonly email: string;
  readonly purpose: string;
}

/** Options of commands that show clear text about people. */
export const clearTextOptions = {
  purpose: { type: 'string', value: '<text>', help: 'With --as: what clear text about people is needed for; logged.' },
  as: {
    type: 'string',
    value: '<email>',
    help: 'With --purpose: an auditor, to whom clear text about people is shown.',
  },
} as const;

/**
 * Whether clear text about people is asked for: `--purpose` and `--as`, always both.
 * @throws CommandFailed (wrong use) where one of them is missing or empty
 */
export function clearTextAsked(args: Arguments): ClearText | undefined {
  const purpose = args.option('purpose')?.trim();
  if (purpose === undefined && args.option('as') === undefined) return undefined;
  if (!purpose)
    throw wrongUse('Say what the clear text is needed for: --purpose <text>. It is kept in the access log.');
  const email = userNamed(args, 'Say who asks for clear text');
  if (!isPurpose(purpose)) {
    const { least, most } = purposeCharacters;
    throw wrongUse(
      `--purpose takes a few words, ${least} to ${most} characters, such as "request of a person, file 2026-14". They are kept in the access log.`,
    );
  }
  return { purpose, email };
}

/**
 * Lets an auditor see clear text about people, and keeps in the access log that it was shown.
 * @throws CommandFailed where it is not an auditor who asks
 */
export async function showClearText(
  system: System,
  { email, purpose }: ClearText,
  what: string,
  position: Position,
): Promise<void> {
  const person = actingUser(system, email);
  if (!person.roles.includes('auditor'))
    throw new CommandFailed(
      'not-entitled',
      `${person.email} is no auditor: only auditors are shown clear text about people. Leave out --purpose and --as, or ask an auditor.`,
      { details: { role: ['auditor'] } },
    );
  await rememberAccess(system.sql, { person, what, purpose, position });
}

/** @throws CommandFailed (wrong use) where nobody has this e-mail */
export function actingUser({ configuration }: System, email: string): Person & { readonly email: string } {
  const user = findUser(configuration.dataDir, email);
  if (!user) {
    const message = `Nobody has the e-mail ${email}. The users are in ${configuration.dataDir}/credentials.json.`;
    throw new CommandFailed('unknown-user', message, { exitCode: 2 });
  }
  // The log names people by an id that says nothing of them.
  return { id: uuidv5('user', user.email), roles: user.roles, email: user.email };
}
