/** Who a command is done as: `--as <email>`, with the roles that this user has. */
import type { Person } from '../../commands/roles.ts';
import { uuidv5 } from '../../domain/ids.ts';
import { findUser } from '../credentials.ts';
import type { System } from '../system.ts';
import { type Arguments, CommandFailed, wrongUse } from './command.ts';

/** @throws CommandFailed where `--as` is missing or names nobody */
export function actingUser(system: System, args: Arguments): Person & { readonly email: string } {
  const email = args.option('as');
  if (email === undefined)
    throw wrongUse('Say who decides: --as <email>. The users are in credentials.json of DATA_DIR.');
  const user = findUser(system.configuration.dataDir, email);
  if (!user) {
    const message = `Nobody has the e-mail ${email}. The users are in credentials.json of DATA_DIR.`;
    throw new CommandFailed('unknown-user', message, { exitCode: 2 });
  }
  // The log names people by an id that says nothing of them.
  return { id: uuidv5('user', user.email), roles: user.roles, email: user.email };
}
