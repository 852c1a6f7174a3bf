/** Values of spreadsheet cells: text with its escapes, numbers, and serial numbers that a style calls dates. */

/** `_x000D_` is how OOXML writes a character that XML cannot hold. ECMA-376 part 1, 22.9.2.19. */
export const unescaped = (text: string): string =>
  text.includes('_x')
    ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    : text;

/** What a number format shows of a serial number. */
export type DateKind = 'date' | 'time' | 'date-time';

/** Formats that are built in, and so defined nowhere in the file. ECMA-376 part 1, 18.8.30. */
const builtIn = (id: number): DateKind | undefined => {
  if ((id >= 14 && id <= 17) || (id >= 27 && id <= 31) || id === 36 || (id >= 50 && id <= 54) || id === 57 || id === 58)
    return 'date';
  if ((id >= 18 && id <= 21) || (id >= 32 && id <= 35) || id === 45 || id === 47 || id === 55 || id === 56)
    return 'time';
  return id === 22 ? 'date-time' : undefined;
};

/** What the format with this number, or with this code, makes of a number; undefined where it stays a number. */
export function dateKind(id: number, code: string | undefined): DateKind | undefined {
  if (code === undefined) return builtIn(id);
  const plain = code.replace(/"[^"]*"|\\.|_.|\*./g, '');
  // No pattern looks at a character more often than a few times, whatever the code.
  // An elapsed time, `[h]:mm`, is a quantity and no time of day.
  if (/\[[hms]+\]/i.test(plain)) return undefined;
  const letters = plain
    .split(';')[0]!
    .replace(/\[[^\][]*\]|general/gi, '')
    .toLowerCase();
  const time = /[hs]/.test(letters);
  const date = /[dy]/.test(letters) || (/m/.test(letters) && !time);
  if (!date && !time) return undefined;
  return date && time ? 'date-time' : date ? 'date' : 'time';
}

const dayMs = 86_400_000;
/** 1899-12-30 counts as day 0, for serials behind the 29 February 1900 that never was; 1904-01-01 in files of that system. */
const epoch1900 = Date.UTC(1899, 11, 30);
const epoch1904 = Date.UTC(1904, 0, 1);
/** 9999-12-31. */
const lastSerial = 2_958_465;

/** The ISO 8601 text of a serial number: local, as spreadsheets know no time zone; undefined where it is no date. */
export function isoOf(serial: number, kind: DateKind, date1904: boolean): string | undefined {
  if (!(serial >= 0) || serial >= lastSerial + 1) return undefined;
  const day = date1904 || serial >= 60 ? serial : serial + 1;
  const iso = new Date((date1904 ? epoch1904 : epoch1900) + Math.round(day * dayMs)).toISOString();
  const time = iso.slice(11, iso.endsWith('.000Z') ? 19 : 23);
  const whole = Number.isInteger(serial);
  if (kind === 'time') return serial < 1 ? time : `${iso.slice(0, 10)}T${time}`;
  return kind === 'date' && whole ? iso.slice(0, 10) : `${iso.slice(0, 10)}T${time}`;
}

/** Number of a column by its letters, from 0: `A` 0, `Z` 25, `AA` 26; -1 for no reference. */
export function columnIndex(reference: string): number {
  let index = 0;
  for (let i = 0; i < reference.length; i++) {
    const letter = reference.charCodeAt(i);
    if (letter < 65 || letter > 90) return i === 0 ? -1 : index - 1;
    index = index * 26 + letter - 64;
  }
  return index - 1;
}
