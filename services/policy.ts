/** Who may do what, as data: a permission is held by the roles named here and by nobody else. */
import { anyOfRoles } from '../commands/role-names.ts';
import { type Person, type Role, roles } from '../commands/roles.ts';
import type { Language, Localised } from '../domain/language.ts';
import { Refused } from './refused.ts';

const everybody = roles;

export const policy = {
  /** Figures without any person in them: counts, qualities, positions. */
  'figures:read': everybody,
  'sources:read': ['auditor', 'scientist', 'operator', 'admin'],
  'imports:read': ['approver', 'auditor', 'scientist', 'operator', 'admin'],
  /** Sends files, and answers for those that are held; ends an import. */
  'imports:run': ['operator'],
  /** Agrees, as the second person, to the columns that somebody else mapped. */
  'imports:agree': ['operator', 'approver', 'admin'],
  /** Records and withdraws what people agreed to; shows it. */
  'consents:keep': ['operator', 'admin'],
  'consents:read': ['auditor', 'operator', 'admin'],
  'queue:read': ['reviewer', 'approver', 'auditor'],
  'record:read': ['reviewer', 'approver', 'auditor', 'scientist'],
  /** Of records that wait in the queue, the fields that say who somebody is: `people-in-clear.ts`. */
  'record:people-in-queue': ['reviewer', 'approver'],
  /** Of every record, for a stated purpose that is kept. */
  'record:people-for-purpose': ['auditor'],
  /** Everything that happened to a record. A reviewer's: of records in the queue, and of those they decided on. */
  'record:history': ['reviewer', 'approver', 'auditor'],
  'record:every-history': ['auditor'],
  'record:approve': ['approver'],
  'record:reject': ['reviewer', 'approver'],
  'record:correct': ['reviewer', 'approver'],
  'record:choose': ['reviewer', 'approver'],
  'published:read': ['reviewer', 'approver', 'auditor', 'scientist'],
  'export:run': ['scientist'],
  /** An audit pack: an export with clear text, for a stated purpose. */
  'export:audit': ['auditor'],
  'log:read': ['auditor'],
  /** Who has an account, with which roles. */
  'accounts:read': ['auditor', 'admin'],
  'accounts:manage': ['admin'],
  /** Who signed in, and who did what to which account. */
  'accounts:journal': ['auditor'],
  /** Who was shown whom in clear. */
  'access:read': ['auditor'],
  'status:read': ['auditor', 'scientist', 'operator', 'admin'],
  'projections:rebuild': ['operator'],
} as const satisfies Readonly<Record<string, readonly Role[]>>;

export type Permission = keyof typeof policy;

export const allows = (person: Person, permission: Permission): boolean =>
  policy[permission].some((role) => person.roles.includes(role));

const needsRole: Localised = {
  fr: 'Ceci demande le rôle {role}. Adressez-vous à une personne qui l’a, ou demandez ce rôle à un administrateur.',
  en: 'This needs the role {role}. Turn to somebody who has it, or ask an administrator for the role.',
  de: 'Dies verlangt die Rolle {role}. Wenden Sie sich an jemanden mit dieser Rolle, oder bitten Sie die Administration darum.',
  it: 'Questo richiede il ruolo {role}. Rivolgetevi a chi lo possiede, o chiedete il ruolo a un amministratore.',
};

/** @throws Refused `not-entitled` (403) where no role of the person allows it */
export function demand(person: Person, permission: Permission): void {
  if (allows(person, permission)) return;
  const entitled: readonly Role[] = policy[permission];
  throw new Refused({
    code: 'not-entitled',
    status: 403,
    params: { role: [...entitled] },
    text: (language: Language) => needsRole[language].replace('{role}', anyOfRoles(entitled, language)),
  });
}
