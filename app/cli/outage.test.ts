/** What the command line says and does while the database or the log is away. */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { startServer } from '../../eventstore/eventstoredb/server/server.test-support.ts';
import { openWire, type Wire } from '../../eventstore/postgres/wire.test-support.ts';
import { foodFile, mixedFoods } from '../../ingestion/import/foods.test-support.ts';
import { freshTerminal, type Terminal } from './terminal.test-support.ts';

vi.setConfig({ testTimeout: 200_000, hookTimeout: 60_000 });

let terminal: Terminal;
let wire: Wire;
beforeAll(async () => {
  terminal = await freshTerminal();
  wire = await openWire(terminal.databaseUrl);
});
afterAll(async () => {
  wire.comeBack();
  await wire.close();
  await terminal.remove();
});

describe('a command', () => {
  test('whose database is away fails with one sentence that says what to do', async () => {
    const environment = { DATABASE_URL: 'postgres://u:p@127.0.0.1:1/none' };
    const { code, stderr } = await terminal.run(['status'], { environment });
    expect(code).toBe(3);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).toMatch(/DATABASE_URL/);
    expect(stderr).not.toMatch(/^\s+at /m);
    const { error } = await terminal.json(['status'], { environment });
    expect(error).toMatchObject({ code: 'database-unavailable', details: { reason: 'ECONNREFUSED' } });
  });

  test('whose log is away fails with one sentence, without the words of its client', async () => {
    const server = await startServer();
    await server.wire.goAway();
    const file = terminal.file('one.csv', foodFile(mixedFoods(3)));
    const environment = { EVENTSTORE_URL: server.url, LOG_LEVEL: 'silent' };
    const { code, stderr } = await terminal.run(['ingest', 'daily-food', file], { environment });
    expect(code).toBe(3);
    expect(stderr.trim().split('\n').at(-1)).toMatch(/^The log does not answer.*EVENTSTORE_URL/);
    expect(stderr).not.toMatch(/UNAVAILABLE|gRPC|^\s+at /m);
    await server.close();
  });

  test('that imports when its database goes away waits, and goes on to the same end', async () => {
    const file = terminal.file('foods.csv', foodFile(mixedFoods(4_000)));
    const calm = await terminal.json(['ingest', 'daily-food', file]);
    const other = await freshTerminal();
    const through = await openWire(other.databaseUrl);
    const direct = new pg.Client({ connectionString: other.databaseUrl });
    await direct.connect();
    const cut = (async () => {
      for (;;) {
        const { rows } = await direct.query('select position from log.head').catch(() => ({ rows: [] }));
        if (Number(rows[0]?.position ?? 0) > 2_000) break;
        await sleep(2);
      }
      through.goAway();
      await sleep(7_000);
      through.comeBack();
    })();
    const report = await other.json(['ingest', 'daily-food', file], { environment: { DATABASE_URL: through.url } });
    await cut;
    await direct.end();
    expect(report).toMatchObject({ counts: calm.counts, findings: calm.findings, records: calm.records });
    expect(await other.lines(['imports'])).toMatchObject([{ status: 'completed' }]);
    await through.close();
    await other.remove();
  });
});

describe('a start', () => {
  test('whose log is away waits for it, serves what was read before, and is ready once it is back', async () => {
    const server = await startServer();
    const other = await freshTerminal();
    const environment = {
      PATH: process.env.PATH,
      DATABASE_URL: other.databaseUrl,
      DATA_DIR: path.join(other.folder, 'data'),
      EVENTSTORE_URL: server.url,
      PORT: '0',
      LOG_LEVEL: 'info',
    };
    const file = other.file('foods.csv', foodFile(mixedFoods(20)));
    await other.json(['ingest', 'daily-food', file], { environment });
    await server.wire.goAway();
    // A port of its own: nothing is told before it is ready.
    const port = 20_000 + (process.pid % 20_000);
    const child = spawn(process.execPath, [path.join(import.meta.dirname, 'healthai.js'), 'start'], {
      env: { ...environment, PORT: `${port}`, BUNDLED_DATA: 'off' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (said += text));
    const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
    const ask = (where: string) =>
      fetch(`http://127.0.0.1:${port}${where}`).then(
        ({ status }) => status,
        () => 0,
      );
    // Longer than the patience of the client of the log: it used to end by then.
    await expect.poll(() => said, { timeout: 60_000 }).toContain('The log does not answer: the start waits for it');
    expect([await ask('/health/live'), await ask('/health/ready'), await ask('/openapi.json')]).toEqual([
      200, 503, 200,
    ]);
    expect(said).not.toContain('ready http://');
    await server.wire.comeBack();
    await expect.poll(() => said, { timeout: 60_000 }).toContain('ready http://');
    expect(await ask('/health/ready')).toBe(200);
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
    await other.remove();
    await server.close();
  });
});
