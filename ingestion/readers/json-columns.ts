/** Which key of an object is which column: from the objects of a JSON file to the cells of rows. */
import type { Json } from '../../domain/json.ts';
import type { RawCell } from '../../domain/record/events.ts';
import { type Follow, follow, keyName } from '../../domain/source/json-path.ts';

type JsonObject = { readonly [key: string]: Json };

/** What a key may be: a named column, the first key of paths, a column of its own. -1 where it is none. */
interface Slot {
  readonly key: string;
  readonly column: number;
  readonly root: number;
  own: number;
}

/** What paths name below a key: nothing more below a `leaf`, which they take whole. */
interface Named {
  leaf: boolean;
  readonly below: Map<string, Named>;
}

/** Spellings of keys remembered: a file may have as many as it likes. */
const mostSpellings = 10_000;

/**
 * Turns objects into cells. The columns that the caller named come first: a key, or a path `a.b` where no such key stands.
 * Keys compare as the names of any header do. Where an object has a key in several spellings, the one as named is read, or
 * else the first; another is a column of its own, by its own name, as is every key that no column covers: appended to
 * `header`, in place, when it is first seen. So rows before it have fewer cells, which reads as absent. A cell that is absent
 * is null.
 */
export class JsonColumns {
  readonly header: string[];
  readonly #limit: number;
  readonly #reader: number;
  readonly #compared: (key: string) => string;
  readonly #slots = new Map<string, Slot>();
  readonly #named = new Map<string, number>();
  readonly #spelt = new Map<string, number>();
  readonly #roots = new Map<string, number>();
  readonly #trees: Named[] = [];
  readonly #paths: { readonly column: number; readonly root: number; readonly follow: Follow }[] = [];
  readonly #appended = new Map<string, number>();
  /** The keys of the object at hand that feed each named column, and that each first key of paths is. */
  readonly #keys: (string | undefined)[];
  readonly #rootKeys: (string | undefined)[] = [];
  readonly #rootNames: string[] = [];

  /** @param reader 1 compares keys exactly as written and follows no path into a list, as the first release did */
  constructor(columns: readonly string[], limit: number, reader = 2) {
    this.header = [...columns];
    this.#limit = limit;
    this.#reader = reader;
    this.#compared = reader === 1 ? (key) => key : keyName;
    this.#keys = new Array(columns.length).fill(undefined);
    columns.forEach((name, column) => {
      if (!this.#spelt.has(name)) this.#spelt.set(name, column);
      const compared = this.#compared(name);
      if (!this.#named.has(compared)) this.#named.set(compared, column);
      const [first = '', ...rest] = name.split('.');
      if (rest.length > 0) this.#addPath(column, first, rest);
    });
  }

  /** The cells of an object, in the order of `header`; undefined where its keys would make too many columns. */
  cells(object: JsonObject): RawCell[] | undefined {
    const others = this.#assign(object).filter((slot) => this.#isOther(slot, object));
    const fresh = others.filter(({ own }) => own === -1);
    if (this.header.length + fresh.length > this.#limit) return undefined;
    for (const slot of fresh) {
      slot.own = this.header.push(slot.key) - 1;
      this.#appended.set(slot.key, slot.own);
    }
    const cells: RawCell[] = new Array(this.header.length).fill(null);
    for (let i = 0; i < this.#keys.length; i++) {
      const key = this.#keys[i];
      if (key !== undefined) cells[i] = object[key]!;
    }
    for (const { column, root, follow } of this.#paths) {
      const key = this.#rootKeys[root];
      if (this.#keys[column] === undefined && key !== undefined) cells[column] = follow(object[key]!) ?? null;
    }
    for (const { key, own } of others) cells[own] = object[key]!;
    return cells;
  }

  #addPath(column: number, first: string, rest: readonly string[]): void {
    const name = this.#compared(first);
    let root = this.#roots.get(name);
    if (root === undefined) {
      root = this.#roots.size;
      this.#roots.set(name, root);
      this.#rootNames.push(first);
      this.#rootKeys.push(undefined);
      this.#trees.push({ leaf: false, below: new Map() });
    }
    this.#paths.push({ column, root, follow: follow(rest, this.#reader) });
    let at = this.#trees[root]!;
    // The first release looked no deeper than the second key.
    for (const key of this.#reader === 1 ? rest.slice(0, 1) : rest) {
      const below = at.below.get(this.#compared(key)) ?? { leaf: false, below: new Map() };
      at.below.set(this.#compared(key), below);
      at = below;
    }
    at.leaf = true;
  }

  /** Finds out which key of an object is which named column. @returns the keys that may be none, once all are known */
  #assign(object: JsonObject): Slot[] {
    const maybe: Slot[] = [];
    this.#keys.fill(undefined);
    this.#rootKeys.fill(undefined);
    for (const key of Object.keys(object)) {
      const slot = this.#slotOf(key);
      const { column, root } = slot;
      const before = column === -1 ? undefined : this.#keys[column];
      if (column !== -1 && (before === undefined || key === this.header[column])) {
        this.#keys[column] = key;
        if (before !== undefined) maybe.push(this.#slotOf(before));
      } else maybe.push(slot);
      if (root !== -1 && (this.#rootKeys[root] === undefined || key === this.#rootNames[root]))
        this.#rootKeys[root] = key;
    }
    return maybe;
  }

  #slotOf(key: string): Slot {
    let slot = this.#slots.get(key);
    if (slot === undefined) {
      const compared = this.#compared(key);
      slot = {
        key,
        column: this.#spelt.get(key) ?? this.#named.get(compared) ?? -1,
        root: this.#roots.get(compared) ?? -1,
        own: this.#appended.get(key) ?? -1,
      };
      if (this.#slots.size >= mostSpellings) this.#slots.clear();
      this.#slots.set(key, slot);
    }
    return slot;
  }

  /** Whether neither a named column nor paths below it take what stands at a key. */
  #isOther({ key, root }: Slot, object: JsonObject): boolean {
    return root === -1 || this.#rootKeys[root] !== key || !this.#covers(this.#trees[root]!, object[key]);
  }

  /** Whether paths take all that a value holds: of a key in two spellings they take one. */
  #covers({ leaf, below }: Named, value: Json | undefined): boolean {
    if (leaf) return true;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
    const taken = new Set<Named>();
    for (const [key, inner] of Object.entries(value)) {
      const named = below.get(this.#compared(key));
      if (named === undefined || taken.has(named) || !this.#covers(named, inner)) return false;
      taken.add(named);
    }
    return true;
  }
}
