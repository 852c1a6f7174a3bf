/** Who a command is done as: `--as <email>`, with the roles that this user has now. */
import type { Position } from '../../eventstore/store.ts';
import { rememberAccess } from '../../services/access.ts';
import type { Account } from '../../services/accounts/accounts.ts';
import type { System } from '../system.ts';
import { type Arguments, CommandFailed, wrongUse } from './command.ts';

/**
 * @param sayWho how the message begins: `Say who decides`
 * @throws CommandFailed (wrong use) where `--as` is missing
 */
export function userNamed(args: Arguments, sayWho: string): string {
  const email = args.option('as');
  if (email === undefined) throw wrongUse(`${sayWho}: --as <email>. \`healthai users list\` shows everybody.`);
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
  return { purpose, email: userNamed(args, 'Say who asks for clear text') };
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
  const person = await actingUser(system, email);
  if (!person.roles.includes('auditor'))
    throw new CommandFailed(
      'not-entitled',
      `${person.email} is no auditor: only auditors are shown clear text about people. Leave out --purpose and --as, or ask an auditor.`,
      { details: { role: ['auditor'] } },
    );
  await rememberAccess(system.sql, { person, what, purpose, position });
}

/** @throws CommandFailed (wrong use) where nobody has an open account with this e-mail */
export async function actingUser({ services }: Pick<System, 'services'>, email: string): Promise<Account> {
  const user = await services.accounts.named(email);
  if (user) return user;
  const message = `Nobody has an open account with the e-mail ${email}. \`healthai users list\` shows everybody.`;
  throw new CommandFailed('unknown-user', message, { exitCode: 2 });
}
