import { spawn } from 'node:child_process';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';

let server: http.Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

async function serving(listener: http.RequestListener): Promise<number> {
  const starting = http.createServer(listener);
  server = starting;
  await new Promise<void>((resolve) => starting.listen(0, '127.0.0.1', resolve));
  return (starting.address() as AddressInfo).port;
}

function check(port: number): Promise<{ code: number | null; said: string }> {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, 'health.ts')], {
    env: { PORT: String(port) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text) => (said += text));
  return new Promise((resolve, reject) => child.once('error', reject).once('close', (code) => resolve({ code, said })));
}

describe('The health check of the image', () => {
  test('is content with a system that is ready, and says what it said', async () => {
    const port = await serving(({ url }, response) => {
      response.statusCode = url === '/health/ready' ? 200 : 404;
      response.end('{"status":"ready"}');
    });
    expect(await check(port)).toEqual({ code: 0, said: '{"status":"ready"}' });
  });

  test('fails while something is waited for', async () => {
    const port = await serving((_request, response) => {
      response.statusCode = 503;
      response.end('the read model');
    });
    expect(await check(port)).toEqual({ code: 1, said: 'the read model' });
  });

  test('fails where nobody listens', async () => {
    const port = await serving(() => {});
    await new Promise((resolve) => server!.close(resolve));
    const { code, said } = await check(port);
    expect(code).toBe(1);
    expect(said).toContain('ECONNREFUSED');
  });

  test('fails where nobody answers, by itself', async () => {
    const { code, said } = await check(await serving(() => {}));
    expect(code).toBe(1);
    expect(said).toMatch(/^no answer within \d+ ms\n$/);
  });
});
