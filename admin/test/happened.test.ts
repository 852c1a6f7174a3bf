import { describe, expect, test } from 'vitest';
import { languages } from '../../domain/language.ts';
import type { RecordUnpublished, RecordUnstated } from '../../domain/record/events.ts';
import type { HistoryEntry } from '../../projections/queries/record.ts';
import { happened } from '../src/lib/records/happened.ts';
import { speechOf } from '../src/lib/words/speech.ts';

const origin = { source: 'toy', import: '0c2f1c5d-0000-5000-8000-00000000000a' };
const entry = (type: string, data: Partial<RecordUnstated> | RecordUnpublished): HistoryEntry => ({
  ...{ version: 2, position: '3', id: origin.import, actor: 'system', at: '2026-01-01T00:00:00.000Z', stands: true },
  type,
  data,
});

describe.each(languages)('what a source no longer states, in %s', (language) => {
  const told = (type: string, data: Partial<RecordUnstated> | RecordUnpublished): string =>
    happened(entry(type, data), { fields: [] }, {}, speechOf(language)).what;

  test('says what became of the record: it waits, was kept for a person, was withdrawn, is published no longer', () => {
    const texts = [
      told('RecordUnstated', { origin, onMissing: 'review' }),
      told('RecordUnstated', { origin, onMissing: 'withdraw', reopens: true }),
      told('RecordUnstated', { origin, onMissing: 'withdraw' }),
      told('RecordUnpublished', { of: 0, why: 'missing', origin }),
    ];
    expect(new Set(texts).size).toBe(4);
    for (const text of texts) expect(text).not.toMatch(/Record|\{/);
  });
});

test('An event that this release does not know is told by its name', () => {
  expect(happened(entry('RecordMoved', {}), { fields: [] }, {}, speechOf('en')).what).toBe('RecordMoved');
});
