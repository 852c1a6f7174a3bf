/** What of the access log somebody asks for by an address, and how its lines read. */
import { describe, expect, test } from 'vitest';
import { languages } from '../../domain/language.ts';
import { addressOf, filterOf, questionOf, wrongIn } from '../src/lib/access/filter.ts';
import { actorText, purposeText, shownText } from '../src/lib/access/told.ts';
import { speechOf } from '../src/lib/words/speech.ts';

const subject = '0c2f1c5d-5f2b-5b2c-9d0a-6f6e7b1f3a44';
const asked = (query: string) => filterOf(new URLSearchParams(query));

describe('a filter', () => {
  test('asks for whole days in UTC, the last one included, and for people by their whole pseudonym', () => {
    const filter = asked(`subject=${subject.toUpperCase()}&from=2026-02-28&to=2026-02-28&actor=system:operator`);
    expect(wrongIn(filter)).toEqual([]);
    expect(questionOf(filter)).toEqual({
      subject,
      actor: 'system:operator',
      since: '2026-02-28T00:00:00.000Z',
      until: '2026-03-01T00:00:00.000Z',
    });
    expect(addressOf(filter, { after: '7' })).toBe(
      `/access?subject=${subject}&actor=system%3Aoperator&from=2026-02-28&to=2026-02-28&after=7`,
    );
  });

  test.each([
    ['subject=somebody', 'subject', 'subject'],
    ['from=2026-02-30', 'from', 'day'],
    ['to=0000-01-01', 'to', 'day'],
    ['to=tomorrow', 'to', 'day'],
    ['from=2026-02-02&to=2026-02-01', 'to', 'order'],
  ])('%s is told, by its field', (query, field, why) => expect(wrongIn(asked(query))).toEqual([{ field, why }]));

  test('asks for nothing where nothing is given, and not by what is no actor and no record', () => {
    expect(questionOf(asked(''))).toEqual({});
    expect(questionOf(asked('actor=me&record=that'))).toEqual({});
    expect(addressOf(asked(''))).toBe('/access');
  });
});

describe.each(languages)('a line in %s', (language) => {
  const speech = speechOf(language);
  const types = { user_profile: 'Profile' };

  test('says what was shown, whatever it was', () => {
    const whats = [
      `user_profile ${subject}`,
      'export user_profile',
      'published user_profile',
      'events of the whole log',
    ];
    const told = whats.map((what) => shownText(what, { types }, speech));
    expect(new Set(told).size).toBe(4);
    expect(told.slice(0, 3).every((text) => text.includes('Profile'))).toBe(true);
    for (const text of told) expect(text).not.toMatch(/[{_]/);
  });

  test('has words for purposes that nobody stated, and quotes the others', () => {
    for (const purpose of ['queue', 'command line']) expect(purposeText(purpose, speech)).not.toContain('«');
    expect(purposeText('complaint 12', speech)).toContain('complaint 12');
  });

  test('names whoever has an account, the reader, and the command line', () => {
    const names = { [`user:${subject}`]: 'auditor@example.org' };
    expect(actorText(`user:${subject}`, { me: '', names }, speech)).toBe('auditor@example.org');
    expect(actorText(`user:${subject}`, { me: `user:${subject}`, names }, speech)).not.toContain('@');
    expect(actorText('user:1234567890', { me: '', names }, speech)).toContain('12345678');
    expect(actorText('system:operator', { me: '', names }, speech)).not.toContain('operator:');
  });
});
