/** What the server and a thread that reads a file say to each other. */
import type { Json } from '../../../domain/json.ts';
import type { OpenedFile, ReaderLimits, ReadRow } from '../reader.ts';

/** A file to be read: everything but its bytes, which the thread asks for. */
export interface Reading {
  readonly format: 'csv' | 'json' | 'xlsx';
  readonly dialect: OpenedFile['dialect'];
  readonly columns: readonly string[];
  readonly limits: ReaderLimits;
  readonly reader: number;
}

/** A message belongs to one reading: what comes late of an earlier one is passed over. */
export type ToThread = { readonly number: number } & (
  | { readonly kind: 'read'; readonly reading: Reading }
  /** Bytes that were asked for; null at the end of the file. */
  | { readonly kind: 'bytes'; readonly stream: number; readonly chunk: Uint8Array | null }
  /** One more batch of rows is wanted. */
  | { readonly kind: 'more' }
  /** A large workbook may be held now. */
  | { readonly kind: 'go-on' }
);

export type FromThread = { readonly number: number } & (
  | { readonly kind: 'pull'; readonly stream: number; readonly start: number }
  | { readonly kind: 'close'; readonly stream: number }
  | { readonly kind: 'large' }
  | { readonly kind: 'opened'; readonly opened: Omit<OpenedFile, 'rows'> }
  /** @param columns that were found since: the header of JSON grows */
  | { readonly kind: 'rows'; readonly rows: readonly ReadRow[]; readonly columns: readonly string[] }
  | { readonly kind: 'end' }
  | {
      readonly kind: 'refused';
      readonly code: string;
      readonly message: string;
      readonly params: Readonly<Record<string, Json>>;
    }
  /** A fault of the reader and none of the file. */
  | { readonly kind: 'failed'; readonly error: unknown }
);
