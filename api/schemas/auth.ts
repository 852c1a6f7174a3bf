/** Sign-in, as the API shows it. */
import { z } from 'zod';
import { roles } from '../../commands/roles.ts';
import { uuid } from './primitives.ts';

export const credentials = z
  .strictObject({ email: z.string().min(1).max(320), password: z.string().min(1).max(1024) })
  .meta({ id: 'Credentials' });

export const session = z
  .strictObject({
    accessToken: z.string().describe('A JWT (ES256): `Authorization: Bearer …`.'),
    refreshToken: z.string().describe('Good for one refresh.'),
    expiresIn: z.int().describe('Seconds until the access token ends.'),
  })
  .meta({ id: 'Session' });

export const refreshRequest = z
  .strictObject({ refreshToken: z.string().min(1).max(4096) })
  .meta({ id: 'RefreshRequest' });

export const passwordChange = z
  .strictObject({
    current: z.string().min(1).max(1024),
    chosen: z.string().min(1).max(1024).describe('At least 12 characters, 6 of them different.'),
  })
  .meta({ id: 'PasswordChange' });

export const me = z.strictObject({ id: uuid, email: z.string(), roles: z.array(z.enum(roles)) }).meta({ id: 'Me' });
