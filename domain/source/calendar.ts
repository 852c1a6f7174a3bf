/** Dates and instants as sources write them, read without guessing: what is day and what is month is said by the format. */

/** Order of the parts of a written date. */
export type DateOrder = 'M/D/YYYY' | 'D/M/YYYY' | 'D.M.YYYY' | 'YYYY/M/D';
export const dateOrders: readonly DateOrder[] = ['M/D/YYYY', 'D/M/YYYY', 'D.M.YYYY', 'YYYY/M/D'];

interface LocalTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  /** Milliseconds since midnight. */
  readonly time: number;
  /** Milliseconds east of UTC, where written. */
  readonly offset?: number;
}

const iso = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?\s*(Z|[+-]\d\d(?::?\d\d)?)?)?$/i;
const clock = String.raw`(?:[\s,]+(\d{1,2}):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?\s*([AP]M)?)?$`;
const written: Readonly<Record<DateOrder, RegExp>> = {
  'M/D/YYYY': new RegExp(String.raw`^(?<m>\d{1,2})/(?<d>\d{1,2})/(?<y>\d{4})${clock}`, 'i'),
  'D/M/YYYY': new RegExp(String.raw`^(?<d>\d{1,2})/(?<m>\d{1,2})/(?<y>\d{4})${clock}`, 'i'),
  'D.M.YYYY': new RegExp(String.raw`^(?<d>\d{1,2})\.(?<m>\d{1,2})\.(?<y>\d{4})${clock}`, 'i'),
  'YYYY/M/D': new RegExp(String.raw`^(?<y>\d{4})/(?<m>\d{1,2})/(?<d>\d{1,2})${clock}`, 'i'),
};

function timeOf(hour: string | undefined, minute: string, second = '0', fraction = '0', half?: string): number {
  if (hour === undefined) return 0;
  let h = Number(hour);
  if (half !== undefined) {
    if (h < 1 || h > 12) return Number.NaN;
    h = (h % 12) + (half.toUpperCase() === 'PM' ? 12 : 0);
  }
  const m = Number(minute);
  const s = Number(second);
  if (h > 23 || m > 59 || s > 59) return Number.NaN;
  return ((h * 60 + m) * 60 + s) * 1000 + Number(fraction.padEnd(3, '0').slice(0, 3));
}

function offsetOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (text === 'Z' || text === 'z') return 0;
  const hours = Number(text.slice(1, 3));
  const minutes = Number(text.slice(3).replace(':', '') || '0');
  if (hours > 18 || minutes > 59) return Number.NaN;
  return (text.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}

/** Reads ISO 8601 always, and the source's own order where it has one. `undefined` for anything that is no real day. */
function readLocal(text: string, order: DateOrder | undefined): LocalTime | undefined {
  let parts: LocalTime | undefined;
  const match = iso.exec(text);
  if (match !== null) {
    const [, y, m, d, hour, minute = '0', second, fraction, zone] = match;
    const offset = offsetOf(zone);
    parts = {
      year: Number(y),
      month: Number(m),
      day: Number(d),
      time: timeOf(hour, minute, second, fraction),
      ...(offset === undefined ? {} : { offset }),
    };
  } else if (order !== undefined) {
    const own = written[order].exec(text);
    if (own === null) return undefined;
    const { y, m, d } = own.groups ?? {};
    const [hour, minute = '0', second, fraction, half] = own.slice(4);
    parts = {
      year: Number(y),
      month: Number(m),
      day: Number(d),
      time: timeOf(hour, minute, second, fraction, half),
    };
  }
  return parts !== undefined && isReal(parts) ? parts : undefined;
}

function isReal({ year, month, day, time, offset = 0 }: LocalTime): boolean {
  if (Number.isNaN(time) || Number.isNaN(offset) || year < 1 || month < 1 || month > 12 || day < 1) return false;
  return day <= new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate();
}

const two = (n: number): string => (n < 10 ? `0${n}` : `${n}`);

/**
 * The local day that a text names, `YYYY-MM-DD`; a time of day behind it is dropped.
 * @returns undefined where the text is no date.
 */
export function parseDay(text: string, order?: DateOrder): string | undefined {
  const local = readLocal(text, order);
  if (local === undefined) return undefined;
  return `${String(local.year).padStart(4, '0')}-${two(local.month)}-${two(local.day)}`;
}

/**
 * The instant that a text names, in UTC with milliseconds. Without an offset it is a time in `timeZone`: of a time that
 * occurs twice the first is meant, and one that the clocks leap over is read with the offset before the leap.
 * @returns undefined where the text is no instant.
 */
export function parseInstant(text: string, timeZone: string, order?: DateOrder): string | undefined {
  const local = readLocal(text, order);
  if (local === undefined) return undefined;
  const wall = new Date(0).setUTCFullYear(local.year, local.month - 1, local.day) + local.time;
  const instant = wall - (local.offset ?? offsetAtWall(wall, timeZone));
  const year = new Date(instant).getUTCFullYear();
  return year >= 1 && year <= 9999 ? new Date(instant).toISOString() : undefined;
}

const day = 86_400_000;

function offsetAtWall(wall: number, timeZone: string): number {
  if (timeZone === 'UTC') return 0;
  const before = offsetAt(wall - day, timeZone);
  const after = offsetAt(wall + day, timeZone);
  if (before === after) return before;
  // A change lies within a day: the offset holds that gives itself back; the earlier instant of two, the old offset of none.
  const holds = (offset: number) => offsetAt(wall - offset, timeZone) === offset;
  return holds(before) || !holds(after) ? before : after;
}

const formats = new Map<string, Intl.DateTimeFormat>();
const offsets = new Map<string, Map<number, number>>();
const quarter = 900_000;

/** Milliseconds east of UTC at an instant. Offsets change at whole quarters of an hour only, so these are remembered. */
function offsetAt(instant: number, timeZone: string): number {
  const known = offsets.get(timeZone) ?? new Map<number, number>();
  offsets.set(timeZone, known);
  const slot = Math.floor(instant / quarter);
  let offset = known.get(slot);
  if (offset === undefined) {
    if (known.size > 10_000) known.clear();
    offset = computeOffset(slot * quarter, timeZone);
    known.set(slot, offset);
  }
  return offset;
}

function computeOffset(instant: number, timeZone: string): number {
  let format = formats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      era: 'short',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formats.set(timeZone, format);
  }
  const part: Record<string, string> = {};
  for (const { type, value } of format.formatToParts(instant)) part[type] = value;
  const year = part.era === 'BC' ? 1 - Number(part.year) : Number(part.year);
  const wall =
    new Date(0).setUTCFullYear(year, Number(part.month) - 1, Number(part.day)) +
    ((Number(part.hour) * 60 + Number(part.minute)) * 60 + Number(part.second)) * 1000;
  return wall - Math.floor(instant / 1000) * 1000;
}

/** Whether the machine knows a time zone. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
