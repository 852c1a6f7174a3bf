/** The parts of a workbook around its sheets: which sheets there are, shared texts, and which styles are dates. */

import { FileRejected } from './reader.ts';
import { type DateKind, dateKind, unescaped } from './xlsx-cell.ts';
import { readXml } from './xml.ts';
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

/** Characters of a sheet's name: Excel allows 31. Every row that is taken from a sheet names it. */
const sheetNameCharacters = 200;

/** @throws FileRejected `not-xlsx`, `macros`, `too-large`. */
export async function readWorkbook(zip: ZipArchive): Promise<Workbook> {
  await refuseMacros(zip);
  const root = await relationsOf(zip, '');
  const main = [...root.values()].find((relation) => relation.type === 'officeDocument')?.target ?? 'xl/workbook.xml';
  const relations = await relationsOf(zip, main);
  const named: { name: string; relation: string }[] = [];
  let date1904 = false;
  await readXml(zip.open(partOf(zip, main)), {
    open: (name, attributes) => {
      if (name === 'sheet') named.push({ name: attributes.name ?? '', relation: relationId(attributes) });
      else if (name === 'workbookPr') date1904 = attributes.date1904 === '1' || attributes.date1904 === 'true';
    },
  });
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
  return {
    sheets,
    sharedTexts: await sharedTexts(zip, byType('sharedStrings')),
    dateStyles: await dateStyles(zip, byType('styles')),
    date1904,
  };
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

async function refuseMacros(zip: ZipArchive): Promise<void> {
  let macros = [...zip.entries.keys()].some((name) => /vbaproject|(?:^|\/)xlm|macrosheets\//i.test(name));
  await readXml(zip.open(partOf(zip, '[Content_Types].xml')), {
    open: (_, attributes) => {
      if (/macroenabled|vbaproject|intlmacrosheet|ms-excel\.macrosheet/i.test(attributes.ContentType ?? ''))
        macros = true;
    },
  });
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
async function relationsOf(zip: ZipArchive, part: string): Promise<Map<string, Relation>> {
  const folder = part.slice(0, part.lastIndexOf('/') + 1);
  const entry = zip.entries.get(`${folder}_rels/${part.slice(folder.length)}.rels`);
  const relations = new Map<string, Relation>();
  if (entry === undefined) return relations;
  await readXml(zip.open(entry), {
    open: (name, { Id, Type, Target, TargetMode }) => {
      if (name !== 'Relationship' || TargetMode === 'External' || !Id || !Type || !Target) return;
      const target = Target.startsWith('/') ? Target.slice(1) : folder + Target;
      relations.set(Id, { type: Type.slice(Type.lastIndexOf('/') + 1), target: normalised(target) });
    },
  });
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

async function sharedTexts(zip: ZipArchive, entry: ZipEntry | undefined): Promise<string[]> {
  const texts: string[] = [];
  if (entry === undefined) return texts;
  if (entry.size > sharedTextBytes) {
    throw new FileRejected('too-large', `The file is refused: its texts take more than ${sharedTextBytes} bytes.`, {
      limit: sharedTextBytes,
    });
  }
  const text = richText();
  await readXml(zip.open(entry), {
    open: (name) => (name === 'si' ? text.start() : text.open(name)),
    text: text.text,
    close: (name) => (name === 'si' ? void texts.push(text.end()) : text.close(name)),
  });
  return texts;
}

/** Collects a text that may consist of runs with formats of their own; phonetic hints beside it are left out. */
export function richText() {
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
      if (inText) collected += text;
    },
    close: (name: string): void => {
      if (name === 't') inText = false;
      else if (name === 'rPh') phonetic = false;
    },
    end: (): string => unescaped(collected),
  };
}

async function dateStyles(zip: ZipArchive, entry: ZipEntry | undefined): Promise<(DateKind | undefined)[]> {
  const kinds: (DateKind | undefined)[] = [];
  if (entry === undefined) return kinds;
  const codes = new Map<number, string>();
  let inCells = false;
  await readXml(zip.open(entry), {
    open: (name, attributes) => {
      const id = Number(attributes.numFmtId ?? '0');
      if (name === 'numFmt') codes.set(id, attributes.formatCode ?? '');
      else if (name === 'cellXfs') inCells = true;
      else if (name === 'xf' && inCells) kinds.push(dateKind(id, codes.get(id)));
    },
    close: (name) => {
      if (name === 'cellXfs') inCells = false;
    },
  });
  return kinds;
}
