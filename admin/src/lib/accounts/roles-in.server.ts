/** The roles that a form names. */
import { type Role, rolesAmong } from '../../../../commands/roles.ts';

export const rolesIn = (form: FormData): Role[] => rolesAmong(form.getAll('role'));
