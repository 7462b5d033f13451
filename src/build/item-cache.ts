// What a Markdown file gives, kept from build to build: its frontmatter, and its body as HTML and words. What is kept
// is found by the file's path and bytes, and belongs to one version of all code that made it (code-version.ts). The
// stages know nothing of it: they are asked for what is not there. A file with a problem is never kept.
import { hash } from 'node:crypto';
import { readdirSync, rmSync, statSync, utimesSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { loadMarkdown, loadYaml, sourceOfKnown } from '../load/load-file.ts';
import type {
  BodyLink,
  BuildOptions,
  ContentFile,
  FindImage,
  Heading,
  Item,
  RenderedBody,
  RenderedItem,
  ResponsiveImage,
  SafeHtml,
  SourceFile,
} from '../model.ts';
import { renderItem } from '../render/render-items.ts';
import { sourceOf } from '../validate/item-source.ts';
import { type CachePack, openPack } from './cache-pack.ts';
import { codeVersionOf } from './code-version.ts';

/** A pack for each content folder that was built lately: who builds many, as a test does, fills no disk. */
const maxPacks = 16;

type LoadResult = ReturnType<typeof loadMarkdown>;

/** Hash of a body's HTML for fingerprints of pages; from the cache it is known without the HTML. */
export function hashOfHtml(html: SafeHtml): string {
  if (html.hash !== undefined) return html.hash;
  let known = htmlHashes.get(html);
  if (known === undefined) {
    known = shortHash(html.html);
    htmlHashes.set(html, known);
  }
  return known;
}
const htmlHashes = new WeakMap<SafeHtml, string>();

/**
 * Loads and renders items, each of them once for as long as its file stays the same: a living process keeps one of
 * these, and hands in the same ContentFile for a file that did not change (ContentMemory of read-content.ts).
 */
export class ItemCache {
  readonly #pack: CachePack | undefined;
  readonly #loaded = new WeakMap<ContentFile, LoadResult>();
  /** Of sources without a problem. */
  readonly #keys = new WeakMap<SourceFile, string>();
  readonly #rendered = new WeakMap<
    SourceFile,
    { readonly basePath: string; readonly body: KeptBody; item: RenderedItem }
  >();

  #isKeeping: boolean;

  /**
   * @param pack absent: nothing is kept beyond the process
   * @param isKeeping false: what is new is not put into the pack
   */
  constructor(pack?: CachePack, isKeeping = pack !== undefined) {
    this.#pack = pack;
    this.#isKeeping = isKeeping;
  }

  /** For a command that writes nothing. */
  static openToRead(packPath: string, note: (sentence: string) => void): ItemCache {
    return new ItemCache(openPack(packPath, codeVersionOf(import.meta.url), note), false);
  }

  static open(packPath: string, note: (sentence: string) => void): ItemCache {
    removeOldPacks(packPath);
    return new ItemCache(openPack(packPath, codeVersionOf(import.meta.url), note));
  }

  /** As loadMarkdown. */
  load(file: ContentFile): LoadResult {
    let result = this.#loaded.get(file);
    if (result === undefined) {
      result = this.#load(file);
      this.#loaded.set(file, result);
    }
    return result;
  }

  /** As loadYaml; kept for as long as the process lives. */
  loadYaml(file: ContentFile): LoadResult {
    let result = this.#loaded.get(file);
    if (result === undefined) {
      result = loadYaml(file);
      this.#loaded.set(file, result);
    }
    return result;
  }

  #load(file: ContentFile): LoadResult {
    if (this.#pack === undefined) return loadMarkdown(file);
    const key = keyOf(file);
    const kept = this.#pack.get(`l${key}`);
    if (kept !== undefined) {
      const source = sourceOfKnown(file, JSON.parse(textOf(kept)));
      this.#keys.set(source, key);
      return { source, problems: [] };
    }
    const result = loadMarkdown(file);
    const { source } = result;
    if (source !== undefined && result.problems.length === 0 && this.#isKeeping) {
      this.#keys.set(source, key);
      const { frontmatter, bodyLine } = source;
      if (isJson(frontmatter))
        this.#pack.put(`l${key}`, Buffer.from(JSON.stringify({ frontmatter, bodyLine })));
    }
    return result;
  }

  /** As renderItem. */
  render(item: Item, options: Pick<BuildOptions, 'basePath'>, findImage: FindImage): RenderedItem {
    const { basePath } = options;
    const source = sourceOf(item);
    if (source === undefined) return renderItem(item, options, findImage);
    const isSame = (kept: KeptBody) =>
      // A summary of the author's may have stood there before; the body of that one was never cut.
      (item.summary !== undefined || kept.summary !== undefined) &&
      kept.images.every(([name, image]) => JSON.stringify(findImage(item, name)) === image);

    const remembered = this.#rendered.get(source);
    if (remembered?.basePath === basePath && isSame(remembered.body)) {
      // The same item gives the same object: who walks all of them sees at once which are new.
      if (remembered.item.item !== item) remembered.item = itemWith(item, remembered.body);
      return remembered.item;
    }

    const key = this.#keys.get(source);
    const packKey = key === undefined ? undefined : `b${shortHash(`${key}\0${basePath}`)}`;
    const record = packKey === undefined ? undefined : this.#pack?.get(packKey);
    const read = record && readBody(record);
    if (read !== undefined && isSame(read)) {
      const found = itemWith(item, read);
      this.#rendered.set(source, { basePath, body: read, item: found });
      return found;
    }

    const asked = new Map<string, string | undefined>();
    const rendered = renderItem(item, options, (of, name) => {
      const image: ResponsiveImage | undefined = findImage(of, name);
      asked.set(name, JSON.stringify(image));
      return image;
    });
    const kept: KeptBody = {
      body: rendered.body,
      images: [...asked],
      summary: item.summary === undefined ? rendered.summary : undefined,
    };
    this.#rendered.set(source, { basePath, body: kept, item: rendered });
    if (packKey !== undefined && this.#isKeeping) {
      const bytes = writeBody(kept);
      if (bytes !== undefined) this.#pack?.put(packKey, bytes);
    }
    return rendered;
  }

  /** Writes what is new. What comes after that is kept by the process alone. */
  finish(): void {
    this.#isKeeping = false;
    this.#pack?.finish();
  }

  /** Nothing of this run is kept. */
  discard(): void {
    this.#pack?.discard();
  }
}

/** Those that were not opened for the longest time; the one at `path` counts as opened now. */
function removeOldPacks(path: string): void {
  const folder = dirname(path);
  const now = new Date();
  try {
    utimesSync(path, now, now);
  } catch {
    // There is none yet, or nothing may be written: its age is of no weight then.
  }
  try {
    const packs = readdirSync(folder)
      .filter((name) => name.endsWith('.pack'))
      .map((name) => ({ path: join(folder, name), mtimeMs: statSync(join(folder, name)).mtimeMs }))
      .sort((a, b) => b.mtimeMs - a.mtimeMs);
    for (const pack of packs.slice(maxPacks)) rmSync(pack.path, { force: true });
  } catch {
    // No folder yet, or another process was faster, or nothing may be deleted: a pack too many does no harm.
  }
}

interface KeptBody {
  readonly body: RenderedBody;
  /** What was asked of pictures, and the answer as JSON. */
  readonly images: readonly (readonly [name: string, image: string | undefined])[];
  /** Undefined where the author wrote one. */
  readonly summary: string | undefined;
}

function itemWith(item: Item, { body, summary }: KeptBody): RenderedItem {
  return { item, body, summary: item.summary ?? summary! };
}

// ── records ───────────────────────────────────────────────────────────────────────────────────────────

/** The part of a body's record that is decoded at once, as JSON. */
interface BodyHead {
  readonly headings: readonly Heading[];
  readonly links: readonly BodyLink[];
  /** `null` is JSON's way to say undefined. */
  readonly images: readonly (readonly [string, string | null])[];
  readonly summary?: string;
  readonly hash: string;
}

/** Bytes of the head (u32, little-endian), bytes of the HTML (u32), head, HTML, plain text. */
function writeBody({ body, images, summary }: KeptBody): Buffer | undefined {
  const { headings, links, plainText } = body;
  const { html } = body.html;
  // Half a character would become another in UTF-8. No body gives one; if one should, it is rendered each time.
  if (!isWellFormed(html) || !isWellFormed(plainText)) return undefined;
  const head: BodyHead = {
    headings,
    links,
    images: images.map(([name, image]) => [name, image ?? null]),
    summary,
    hash: hashOfHtml(body.html),
  };
  const headJson = JSON.stringify(head);
  const headBytes = Buffer.byteLength(headJson);
  const htmlBytes = Buffer.byteLength(html);
  const bytes = Buffer.allocUnsafeSlow(8 + headBytes + htmlBytes + Buffer.byteLength(plainText));
  bytes.writeUInt32LE(headBytes, 0);
  bytes.writeUInt32LE(htmlBytes, 4);
  bytes.write(headJson, 8);
  bytes.write(html, 8 + headBytes);
  bytes.write(plainText, 8 + headBytes + htmlBytes);
  return bytes;
}

function readBody(record: Uint8Array): KeptBody {
  const bytes = Buffer.from(record.buffer, record.byteOffset, record.byteLength);
  const htmlStart = 8 + bytes.readUInt32LE(0);
  const textStart = htmlStart + bytes.readUInt32LE(4);
  const { headings, links, images, summary, hash } = JSON.parse(
    bytes.toString('utf8', 8, htmlStart),
  ) as BodyHead;
  return {
    body: new BodyFromCache(
      headings,
      links,
      new HtmlFromCache(bytes.subarray(htmlStart, textStart), hash),
      bytes.subarray(textStart),
    ),
    images: images.map(([name, image]) => [name, image ?? undefined]),
    summary,
  };
}

/** HTML that is decoded when it is printed. */
class HtmlFromCache implements SafeHtml {
  readonly hash: string;
  readonly #bytes: Buffer;
  constructor(bytes: Buffer, hash: string) {
    this.#bytes = bytes;
    this.hash = hash;
  }
  get html(): string {
    return this.#bytes.toString('utf8');
  }
}

class BodyFromCache implements RenderedBody {
  readonly html: SafeHtml;
  readonly headings: readonly Heading[];
  readonly links: readonly BodyLink[];
  readonly #text: Buffer;
  constructor(headings: readonly Heading[], links: readonly BodyLink[], html: SafeHtml, text: Buffer) {
    this.headings = headings;
    this.links = links;
    this.html = html;
    this.#text = text;
  }
  get plainText(): string {
    return this.#text.toString('utf8');
  }
}

// ── keys ──────────────────────────────────────────────────────────────────────────────────────────────

function keyOf(file: ContentFile): string {
  const bytes = file.bytes ?? new Uint8Array();
  return shortHash(`${file.path}\0${hash('sha256', bytes)}`);
}

/** 128 bits of SHA-256, in hex: far more than there are bodies, and half as long. */
function shortHash(text: string): string {
  return hash('sha256', text).slice(0, 32);
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
}

function isWellFormed(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}

/** Whether JSON gives the same value back: not for -0, nor for what YAML never gives. */
export function isJson(value: unknown): boolean {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return true;
    case 'number':
      return Number.isFinite(value) && !Object.is(value, -0);
    case 'object':
      if (value === null) return true;
      if (Array.isArray(value)) return value.every(isJson);
      return (
        Object.getPrototypeOf(value) === Object.prototype &&
        Object.entries(value).every(([key, member]) => key !== '__proto__' && isJson(member))
      );
    default:
      return false;
  }
}
