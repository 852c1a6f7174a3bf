/**
 * A map that keeps the entries used lately: all of the last `most / 2`, and at most `most`.
 *
 * Two halves instead of an exact order: the older half is dropped as a whole when the newer one is full. (One map in order
 * of use costs more than what it keeps saves, since a map slows down with every entry deleted at its front.)
 */
export class Recent<K, V> {
  #newer = new Map<K, V>();
  #older = new Map<K, V>();
  readonly #half: number;

  constructor(most: number) {
    this.#half = Math.max(1, Math.floor(most / 2));
  }

  get(key: K): V | undefined {
    const value = this.#newer.get(key);
    if (value !== undefined) return value;
    const old = this.#older.get(key);
    if (old !== undefined) this.set(key, old);
    return old;
  }

  set(key: K, value: V): void {
    this.#newer.set(key, value);
    if (this.#newer.size < this.#half) return;
    this.#older = this.#newer;
    this.#newer = new Map();
  }

  clear(): void {
    this.#newer.clear();
    this.#older.clear();
  }
}
