/** `--map <old column>=<new column>[:<unit>]`: written for a proposal, and read back with the columns that there are. */
import type { MappedColumn } from '../../domain/import/events.ts';

/** What the two sides may name. */
export interface MappableColumns {
  /** Columns of the source, by any of their names. */
  readonly columns: readonly string[];
  /** Columns of the file. */
  readonly header: readonly string[];
}

/**
 * What an option means. Names hold `=` and `:` themselves, so only those count that leave a column of the source before
 * and one of the file behind; a unit is what follows a colon where the whole is no column of the file.
 * @returns every reading, the one to take where there is one
 */
export function mappingReadings(text: string, { columns, header }: MappableColumns): readonly MappedColumn[] {
  const known = new Set(columns);
  const found: MappedColumn[] = [];
  for (let at = text.indexOf('='); at >= 0; at = text.indexOf('=', at + 1)) {
    const column = text.slice(0, at);
    const target = known.has(column) ? targetOf(text.slice(at + 1), header) : undefined;
    if (target) found.push({ column, ...target });
  }
  return found;
}

/** A column of the file, or the longest one that a colon and a unit follow. */
function targetOf(text: string, header: readonly string[]): Omit<MappedColumn, 'column'> | undefined {
  if (header.includes(text)) return { to: text };
  const named = header.filter((name) => /^:+[^:]+$/.test(text.slice(name.length)) && text.startsWith(name));
  const to = named.toSorted((a, b) => b.length - a.length)[0];
  return to === undefined ? undefined : { to, unit: text.slice(to.length).replace(/^:+/, '') };
}

/** The option's value for a mapped column. Where `name:unit` is a column of the file itself, more colons tell them apart. */
export function mappingText({ column, to, unit }: MappedColumn, { header }: Pick<MappableColumns, 'header'>): string {
  if (unit === undefined) return `${column}=${to}`;
  let colons = ':';
  const read = (): Omit<MappedColumn, 'column'> | undefined => targetOf(`${to}${colons}${unit}`, header);
  // Each try is longer than the one before, and no longer than the longest column can be in the way.
  while (header.some((name) => name.length >= to.length + colons.length) && read()?.to !== to) colons += ':';
  return `${column}=${to}${colons}${unit}`;
}

/** A word as a POSIX shell reads it back; control characters, which a terminal would obey, as bash and zsh escape them. */
export function shellWord(text: string): string {
  if (/^[\w@%+=:,./-]+$/.test(text)) return text;
  if (!hasControls(text)) return `'${text.replaceAll("'", `'\\''`)}'`;
  const escaped = [...text.replaceAll(/[\\']/g, '\\$&')].map((one) =>
    hasControls(one) ? [...Buffer.from(one)].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('') : one,
  );
  return `$'${escaped.join('')}'`;
}

/** A name from a file as a terminal may show it. */
export const visible = (text: string): string => text.replaceAll(new RegExp(controls, 'gu'), '\ufffd');

const controls = '\\p{Cc}';
const hasControls = (text: string): boolean => new RegExp(controls, 'u').test(text);
