/** A typed array that grows. */
export class Column {
  length = 0;
  #values = new Uint32Array(4096);
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
