/** All endpoints. What is not here does not exist. */
import type { Endpoint } from './endpoint.ts';
import { accessRoutes } from './routes/access.ts';
import { accountRoutes } from './routes/accounts.ts';
import { authRoutes } from './routes/auth.ts';
import { consentRoutes } from './routes/consents.ts';
import { exportRoutes } from './routes/exports.ts';
import { importRoutes } from './routes/imports.ts';
import { publishedRoutes } from './routes/published.ts';
import { queueRoutes } from './routes/queue.ts';
import { recordRoutes } from './routes/records.ts';
import { sourceRoutes } from './routes/sources.ts';
import { systemRoutes } from './routes/system.ts';

export const endpoints: readonly Endpoint[] = [
  ...authRoutes,
  ...sourceRoutes,
  ...importRoutes,
  ...consentRoutes,
  ...queueRoutes,
  ...recordRoutes,
  ...publishedRoutes,
  ...exportRoutes,
  ...accessRoutes,
  ...accountRoutes,
  ...systemRoutes,
];
