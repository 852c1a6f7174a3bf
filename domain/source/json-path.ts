/** Paths into the objects of JSON: `nutrition.energy`, `nutrients.0.amount`. Compiled once, followed in every row. */
import type { RawCell } from '../record/events.ts';
import { nameKey } from './header.ts';

const known = new Map<string, string>();
/** Keys remembered: a file may have as many as it likes. */
const mostKnown = 10_000;

/** The compared name of a key: the same few keys come in every object. */
export function keyName(key: string): string {
  let name = known.get(key);
  if (name === undefined) {
    if (known.size >= mostKnown) known.clear();
    name = nameKey(key);
    known.set(key, name);
  }
  return name;
}

/** Which value stands at a path below another; undefined where there is none. */
export type Follow = (value: RawCell) => RawCell | undefined;

/**
 * A function that follows a path. Keys compare as names of columns do: the spelling of the path is taken where it is there,
 * else the first that compares equal. A number is the place of an item where a list stands.
 * @param path keys, from the outside inwards
 * @param reader 1 follows keys exactly as written and never into lists, as the first release did
 */
export function follow(path: readonly string[], reader = 2): Follow {
  const steps = path.map((key) => (reader === 1 ? exactStep(key) : step(key)));
  return (value) => {
    let at: RawCell | undefined = value;
    for (const one of steps) {
      at = one(at);
      if (at === undefined) return undefined;
    }
    return at;
  };
}

const exactStep =
  (key: string): Follow =>
  (value) =>
    isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;

function step(written: string): Follow {
  const name = nameKey(written);
  const item = /^\d{1,9}$/.test(written) ? Number(written) : undefined;
  return (value) => {
    if (Array.isArray(value)) return item === undefined ? undefined : (value as readonly RawCell[])[item];
    if (!isObject(value)) return undefined;
    if (Object.hasOwn(value, written)) return value[written];
    for (const key of Object.keys(value)) if (keyName(key) === name) return value[key];
    return undefined;
  };
}

const isObject = (value: RawCell | undefined): value is { readonly [key: string]: RawCell } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
