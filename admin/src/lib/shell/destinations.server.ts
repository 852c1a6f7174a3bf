import type { Caller } from '../../../../services/caller.ts';
import type { Permission } from '../../../../services/policy.ts';
import type { Services } from '../../../../services/services.ts';
import type { Words } from '../words/catalogue.ts';

/** Where the main navigation leads. */
export interface Destination {
  readonly name: keyof Words['nav'] & ('dashboard' | 'queue' | 'imports' | 'sources' | 'exports' | 'access');
  readonly href: string;
}

/** Each with what it takes: one of these permissions. */
const all: readonly (Destination & { readonly needs: readonly Permission[] })[] = [
  { name: 'dashboard', href: '/', needs: ['figures:read'] },
  { name: 'queue', href: '/queue', needs: ['queue:read'] },
  { name: 'imports', href: '/imports', needs: ['imports:read'] },
  { name: 'sources', href: '/sources', needs: ['sources:read'] },
  { name: 'exports', href: '/exports', needs: ['export:run', 'export:audit'] },
  { name: 'access', href: '/access', needs: ['access:read'] },
];

/** What somebody may go to, in the order of the navigation. */
export const destinationsOf = (services: Services, caller: Caller | undefined): Destination[] =>
  caller === undefined
    ? []
    : all
        .filter(({ needs }) => needs.some((permission) => services.may(caller, permission)))
        .map(({ name, href }) => ({ name, href }));
