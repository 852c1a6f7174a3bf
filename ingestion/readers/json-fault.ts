/** Says what is wrong with a text that should be one JSON value, and where. Slow, and only asked when something is. */

export type JsonProblem = 'syntax' | 'duplicate-key' | 'unfinished';

export interface JsonFault {
  readonly problem: JsonProblem;
  /** Index in the text. */
  readonly at: number;
  readonly key?: string;
}

/** RFC 8259: a text holds any character but the quote, the backslash, and the controls before the blank. */
const token =
  /[ \t\r\n]*("(?:[ !#-[\]-\u{10ffff}]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null|[{}[\],:])/uy;

type Expected = 'value' | 'value-or-]' | 'key' | 'key-or-}' | 'colon' | 'comma-or-end' | 'nothing';

/** The first fault of a text by RFC 8259, a key stated twice in one object included; undefined where there is none. */
export function findFault(text: string): JsonFault | undefined {
  /** One entry per open container: the keys of an object, or null for an array. */
  const open: (Set<string> | null)[] = [];
  let expected: Expected = 'value';
  const ended = (): Expected => (open.length === 0 ? 'nothing' : 'comma-or-end');
  for (let at = 0; ; at = token.lastIndex) {
    token.lastIndex = at;
    const found = token.exec(text)?.[1];
    if (found === undefined) {
      const rest = text.slice(at).search(/[^ \t\r\n]/);
      if (rest !== -1) return { problem: 'syntax', at: at + rest };
      return expected === 'nothing' ? undefined : { problem: 'unfinished', at: text.length };
    }
    const start = token.lastIndex - found.length;
    const keys = open.at(-1);
    const key = expected === 'key' || expected === 'key-or-}';
    if (key && found.startsWith('"')) {
      const name = JSON.parse(found) as string;
      if (keys?.has(name)) return { problem: 'duplicate-key', at: start, key: name };
      keys?.add(name);
      expected = 'colon';
    } else if (found === ':' && expected === 'colon') expected = 'value';
    else if (found === ',' && expected === 'comma-or-end') expected = keys === null ? 'value' : 'key';
    else if (found === '}' && keys && (expected === 'comma-or-end' || expected === 'key-or-}')) {
      open.pop();
      expected = ended();
    } else if (found === ']' && keys === null && (expected === 'comma-or-end' || expected === 'value-or-]')) {
      open.pop();
      expected = ended();
    } else if (expected !== 'value' && expected !== 'value-or-]') return { problem: 'syntax', at: start };
    else if (found === '{') {
      open.push(new Set());
      expected = 'key-or-}';
    } else if (found === '[') {
      open.push(null);
      expected = 'value-or-]';
    } else if (found === '}' || found === ']' || found === ',' || found === ':')
      return { problem: 'syntax', at: start };
    else expected = ended();
  }
}
