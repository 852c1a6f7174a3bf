import { describe, expect, test } from 'vitest';
import { isPurpose } from './purpose.ts';

describe('a purpose', () => {
  test.each(['complaint 17', 'réclamation 17', 'request of a person, file 2026-14', '  Auskunft an eine Person '])(
    'is told by “%s”',
    (text) => expect(isPurpose(text)).toBe(true),
  );

  test.each([
    '',
    'abc',
    'curiosity',
    'a b c',
    'audit audit'.slice(0, 9),
    'xxxxxxxxxxxxxxxxxxxx',
    '. . . . . . . . . .',
    'why '.repeat(200),
  ])('is not told by “%s”', (text) => expect(isPurpose(text)).toBe(false));
});
