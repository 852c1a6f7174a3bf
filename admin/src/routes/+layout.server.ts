import { destinationsOf } from '#lib/shell/destinations.server.ts';
import type { LayoutServerLoad } from './$types.js';

export const load: LayoutServerLoad = ({ locals: { language, services, caller } }) => ({
  language,
  email: caller?.email,
  destinations: destinationsOf(services, caller),
});
