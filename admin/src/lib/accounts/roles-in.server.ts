/** The roles that a form names. */
import { type Role, roles } from '../../../../commands/roles.ts';

export const rolesIn = (form: FormData): Role[] => roles.filter((role) => form.getAll('role').includes(role));
