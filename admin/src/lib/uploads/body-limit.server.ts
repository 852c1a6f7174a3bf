/** How much a request may send: little, but for routes that take files, and there only from people who may send them. */

import type { Caller } from '../../../../services/caller.ts';
import { allows, type Permission } from '../../../../services/policy.ts';

/** Routes that take files as they come, and what their senders must be allowed to. The readers limit the file itself. */
const takesFiles: Readonly<Record<string, Permission>> = { '/imports/new': 'imports:run' };

/**
 * Whether a request announces more than it may send, or does not say how much. Nothing of it has been read.
 * @param formBytes largest body of a request that sends no file
 */
export function sendsTooMuch(
  request: Request,
  route: string | null,
  caller: Caller | undefined,
  formBytes: number,
): boolean {
  if (request.method === 'GET' || request.method === 'HEAD') return false;
  const permission = takesFiles[route ?? ''];
  if (permission !== undefined && caller !== undefined && allows(caller, permission)) return false;
  return Number(request.headers.get('content-length') ?? Number.POSITIVE_INFINITY) > formBytes;
}
