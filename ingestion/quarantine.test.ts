import { describe, expect, test } from 'vitest';
import { languages } from '../domain/language.ts';
import { renderQuarantine } from '../domain/rules/messages.ts';
import type { QuarantineReason } from './readers/reader.ts';

/** The compiler keeps this list complete. */
const reasons: Readonly<Record<QuarantineReason, true>> = {
  'ragged-row': true,
  'row-too-large': true,
  'too-many-columns': true,
  'unbalanced-quote': true,
  'undecodable-bytes': true,
  'piled-marks': true,
  'invalid-json': true,
  'not-an-object': true,
  'unsafe-key': true,
  'untypable-cell': true,
  'missing-required': true,
  'missing-key': true,
  'too-many-statements': true,
  'no-consent': true,
};

describe('A row that is set aside', () => {
  test.each(languages)('is told with words of its own reason, in %s', (language) => {
    const unknown = renderQuarantine('?', { row: 7 }, language);
    for (const reason of Object.keys(reasons)) {
      const { message, advice } = renderQuarantine(reason, { row: 7 }, language);
      expect(message).toContain('7');
      expect(message).not.toContain(reason);
      expect(message).not.toBe(unknown.message);
      expect(advice.length).toBeGreaterThan(20);
    }
  });
});
