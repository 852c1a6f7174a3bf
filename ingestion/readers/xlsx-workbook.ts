/** The parts of a workbook around its sheets: which sheets there are, shared texts, and which styles are dates. */

import { FileRejected, type ReaderLimits } from './reader.ts';
import { type DateKind, dateKind, unescaped } from './xlsx-cell.ts';
import { readXml, tooMany, type XmlEvents, type XmlLimits } from './xml.ts';
import type { ZipArchive, ZipEntry } from './zip.ts';

export interface Workbook {
  readonly sheets: readonly { readonly name: string; readonly entry: ZipEntry }[];
  readonly sharedTexts: readonly string[];
  /** By index of the cell's style. */
  readonly dateStyles: readonly (DateKind | undefined)[];
  readonly date1904: boolean;
}

/** Bytes of the part with the shared texts, all of which are held: some 100 MB of memory at worst. */
const sharedTextBytes = 64 * 1024 ** 2;
/** From so many bytes on they count as large: such workbooks are held one at a time. */
const largeTextBytes = 8 * 1024 ** 2;

/** Elements of the parts around the sheets: a thousand sheets with a hundred names each, every style with what belongs to it. */
const workbookElements = 200_000;
const styleElements = 1_000_000;

/** Characters of a sheet's name: Excel allows 31. Every row that is taken from a sheet names it. */
const sheetNameCharacters = 200;

/**
 * @param onLarge before shared texts are read that take much memory for as long as the sheet is read
 * @throws FileRejected `not-xlsx`, `macros`, `too-large`, `too-many-sheets` and what else there may be too many of.
 */
export async function readWorkbook(
  zip: ZipArchive,
  limits: ReaderLimits,
  onLarge: () => Promise<void>,
): Promise<Workbook> {
  const around: ReaderLimits = { ...limits, elements: Math.min(limits.elements, workbookElements) };
  await refuseMacros(zip, around);
  const root = await relationsOf(zip, '', around);
  const main = [...root.values()].find((relation) => relation.type === 'officeDocument')?.target ?? 'xl/workbook.xml';
  const relations = await relationsOf(zip, main, around);
  const { named, date1904 } = await namedSheets(zip, main, around);
  const sheets = named.flatMap(({ name, relation }) => {
    const found = relations.get(relation);
    return found?.type === 'worksheet' ? [{ name, entry: partOf(zip, found.target) }] : [];
  });
  if (sheets.length === 0) throw notXlsx('it holds no sheet');
  if (sheets.some(({ name }) => name.length > sheetNameCharacters))
    throw notXlsx(`the name of a sheet has more than ${sheetNameCharacters} characters`);
  const byType = (type: string) => {
    const target = [...relations.values()].find((relation) => relation.type === type)?.target;
    return target === undefined ? undefined : zip.entries.get(target);
  };
  const texts = byType('sharedStrings');
  if (texts !== undefined && texts.size > largeTextBytes) await onLarge();
  return {
    sheets,
    sharedTexts: await sharedTexts(zip, texts, limits),
    dateStyles: await dateStyles(zip, byType('styles'), limits),
    date1904,
  };
}

async function namedSheets(
  zip: ZipArchive,
  main: string,
  limits: ReaderLimits,
): Promise<{ named: { name: string; relation: string }[]; date1904: boolean }> {
  const named: { name: string; relation: string }[] = [];
  let date1904 = false;
  const open = (name: string, attributes: Readonly<Record<string, string>>): void => {
    if (name === 'workbookPr') date1904 = attributes.date1904 === '1' || attributes.date1904 === 'true';
    if (name !== 'sheet') return;
    if (named.length === limits.sheets) throw tooMany('too-many-sheets', 'sheets', limits.sheets);
    named.push({ name: attributes.name ?? '', relation: relationId(attributes) });
  };
  await readXml(zip.open(partOf(zip, main)), { open }, limits);
  return { named, date1904 };
}

export const notXlsx = (why: string): FileRejected =>
  new FileRejected('not-xlsx', `The file cannot be read as XLSX: ${why}.`, {});

function partOf(zip: ZipArchive, name: string): ZipEntry {
  const entry = zip.entries.get(name);
  if (entry === undefined) throw notXlsx('a part that a workbook needs is missing');
  return entry;
}

/** The attribute `r:id`, whatever the prefix of its namespace. */
const relationId = (attributes: Readonly<Record<string, string>>): string =>
  Object.entries(attributes).find(([key]) => key.endsWith(':id'))?.[1] ?? '';

async function refuseMacros(zip: ZipArchive, limits: XmlLimits): Promise<void> {
  let macros = [...zip.entries.keys()].some((name) => /vbaproject|(?:^|\/)xlm|macrosheets\//i.test(name));
  const open = (_: string, attributes: Readonly<Record<string, string>>): void => {
    if (/macroenabled|vbaproject|intlmacrosheet|ms-excel\.macrosheet/i.test(attributes.ContentType ?? ''))
      macros = true;
  };
  await readXml(zip.open(partOf(zip, '[Content_Types].xml')), { open }, limits);
  if (macros)
    throw new FileRejected('macros', 'The file is refused: it holds macros. Save it as XLSX without them.', {});
}

interface Relation {
  /** The last segment of the type's address, which is the same in both flavours of OOXML. */
  readonly type: string;
  /** Name of an entry. */
  readonly target: string;
}

/** What a part refers to inside the archive; what lies outside is ignored. */
async function relationsOf(zip: ZipArchive, part: string, limits: ReaderLimits): Promise<Map<string, Relation>> {
  const folder = part.slice(0, part.lastIndexOf('/') + 1);
  const entry = zip.entries.get(`${folder}_rels/${part.slice(folder.length)}.rels`);
  const relations = new Map<string, Relation>();
  if (entry === undefined) return relations;
  let listed = 0;
  const open: XmlEvents['open'] = (name, { Id, Type, Target, TargetMode }) => {
    if (name !== 'Relationship') return;
    if (++listed > limits.relations) throw tooMany('too-many-relations', 'relations between parts', limits.relations);
    if (TargetMode === 'External' || !Id || !Type || !Target) return;
    const target = Target.startsWith('/') ? Target.slice(1) : folder + Target;
    relations.set(Id, { type: Type.slice(Type.lastIndexOf('/') + 1), target: normalised(target) });
  };
  await readXml(zip.open(entry), { open }, limits);
  return relations;
}

const normalised = (path: string): string => {
  const kept: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '..') kept.pop();
    else if (segment !== '.' && segment !== '') kept.push(segment);
  }
  return kept.join('/');
};

async function sharedTexts(zip: ZipArchive, entry: ZipEntry | undefined, limits: ReaderLimits): Promise<string[]> {
  const texts: string[] = [];
  if (entry === undefined) return texts;
  if (entry.size > sharedTextBytes) {
    throw new FileRejected('too-large', `The file is refused: its texts take more than ${sharedTextBytes} bytes.`, {
      limit: sharedTextBytes,
    });
  }
  const text = richText(limits.cellCharacters);
  const add = (): void => {
    if (texts.length === limits.sharedTexts) throw tooMany('too-many-texts', 'texts', limits.sharedTexts);
    texts.push(text.end());
  };
  await readXml(
    zip.open(entry),
    {
      open: (name) => (name === 'si' ? text.start() : text.open(name)),
      text: text.text,
      close: (name) => (name === 'si' ? add() : text.close(name)),
    },
    limits,
  );
  return texts;
}

/**
 * Characters after which no more of a text is collected, however many pieces follow. Each may be an escape of seven, so what
 * is cut off here is surely longer than a cell may be, and its row is set aside for that.
 */
export const collectedCharacters = (cellCharacters: number): number => 7 * cellCharacters + 1;

/** Collects a text that may consist of runs with formats of their own; phonetic hints beside it are left out. */
export function richText(cellCharacters: number) {
  const most = collectedCharacters(cellCharacters);
  let collected = '';
  let inText = false;
  let phonetic = false;
  return {
    start: (): void => {
      collected = '';
    },
    open: (name: string): void => {
      if (name === 't') inText = !phonetic;
      else if (name === 'rPh') phonetic = true;
    },
    text: (text: string): void => {
      if (inText && collected.length < most) collected += text;
    },
    close: (name: string): void => {
      if (name === 't') inText = false;
      else if (name === 'rPh') phonetic = false;
    },
    end: (): string => unescaped(collected),
  };
}

async function dateStyles(
  zip: ZipArchive,
  entry: ZipEntry | undefined,
  limits: ReaderLimits,
): Promise<(DateKind | undefined)[]> {
  const kinds: (DateKind | undefined)[] = [];
  if (entry === undefined) return kinds;
  const codes = new Map<number, string>();
  const kindOf = new Map<number, DateKind | undefined>();
  let inCells = false;
  const open = (name: string, attributes: Readonly<Record<string, string>>): void => {
    const id = Number(attributes.numFmtId ?? '0');
    if (name === 'numFmt') codes.set(id, attributes.formatCode ?? '');
    else if (name === 'cellXfs') inCells = true;
    else if (name === 'xf' && inCells) {
      if (kinds.length === limits.styles) throw tooMany('too-many-styles', 'styles of cells', limits.styles);
      if (!kindOf.has(id)) kindOf.set(id, dateKind(id, codes.get(id)));
      kinds.push(kindOf.get(id));
    }
    if (codes.size > limits.styles) throw tooMany('too-many-styles', 'formats of numbers', limits.styles);
  };
  const close = (name: string): void => {
    if (name === 'cellXfs') inCells = false;
  };
  const elements = Math.min(limits.elements, styleElements);
  await readXml(zip.open(entry), { open, close }, { ...limits, elements });
  return kinds;
}
