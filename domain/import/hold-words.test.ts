import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { languages } from '../language.ts';
import type { HoldCode, HoldReason } from './events.ts';
import { holdSentence, holdTitle } from './hold-words.ts';

const codes: readonly HoldCode[] = ['missing-columns', 'emptied-columns', 'shrunken', 'falling'];
const proposal = {
  columns: [
    {
      column: 'Fat (g)',
      field: 'fat_g',
      to: 'Lipids',
      by: ['values'],
      score: 1,
      agreeing: 9,
      compared: 9,
    },
  ],
} as const;
const missing: HoldReason = {
  code: 'missing-columns',
  columns: ['Fat (g)', 'Fiber (g)'],
  records: 784,
  publishedValues: 5488,
  unknown: ['Lipids'],
  proposal,
};

describe('Why an import waits', () => {
  test('is told with columns, counts and what to do', () => {
    expect(holdSentence(missing, 'en')).toEqual({
      message:
        'The file lacks 2 columns: “Fat (g)” and “Fiber (g)”. 784 records would lose 5,488 published values. The source does not know the column “Lipids” of the file.',
      advice:
        'Check the proposed mapping, then ask for it: a second person agrees, and the file is read anew. If the columns are really gone, accept the import as it is; otherwise reject it.',
    });
    expect(holdSentence({ ...missing, needed: true, columns: ['Food_Item'] }, 'fr').message).toBe(
      'Il manque au fichier la colonne « Food_Item ». Sans elle, aucune ligne ne peut devenir un enregistrement. 784 enregistrements perdraient 5\u202f488 valeurs publiées. La source ne connaît pas la colonne « Lipids » du fichier.',
    );
    expect(
      holdSentence({ code: 'shrunken', columns: [], records: 812, publishedValues: 1, stood: 5488 }, 'de').message,
    ).toBe(
      'In der Datei fehlen 812 von 5.488 Datensätzen, die die Quelle bisher nannte. Daran hängt 1 veröffentlichter Wert.',
    );
    expect(
      holdSentence({ code: 'falling', columns: ['Steps'], records: 1, publishedValues: 2, rows: [2, 1200] }, 'it')
        .message,
    ).toBe(
      'Per 1 record il file indica un totale del giorno più piccolo di quello pubblicato: «Steps». 2 valori pubblicati diminuirebbero. Prime righe: 2 e 1200.',
    );
  });

  test('does not offer to accept what cannot be accepted', () => {
    for (const language of languages)
      for (const reason of [missing, { ...missing, proposal: undefined }, { ...missing, unknown: [] }]) {
        const { proposal: columns, ...rest } = reason;
        const whole = { ...rest, ...(columns && { proposal: columns }) };
        const accepts = /accept|accettat|nehmen Sie|acceptez/;
        expect(holdSentence(whole, language).advice).toMatch(accepts);
        expect(holdSentence({ ...whole, needed: true }, language).advice).not.toMatch(accepts);
      }
  });

  test.each(languages)('has every number as it is and no gap, whatever is counted, in %s', (language) => {
    const number = new Intl.NumberFormat(language);
    const name = fc.string({ minLength: 1, maxLength: 30 }).filter((text) => !/[{}…]/.test(text));
    const counts = fc.record({ records: fc.nat({ max: 2_000_000 }), publishedValues: fc.nat({ max: 90_000_000 }) });
    fc.assert(
      fc.property(
        fc.constantFrom(...codes),
        fc.array(name, { minLength: 1, maxLength: 200 }),
        fc.array(name, { maxLength: 40 }),
        counts,
        fc.boolean(),
        (code, columns, unknown, { records, publishedValues }, needed) => {
          const reason: HoldReason = {
            code,
            columns,
            records,
            publishedValues,
            stood: records + 1,
            rows: [7],
            unknown,
            ...(needed && { needed: true }),
          };
          const { message, advice } = holdSentence(reason, language);
          expect(message + advice).not.toMatch(/[{}…]|undefined|NaN/);
          if (publishedValues > 0) expect(message).toContain(number.format(publishedValues));
          if (code === 'shrunken') expect(message).toContain(number.format(records));
          if (code !== 'shrunken') expect(message).toContain(columns[0]);
          expect(advice.length).toBeGreaterThan(20);
        },
      ),
    );
  });

  test('names no more columns than can be read, and counts the others', () => {
    const columns = Array.from({ length: 200 }, (_, i) => `column ${i}`);
    const { message } = holdSentence({ code: 'emptied-columns', columns, records: 3, publishedValues: 3 }, 'en');
    expect(message).toContain('200 columns');
    expect(message).toContain('“column 7”, and 192 more');
    expect(message).not.toContain('column 8”');
  });

  test('has a title in every language', () => {
    for (const code of codes) expect(new Set(languages.map((one) => holdTitle(code, one))).size).toBe(4);
  });
});
