/** What every answer carries against being misused by a browser: data, pages, and what is refused before anybody reads it. */
import type Koa from 'koa';

/** Of answers that are data: nothing loads, runs, or frames them. Pages bring a policy of their own. */
export const dataPolicy = `default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`;

export const securityHeaders: Readonly<Record<string, string>> = {
  'Content-Security-Policy': dataPolicy,
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  // `no-referrer` would make browsers send forms with `Origin: null`, and the origin check would refuse them.
  'Referrer-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=()',
  'Cache-Control': 'no-store',
};

export async function withSecurityHeaders(context: Koa.Context, next: Koa.Next): Promise<void> {
  context.set({ ...securityHeaders });
  await next();
}
