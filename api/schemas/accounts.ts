/** Accounts and their journal, as the API shows them. */
import { z } from 'zod';
import { roles } from '../../commands/roles.ts';
import { accountActs } from '../../services/accounts/journal.ts';
import { count, instant, page, position, uuid } from './primitives.ts';

const heldRoles = z.array(z.enum(roles)).min(1).max(roles.length);

export const newAccount = z
  .strictObject({ email: z.string().min(3).max(254), roles: heldRoles })
  .meta({ id: 'NewAccount' });

export const rolesChange = z.strictObject({ roles: heldRoles }).meta({ id: 'RolesChange' });

const accountShape = {
  id: uuid,
  email: z.string(),
  roles: z.array(z.enum(roles)),
  disabled: z.boolean().describe('Nobody signs in with it.'),
  lastSignIn: instant.nullable(),
  sessions: count.describe('How many last now.'),
  mustChangePassword: z.boolean().describe('The password was made by somebody else, and is good for one sign-in.'),
};

export const account = z.strictObject(accountShape).meta({ id: 'Account' });

export const accountWithPassword = z
  .strictObject({
    ...accountShape,
    password: z.string().describe('Shown once. Good for a week, for a sign-in that chooses another one.'),
  })
  .meta({ id: 'AccountWithPassword' });

export const accountPage = page(account)
  .extend({ total: count.describe('All that fit.') })
  .meta({ id: 'AccountPage' });

export const openSessions = z
  .strictObject({
    items: z.array(
      z
        .strictObject({
          began: instant,
          ends: instant.describe('Where nobody comes back until then.'),
          address: z.string().nullable().describe('Where it was begun.'),
        })
        .meta({ id: 'OpenSession' }),
    ),
  })
  .meta({ id: 'OpenSessions' });

export const accountJournalPage = page(
  z
    .strictObject({
      id: position,
      at: instant,
      act: z.enum(accountActs),
      actor: z
        .string()
        .nullable()
        .describe('`user:<id>`, `system:operator` for the command line, `system:start`; null where nobody is known.'),
      actorEmail: z.string().nullable(),
      account: uuid.nullable().describe('Whose account; null where nobody has the address that was given.'),
      accountEmail: z.string().nullable(),
      address: z.string().nullable(),
      times: z.int().min(1).describe('How many failed sign-ins the line stands for.'),
      before: z.array(z.string()).nullable().describe('Roles.'),
      after: z.array(z.string()).nullable(),
    })
    .meta({ id: 'AccountEntry' }),
).meta({ id: 'AccountJournalPage' });
