/** What roles are called for people: the word in their language, with the name that commands, the API and files know it by. */
import { type Language, type Localised, localised } from '../domain/language.ts';
import type { Role } from './roles.ts';

const names: Readonly<Record<Role, Localised>> = {
  reviewer: localised('Relecture', 'Review', 'Prüfung', 'Revisione'),
  approver: localised('Approbation', 'Approval', 'Freigabe', 'Approvazione'),
  auditor: localised('Audit', 'Audit', 'Audit', 'Audit'),
  scientist: localised('Analyse', 'Analysis', 'Auswertung', 'Analisi'),
  operator: localised('Exploitation', 'Operation', 'Betrieb', 'Gestione'),
  admin: localised('Administration', 'Administration', 'Administration', 'Amministrazione'),
};

const or: Localised = localised('ou', 'or', 'oder', 'o');

/** Every role by its word in a language. */
export const roleNames = (language: Language): Readonly<Record<Role, string>> => ({
  reviewer: names.reviewer[language],
  approver: names.approver[language],
  auditor: names.auditor[language],
  scientist: names.scientist[language],
  operator: names.operator[language],
  admin: names.admin[language],
});

/** One of several roles, in a sentence: `Audit (auditor), Exploitation (operator) ou Administration (admin)`. */
export function anyOfRoles(some: readonly Role[], language: Language): string {
  const named = some.map((role) => `${names[role][language]} (${role})`);
  const last = named.at(-1) ?? '';
  return named.length < 2 ? last : `${named.slice(0, -1).join(', ')} ${or[language]} ${last}`;
}
