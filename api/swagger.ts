/** Swagger UI at `/docs`, from this machine alone: no font, script or image comes from elsewhere. */
import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type Koa from 'koa';
import { koaSwagger } from 'koa2-swagger-ui';
import { callOf } from './call.ts';

/** The names that the page asks for, and the files that they are. */
const assets: Readonly<Record<string, string>> = {
  'swagger-ui.min.css': 'swagger-ui.css',
  'swagger-ui-bundle.js': 'swagger-ui-bundle.js',
  'swagger-ui-standalone-preset.js': 'swagger-ui-standalone-preset.js',
};

const folder = path.dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));

/** Answers `/docs` and what lies below it, and leaves the rest to the next. */
export function swaggerPage(): Koa.Middleware {
  const page = koaSwagger({
    title: 'HealthAI Coach data API',
    routePrefix: '/docs',
    swaggerCdnUrl: '/docs',
    swaggerVersion: 'assets',
    hideTopbar: true,
    favicon: 'data:,',
    swaggerOptions: { url: '/openapi.json', validatorUrl: null, persistAuthorization: false },
  });
  return async (context, next) => {
    if (!/^\/docs(\/|$)/.test(context.path)) return next();
    if (context.method !== 'GET' && context.method !== 'HEAD') return next();
    const call = callOf(context);
    call.route = '/docs';
    if (/^\/docs\/?$/.test(context.path)) {
      await page(context, async () => {});
      const nonce = randomBytes(16).toString('base64');
      context.body = String(context.body)
        .replaceAll(/<link href="https:[^>]*>\s*/g, '')
        .replaceAll('<script', `<script nonce="${nonce}"`);
      context.set('Content-Security-Policy', policyWith(nonce));
      return;
    }
    const file = Object.entries(assets).find(([name]) => context.path === `/docs/assets/${name}`)?.[1];
    if (file === undefined) return next();
    context.type = path.extname(file);
    context.set('Cache-Control', 'public, max-age=86400');
    context.body = createReadStream(path.join(folder, file));
  };
}

/** Swagger UI styles its elements inline; scripts run by nonce alone. */
const policyWith = (nonce: string): string =>
  [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}'`,
    `style-src 'self' 'unsafe-inline'`,
    `img-src 'self' data:`,
    `connect-src 'self'`,
    `base-uri 'none'`,
    `form-action 'none'`,
    `frame-ancestors 'none'`,
  ].join('; ');
