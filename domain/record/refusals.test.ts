import { expect, test } from 'vitest';
import { languages } from '../language.ts';
import { httpStatus, type RefusalCode, refusalText } from './refusals.ts';

const codes = Object.keys(httpStatus) as RefusalCode[];
const params = {
  ...{
    status: 'published',
    expected: 'number',
    unit: 'kg',
    field: 'weight_kg',
    rule: 'D1',
    role: ['reviewer', 'approver'],
  },
  ...{
    actual: 4,
    version: 2,
    ruleset: 3,
    quorum: 2,
    missing: 1,
    alternative: 5,
    last: 1,
    bytes: 600_000,
    limit: 524_288,
  },
};

test.each(languages)('every refusal says in %s what to do, with nothing left to fill in', (language) => {
  for (const code of codes) {
    const text = refusalText({ code, params }, language);
    expect(text).not.toMatch(/[{}–]/);
    expect(text.length).toBeGreaterThan(40);
  }
});

test('what is expected of a value is said in words', () => {
  const refusal = {
    code: 'untypable',
    params: { field: 'sex', expected: 'enum', values: ['female', 'male'] },
  } as const;
  expect(refusalText(refusal, 'en')).toContain('expected is one of the values female, male');
  expect(refusalText({ code: 'untypable', params }, 'de')).toContain('eine Zahl (kg)');
});

test('a status is said in words', () => {
  expect(refusalText({ code: 'not-open', params: { status: 'rejected' } }, 'fr')).toContain('celui-ci est rejeté');
});
