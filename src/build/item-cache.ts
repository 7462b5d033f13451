// What a Markdown file gives, kept from build to build: its frontmatter, and its body as HTML and words. What is kept
// is found by the file's path and bytes, and belongs to one version of all code that made it (code-version.ts). The
// stages know nothing of it: they are asked for what is not there. A file with a problem is never kept.
import { type KnownMarkdown, loadMarkdown, loadYaml, sourceOfKnown } from '../load/load-file.ts';
import type {
  BodyLink,
  BuildOptions,
  ContentFile,
  FindImage,
  Fingerprint,
  Heading,
  Item,
  RenderedBody,
  RenderedItem,
  ResponsiveImage,
  SafeHtml,
  SourceFile,
} from '../model.ts';
import { fingerprintedAs } from '../model.ts';
import { renderItem } from '../render/render-items.ts';
import { sourceOf } from '../validate/item-source.ts';
import { rememberSourceFacts, type SourceFacts, sourceFactsOf } from '../validate/source-facts.ts';
import { type CachePack, openOneOfPacks, openPack } from './cache-pack.ts';
import { codeVersionOf } from './code-version.ts';
import { hashOfFile } from './content-hash.ts';
import { hashOf, isWellFormed } from './fingerprint.ts';

type LoadResult = ReturnType<typeof loadMarkdown>;

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

  readonly #others = new Map<string, { readonly made: unknown }>();
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
    return new ItemCache(openOneOfPacks(packPath, codeVersionOf(import.meta.url), note));
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
      const { facts, ...known } = JSON.parse(textOf(kept)) as KeptSource;
      const source = sourceOfKnown(file, known);
      rememberSourceFacts(source, facts);
      this.#keys.set(source, key);
      return { source, problems: [] };
    }
    const result = loadMarkdown(file);
    const { source } = result;
    if (source !== undefined && result.problems.length === 0 && this.#isKeeping) {
      this.#keys.set(source, key);
      const { frontmatter, bodyLine } = source;
      if (isJson(frontmatter)) {
        const known: KeptSource = { frontmatter, bodyLine, facts: sourceFactsOf(source) };
        this.#pack.put(`l${key}`, Buffer.from(JSON.stringify(known)));
      }
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
    const packKey = key === undefined ? undefined : `b${hashOf(`${key}\0${basePath}`)}`;
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
    const made: KeptBody = {
      body: rendered.body,
      images: [...asked],
      summary: item.summary === undefined ? rendered.summary : undefined,
    };
    const bytes = writeBody(made);
    if (packKey !== undefined && this.#isKeeping && bytes !== undefined) this.#pack?.put(packKey, bytes);
    // As bytes, texts take half the memory (one dash makes two bytes of every letter), and none of the collector's time.
    const kept = bytes === undefined ? made : readBody(bytes);
    const shown = itemWith(item, kept);
    this.#rendered.set(source, { basePath, body: kept, item: shown });
    return shown;
  }

  /**
   * Something else that takes long and is made of the content, as plain data.
   * @param key everything that decides it, the version of the code that makes it among that
   */
  async keep<Made>(key: Fingerprint, make: () => Promise<Made>): Promise<Made> {
    const packKey = `k${key}`;
    const remembered = this.#others.get(packKey);
    if (remembered !== undefined) return (remembered as { readonly made: Made }).made;
    const kept = this.#pack?.get(packKey);
    const made = kept === undefined ? await make() : (JSON.parse(textOf(kept)) as { made: Made }).made;
    this.#others.set(packKey, { made });
    if (kept === undefined && this.#isKeeping)
      this.#pack?.put(packKey, Buffer.from(JSON.stringify({ made })));
    return made;
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

interface KeptSource extends KnownMarkdown {
  readonly facts: SourceFacts;
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
  readonly htmlHash: string;
  readonly textHash: string;
  readonly print: Fingerprint;
}

/** Where texts become bytes before it is known how many: of one body at a time, as nothing waits meanwhile. */
let workspace = Buffer.alloc(0);
const utf8BytesOfUnit = 3;

/**
 * Bytes of the head (u32, little-endian), bytes of the HTML (u32), head, HTML, plain text. The head says by hashes what
 * the texts hold, so that nobody who compares bodies needs them.
 */
function writeBody({ body, images, summary }: KeptBody): Buffer | undefined {
  const { headings, links, plainText } = body;
  const { html } = body.html;
  // Half a character would become another in UTF-8. No body gives one; if one should, it is rendered each time.
  if (!isWellFormed(html) || !isWellFormed(plainText)) return undefined;
  const most = (html.length + plainText.length) * utf8BytesOfUnit;
  if (workspace.length < most) workspace = Buffer.allocUnsafeSlow(2 * most);
  const htmlBytes = workspace.write(html, 0);
  const allBytes = htmlBytes + workspace.write(plainText, htmlBytes);
  const htmlHash = hashOf(workspace.subarray(0, htmlBytes));
  const textHash = hashOf(workspace.subarray(htmlBytes, allBytes));
  const head: BodyHead = {
    headings,
    links,
    images: images.map(([name, image]) => [name, image ?? null]),
    summary,
    htmlHash,
    textHash,
    print: hashOf(JSON.stringify([htmlHash, textHash, headings, links])),
  };
  const headJson = JSON.stringify(head);
  const headBytes = Buffer.byteLength(headJson);
  const bytes = Buffer.allocUnsafeSlow(8 + headBytes + allBytes);
  bytes.writeUInt32LE(headBytes, 0);
  bytes.writeUInt32LE(htmlBytes, 4);
  bytes.write(headJson, 8);
  workspace.copy(bytes, 8 + headBytes, 0, allBytes);
  return bytes;
}

function readBody(record: Uint8Array): KeptBody {
  const bytes = Buffer.from(record.buffer, record.byteOffset, record.byteLength);
  const htmlStart = 8 + bytes.readUInt32LE(0);
  const textStart = htmlStart + bytes.readUInt32LE(4);
  const head = JSON.parse(bytes.toString('utf8', 8, htmlStart)) as BodyHead;
  const html = new HtmlFromCache(bytes.subarray(htmlStart, textStart), head.htmlHash);
  return {
    body: new BodyFromCache(head, html, bytes.subarray(textStart)),
    images: head.images.map(([name, image]) => [name, image ?? undefined]),
    summary: head.summary,
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
  readonly textHash: string;
  readonly [fingerprintedAs]: Fingerprint;
  readonly #text: Buffer;
  constructor({ headings, links, textHash, print }: BodyHead, html: SafeHtml, text: Buffer) {
    this.headings = headings;
    this.links = links;
    this.textHash = textHash;
    this[fingerprintedAs] = print;
    this.html = html;
    this.#text = text;
  }
  get plainText(): string {
    return this.#text.toString('utf8');
  }
}

// ── keys ──────────────────────────────────────────────────────────────────────────────────────────────

function keyOf(file: ContentFile): string {
  return hashOf(`${file.path}\0${hashOfFile(file) ?? ''}`);
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
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
