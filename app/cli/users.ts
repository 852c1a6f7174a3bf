/** Who a command is done as: `--as <email>`, with the roles that this user has. */
import type { Actor } from '../../domain/record/events.ts';
import { findUser, type Role, type User } from '../credentials.ts';
import type { System } from '../system.ts';
import { type Arguments, CommandFailed, wrongUse } from './command.ts';

export interface Acting {
  readonly actor: Actor;
  readonly roles: readonly Role[];
  readonly email: string;
}

/** @throws CommandFailed where `--as` is missing or names nobody */
export function actingUser(system: System, args: Arguments): Acting {
  const email = args.option('as');
  if (email === undefined)
    throw wrongUse('Say who decides: --as <email>. The users are in credentials.json of DATA_DIR.');
  const user: User | undefined = findUser(system.configuration.dataDir, email);
  if (!user)
    throw new CommandFailed(
      'unknown-user',
      `Nobody has the e-mail ${email}. The users are in credentials.json of DATA_DIR.`,
      { exitCode: 2 },
    );
  return { actor: `user:${user.email}`, roles: user.roles, email: user.email };
}
