import net from 'node:net';
import pg from 'pg';
import { describe, expect, test } from 'vitest';
import { StoreUnavailable } from './store.ts';
import { troubleCode, troubleOf } from './trouble.ts';

const coded = (code: string, message = 'x', cause?: unknown): Error =>
  Object.assign(new Error(message, { cause }), { code });

describe('what passes by itself', () => {
  test.each([
    ['08000', 'database'],
    ['08006', 'database'],
    ['53000', 'database'],
    ['53200', 'database'],
    ['53300', 'database'],
    ['53100', 'disk'],
    ['57P01', 'database'],
    ['57P03', 'database'],
    ['57P04', 'database'],
    ['ECONNREFUSED', 'database'],
    ['ECONNRESET', 'database'],
    ['EPIPE', 'database'],
    ['ENOSPC', 'disk'],
    ['EDQUOT', 'disk'],
  ])('is %s: %s', (code, trouble) => {
    expect(troubleOf(coded(code))).toBe(trouble);
    expect(troubleOf(new Error('wrapped', { cause: new Error('twice', { cause: coded(code) }) }))).toBe(trouble);
    expect(troubleCode(new Error('wrapped', { cause: coded(code) }))).toBe(code);
  });

  test('is a log that cannot be reached, and where it lies in the database, the database', () => {
    expect(troubleOf(new StoreUnavailable('away'))).toBe('log');
    expect(troubleOf(new StoreUnavailable('away', { cause: coded('57P01') }))).toBe('database');
    expect(troubleOf(new StoreUnavailable('away', { cause: coded('14', 'UNAVAILABLE') }))).toBe('log');
  });

  test('is what a client says of a server that is not there, or breaks the connection', async () => {
    const silent = net.createServer((socket) => socket.destroy());
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const { port } = silent.address() as net.AddressInfo;
    const connect = async (where: string): Promise<unknown> => {
      const client = new pg.Client({ connectionString: where });
      client.on('error', () => undefined);
      return client.connect().catch((error: unknown) => error);
    };
    expect(troubleOf(await connect(`postgres://u:p@127.0.0.1:${port}/x`))).toBe('database');
    await new Promise((resolve) => silent.close(resolve));
    expect(troubleOf(await connect(`postgres://u:p@localhost:${port}/x`))).toBe('database');
  });

  test.each([
    coded('23505'),
    coded('42P01'),
    coded('28P01'),
    coded('57014'),
    coded('ENOENT'),
    coded('EACCES'),
    new TypeError('of the code'),
    undefined,
    'ECONNREFUSED',
  ])('is no other fault: %s', (error) => {
    expect(troubleOf(error)).toBeUndefined();
  });
});
