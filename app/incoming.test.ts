/** What a request asks for and where it comes from, told once. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalUrl, clientAddress, trusting } from './incoming.ts';

describe('a path', () => {
  test.each([
    ['/imports/new?source=x', '/imports/new?source=x'],
    ['/imports/../login', '/login'],
    ['/imports/%2e%2e/login', '/login'],
    ['/imports/.%2E/login?next=/a/../b', '/login?next=/a/../b'],
    ['/imports\\..\\login', '/login'],
    ['/./api/v1/./status', '/api/v1/status'],
    ['//elsewhere/login', '/elsewhere/login'],
    ['/..//elsewhere', '/elsewhere'],
    ['/\\elsewhere', '/elsewhere'],
    ['http://elsewhere/imports/../login', '/login'],
    ['https://elsewhere', '/'],
    ['?source=x', '/?source=x'],
    ['/', '/'],
  ])('%s asks for %s', (asked, found) => expect(canonicalUrl(asked)).toBe(found));

  test.each(['*', 'login', 'ftp://elsewhere/'])('%s is none', (asked) => expect(canonicalUrl(asked)).toBe(undefined));

  test('once settled, means the same to whoever reads it, and stays', () => {
    const piece = fc.constantFrom(
      '/',
      '\\',
      '.',
      '..',
      '%2e',
      '%2E%2e',
      'a',
      'login',
      '%2f',
      '%5c',
      '?',
      '#',
      ':',
      '@',
      '//',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const settled = canonicalUrl(`/${pieces.join('')}`)!;
        const read = new URL(settled, 'http://here');
        expect([read.origin, read.pathname + read.search]).toEqual(['http://here', settled]);
        expect(canonicalUrl(settled)).toBe(settled);
      }),
    );
  });
});

describe('the address that a request comes from', () => {
  const isTrusted = trusting(['127.0.0.1', '10.0.0.0/8', 'fd00::/8']);
  test.each([
    ['is who connects', '203.0.113.9', '', '203.0.113.9'],
    ['is who connects, whatever they say of others', '203.0.113.9', '198.51.100.7', '203.0.113.9'],
    ['is what a trusted proxy says', '127.0.0.1', '198.51.100.7', '198.51.100.7'],
    ['is what the last proxy of several saw', '10.1.1.1', '198.51.100.7, 10.2.2.2', '198.51.100.7'],
    [
      'is not what stands before it, which anybody can write',
      '127.0.0.1',
      '10.9.9.9, 1.1.1.1, 198.51.100.7',
      '198.51.100.7',
    ],
    ['is the proxy where it says nothing', '127.0.0.1', '', '127.0.0.1'],
    ['is the last readable one', '127.0.0.1', '198.51.100.7, nonsense, 10.2.2.2', '10.2.2.2'],
    ['is the first where all are trusted', '127.0.0.1', '10.3.3.3, 10.2.2.2', '10.3.3.3'],
    ['may be IPv4 in IPv6', '::ffff:127.0.0.1', '::ffff:198.51.100.7', '198.51.100.7'],
    ['may be IPv6, with a port', 'fd00::1', '[2001:db8::5]:4711', '2001:db8::5'],
    ['may have a port', '127.0.0.1', '198.51.100.7:4711', '198.51.100.7'],
  ])('%s', (_, peer, forwarded, found) => expect(clientAddress(peer, forwarded, isTrusted)).toBe(found));

  test('is never another one where nobody is trusted', () => {
    fc.assert(
      fc.property(fc.ipV4(), fc.array(fc.oneof(fc.ipV4(), fc.string()), { maxLength: 4 }), (peer, said) => {
        expect(clientAddress(peer, said.join(','), trusting([]))).toBe(peer);
      }),
    );
  });
});
