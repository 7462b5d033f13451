/** A typed array that grows. */
export class Column {
  length = 0;
  #values: Uint32Array;
  /** @param capacity how many values are likely to come: growing leaves garbage that costs a collection of everything */
  constructor(capacity: number) {
    this.#values = new Uint32Array(Math.max(16, capacity));
  }
  push(value: number): void {
    if (this.length === this.#values.length) {
      const grown = new Uint32Array(this.length * 2);
      grown.set(this.#values);
      this.#values = grown;
    }
    this.#values[this.length] = value;
    this.length += 1;
  }
  /** A view: good until the next push. */
  values(): Uint32Array {
    return this.#values.subarray(0, this.length);
  }
}
