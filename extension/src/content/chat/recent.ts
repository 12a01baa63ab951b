/** A map of limited size that forgets what was used longest ago, one by one. */
export class Recent<K, V> {
  readonly #limit: number;
  readonly #items = new Map<K, V>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  get(key: K): V | undefined {
    const item = this.#items.get(key);
    if (item !== undefined) this.set(key, item);
    return item;
  }

  set(key: K, item: V): void {
    this.#items.delete(key);
    this.#items.set(key, item);
    for (const oldest of this.#items.keys()) {
      if (this.#items.size <= this.#limit) break;
      this.#items.delete(oldest);
    }
  }

  delete(key: K): void {
    this.#items.delete(key);
  }

  /** From the longest unused to the last one. */
  entries(): [K, V][] {
    return [...this.#items];
  }
}
