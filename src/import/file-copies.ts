// Which files of the source are copied beside which items, and under what names: safe everywhere, and two files of one name
// in one folder get two.
import { posix } from 'node:path';
import type { ContentFile } from '../model.ts';
import { fold } from '../validate/fold.ts';

export class FileCopies {
  readonly #existing: ReadonlyMap<string, ContentFile>;
  readonly #sizes: ReadonlyMap<string, number>;
  /** Folder of items → folded name → path in the source. */
  readonly #copies = new Map<string, Map<string, string>>();
  /** Folder and path in the source → name. */
  readonly #names = new Map<string, string>();

  /**
   * @param existing files of the content folder
   * @param sizes of the files of the source, in bytes
   */
  constructor(existing: ReadonlyMap<string, ContentFile>, sizes: ReadonlyMap<string, number>) {
    this.#existing = existing;
    this.#sizes = sizes;
  }

  clear(): void {
    this.#copies.clear();
    this.#names.clear();
  }

  /** The name under which an item may name `file`, which is copied from now on. */
  nameOf(file: string, itemPath: string): string {
    const folder = posix.dirname(itemPath);
    const known = this.#names.get(`${folder}\0${file}`);
    if (known !== undefined) return known;
    const base = file.slice(file.lastIndexOf('/') + 1);
    const dot = base.lastIndexOf('.');
    const stem =
      base
        .slice(0, dot)
        .normalize('NFC')
        .replace(/[^\p{L}\p{M}\p{N}._@-]+/gu, '-')
        .replace(/^[-.]+|[-.]+$/g, '')
        .slice(0, 80) || 'file';
    const ending = base.slice(dot).toLowerCase();
    const names = this.#copies.get(folder) ?? new Map<string, string>();
    this.#copies.set(folder, names);
    const slug = posix.basename(itemPath, '.md').split('.')[0]!;
    const candidates = [stem, `${slug}-${stem}`];
    let name = '';
    for (let number = 2; name === ''; number += 1) {
      const candidate = candidates.shift() ?? `${slug}-${stem}-${number}`;
      const key = fold(candidate + ending);
      if (/^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/.test(key)) continue;
      // A file of this name that is here already: the same one, by its size, or one of the editor's own.
      const here = this.#existing.get(`${folder}/${candidate + ending}`);
      if (names.get(key) === undefined && (here === undefined || here.size === this.#sizes.get(file))) {
        names.set(key, file);
        name = candidate + ending;
      }
    }
    this.#names.set(`${folder}\0${file}`, name);
    return name;
  }

  /** What is not here yet. */
  wanted(): { readonly path: string; readonly copyOf: string }[] {
    const copies: { path: string; copyOf: string }[] = [];
    for (const [folder, names] of this.#copies) {
      for (const [key, copyOf] of names) {
        const path = `${folder}/${this.#names.get(`${folder}\0${copyOf}`) ?? key}`;
        if (!this.#existing.has(path)) copies.push({ path, copyOf });
      }
    }
    return copies;
  }
}
