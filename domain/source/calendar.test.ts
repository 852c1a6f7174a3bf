import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isTimeZone, parseDay, parseInstant } from './calendar.ts';

describe('a day', () => {
  test.each([
    ['2023-01-01', '2023-01-01'],
    ['2024-02-29', '2024-02-29'],
    ['2016-04-12T00:00:00', '2016-04-12'],
    ['2016-04-12 23:59:59', '2016-04-12'],
  ])('%s', (text, day) => expect(parseDay(text)).toBe(day));

  test.each([
    ['4/12/2016', '2016-04-12'],
    ['12/1/2016', '2016-12-01'],
    ['4/12/2016 12:00:00 AM', '2016-04-12'],
    ['2016-04-12', '2016-04-12'],
  ])('%s, month first', (text, day) => expect(parseDay(text, 'M/D/YYYY')).toBe(day));

  test('may come day first', () => {
    expect(parseDay('12/4/2016', 'D/M/YYYY')).toBe('2016-04-12');
    expect(parseDay('12.04.2016', 'D.M.YYYY')).toBe('2016-04-12');
  });

  test.each([
    '2023-02-29',
    '2023-13-01',
    '2023-00-10',
    '2023-1-1',
    '4/12/2016',
    'yesterday',
    '',
    '20230101',
    '0000-01-01',
  ])('%j is none', (text) => expect(parseDay(text)).toBeUndefined());

  test('is not guessed where the order is said', () => {
    expect(parseDay('13/1/2016', 'M/D/YYYY')).toBeUndefined();
    expect(parseDay('4/12/2016 13:00:00 PM', 'M/D/YYYY')).toBeUndefined();
  });
});

describe('an instant', () => {
  test.each([
    ['2016-05-02T23:59:59Z', '2016-05-02T23:59:59.000Z'],
    ['2016-05-02T23:59:59.5+02:00', '2016-05-02T21:59:59.500Z'],
    ['2016-05-02 12:00-0530', '2016-05-02T17:30:00.000Z'],
  ])('%s keeps its offset', (text, instant) => expect(parseInstant(text, 'Europe/Paris')).toBe(instant));

  test.each([
    ['1/15/2024 11:59:59 PM', '2024-01-15T22:59:59.000Z'],
    ['7/15/2024 12:00:00 AM', '2024-07-14T22:00:00.000Z'],
    ['7/15/2024 12:00:00 PM', '2024-07-15T10:00:00.000Z'],
    ['7/15/2024', '2024-07-14T22:00:00.000Z'],
  ])('%s is local to the source, summer and winter', (text, instant) =>
    expect(parseInstant(text, 'Europe/Paris', 'M/D/YYYY')).toBe(instant),
  );

  test('of an hour that occurs twice is the first', () => {
    expect(parseInstant('2024-10-27T02:30:00', 'Europe/Paris')).toBe('2024-10-27T00:30:00.000Z');
    expect(parseInstant('2024-11-03T01:30:00', 'America/New_York')).toBe('2024-11-03T05:30:00.000Z');
  });

  test('of an hour that the clocks leap over is read with the offset before', () => {
    expect(parseInstant('2024-03-31T02:30:00', 'Europe/Paris')).toBe('2024-03-31T01:30:00.000Z');
    expect(parseInstant('2024-03-10T02:30:00', 'America/New_York')).toBe('2024-03-10T07:30:00.000Z');
  });

  test.each(['2024-01-01T24:00:00Z', '2024-01-01T12:60:00Z', '2024-01-01T12:00:00+19:00', 'now'])(
    '%j is none',
    (text) => expect(parseInstant(text, 'UTC')).toBeUndefined(),
  );
});

test('a local time that exists is the same on the wall of its zone', () => {
  const zones = ['Europe/Paris', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe', 'Pacific/Apia', 'UTC'];
  const times = fc.date({ min: new Date('1975-01-01'), max: new Date('2035-01-01'), noInvalidDate: true });
  fc.assert(
    fc.property(times, fc.constantFrom(...zones), (instant, timeZone) => {
      const whole = new Date(Math.floor(instant.getTime() / 60_000) * 60_000);
      const wall = whole.toLocaleString('sv-SE', { timeZone });
      const read = parseInstant(wall, timeZone)!;
      expect(new Date(read).toLocaleString('sv-SE', { timeZone })).toBe(wall);
      expect(new Date(read).getTime()).toBeLessThanOrEqual(whole.getTime());
    }),
  );
});

test('a time zone is known by its name', () => {
  expect(isTimeZone('Europe/Zurich')).toBe(true);
  expect(isTimeZone('Europe/Atlantis')).toBe(false);
});
