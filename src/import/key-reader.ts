// Keys of a foreign head → texts, lists and dates, with a note for what was guessed or could not be read.
import type { Position } from '../problem.ts';
import { decodeEntities } from './html-to-markdown.ts';
import type { Frontmatter, Value } from './read-frontmatter.ts';
import type { Note } from './report.ts';
import { readSourceDate } from './source-date.ts';
import { noteAt, type SourceImage } from './source-item.ts';

/** Reads keys of a head; says what it guessed. */
export class KeyReader {
  readonly #head: Frontmatter;
  readonly #notes: Note[];
  readonly #unread = new Set<string>();

  constructor(head: Frontmatter, notes: Note[]) {
    this.#head = head;
    this.#notes = notes;
  }

  place(keys: string | readonly string[]): Position {
    const key = (typeof keys === 'string' ? [keys] : keys).find((name) => this.#head.values.has(name));
    return key === undefined ? { line: 1, column: 1 } : this.#head.positionOf(key);
  }

  value(key: string): Value | undefined {
    return this.#head.values.get(key);
  }

  text(key: string): string | undefined {
    const value = this.value(key);
    if (Array.isArray(value) || value instanceof Map)
      this.#leave(key, Array.isArray(value) ? 'a list' : 'a group of keys');
    return typeof value === 'string' ? value : typeof value === 'boolean' ? String(value) : undefined;
  }

  /** What has a form that the key cannot have is told, once. */
  #leave(key: string, form: string): void {
    if (this.#unread.has(key)) return;
    this.#unread.add(key);
    this.#notes.push(
      noteAt(
        this.#head.positionOf(key),
        'left',
        'value-left',
        `the value of \`${key}\` is ${form}, which it cannot be here, and was left out`,
      ),
    );
  }

  date(keys: readonly string[], offset: string): string | undefined {
    for (const key of keys) {
      const written = this.text(key);
      if (written === undefined || written.trim() === '') continue;
      const { date, guess, isRewritten } = readSourceDate(written, offset);
      const place = this.#head.positionOf(key);
      if (date === undefined)
        this.#notes.push(noteAt(place, 'left', 'date-unread', `"${written}" could not be read as a date`));
      else if (guess !== undefined) this.#notes.push(noteAt(place, 'guessed', 'date-guessed', guess));
      else if (isRewritten)
        this.#notes.push(noteAt(place, 'changed', 'date-form', `"${written}" became ${date}`));
      if (date !== undefined) return date;
    }
    return undefined;
  }

  list(keys: readonly string[], separator?: RegExp): string[] {
    const found: string[] = [];
    for (const key of keys) {
      const value = this.value(key);
      if (typeof value === 'string' && value.trim() !== '') {
        const words = value.trim().replace(/^\[|\]$/g, '');
        const parts =
          separator === undefined
            ? /[,;]/.test(words)
              ? words.split(/[,;]/)
              : splitWords(words)
            : words.split(separator);
        if (parts.length > 1)
          this.#notes.push(
            noteAt(
              this.#head.positionOf(key),
              'guessed',
              'list-split',
              `\`${key}\` is one text; it was split into ${parts.length}`,
            ),
          );
        found.push(...parts);
      } else if (Array.isArray(value)) {
        for (const entry of (value as readonly Value[]).flat(3) as readonly Value[]) {
          if (typeof entry === 'string' || typeof entry === 'boolean') found.push(String(entry));
          else if (entry !== null) this.#leave(key, 'a list that holds more than words');
        }
      } else if (value instanceof Map) this.#leave(key, 'a group of keys');
    }
    return found
      .map((entry) => decodeEntities(entry).replace(/\s+/g, ' ').trim())
      .filter((entry) => entry !== '' && entry !== 'null');
  }

  authors(): string[] {
    const names: string[] = [];
    const add = (value: Value | undefined, key: string): void => {
      if (typeof value === 'string') {
        const name = decodeEntities(value)
          .replace(/\s*[<(]?[\w.+-]+@[\w-]+(?:\.[\w-]+)+[>)]?/g, '')
          .replace(/\s*<https?:[^>]*>/g, '')
          .replace(/\s+/g, ' ')
          .trim();
        if (name !== value.trim())
          this.#notes.push(
            noteAt(
              this.#head.positionOf(key),
              'changed',
              'author-mail',
              `the address of ${name === '' ? 'an author' : name} was left out`,
            ),
          );
        const pieces = name.split(/\s*;\s*|\s+(?:and|&)\s+/);
        const all = pieces.flatMap((piece) => {
          const parts = piece.split(/\s*,\s*/);
          return parts.length > 1 && parts.every((part) => /\s/.test(part)) ? parts : [piece];
        });
        names.push(...all);
      } else if (value instanceof Map) {
        add((value as ReadonlyMap<string, Value>).get('name') ?? null, key);
      } else if (Array.isArray(value)) {
        for (const entry of value as readonly Value[]) add(entry, key);
      }
    };
    for (const key of ['authors', 'author']) add(this.value(key), key);
    return names.map((name) => name.slice(0, 200)).filter((name) => name !== '');
  }

  image(): SourceImage | undefined {
    // `image: a.png`, `image: { path: a.png, alt: … }`; Hugo's themes name it `cover`.
    for (const key of ['image', 'cover']) {
      const value = this.value(key);
      const group = value instanceof Map ? (value as ReadonlyMap<string, Value>) : undefined;
      const inGroup = (...names: string[]): string | undefined =>
        names.map((name) => group?.get(name)).find((entry) => typeof entry === 'string') as
          | string
          | undefined;
      const address = typeof value === 'string' ? value : inGroup('image', 'path', 'src', 'url', 'file');
      if (address === undefined || address.trim() === '') {
        if (group !== undefined || Array.isArray(value))
          this.#leave(key, group === undefined ? 'a list' : 'a group of keys without a picture');
        continue;
      }
      const alt = inGroup('alt') ?? (key === 'image' ? this.text('image_alt') : undefined);
      const caption =
        inGroup('caption') ??
        (key === 'image' ? (this.text('image_figcaption') ?? this.text('image_caption')) : undefined);
      return {
        address: address.trim(),
        alt: alt?.replace(/\s+/g, ' ').trim() ?? '',
        caption: caption?.replace(/\s+/g, ' ').trim(),
        place: this.#head.positionOf(key),
      };
    }
    return undefined;
  }

  permalink(): string | undefined {
    for (const key of ['permalink', 'url']) {
      const value = this.text(key)?.trim();
      if (value === undefined || value === '' || value === 'true' || value === 'false') continue;
      if (/[{}<>]/.test(value)) {
        this.#notes.push(
          noteAt(
            this.#head.positionOf(key),
            'left',
            'key-left',
            `the pattern \`${value}\` of \`${key}\` was left out`,
          ),
        );
        continue;
      }
      const path = value.replace(/^https?:\/\/[^/]+/i, '');
      return path.startsWith('/') ? path : `/${path}`;
    }
    return undefined;
  }
}

/** Jekyll's own rule: words parted by spaces. */
function splitWords(text: string): string[] {
  return text.split(/\s+/);
}
