/** What every answer carries against being misused by a browser. */
import type Koa from 'koa';

/** Of answers that are data: nothing loads, runs, or frames them. */
const DATA_POLICY = `default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`;

/** Two years, only said over https, where it can be kept. */
const STRICT_TRANSPORT = 'max-age=63072000; includeSubDomains';

export async function securityHeaders(context: Koa.Context, next: Koa.Next): Promise<void> {
  context.set({
    'Content-Security-Policy': DATA_POLICY,
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    'Referrer-Policy': 'same-origin',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Permissions-Policy': 'camera=(), geolocation=(), microphone=()',
    'Cache-Control': 'no-store',
  });
  if (context.secure) context.set('Strict-Transport-Security', STRICT_TRANSPORT);
  await next();
}
