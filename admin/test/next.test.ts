import { describe, expect, test } from 'vitest';
import { nextPath } from '../src/lib/session/next.ts';

describe('Where signing in leads', () => {
  test.each([
    ['/imports?source=ciqual', '/imports?source=ciqual'],
    ['/', '/'],
    [null, '/'],
    ['', '/'],
    ['https://elsewhere.example/', '/'],
    ['//elsewhere.example', '/'],
    ['/\\elsewhere.example', '/'],
    ['/\t/elsewhere.example', '/'],
    ['/..//elsewhere.example', '/'],
    ['/a/../..//elsewhere.example', '/'],
    ['/%2e%2e//elsewhere.example', '/'],
    ['javascript:alert(1)', '/'],
    ['imports', '/'],
  ])('takes %j for %j', (asked, path) => {
    expect(nextPath(asked)).toBe(path);
  });
});
