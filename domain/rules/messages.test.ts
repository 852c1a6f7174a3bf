import { describe, expect, test } from 'vitest';
import { contracts } from '../contracts/index.ts';
import { languages } from '../language.ts';
import type { Finding, Value } from '../record/events.ts';
import { catalogue } from './catalogue.ts';
import { render, renderQuarantine, renderRejection } from './messages.ts';
import { quarantineWords } from './quarantine-words.ts';
import { rejectionWords } from './rejection-words.ts';
import { judgeOf, sourceOf, subject } from './rule.test-support.ts';

const leftover = /[{}[\]…]|undefined|NaN|\s{2}|: :| ,/;

/** Values that break every rule of their record type, some of them in several ways. */
const broken: readonly [Parameters<typeof sourceOf>[0], Readonly<Record<string, Value>>][] = [
  ['food', { basis: 'per_100g', energy_kcal: 2000, energy_kj: 20, protein_g: 90, carbohydrate_g: 90, fat_g: 150 }],
  ['food', { basis: 'per_100g', energy_kcal: 2000, protein_g: -1, carbohydrate_g: 1, fat_g: 1, sugars_g: 3 }],
  ['food', { carbohydrate_g: 5, fibre_g: 6, sugars_g: 4, fructose_g: 3, glucose_g: 3, starch_g: 4 }],
  ['food', { salt_g: 1, sodium_mg: 100, meal_type: 'tea', name: 'x'.repeat(500), saturated_fat_g: 2, fat_g: 1 }],
  ['food', { basis: 'per_100g', water_g: 90, protein_g: 9, carbohydrate_g: 9, fat_g: 9, ash_g: 9 }],
  ['exercise', { target_muscles: ['abs'], secondary_muscles: ['abs'], level: 'olympic', equipment: 'ball' }],
  ['exercise', { instructions: Array<string>(100_000).fill('x') }],
  ['exercise', {}],
  ['diet_assessment', { disease: 'none', severity: 'mild', bmi_stated: 12, weight_kg: 80, height_m: 2, bmi: 20 }],
  ['diet_assessment', { disease: 'obesity', bmi_stated: 5, activity_level: 'sedentary', exercise_h_per_week: 9 }],
  ['diet_assessment', { disease: 'diabetes', glucose_mg_per_dl: 80, activity_level: 'active', exercise_h_per_week: 0 }],
  ['workout_session', { average_heart_rate_bpm: 230, max_heart_rate_bpm: 220, age_years: 50, experience_level: 1.5 }],
  ['workout_session', { energy_kcal: 5000, duration_min: 60, weight_kg: 50 }],
  ['daily_activity', { steps: 1000, distance_m: 9000, active_min: 1000, sleep_min: 900, mean_heart_rate_bpm: 180 }],
];

const found: readonly { readonly type: keyof typeof contracts; readonly finding: Finding }[] = broken.flatMap(
  ([type, values]) =>
    (['total', 'available'] as const).flatMap((carbohydrates) => {
      const source = sourceOf(type, {
        traits: { carbohydrates },
        naturalKey: ['name'],
        repairs: [{ repair: 'escaped-prefix' }, { repair: 'cyrillic-degree' }, { repair: 'ragged-join' }],
      });
      const repairs = source.repairs.map(({ repair }) => repair);
      const { findings } = judgeOf(source).judge(subject(values, { repairs, conflicting: true }));
      return findings.map((finding) => ({ type, finding }));
    }),
);

describe('The message of a finding', () => {
  const conflict: Finding = { rule: 'C1', version: 1, severity: 'error', field: 'protein_g' };
  const all = [...found, { type: 'food' as const, finding: conflict }];

  test('exists for every rule of the catalogue, each tried here', () => {
    expect([...new Set(all.map(({ finding }) => finding.rule))].sort()).toEqual(
      [...new Set(catalogue.map(({ id }) => id))].sort(),
    );
  });

  test.each(languages)('names values and what to do, with no placeholder left, in %s', (language) => {
    for (const { type, finding } of all) {
      const { message, advice } = render(finding, language, contracts[type]);
      expect(message, finding.rule).not.toMatch(leftover);
      expect(advice, finding.rule).not.toMatch(leftover);
      expect(message.length, finding.rule).toBeGreaterThan(10);
      expect(advice.length, finding.rule).toBeGreaterThan(20);
    }
  });

  test('writes numbers, fields and values as the reader’s language does', () => {
    const energy: Finding = {
      rule: 'F5',
      version: 1,
      severity: 'error',
      field: 'energy_kcal',
      params: { stated: 1234.5, computed: 100, low: 65, high: 135 },
    };
    expect(render(energy, 'de', contracts.food).message).toContain('1.234,5 kcal');
    expect(render(energy, 'en', contracts.food).message).toContain('1,234.5 kcal');
    expect(render(energy, 'fr', contracts.food).message).toContain('1\u202f234,5 kcal');
    const missing: Finding = { rule: 'M1', version: 1, severity: 'info', params: { fields: ['protein_g', 'fat_g'] } };
    expect(render(missing, 'en', contracts.food).message).toBe('Not given: Protein and Fat.');
    const mild: Finding = {
      rule: 'U14',
      version: 1,
      severity: 'warn',
      field: 'severity',
      params: { severity: 'mild' },
    };
    expect(render(mild, 'it', contracts.diet_assessment).message).toContain('«Lieve»');
  });

  test('of a rule that this release does not have is its id', () => {
    const unknown: Finding = { rule: 'Z9', version: 1, severity: 'warn' };
    expect(render(unknown, 'fr', contracts.food).message).toBe('Z9 (warn)');
  });
});

describe('The message of a row that is set aside', () => {
  const place = { file: 'foods.csv', sheet: 'Table 1', row: 1021 };
  const details = {
    column: 'Protein (g)',
    value: 'a lot',
    expected: 'number',
    cells: 13,
    limit: 12,
    at: 7,
    key: 'name',
    found: 'list',
    problem: 'duplicate-key',
    encoding: 'utf-8',
  };

  test.each(languages)('says what, where and what to do, with and without details, in %s', (language) => {
    for (const reason of [...Object.keys(quarantineWords), 'a-later-reason']) {
      for (const params of [{}, place, details, { ...place, ...details }]) {
        const { message, advice } = renderQuarantine(reason, params, language);
        expect(message, reason).not.toMatch(leftover);
        expect(advice, reason).not.toMatch(leftover);
      }
    }
  });

  test('names file, sheet, row, column and value', () => {
    expect(renderQuarantine('untypable-cell', { ...place, ...details }, 'en').message).toBe(
      'foods.csv, sheet “Table 1”, row 1021: column “Protein (g)”: the value “a lot” cannot be read; expected: number.',
    );
    expect(renderQuarantine('untypable-cell', { row: 3, column: 'Âge', expected: 'integer' }, 'fr').message).toBe(
      'ligne 3 : colonne « Âge » : la valeur ne peut pas être lue ; attendu : nombre entier.',
    );
  });
});

describe('The message of a file that is refused', () => {
  const details = {
    file: 'foods.xlsx',
    found: 'a PDF',
    at: 3,
    missing: ['Name', 'Fat'],
    unknown: ['Nom'],
    column: 'Name',
    columns: 3000,
    limit: 1000,
    sheet: 'foods',
    sheets: ['a', 'b'],
    reason: 'the kitchen sent last month’s file',
    import: '4be6',
  };

  test.each(languages)('says what and what to do, with and without details, in %s', (language) => {
    for (const code of [...Object.keys(rejectionWords), 'a-later-code']) {
      for (const params of [{}, details]) {
        const { message, advice } = renderRejection(code, params, language);
        expect(message, code).not.toMatch(leftover);
        expect(advice, code).not.toMatch(leftover);
      }
    }
  });

  test.each(['rejected', 'mapped', 'superseded', 'given-up'])(
    'has words of its own where a person ended it: %s',
    (code) => {
      const texts = languages.map((language) => renderRejection(code, details, language).message);
      expect(new Set(texts).size).toBe(languages.length);
      for (const text of texts) expect(text).not.toContain(`(${code})`);
    },
  );

  test('names the columns of a wrong header', () => {
    expect(renderRejection('wrong-header', { missing: ['Fat'], unknown: [] }, 'en').message).toBe(
      'The header is not that of the source; missing columns: Fat.',
    );
  });
});
