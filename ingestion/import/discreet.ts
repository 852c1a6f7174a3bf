/**
 * What is said of a file about people that cannot be read: no cell of it and no name that may be a cell. Whatever a reader
 * comes to say in future is left out until it is named here.
 */
import type { Json } from '../../domain/json.ts';
import { nameKey } from '../../domain/source/header.ts';
import { type KnownNames, numberedColumn } from '../../domain/source/named-columns.ts';
import { FileRejected } from '../readers/reader.ts';

type Params = Readonly<Record<string, Json>>;

/** Texts that readers choose themselves: kinds of files, encodings, separators, what a definition asks for. */
const harmless: ReadonlySet<string> = new Set([
  'character',
  'encoding',
  'expected',
  'found',
  'problem',
  'reason',
  'wanted',
]);

/** Lists of names out of which everything unknown was taken before. */
const named: ReadonlySet<string> = new Set(['missing', 'unknown']);

/**
 * Params of a refusal, without what they quote of the file.
 * @param header the file's columns as it names them, where they are known: an unknown one is told by its number
 */
export function discreetParams(params: Params, known: KnownNames, header: readonly string[] = []): Params {
  const number = typeof params.number === 'number' ? params.number - 1 : undefined;
  const told = (name: string): string | undefined => {
    if (known.has(nameKey(name))) return name;
    const index = number ?? header.indexOf(name);
    return index === -1 ? undefined : numberedColumn(index);
  };
  const kept = Object.entries(params).flatMap(([name, value]): [string, Json][] => {
    if (typeof value === 'number' || typeof value === 'boolean' || value === null) return [[name, value]];
    if (harmless.has(name) || named.has(name)) return [[name, value]];
    const column = name === 'column' && typeof value === 'string' ? told(value) : undefined;
    return column === undefined ? [] : [[name, column]];
  });
  return Object.fromEntries(kept);
}

/** A failure of a file about people, without what it quotes; its cause, which may quote too, is left out. */
export function discreetFailure(error: FileRejected, known: KnownNames): FileRejected {
  const params = discreetParams(error.params, known);
  const same = Object.keys(error.params).every((name) => params[name] === error.params[name]);
  if (same && error.cause === undefined) return error;
  const message = same
    ? error.message
    : `The file is refused (${error.code}). It is about people: nothing of it is repeated.`;
  return new FileRejected(error.code, message, params);
}
