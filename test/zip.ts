/** Writes ZIP archives for tests: honest ones, and ones that lie as they are told to. */
import { crc32, deflateRawSync } from 'node:zlib';

export interface Part {
  readonly name: string;
  readonly content: string | Buffer;
  readonly stored?: boolean;
  /** How hard it is compressed, 1 to 9. */
  readonly level?: number;
  /** What the directory says in place of the truth. */
  readonly lie?: {
    readonly size?: number;
    readonly compressedSize?: number;
    readonly offset?: number;
    readonly flags?: number;
    readonly crc?: number;
  };
}

export function zipOf(parts: readonly Part[], lie: { readonly entries?: number } = {}): Buffer {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const part of parts) {
    const content = Buffer.from(part.content as string);
    const data = part.stored ? content : deflateRawSync(content, { level: part.level ?? 6 });
    const name = Buffer.from(part.name);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(part.stored ? 0 : 8, 8);
    local.writeUInt32LE(crc32(content), 14);
    local.writeUInt32LE(data.length, 18);
    local.writeUInt32LE(content.length, 22);
    local.writeUInt16LE(name.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(part.lie?.flags ?? 0, 8);
    entry.writeUInt16LE(part.stored ? 0 : 8, 10);
    entry.writeUInt32LE(part.lie?.crc ?? crc32(content), 16);
    entry.writeUInt32LE(part.lie?.compressedSize ?? data.length, 20);
    entry.writeUInt32LE(part.lie?.size ?? content.length, 24);
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt32LE(part.lie?.offset ?? offset, 42);
    directory.push(entry, name);
    files.push(local, name, data);
    offset += 30 + name.length + data.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(lie.entries ?? parts.length, 8);
  end.writeUInt16LE(lie.entries ?? parts.length, 10);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...files, listed, end]);
}

const xml = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const relation = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** The parts of a workbook with one sheet, whose `sheetData` is given. Each can be replaced by name. */
export function workbookParts(sheetData: string, replaced: readonly Part[] = []): Part[] {
  const parts: Part[] = [
    {
      name: '[Content_Types].xml',
      content: `${xml}<Types><Default Extension="xml" ContentType="application/xml"/></Types>`,
    },
    {
      name: '_rels/.rels',
      content: `${xml}<Relationships><Relationship Id="r1" Type="${relation}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    },
    {
      name: 'xl/workbook.xml',
      content: `${xml}<workbook xmlns:r="${relation}"><sheets><sheet name="Foods" sheetId="1" r:id="r1"/></sheets></workbook>`,
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      content: `${xml}<Relationships><Relationship Id="r1" Type="${relation}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="${relation}/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="r3" Type="${relation}/styles" Target="styles.xml"/></Relationships>`,
    },
    { name: 'xl/worksheets/sheet1.xml', content: `${xml}<worksheet><sheetData>${sheetData}</sheetData></worksheet>` },
  ];
  const names = new Set(replaced.map((part) => part.name));
  return [...parts.filter((part) => !names.has(part.name)), ...replaced];
}

/** A cell of a sheet with its text in place. */
export const inline = (reference: string, text: string): string =>
  `<c r="${reference}" t="inlineStr"><is><t>${text}</t></is></c>`;
