/**
 * Arrays as PostgreSQL takes them. Texts go in the binary format: escaping JSON into an array literal costs as much as
 * writing it, and the server would have to undo it. What needs no escaping goes as a literal, which is a plain join.
 */

const oids = { text: 25, json: 114 } as const;

/** A `text[]` or `json[]` in the binary format of the wire protocol. */
export function binaryArray(element: keyof typeof oids, items: readonly string[]): Buffer {
  let size = 20;
  const lengths = new Array<number>(items.length);
  for (let i = 0; i < items.length; i++) {
    const length = Buffer.byteLength(items[i]!);
    lengths[i] = length;
    size += 4 + length;
  }
  const bytes = Buffer.allocUnsafe(size);
  bytes.writeInt32BE(1, 0); // dimensions
  bytes.writeInt32BE(0, 4); // no nulls
  bytes.writeInt32BE(oids[element], 8);
  bytes.writeInt32BE(items.length, 12);
  bytes.writeInt32BE(1, 16); // first index
  let offset = 20;
  for (let i = 0; i < items.length; i++) {
    offset = bytes.writeInt32BE(lengths[i]!, offset);
    offset += bytes.write(items[i]!, offset, 'utf8');
  }
  return bytes;
}

/** An array literal of numbers, UUIDs or times: nothing in it may need quotes. */
export const plainArray = (items: readonly (string | number)[]): string => `{${items.join(',')}}`;
