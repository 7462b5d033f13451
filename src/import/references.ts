// Addresses of a foreign text that the import must judge: each stands in the text as a mark until the whole site is known,
// and knows its place in the source. A mark that ends up in plain text or code becomes again what was written there.
import type { Position } from '../problem.ts';

/** U+E000 number U+E001: characters without meaning, which decode-source.ts has taken out of the source. */
const markPattern = /\uE000(\d+)\uE001/g;

/** What readers meet in the place of a link or an image. */
export type Resolution =
  /** A link or image to this address. */
  | { readonly kind: 'address'; readonly href: string }
  /** An image that we have not: its words, linked to where it was. */
  | { readonly kind: 'link-instead'; readonly href: string }
  /** The words alone. */
  | { readonly kind: 'words' };

export type ReferenceUse = 'link' | 'image';

/** What stands where a picture stood that is not shown. */
export type PictureTrace = 'link' | 'words' | 'words-in-link' | 'nothing';

export interface Reference {
  readonly index: number;
  /** As the source has it, tags and all. */
  readonly written: string;
  /** Tags resolved; undefined when they could not be. */
  readonly address: string | undefined;
  readonly place: Position;
}

export class References {
  readonly all: Reference[] = [];

  /** @returns the mark to put into the text */
  add(written: string, address: string | undefined, place: Position): string {
    const index = this.all.length;
    this.all.push({ index, written, address, place });
    return `\uE000${index}\uE001`;
  }

  /** Every known address as `change` has it. */
  mapAddresses(change: (address: string) => string): void {
    for (const [index, reference] of this.all.entries())
      if (reference.address !== undefined)
        this.all[index] = { ...reference, address: change(reference.address) };
  }

  /** The reference that an address is the mark of. */
  of(address: string): Reference | undefined {
    const match = /^\uE000(\d+)\uE001$/.exec(address);
    return match === null ? undefined : this.all[Number(match[1])];
  }

  /** Every mark in `text` replaced by what `replace` gives. */
  replaceIn(text: string, replace: (reference: Reference) => string): string {
    if (!text.includes('\uE000')) return text;
    return text.replace(markPattern, (_mark, index: string) => {
      const reference = this.all[Number(index)];
      return reference === undefined ? '' : replace(reference);
    });
  }

  indexesIn(text: string): number[] {
    return text.includes('\uE000') ? [...text.matchAll(markPattern)].map((match) => Number(match[1])) : [];
  }
}
