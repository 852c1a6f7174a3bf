import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson } from './json.ts';

describe('canonical JSON', () => {
  test('sorts keys by UTF-16 code units and leaves undefined ones out', () => {
    expect(canonicalJson({ b: 1, a: [true, null, { d: undefined, c: 'é' }], '\u20ac': 2, '\r': 3 })).toBe(
      '{"\\r":3,"a":[true,null,{"c":"é"}],"b":1,"€":2}',
    );
  });

  test('writes numbers as ECMAScript does, and minus zero as zero', () => {
    expect(canonicalJson([-0, 1e21, 1e-7, 333333333.3333333, 4.5, 0.002])).toBe(
      '[0,1e+21,1e-7,333333333.3333333,4.5,0.002]',
    );
  });

  test('has no text for what is not finite', () => {
    expect(() => canonicalJson([Number.NaN])).toThrow(TypeError);
    expect(() => canonicalJson({ a: Number.POSITIVE_INFINITY })).toThrow(TypeError);
  });

  test('is the same text whatever the order of the keys, and reads back as the same value', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        const text = canonicalJson(value);
        const back: unknown = JSON.parse(text);
        expect(canonicalJson(back)).toBe(text);
        expect(JSON.stringify(JSON.parse(JSON.stringify(value)))).toHaveLength(text.length);
      }),
    );
  });
});
