import { randomUUID } from 'node:crypto';
import { type Role, roles, rolesAmong } from '../../../commands/roles.ts';
import type { Uuid } from '../../../domain/ids.ts';
import type { AccountItem, Acting, Administration, SessionItem } from '../../../services/accounts/administration.ts';
import { type Arguments, type Command, type CommandContext, wrongUse } from '../command.ts';
import { inWords } from '../refused.ts';
import { actingUser } from '../users.ts';

/** A user as the command shows them. */
interface Shown extends Omit<AccountItem, 'id'> {
  /** Shown once. */
  readonly password?: string;
  readonly openSessions?: readonly SessionItem[];
}

interface Asked {
  readonly administration: Administration;
  readonly acting: Acting;
  readonly email: string;
  /** Of `add` and `roles`. */
  readonly held: readonly Role[];
  /** `--end` */
  readonly end: boolean;
}

const shown = ({ id: _, ...user }: Shown & Pick<AccountItem, 'id'>): Shown => user;

const verbs: Readonly<Record<string, (asked: Asked) => Promise<readonly Shown[]>>> = {
  list: ({ administration, acting }) => everybody(administration, acting),
  add: async ({ administration, acting, email, held }) => [
    shown(await administration.add(acting, { email, roles: held })),
  ],
  roles: toOne(({ administration, acting, held }, id) => administration.changeRoles(acting, id, held)),
  disable: toOne(({ administration, acting }, id) => administration.disable(acting, id)),
  enable: toOne(({ administration, acting }, id) => administration.enable(acting, id)),
  reset: toOne(({ administration, acting }, id) => administration.reset(acting, id)),
  sessions: toOne(async ({ administration, acting, end }, id) => {
    const account = await (end ? administration.endSessions(acting, id) : administration.one(acting, id));
    return { ...account, openSessions: await administration.sessions(acting, id) };
  }),
};

/** What is done to one user, named by e-mail address. */
function toOne(act: (asked: Asked, id: Uuid) => Promise<Shown & Pick<AccountItem, 'id'>>) {
  return async (asked: Asked): Promise<readonly Shown[]> => {
    const { id } = await asked.administration.named(asked.acting, asked.email);
    return [shown(await act(asked, id))];
  };
}

/** What may stand after `users`. */
export const userVerbs = Object.keys(verbs);

export const usersCommand: Command = {
  name: 'users',
  summary: 'List who may sign in; add somebody, change roles, disable, enable, reset a password, end sessions.',
  usage:
    '[list|add|roles|disable|enable|reset|sessions] [<email>] [<role>…] [--roles a,b] [--end] [--as <email>] [--json]',
  words: [0, 2 + roles.length],
  options: {
    roles: { type: 'string', value: '<a,b>', help: `With add and roles: some of ${roles.join(', ')}.` },
    end: { type: 'boolean', help: 'With sessions: end them all, at once.' },
    as: {
      type: 'string',
      value: '<email>',
      help: 'Who acts; held to the roles of this user. Left out: whoever may run this on the host.',
    },
  },
  description: `add and reset print a password once: it is good for a week, and has to be changed at the first sign-in. disable, reset
and sessions --end take effect at once, also in a running server. The last enabled admin keeps account and role; nobody changes
their own roles. Everything done is kept in the journal of accounts, which auditors read.

  healthai users add jo@example.org --roles reviewer,approver
  healthai users roles jo@example.org auditor`,
  async run(context, args) {
    const { verb, email, held } = askedFor(args);
    const { services } = await context.system();
    const acting = await actingAs(context, args.option('as'));
    const asked = { administration: services.administration, acting, email, held, end: args.flag('end') };
    const users = await inWords(verbs[verb]!(asked), context.language);
    if (context.json) await context.output.json({ users });
    else for (const user of users) await tell(context, user);
    return 0;
  },
};

async function actingAs(context: CommandContext, email: string | undefined): Promise<Acting> {
  if (email === undefined) return 'system:operator';
  const user = await actingUser(await context.system(), email);
  return { ...user, language: context.language, correlationId: randomUUID() };
}

async function everybody(administration: Administration, acting: Acting, after?: string): Promise<readonly Shown[]> {
  const { items, next } = await administration.list(acting, { limit: 200, ...(after !== undefined && { after }) });
  const page = items.map(shown);
  return next === null ? page : [...page, ...(await everybody(administration, acting, next))];
}

/**
 * What is to be done, to whom, with which roles.
 * @throws CommandFailed (wrong use)
 */
function askedFor(args: Arguments): { readonly verb: string; readonly email: string; readonly held: readonly Role[] } {
  const [verb = 'list', email, ...words] = args.positionals;
  if (!Object.hasOwn(verbs, verb))
    throw wrongUse(`“${verb}” is nothing that is done with users: give one of ${userVerbs.join(', ')}.`);
  if (verb !== 'list' && !email) throw wrongUse(`Say who: healthai users ${verb} <email>.`);
  if (verb === 'list' && email !== undefined) throw wrongUse(`“${email}” is one word too many after list.`);
  const takesRoles = verb === 'add' || verb === 'roles';
  const named = [args.option('roles'), ...words].filter((text) => text !== undefined);
  if (!takesRoles && named.length > 0)
    throw wrongUse(`Roles go with add and roles: healthai users roles ${email ?? '<email>'} ${named.join(',')}.`);
  if (args.flag('end') && verb !== 'sessions')
    throw wrongUse('--end goes with sessions: healthai users sessions <email> --end.');
  return { verb, email: email ?? '', held: takesRoles ? rolesIn(named.join(',')) : [] };
}

/** @throws CommandFailed (wrong use) where there is none, or one that does not exist */
function rolesIn(text: string): readonly Role[] {
  const named = text.split(',').map((name) => name.trim());
  const unknown = named.find((name) => !roles.some((role) => role === name));
  if (unknown !== undefined)
    throw wrongUse(
      unknown === ''
        ? `Name roles, some of ${roles.join(', ')}: --roles reviewer,approver.`
        : `There is no role “${unknown}”. There are: ${roles.join(', ')}.`,
    );
  return rolesAmong(named);
}

async function tell({ output }: CommandContext, user: Shown): Promise<void> {
  const { email, disabled, lastSignIn, sessions, mustChangePassword, password, openSessions = [] } = user;
  const remarks = [
    disabled ? 'disabled' : '',
    mustChangePassword ? 'has to change the password' : '',
    lastSignIn === null ? 'never signed in' : `last signed in ${lastSignIn}`,
    `${sessions} session${sessions === 1 ? '' : 's'}`,
  ].filter((text) => text !== '');
  await output.line(`${email.padEnd(32)}${user.roles.join(',').padEnd(24)}${remarks.join(', ')}`);
  for (const { began, ends, address } of openSessions)
    await output.line(`  since ${began} from ${address ?? '–'}, ends ${ends} unless used`);
  if (password !== undefined)
    await output.line(`  password, shown once, good for a week, changed at the first sign-in: ${password}`);
}
