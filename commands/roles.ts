/** Who may do what: roles are held by people, and every command names those that entitle to it. Nothing is allowed by default. */
import type { Uuid } from '../domain/ids.ts';
import type { Refusal } from '../domain/record/refusals.ts';

export const roles = ['reviewer', 'approver', 'auditor', 'scientist', 'operator', 'admin'] as const;
export type Role = (typeof roles)[number];

/** The roles among some names, in their own order, each once; names that this release does not know are left out. */
export const rolesAmong = (names: readonly unknown[]): Role[] => roles.filter((role) => names.includes(role));

/** Whoever gives a command, with the roles held at this moment. */
export interface Person {
  readonly id: Uuid;
  readonly roles: readonly Role[];
}

/** Approving and waiving let data out, so they need more than working on the queue does. */
export const entitled = {
  approve: ['approver'],
  reject: ['reviewer', 'approver'],
  correct: ['reviewer', 'approver'],
  choose: ['reviewer', 'approver'],
} as const satisfies Readonly<Record<string, readonly Role[]>>;

/** The refusal of whoever holds none of the roles, or undefined. */
export function notEntitled(person: Person, needed: readonly Role[]): Refusal | undefined {
  if (needed.some((role) => person.roles.includes(role))) return undefined;
  return { code: 'not-entitled', params: { role: needed } };
}
