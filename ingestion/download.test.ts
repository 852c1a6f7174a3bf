import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import { download, isPublic, untilLate } from './download.ts';

describe('an address to download from', () => {
  test.each(['http://example.org/a.csv', 'file:///etc/passwd', 'gopher://example.org/', 'ftp://example.org/a.csv'])(
    'is refused for its scheme: %s',
    async (address) => {
      await expect(download(address)).rejects.toMatchObject({ code: 'scheme' });
    },
  );

  test.each([
    'https://127.0.0.1/a.csv',
    'https://[::1]/a.csv',
    'https://169.254.169.254/latest/meta-data',
    'https://2130706433/a.csv', // 127.0.0.1 as one number
    'https://0177.0.0.1/a.csv', // in octal
    'https://0x7f.1/a.csv',
    'https://[::ffff:127.0.0.1]/a.csv',
    'https://10.0.0.7/a.csv',
    'https://[fd00::1]/a.csv',
    'https://[fe80::1]/a.csv',
    'https://localhost/a.csv',
  ])('is refused where it leads inside: %s', async (address) => {
    await expect(download(address)).rejects.toMatchObject({ code: 'address' });
  });

  test('is refused with a user or password in it', async () => {
    await expect(download('https://someone:secret@example.org/a.csv')).rejects.toMatchObject({ code: 'credentials' });
  });

  test('public and special addresses are told apart', () => {
    expect(['93.184.215.14', '2606:2800:21f::1'].every(isPublic)).toBe(true);
    expect(
      ['100.64.0.1', '192.0.2.1', '240.0.0.1', '2002:7f00:1::', '64:ff9b::7f00:1', 'nonsense'].some(isPublic),
    ).toBe(false);
  });
});

describe('a file', () => {
  /** A server that sends a byte now and then, and never ends. */
  async function dripping<T>(work: (answer: http.IncomingMessage, url: URL) => Promise<T>): Promise<T> {
    const server = http.createServer((_, response) => {
      const timer = setInterval(() => response.write('x'), 10);
      response.once('close', () => clearInterval(timer));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    try {
      const answer = await new Promise<http.IncomingMessage>((resolve) => {
        http.get(url, resolve).on('error', () => undefined);
      });
      return await work(answer, url);
    } finally {
      server.close();
      server.closeAllConnections();
    }
  }

  test('that goes on coming for ever is broken off', async () => {
    const read = await dripping(async (answer, url) => {
      const pieces: string[] = [];
      try {
        for await (const piece of untilLate(answer, url, AbortSignal.timeout(100))) pieces.push(String(piece));
      } catch (error) {
        return { pieces, error };
      }
      return { pieces };
    });
    expect(read.pieces.length).toBeGreaterThan(0);
    expect(read).toMatchObject({ error: { name: 'DownloadRefused', code: 'slow' } });
  });

  test('that begins to come too late is not waited for', async () => {
    await dripping(async (answer, url) => {
      const reading = Array.fromAsync(untilLate(answer, url, AbortSignal.abort()));
      await expect(reading).rejects.toMatchObject({ code: 'slow' });
    });
  });
});
