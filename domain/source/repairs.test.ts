import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { joinRagged, mendDegree, removeBlankItems, removeEscapedPrefix } from './repairs.ts';

describe('a row torn by an unquoted comma', () => {
  test('is joined where that closes the parenthesis', () => {
    expect(joinRagged(['Milk (2%', ' 1 cup)', 'Dairy', '122'], 3, 0)).toEqual(['Milk (2%, 1 cup)', 'Dairy', '122']);
    expect(joinRagged(['1', 'Tea (green', ' hot', ' 1 cup)', 'x'], 3, 1)).toEqual([
      '1',
      'Tea (green, hot, 1 cup)',
      'x',
    ]);
  });

  test.each([
    ['nothing is open', ['Milk', ' 1 cup', 'Dairy', '122']],
    ['it stays open', ['Milk (2%', ' 1 cup', 'Dairy', '122']],
    ['another parenthesis closes', ['Milk (2%', ' 1 cup))', 'Dairy', '122']],
    ['there are too few cells', ['Milk (2%', ' 1 cup)']],
    ['there are as many as there should be', ['Milk (2%', ' 1 cup)', 'Dairy']],
  ])('is left alone where %s', (_, cells) => {
    expect(joinRagged(cells, 3, 0)).toBeUndefined();
  });

  test('is what it was before it was torn', () => {
    const part = fc.stringMatching(/^[a-z0-9 %]{1,8}$/);
    fc.assert(
      fc.property(part, fc.array(part, { minLength: 2, maxLength: 4 }), (name, inside) => {
        const whole = `${name} (${inside.join(',')})`;
        expect(joinRagged([...whole.split(','), 'a', 'b'], 3, 0)).toEqual([whole, 'a', 'b']);
      }),
    );
  });
});

describe('a cell', () => {
  test('loses the two characters of an escape in front, and no others', () => {
    expect(removeEscapedPrefix('\\t182')).toBe('182');
    expect(removeEscapedPrefix('\\n\\tYoga')).toBe('Yoga');
    expect(removeEscapedPrefix('C:\\temp')).toBe('C:\\temp');
    expect(removeEscapedPrefix('\\x')).toBe('\\x');
  });

  test('has its degree sign mended, and other Cyrillic left', () => {
    expect(mendDegree('sled 45\u0432\u00b0 leg press')).toBe('sled 45\u00b0 leg press');
    expect(mendDegree('45\u00b0')).toBe('45\u00b0');
    expect(mendDegree('\u0432')).toBe('\u0432');
  });

  test('with a list loses blank items', () => {
    expect(removeBlankItems(['a', '', ' \u00a0', 'b'])).toEqual(['a', 'b']);
  });

  test('that needs no repair is the same cell', () => {
    const cell = fc.oneof(fc.string(), fc.integer(), fc.constant(null), fc.array(fc.stringMatching(/^[a-z]+$/)));
    fc.assert(
      fc.property(cell, (value) => {
        for (const repair of [removeEscapedPrefix, mendDegree, removeBlankItems]) {
          const once = repair(value);
          expect(repair(once)).toBe(once);
        }
      }),
    );
  });
});
