/** Builds what is built before it runs: the admin. `npm start` does the same where it finds it missing. */
import { ensureAdminBuilt } from './admin-build.ts';
import { createLogger } from './logging.ts';

await ensureAdminBuilt(createLogger('info'));
