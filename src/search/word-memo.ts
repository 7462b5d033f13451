// Remembers a number for each word of a text without cutting the word out of it: a hash table over UTF-16 units,
// several times faster than a Map of strings when most words have been seen before. Bounded in every direction, so
// that a text made to harm it costs no more than asking anew.

/** Longer words are hardly ever repeated: addresses, and whole sentences of scripts without spaces. */
const longestRemembered = 64;
const mostRemembered = 500_000;
/** Slots looked at for one word: more are needed only by words chosen to collide. */
const mostProbes = 32;

export class WordMemo {
  /** Entry and 1; 0 is free. Length is a power of two. */
  #slots = new Uint32Array(1 << 14);
  #count = 0;
  #hashes = new Int32Array(1 << 13);
  #values = new Int32Array(1 << 13);
  /** Where the entry's units begin; one more than there are entries. */
  #starts = new Uint32Array((1 << 13) + 1);
  #units = new Uint16Array(1 << 16);

  /**
   * @param hash over the word's units by `addToHash`, from 0
   * @returns what `set` was given; -1 when the word is not known
   */
  get(text: string, start: number, end: number, hash: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    const length = end - start;
    let slot = spread(hash) & mask;
    for (let probe = 0; probe < mostProbes; probe += 1) {
      const entry = (slots[slot] ?? 0) - 1;
      if (entry < 0) return -1;
      if (this.#hashes[entry] === hash) {
        const begin = this.#starts[entry] ?? 0;
        if ((this.#starts[entry + 1] ?? 0) - begin === length) {
          const units = this.#units;
          let at = 0;
          while (at < length && units[begin + at] === text.charCodeAt(start + at)) at += 1;
          if (at === length) return this.#values[entry] ?? -1;
        }
      }
      slot = (slot + 1) & mask;
    }
    return -1;
  }

  takes(length: number): boolean {
    return length <= longestRemembered && this.#count < mostRemembered;
  }

  /** For a word that `get` does not know and whose length it takes. @param value 0 or more */
  set(text: string, start: number, end: number, hash: number, value: number): void {
    if (this.#count === this.#hashes.length) this.#grow();
    const entry = this.#count;
    const begin = this.#starts[entry] ?? 0;
    if (begin + longestRemembered > this.#units.length) {
      const units = new Uint16Array(this.#units.length * 2);
      units.set(this.#units);
      this.#units = units;
    }
    for (let at = start; at < end; at += 1) this.#units[begin + at - start] = text.charCodeAt(at);
    this.#starts[entry + 1] = begin + end - start;
    this.#hashes[entry] = hash;
    this.#values[entry] = value;
    this.#count += 1;
    this.#place(entry);
  }

  #place(entry: number): void {
    const mask = this.#slots.length - 1;
    let slot = spread(this.#hashes[entry] ?? 0) & mask;
    for (let probe = 0; probe < mostProbes; probe += 1) {
      if (this.#slots[slot] === 0) {
        this.#slots[slot] = entry + 1;
        return;
      }
      slot = (slot + 1) & mask;
    }
  }

  /** At most every second slot is taken. */
  #grow(): void {
    const size = this.#hashes.length * 2;
    const hashes = new Int32Array(size);
    const values = new Int32Array(size);
    const starts = new Uint32Array(size + 1);
    hashes.set(this.#hashes);
    values.set(this.#values);
    starts.set(this.#starts);
    this.#hashes = hashes;
    this.#values = values;
    this.#starts = starts;
    this.#slots = new Uint32Array(size * 2);
    for (let entry = 0; entry < this.#count; entry += 1) this.#place(entry);
  }
}

export function addToHash(hash: number, unit: number): number {
  return (Math.imul(hash, 0x01000193) ^ unit) | 0;
}

/** Lets every bit of the hash have a say in the lower ones. */
function spread(hash: number): number {
  const mixed = Math.imul(hash ^ (hash >>> 16), 0x45d9f3b);
  return mixed ^ (mixed >>> 15);
}
