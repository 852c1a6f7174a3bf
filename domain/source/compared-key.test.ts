import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { comparedKey } from './compared-key.ts';

const exact = (text: string): string => comparedKey(text, { foldCase: false });
const folded = (text: string): string => comparedKey(text, { foldCase: true });

describe('two spellings are one key where they differ in', () => {
  test.each([
    ['composition', 'Cre\u0300me', 'Crème'],
    ['a no-break space', 'Brown\u00a0rice', 'Brown rice'],
    ['a narrow no-break, a thin and an ideographic space', 'a\u202fb\u2009c\u3000d', 'a b c d'],
    ['two spaces', 'Brown  rice', 'Brown rice'],
    ['a line break or a next line', 'Brown\r\nrice\u0085raw', 'Brown rice raw'],
    ['white space at the ends', '\t Rice \u00a0', 'Rice'],
    ['a zero-width space', 'Ri\u200bce\u200b', 'Rice'],
    ['a soft hyphen', 'Choco\u00adlate', 'Chocolate'],
    ['a zero-width space beside a space', 'Brown \u200b rice', 'Brown rice'],
    ['a byte order mark', '\ufeffRice', 'Rice'],
    ['controls of direction', '\u202eRice\u202c\u200e\u2066\u2069', 'Rice'],
    ['a word joiner', 'Ri\u2060ce', 'Rice'],
    ['a control character', 'Ri\u0007ce', 'Rice'],
    ['an invisible joiner between letter and accent', 'Cre\u034f\u0300me', 'Crème'],
  ])('%s', (_, written, key) => {
    expect(exact(written)).toBe(key);
    expect(exact(key)).toBe(key);
  });
});

test('case counts unless it is said that it does not', () => {
  expect(exact('RICE')).not.toBe(exact('rice'));
  expect(folded('RICE')).toBe('rice');
  expect(folded('STRASSE')).toBe(folded('Straße'));
  expect(folded('ΟΔΟΣ')).toBe(folded('οδος'));
  expect(folded('ÉCLAIR')).toBe(folded('e\u0301clair'));
  expect(folded('kız')).not.toBe(folded('kiz'));
});

test('what people see apart stays apart', () => {
  expect(exact('00123')).not.toBe(exact('123'));
  expect(exact('Crème')).not.toBe(exact('Creme'));
  expect(exact('Brown rice')).not.toBe(exact('Brownrice'));
  expect(exact('H₂O')).not.toBe(exact('H2O'));
});

describe('of any text', () => {
  const text = fc.string({ unit: 'binary', maxLength: 30 });
  const noise = fc.constantFrom('\u200b', '\u00ad', '\u200f', '\u2069', '\ufeff');

  test('the compared key is its own compared key, and says the same of NFC and NFD', () => {
    fc.assert(
      fc.property(text, fc.boolean(), (written, foldCase) => {
        const key = comparedKey(written, { foldCase });
        expect(comparedKey(key, { foldCase })).toBe(key);
        expect(comparedKey(written.normalize('NFD'), { foldCase })).toBe(key);
        expect(key).toBe(key.trim());
      }),
      { numRuns: 5_000 },
    );
  });

  test('what shows nothing changes nothing, wherever it stands', () => {
    fc.assert(
      fc.property(text, text, noise, (before, after, mark) => {
        expect(exact(before + mark + after)).toBe(exact(before + after));
      }),
    );
  });
});
