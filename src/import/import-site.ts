// A foreign site → the files of a content folder and a report: the whole of `npm run import` but for disk and console.
// Like build/, this folder strings stages together: it reads with load/'s care, writes what validate/ accepts, and asks
// render/ which anchors a text has. Nothing of an imported file ever runs.
import { posix } from 'node:path';
import { v5 as uuidV5 } from 'uuid';
import type { ContentFile, IsoDate, ItemType, LanguageTag, Permalink } from '../model.ts';
import { compareText, type Position } from '../problem.ts';
import { renderMarkdown } from '../render/markdown.ts';
import type { AddressedItem } from '../validate/addresses.ts';
import { documentTypes, imageTypes } from '../validate/attachments.ts';
import { fold } from '../validate/fold.ts';
import { languageTag } from '../validate/language-tag.ts';
import { permalinkOf } from '../validate/permalink.ts';
import { slugFault, slugFrom } from '../validate/slug.ts';
import {
  AddressBook,
  addressKey,
  configuredPattern,
  normalPath,
  type OwnPatterns,
  type SourceKind,
} from './address-book.ts';
import { bodyToMarkdown, htmlBodyToMarkdown } from './body-to-markdown.ts';
import { decodeSource } from './decode-source.ts';
import { type ExistingContent, readExistingContent } from './existing-content.ts';
import { hugoPattern } from './hugo-addresses.ts';
import { itemAliases } from './item-aliases.ts';
import { type ItemFault, isAnotherText, lengthFault } from './item-faults.ts';
import { itemText } from './item-text.ts';
import { NestedTooDeep } from './nesting.ts';
import { interfaceFiles, newContentFolder } from './new-content-folder.ts';
import { readHtmlFile } from './read-html-file.ts';
import { readMarkdownFile } from './read-markdown-file.ts';
import { readTextFile } from './read-text-file.ts';
import { readWordpress, type WordpressExport } from './read-wordpress.ts';
import type { PictureTrace, Reference, ReferenceUse, Resolution } from './references.ts';
import type { FileReport, ImportReport, Note, NoteGroup } from './report.ts';
import { postScheme, sourceScheme } from './scan-body.ts';
import type { ReadResult, SourceItem } from './source-item.ts';
import { noteAt } from './source-item.ts';
import {
  detectLayout,
  isHtmlFile,
  isMarkdownFile,
  isNoticeFile,
  isTextFile,
  type SourceLayout,
  skippedFolder,
} from './source-kind.ts';
import { languageFolders, languageOfPath } from './source-language.ts';
import { basePathOf, readSourceSettings, type SourceSettings } from './source-settings.ts';
import { TopicList } from './topics.ts';

export interface SourceEntry {
  /** Below SOURCE, `/` as separator. */
  readonly path: string;
  /** Of files that may hold content; undefined for all others. */
  readonly bytes?: Uint8Array;
  /** In bytes. */
  readonly size: number;
  /** Why it was not read: a symbolic link, too large. */
  readonly refused?: string;
}

export interface ImportInput {
  /** As the user gave it. */
  readonly source: string;
  /** Sorted by path. */
  readonly entries: readonly SourceEntry[];
  readonly from: SourceKind | 'auto';
  /** Of the old site, no trailing slash. */
  readonly origin?: string;
  readonly type?: 'news' | 'page';
  readonly licence?: string;
  /** As the user gave it. */
  readonly content: string;
  /** What the content folder holds now; it is one when site.yaml is among them. */
  readonly existing: readonly ContentFile[];
  /** Interface texts of the product by language tag. */
  readonly interfaceTexts: ReadonlyMap<string, string>;
  /** Milliseconds since the epoch: what lies in the future is not published. */
  readonly nowMs: number;
  /** Is told of every step, with how many of how many are done. */
  progress?(step: string, done: number, all: number): void;
}

export type WrittenFile =
  | { readonly path: string; readonly text: string }
  /** A file of SOURCE, copied. */
  | { readonly path: string; readonly copyOf: string };

export interface ImportResult {
  readonly report: ImportReport;
  /** Below the content folder; new files, and vocabulary/topics.yaml when it grew. */
  readonly files: readonly WrittenFile[];
  readonly itemCount: number;
  readonly isNewFolder: boolean;
}

export function importSite(input: ImportInput): ImportResult {
  return new SiteImport(input).run();
}

const decoder = new TextDecoder();
/** Longest path of an item below its folder is safe on every disk. */
const maxSummary = 300;

/** An item with its place in the new site. */
interface PlacedItem extends AddressedItem {
  readonly source: SourceItem;
  readonly id: string;
  readonly path: string;
  readonly oldAddress: string;
  readonly isPublished: boolean;
  readonly isExisting: boolean;
}

/** What became of an address. */
interface Answer {
  readonly resolution: Resolution;
  readonly rule: string;
  readonly group: NoteGroup;
  readonly message: string;
  /** How the message ends; of a picture, the writer knows it better. */
  readonly end?: string;
}

const traceWords: Readonly<Record<PictureTrace, string>> = {
  link: 'it became a link to where it was',
  words: 'its words stay',
  'words-in-link': 'its words stay in the link round it',
  nothing: 'it has no words, and nothing of it stays',
};

class SiteImport {
  readonly #input: ImportInput;
  readonly #reports: FileReport[] = [];
  readonly #others: { path: string; what: string }[] = [];
  readonly #remarks: string[] = [];
  readonly #assets = new Map<string, string>();
  /** Files that are there and cannot be used: folded path → why. */
  readonly #unusable = new Map<string, string>();
  #layout: SourceLayout = { kind: 'jekyll', root: '', fileRoots: [''] };
  #settings: SourceSettings = {};
  #existing!: ExistingContent;
  #language = 'en' as LanguageTag;
  #book!: AddressBook;
  #placed = new Map<SourceItem, PlacedItem>();
  /** Anchors of every item that the first round of conversion gave. */
  #anchors = new Map<SourceItem, ReadonlySet<string>>();
  #dropped = new Set<SourceItem>();
  /** Copied files: folder of the item → name in small letters → path in SOURCE. */
  readonly #copies = new Map<string, Map<string, string>>();
  readonly #copyNames = new Map<string, string>();
  readonly #sizes = new Map<string, number>();

  constructor(input: ImportInput) {
    this.#input = input;
  }

  run(): ImportResult {
    const input = this.#input;
    const isNewFolder = !input.existing.some(({ path }) => path === 'site.yaml');
    this.#existing = readExistingContent(input.existing);
    const items = this.#readItems();
    this.#language = this.#siteLanguage(items);
    this.#place(items);
    const topicsYaml = this.#existingText('vocabulary/topics.yaml') ?? '[]\n';
    const topics = new TopicList(
      this.#existingText('vocabulary/countries.yaml') ?? '',
      topicsYaml,
      this.#language,
    );
    const files = this.#write(items, topics);
    const languages = [...new Set([...this.#placed.values()].map(({ language }) => language as string))].sort(
      compareText,
    );
    const folder = {
      name:
        this.#settings.title?.trim() ||
        hostOf(input.origin ?? this.#settings.url) ||
        nameOfSource(input.source),
      description: this.#settings.description,
      language: this.#language,
      timezone: this.#settings.timezone,
      origin: input.origin,
      licence: input.licence,
      languages,
      interfaceTexts: input.interfaceTexts,
    };
    const made = isNewFolder
      ? newContentFolder(folder)
      : interfaceFiles({ ...folder, languages: languages.filter((tag) => tag.split('-')[0]!.length > 2) });
    const grown = topics.appendTo(topicsYaml);
    for (const [path, text] of made) {
      if (path === 'vocabulary/topics.yaml' && grown !== undefined) continue;
      if (this.#existing.files.has(path)) continue;
      files.push({ path, text });
      this.#others.push({ path, what: 'made' });
    }
    if (grown !== undefined) {
      files.push({ path: 'vocabulary/topics.yaml', text: grown });
      this.#others.push({
        path: 'vocabulary/topics.yaml',
        what: `${topics.added} ${topics.added === 1 ? 'topic' : 'topics'} ${isNewFolder ? 'made' : 'appended'} from tags`,
      });
    }
    if (isNewFolder)
      this.#remarks.push(
        'site.yaml holds guesses: look at its lines, above all `name`, `publisher` and `url`',
      );
    if (this.#book.remark !== undefined) this.#remarks.push(this.#book.remark);
    files.sort((a, b) => compareText(a.path, b.path));
    const reports = [...this.#reports].sort((a, b) => compareText(a.path, b.path));
    const itemCount = reports.filter(
      ({ outcome }) => outcome === 'imported' || outcome === 'unchanged' || outcome === 'edited',
    ).length;
    // Of a source without content nothing is made, not even an empty content folder.
    const isNothing = itemCount === 0;
    if (isNothing) files.length = 0;
    return {
      report: {
        source: input.source,
        kind: this.#layout.kind,
        content: input.content,
        files: reports,
        others: isNothing ? [] : this.#others,
        remarks: isNothing ? [] : this.#remarks,
      },
      files,
      itemCount,
      isNewFolder: isNewFolder && !isNothing,
    };
  }

  #existingText(path: string): string | undefined {
    const bytes = this.#existing.files.get(path)?.bytes;
    return bytes === undefined ? undefined : decoder.decode(bytes);
  }

  #isOwn = (address: string): boolean => {
    const bare = (text: string) =>
      text
        .replace(/^https?:\/\/(?:www\.)?|^\/\//i, '')
        .replace(/\/+$/, '')
        .toLowerCase();
    if (!/^(?:https?:)?\/\//i.test(address)) return false;
    return [this.#input.origin, this.#settings.url].some((site) => {
      if (site === undefined || !/^https?:\/\/./i.test(site)) return false;
      const [base, other] = [bare(site), bare(address)];
      return (
        base !== '' &&
        (other === base ||
          other.startsWith(`${base}/`) ||
          other.startsWith(`${base}?`) ||
          other.startsWith(`${base}#`))
      );
    });
  };

  // ── reading ─────────────────────────────────────────────────────────────────────────────────────────

  #readItems(): SourceItem[] {
    const { entries, from, progress } = this.#input;
    const starts = new Map(
      entries.filter(({ bytes }) => bytes !== undefined).map(({ path, bytes }) => [path, bytes!]),
    );
    this.#layout = detectLayout(
      entries.map(({ path }) => path),
      from,
      (path) =>
        decoder.decode(starts.get(path)?.subarray(0, 4000) ?? new Uint8Array()).replace(/^\uFEFF/, ''),
    );
    for (const { path, size, refused } of entries) {
      if (refused === undefined) this.#assets.set(fold(path), path);
      else this.#unusable.set(fold(path), refused);
      this.#sizes.set(path, size);
    }
    this.#settings = readSourceSettings(entries);
    const twins = languageFolders(
      entries.map(({ path }) => path),
      this.#layout,
    );
    const items: SourceItem[] = [];
    for (const [index, entry] of entries.entries()) {
      if (index % 100 === 0) progress?.('Reading', index, entries.length);
      this.#readEntry(entry, twins, items);
    }
    progress?.('Reading', entries.length, entries.length);
    return items;
  }

  #passOver(path: string, message: string): void {
    this.#reports.push({
      path,
      outcome: 'passed-over',
      notes: [noteAt({ line: 1, column: 1 }, 'left', 'passed-over', message)],
    });
  }

  /** Why a file is no content; '' for what is not worth telling; undefined when it is content. */
  #whyPassedOver({ path, bytes, refused }: SourceEntry, languages: ReadonlySet<string>): string | undefined {
    const { kind, root } = this.#layout;
    if (refused !== undefined) return refused;
    const isAlone = this.#input.entries.length === 1;
    const isText = isMarkdownFile(path) || isHtmlFile(path) || isTextFile(path);
    const isExport = kind === 'wordpress' && /\.xml$/i.test(path);
    if (bytes === undefined || !(isText || isExport)) {
      // Images and data: told when a text uses them; a list of all would tell nothing.
      return /\.(?:yml|yaml|json|toml|xml|erb|haml|liquid|njk|ejs|pug|slim|rst|adoc|org)$/i.test(path)
        ? 'no kind of text that is read'
        : '';
    }
    if (isAlone) return undefined;
    const skipped = skippedFolder(path);
    if (skipped !== undefined) return `\`${skipped}\` holds no content`;
    if (isNoticeFile(path)) return 'it is about the files, not of the site';
    if (!path.startsWith(root)) return `only ${root} holds content`;
    if (kind === 'text') return undefined;
    if (isTextFile(path) && !/^\uFEFF?---\s*\n/.test(decoder.decode(bytes.subarray(0, 10))))
      return 'plain text without a head is no page of such a site';
    const below = path.slice(root.length);
    const slash = below.indexOf('/');
    const name = languages.has(below.slice(0, slash)) ? below.slice(slash + 1) : below;
    return /^(?:_?index|404)\.\w+$/i.test(name)
      ? `the new site makes its ${/^404/.test(name) ? '404' : 'home'} page itself; the words of this one are not taken over`
      : undefined;
  }

  #readEntry(entry: SourceEntry, twins: ReadonlySet<string>, items: SourceItem[]): void {
    const { path, bytes } = entry;
    const why = this.#whyPassedOver(entry, twins);
    if (why !== undefined || bytes === undefined) {
      if (why !== undefined && why !== '') this.#passOver(path, why);
      if (why?.includes('its home page') === true)
        this.#remarks.push(
          `the words of the old home page, ${path}, are not taken over; write them into a page`,
        );
      return;
    }
    const { text, notes } = decodeSource(bytes);
    if (text === undefined) {
      this.#reports.push({ path, outcome: 'left-out', notes });
      return;
    }
    if (/\.xml$/i.test(path)) {
      this.#readExport(path, text, items, notes);
      return;
    }
    const below = path.slice(this.#layout.root.length);
    const { language, key } = languageOfPath(below, twins, this.#layout.kind);
    this.#keep(path, this.#readFile(path, below, text, notes, language, key), items);
  }

  #readFile(
    path: string,
    below: string,
    text: string,
    notes: Note[],
    language: string | undefined,
    key: string,
  ): ReadResult {
    const { kind } = this.#layout;
    const offset = 'Z';
    const hasHead = /^(?:[ \t]*\n)*(?:---|\+\+\+|;;;)/.test(text);
    if (isHtmlFile(path) && !hasHead)
      return readHtmlFile({ path, key, below, text, offset, language, isOwn: this.#isOwn, notes });
    if (isTextFile(path) && !hasHead) return readTextFile({ path, key, text, language, notes });
    return readMarkdownFile({
      path,
      text,
      dialect: kind === 'hugo' ? 'hugo' : kind === 'hexo' ? 'hexo' : kind === 'jekyll' ? 'liquid' : 'none',
      isHtml: isHtmlFile(path),
      isDraftFolder: /(?:^|\/)_drafts\//.test(below),
      language,
      key,
      offset,
      isOwn: this.#isOwn,
      notes,
    });
  }

  #keep(path: string, result: ReadResult, items: SourceItem[]): void {
    if ('item' in result) items.push(result.item);
    else this.#reports.push({ path, outcome: result.outcome, notes: result.notes });
  }

  #readExport(path: string, text: string, items: SourceItem[], notes: readonly Note[]): void {
    const found: WordpressExport = readWordpress(text, path, { offset: 'Z', isOwn: this.#isOwn });
    this.#settings = {
      ...this.#settings,
      title: found.title,
      description: found.description,
      url: found.url,
      language: found.language === undefined ? undefined : languageTag(found.language.replace('_', '-')),
    };
    items.push(...found.items);
    this.#reports.push(...found.others);
    if (notes.length > 0 && !found.others.some((other) => other.path === path))
      this.#reports.push({ path, outcome: 'passed-over', notes });
    if (found.items.length === 0 && found.others.length === 0)
      this.#reports.push({
        path,
        outcome: 'left-out',
        notes: [noteAt({ line: 1, column: 1 }, 'left', 'xml', 'this holds no entries of a WordPress export')],
      });
  }

  #siteLanguage(items: readonly SourceItem[]): LanguageTag {
    if (this.#existing.language !== undefined) return this.#existing.language;
    const said = this.#settings.language;
    if (said !== undefined) {
      // An edition of a region alone is the language itself.
      return (languageTag(said.split('-')[0]!) ?? 'en') as LanguageTag;
    }
    const counts = new Map<string, number>();
    for (const { language } of items) counts.set(language ?? '', (counts.get(language ?? '') ?? 0) + 1);
    const best =
      [...counts].sort(
        ([a, m], [b, n]) => n - m || Number(b === 'en') - Number(a === 'en') || compareText(a, b),
      )[0]?.[0] ?? '';
    const language = best === '' || counts.has('') || counts.has('en') ? 'en' : best;
    if (items.some((item) => item.language === undefined))
      this.#remarks.push(`the language of the texts is not said; ${language} was taken for site.yaml`);
    return language as LanguageTag;
  }

  // ── places ──────────────────────────────────────────────────────────────────────────────────────────

  #languageOf(item: SourceItem): LanguageTag {
    const tag = item.language;
    if (tag === undefined || tag === this.#language) return this.#language;
    const isRegionOfSite =
      tag.startsWith(`${this.#language}-`) && !this.#language.includes('-') && !/-[A-Z][a-z]{3}/.test(tag);
    return isRegionOfSite ? this.#language : (tag as LanguageTag);
  }

  #place(items: SourceItem[]): void {
    const { kind, root } = this.#layout;
    const sitePath = (item: SourceItem): string =>
      item.path
        .slice(root.length)
        .replace(/#\d+$/, '')
        .replace(/\.[A-Za-z]+$/, '')
        .replace(/(^|\/)_posts\//, '$1');
    const linked: string[] = [];
    for (const item of items)
      for (const { address } of item.body.references.all)
        if (address?.startsWith('/')) linked.push(this.#belowBase(address));
    this.#book = new AddressBook(items, kind, sitePath, linked, this.#ownPatterns());

    // Slugs: one for all translations of a text, in the order of the source.
    const taken = new Set<string>(this.#existing.addresses);
    const groups = new Map<string, SourceItem[]>();
    for (const item of items) {
      const key = `${this.#typeOf(item)}:${item.key}`;
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [item]);
      else group.push(item);
    }
    const seenIds = new Set<string>();
    for (const group of groups.values()) {
      const seen = new Set<string>();
      const together = group.filter((item) => {
        const language = this.#languageOf(item);
        if (seen.has(language)) return false;
        seen.add(language);
        return true;
      });
      this.#placeGroup(together, taken, seenIds);
      for (const item of group) if (!together.includes(item)) this.#placeGroup([item], taken, seenIds);
    }
  }

  #ownPatterns(): OwnPatterns {
    const { hugo, permalink } = this.#settings;
    if (this.#layout.kind !== 'hugo')
      return permalink === undefined ? {} : { configured: configuredPattern(permalink) };
    const usual = hugoPattern(hugo);
    return hugo !== undefined && hugo.permalinks.size > 0 ? { configured: usual, isForAll: true } : { usual };
  }

  #typeOf(item: SourceItem): ItemType {
    if (this.#input.type !== undefined) return this.#input.type;
    return item.date === undefined || item.isPage === true ? 'page' : 'news';
  }

  #placeGroup(group: readonly SourceItem[], taken: Set<string>, seenIds: Set<string>): void {
    const first = group[0]!;
    const type = this.#typeOf(first);
    const ids = group.map((item) => this.#idOf(item, seenIds));
    const known = ids.map((id) => this.#existing.byId.get(id));
    const before = known.find((entry) => entry !== undefined);
    const wish = this.#slugWish(first);
    const addressOf = (slug: string, item: SourceItem): Permalink =>
      permalinkOf(type, slug, this.#languageOf(item), this.#language);
    const isFree = (slug: string): boolean =>
      slugFault(slug) === undefined &&
      group.every(
        (item, index) => known[index] !== undefined || !taken.has(addressKey(addressOf(slug, item))),
      );
    let slug = before?.slug ?? wish;
    if (before === undefined && !isFree(slug)) {
      const parent = slugFrom(first.path.split('/').at(-2) ?? '');
      const candidates = [
        type === 'page' && first.path.includes('/') ? slugFrom(`${parent}-${wish}`) : undefined,
        type === 'news' && first.date !== undefined
          ? slugFrom(`${wish.slice(0, 70)}-${first.date.slice(0, 4)}`)
          : undefined,
      ];
      slug = candidates.find((candidate) => candidate !== undefined && isFree(candidate)) ?? '';
      for (let number = 2; slug === ''; number += 1) {
        const candidate = `${wish.slice(0, 76)}-${number}`;
        if (isFree(candidate)) slug = candidate;
      }
      first.notes.push(
        noteAt(
          { line: 1, column: 1 },
          'guessed',
          'slug-taken',
          `the slug \`${wish}\` is taken; \`${slug}\` was given`,
        ),
      );
    } else if (before === undefined && slug !== first.name) {
      first.notes.push(
        noteAt(
          { line: 1, column: 1 },
          'changed',
          'slug',
          `the name "${first.name.slice(0, 120)}" became the slug \`${slug}\``,
        ),
      );
    }
    for (const [index, item] of group.entries()) {
      const language = this.#languageOf(item);
      const own = known[index];
      const permalink = addressOf(own?.slug ?? slug, item);
      taken.add(addressKey(permalink));
      const suffix = language === this.#language ? '' : `.${language}`;
      const folder = type === 'news' ? `news/${(item.date ?? '0000').slice(0, 4)}` : 'pages';
      this.#placed.set(item, {
        source: item,
        type,
        language,
        id: ids[index]!,
        path: own?.path ?? `${folder}/${slug}${suffix}.md`,
        slug: own?.slug ?? slug,
        date: type === 'news' ? (item.date as IsoDate | undefined) : undefined,
        permalink,
        oldAddress: this.#book.oldAddress(item).address,
        isPublished: isPublished(item, type, this.#input.nowMs),
        isExisting: own !== undefined,
      });
    }
  }

  #slugWish(item: SourceItem): string {
    const name = item.name.normalize('NFC').trim();
    if (slugFault(name) === undefined && name.length <= 80) return name;
    // A code of three letters, a number, `eng`: the title says more.
    const isTelling = /\p{L}{4}/u.test(name) && !/^\d+$/.test(name);
    return slugFrom(isTelling ? name : item.title);
  }

  #idOf(item: SourceItem, seen: Set<string>): string {
    const old = this.#book.oldAddress(item).address;
    const base = (this.#input.origin ?? this.#settings.url ?? '').replace(/\/+$/, '');
    const derive = (name: string) => `urn:uuid:${uuidV5(name, uuidV5.URL)}`;
    let id = item.guid ?? derive(base + old);
    if (seen.has(fold(id))) id = derive(`${base}${old}#${item.path}`);
    seen.add(fold(id));
    return id;
  }

  // ── addresses in texts ──────────────────────────────────────────────────────────────────────────────

  /** @returns what stands in the new text, the rule that the report counts it by, and a clause */
  #resolve(reference: Reference, use: ReferenceUse, item: SourceItem): Answer {
    const placed = this.#placed.get(item)!;
    const shown = short(reference.address ?? reference.written);
    const words = (rule: string, message: string) => ({
      resolution: { kind: 'words' } as const,
      rule: `${use}-${rule}`,
      group: 'left' as const,
      message,
      end: 'its words stay',
    });
    if (reference.address === undefined)
      return words('tag-unknown', `the address \`${shown}\` holds a tag that is not known`);
    let address = reference.address.trim();
    const isAbsolute = /^(?:https?:)?\/\//i.test(address);
    const absolute = address;
    if (isAbsolute) {
      if (!this.#isOwn(address) && !this.#isOwnOfExport(address)) {
        // Written by a tag: an address of another site.
        return {
          resolution: {
            kind: use === 'image' ? 'link-instead' : 'address',
            href: address.replace(/^\/\//, 'https://'),
          },
          rule: `${use}-elsewhere`,
          group: 'changed',
          message: `an address of another site: ${shown}`,
        };
      }
      address = address.replace(/^(?:https?:)?\/\/[^/?#]*/i, '') || '/';
      if (!address.startsWith('/')) address = `/${address}`;
    } else if (/^(?!source:|post:)[a-z][a-z0-9+.-]*:/i.test(address)) {
      return words('scheme', `an address that no page may hold, ${shown}`);
    }
    const below = this.#book.find(address) === undefined ? this.#belowBase(address) : address;
    const isBelowBase = below !== address;
    address = below;
    const [, path = '', query = '', fragment] = /^([^?#]*)(\?[^#]*)?(?:#(.*))?$/s.exec(address) ?? [];
    if (address === '') return words('empty', 'an empty address');

    if (path === '' && fragment !== undefined) {
      const anchor = this.#anchor(item, fragment);
      if (anchor === undefined)
        return words('anchor-dead', `no heading or place #${short(fragment)} is in this text`);
      return {
        resolution: { kind: 'address', href: anchor === '' ? '#top' : `#${anchor}` },
        rule: `${use}-anchor`,
        group: 'changed',
        message: `#${short(fragment)} leads to #${anchor === '' ? 'top' : anchor}`,
      };
    }

    const target =
      use === 'image' ? undefined : (this.#findGuid(address) ?? this.#findItem(path, item, placed));
    if (target !== undefined && !this.#dropped.has(target)) {
      const there = this.#placed.get(target)!;
      if (there.isPublished || !placed.isPublished) {
        const anchor = fragment === undefined ? undefined : this.#anchor(target, fragment);
        const href = there.permalink + (anchor ? `#${anchor}` : '');
        const lost =
          fragment !== undefined && fragment !== '' && anchor === undefined
            ? `; it has no place #${short(fragment)}`
            : '';
        return {
          resolution: { kind: 'address', href: encodeAddress(href) },
          rule: `${use}-imported`,
          group: 'changed',
          message: `${shown} leads to ${there.permalink}${lost}`,
        };
      }
    }
    const root = this.#rootRelative(path, placed, target !== undefined);
    if (use === 'link' && path !== '' && addressKey(root) === '')
      return {
        resolution: { kind: 'address', href: '/' },
        rule: 'link-home',
        group: 'changed',
        message: `${shown} leads to the home page`,
      };

    const file = this.#findFile(path, item);
    if (file !== undefined) {
      const type = file.slice(file.lastIndexOf('.') + 1).toLowerCase();
      if ((use === 'image' ? imageTypes : documentTypes).has(type)) {
        const name = this.#copyName(file, placed);
        return {
          resolution: { kind: 'address', href: encodeURIComponent(name).replace(/%40/g, '@') },
          rule: use === 'image' ? 'image-copied' : 'link-file',
          group: 'changed',
          message: `${shown} is copied beside the text as ${name}`,
        };
      }
    }
    if (use === 'link' && this.#existing.addresses.has(addressKey(root)) && !isAbsolute)
      return {
        resolution: { kind: 'address', href: `${root}${query}` },
        rule: 'link-here',
        group: 'changed',
        message: `${shown} leads to a page that is here already`,
      };

    const origin = this.#input.origin;
    const missing = use === 'image' ? this.#whyNoFile(path, item) : 'nothing imported stands there';
    if (isAbsolute && !this.#isNewOrigin(absolute)) {
      return {
        resolution: {
          kind: use === 'image' ? 'link-instead' : 'address',
          href: absolute.replace(/^\/\//, 'https://'),
        },
        rule: use === 'image' ? 'image-missing' : 'link-absolute',
        group: 'left',
        message: `${shown}: ${missing}`,
        end: 'it leads to the old site',
      };
    }
    if (origin !== undefined && !this.#isNewOrigin(origin)) {
      const base = isBelowBase && basePathOf(origin) === '' ? this.#settings.basePath! : '';
      const href = `${origin}${base}${encodeAddress(root)}${query}${fragment === undefined ? '' : `#${fragment}`}`;
      if (!URL.canParse(href)) return words('unreadable', `${shown} cannot be read as an address`);
      return {
        resolution: { kind: use === 'image' ? 'link-instead' : 'address', href },
        rule: use === 'image' ? 'image-missing' : 'link-absolute',
        group: 'left',
        message: `${shown}: ${missing}`,
        end: `it leads to ${short(href)}`,
      };
    }
    return words(use === 'image' ? 'missing' : 'dead', `${shown}: ${missing}`);
  }

  /** Of a site that stood in a folder of its host, an address may be written with that folder. */
  #belowBase(address: string): string {
    for (const base of [this.#settings.basePath ?? '', basePathOf(this.#input.origin)])
      if (
        base !== '' &&
        (address === base || /^[/?#]/.test(address.slice(base.length))) &&
        address.startsWith(base)
      )
        return address.slice(base.length).replace(/^(?!\/)/, '/');
    return address;
  }

  /** WordPress: `/?p=12` is the identity of a text, and answers with it. */
  #findGuid(address: string): SourceItem | undefined {
    const number = /^\/?\?(?:p|page_id)=(\d+)(?:[&#]|$)/.exec(address)?.[1];
    if (number === undefined || this.#layout.kind !== 'wordpress') return undefined;
    for (const found of this.#placed.keys())
      if (new RegExp(`[?&](?:p|page_id)=${number}$`).test(found.guid ?? '')) return found;
    return undefined;
  }

  #isOwnOfExport(address: string): boolean {
    const url = this.#settings.url;
    return (
      this.#layout.kind === 'wordpress' &&
      url !== undefined &&
      addressKey(address).includes(addressKey(url.replace(/^https?:/, '')))
    );
  }

  /** The new site would answer there itself, and has no such page. */
  #isNewOrigin(address: string): boolean {
    const url = this.#existing.url;
    return url !== undefined && address.toLowerCase().startsWith(url.toLowerCase());
  }

  #rootRelative(path: string, placed: PlacedItem, isKnown: boolean): string {
    if (path.startsWith(sourceScheme) || path.startsWith(postScheme))
      return `/${path.replace(/^[a-z]+:\/*/, '')}`;
    if (path.startsWith('/') || isKnown) return `/${path.replace(/^\/+/, '')}`;
    const folder = folderOfAddresses(placed);
    const end = path.endsWith('/') ? '/' : '';
    return `/${normalPath(folder + path)}${end}`.replace(/\/\/+$/, '/');
  }

  #findItem(path: string, from: SourceItem, placed: PlacedItem): SourceItem | undefined {
    let decoded = path;
    try {
      decoded = decodeURIComponent(path);
    } catch {
      // As it stands.
    }
    const roots = [this.#layout.root, ''];
    let found: SourceItem | undefined;
    if (decoded.startsWith(postScheme)) found = this.#book.findName(decoded.slice(postScheme.length));
    else if (decoded.startsWith(sourceScheme)) {
      const bare = decoded.slice(sourceScheme.length);
      found =
        this.#book.findSource(bare, from.path, roots) ??
        this.#book.findName(bare) ??
        this.#book.find(`/${bare.replace(/^\/+/, '')}`);
    } else if (decoded.startsWith('/')) found = this.#book.find(decoded);
    else if (decoded !== '') {
      const folder = folderOfAddresses(placed);
      found =
        this.#book.findSource(decoded, from.path, []) ?? this.#book.find(`/${normalPath(folder + decoded)}`);
    }
    if (found === undefined || found.language === from.language) return found;
    // A translation that names the text by its plain address means its own language's, when there is one.
    if (!decoded.startsWith(postScheme)) return found;
    for (const item of this.#placed.keys())
      if (item.key === found.key && item.language === from.language) return item;
    return found;
  }

  #whyNoFile(path: string, from: SourceItem): string {
    const refused = this.#findFile(path, from, this.#unusable);
    return refused === undefined ? 'its file is missing' : `its file cannot be used (${refused})`;
  }

  #findFile(
    path: string,
    from: SourceItem,
    files: ReadonlyMap<string, string> = this.#assets,
  ): string | undefined {
    if (path === '' || path.startsWith(sourceScheme) || path.startsWith(postScheme)) return undefined;
    let decoded = path;
    try {
      decoded = decodeURIComponent(path);
    } catch {
      // As it stands.
    }
    const folder = from.path.slice(0, from.path.lastIndexOf('/') + 1);
    const ownFolder = `${from.path.replace(/\.[A-Za-z]+$/, '')}/`;
    const bare = decoded.replace(/^\/+/, '');
    const starts = decoded.startsWith('/')
      ? this.#layout.fileRoots
      : [ownFolder, folder, ...this.#layout.fileRoots];
    for (const start of starts) {
      const found = files.get(fold(normalPath(start + bare)));
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** Beside the item, under a name that is safe everywhere; two files of one name in one folder get two names. */
  #copyName(file: string, placed: PlacedItem): string {
    const folder = posix.dirname(placed.path);
    const known = this.#copyNames.get(`${folder}\0${file}`);
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
    const slug = posix.basename(placed.path, '.md').split('.')[0]!;
    const candidates = [stem, `${slug}-${stem}`];
    let name = '';
    for (let number = 2; name === ''; number += 1) {
      const candidate = candidates.shift() ?? `${slug}-${stem}-${number}`;
      const key = fold(candidate + ending);
      if (/^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/.test(key)) continue;
      // A file of this name that is here already: the same one, by its size, or one of the editor's own.
      const here = this.#existing.files.get(`${folder}/${candidate + ending}`);
      if (names.get(key) === undefined && (here === undefined || here.size === this.#sizes.get(file))) {
        names.set(key, file);
        name = candidate + ending;
      }
    }
    this.#copyNames.set(`${folder}\0${file}`, name);
    return name;
  }

  /** The anchor of ours for one of theirs; '' for the top; undefined when there is none. */
  #anchor(item: SourceItem, fragment: string): string | undefined {
    let decoded = fragment;
    try {
      decoded = decodeURIComponent(fragment);
    } catch {
      // As it stands.
    }
    if (decoded === '' || /^top$/i.test(decoded)) return '';
    const anchors = this.#anchors.get(item);
    // The first round does not know yet: the second asks again.
    if (anchors === undefined) return decoded;
    if (anchors.has(decoded)) return decoded;
    const bare = (text: string) => fold(text).replace(/[^\p{L}\p{M}\p{N}]/gu, '');
    const wanted = bare(item.body.anchors.get(decoded) ?? decoded);
    for (const anchor of anchors) if (bare(anchor) === wanted && wanted !== '') return anchor;
    return undefined;
  }

  // ── writing ─────────────────────────────────────────────────────────────────────────────────────────

  #convert(item: SourceItem, notes: Note[]): string {
    const uses = new Map<number, ReferenceUse>();
    const resolved = new Map<string, Answer>();
    const resolve = (reference: Reference, use: ReferenceUse) => {
      const key = `${use}${reference.index}`;
      let answer = resolved.get(key);
      if (answer === undefined) {
        answer = this.#resolve(reference, use, item);
        resolved.set(key, answer);
      }
      if (uses.get(reference.index) !== 'image') uses.set(reference.index, use);
      return answer.resolution;
    };
    const tell = (rule: string, message: string, line: number): void => {
      notes.push({
        line: item.bodyPlace.line + line - 1,
        column: 1,
        group: rule === 'frame' || rule === 'image-elsewhere' ? 'changed' : 'left',
        rule,
        message,
      });
    };
    const traces = new Map<number, PictureTrace>();
    const traced = ({ index }: Reference, trace: PictureTrace): void => {
      // One address may stand for several pictures.
      if (traces.get(index) !== 'link') traces.set(index, trace);
    };
    const options = { references: item.body.references, resolve, traced, tell };
    const body = item.isHtml
      ? htmlBodyToMarkdown(item.body.text, options)
      : bodyToMarkdown(item.body.text, options);
    for (const reference of item.body.references.all) {
      const use = uses.get(reference.index);
      const answer = use === undefined ? undefined : resolved.get(`${use}${reference.index}`);
      notes.push(
        answer === undefined
          ? noteAt(
              reference.place,
              'left',
              'address-as-text',
              `\`${short(reference.written)}\` stands where no link is, and stays text`,
            )
          : noteAt(
              reference.place,
              answer.group,
              answer.rule,
              endedMessage(answer, use === 'image' ? traces.get(reference.index) : undefined),
            ),
      );
    }
    return body;
  }

  /** Undefined when the text cannot be read, which is told. */
  #tryConvert(item: SourceItem, notes: Note[]): string | undefined {
    try {
      return this.#convert(item, notes);
    } catch (error) {
      if (!(error instanceof NestedTooDeep)) throw error;
      const line = item.bodyPlace.line + (error.line ?? 1) - 1;
      this.#drop(item, 'nested-too-deep', error.message, { line, column: 1 });
      return undefined;
    }
  }

  #faultOf(item: SourceItem, body: string): ItemFault | undefined {
    const tooLong = lengthFault(item, body);
    if (tooLong !== undefined) return tooLong;
    // An id that the source gives, or one made of a whole address, is that of one text alone.
    const isIdSure =
      item.guid !== undefined || this.#input.origin !== undefined || this.#settings.url !== undefined;
    const { path } = this.#placed.get(item)!;
    const existing = this.#existing.files.get(path);
    if (isIdSure || existing === undefined || !isAnotherText(existing, item, body)) return undefined;
    return {
      rule: 'another-text-here',
      message: `${path} came from the same address and is another text; give --origin, where this site stood, to tell the two apart`,
    };
  }

  #drop(item: SourceItem, rule: string, message: string, place: Position = item.bodyPlace): void {
    this.#dropped.add(item);
    const notes = [...item.notes, noteAt(place, 'left', rule, message)];
    this.#reports.push({ path: item.path, outcome: 'left-out', notes });
  }

  #write(items: readonly SourceItem[], topics: TopicList): WrittenFile[] {
    const { progress } = this.#input;
    // First round: which texts are empty, and which anchors there are. Links to anchors are taken on trust.
    const first = new Map<SourceItem, { readonly body: string; readonly notes: readonly Note[] }>();
    for (const [index, item] of items.entries()) {
      if (index % 50 === 0) progress?.('Converting', index, items.length);
      const notes: Note[] = [];
      const body = this.#tryConvert(item, notes);
      if (body === undefined) continue;
      const fault = this.#faultOf(item, body);
      if (fault !== undefined) {
        this.#drop(item, fault.rule, fault.message);
        continue;
      }
      const { headings, plainText } = renderMarkdown(body, { basePath: '', firstLine: 1 });
      if (plainText.trim() === '')
        this.#drop(item, 'body-empty', 'no text is left when markup is taken away');
      else if (this.#placed.get(item)?.type === 'news' && item.date === undefined)
        this.#drop(item, 'date-missing', 'it has no date, and --type news asks for one');
      else first.set(item, { body, notes });
      this.#anchors.set(item, new Set(headings.map(({ id }) => id)));
    }
    // Second round: only texts whose links may lead elsewhere now.
    const isAllKnown = this.#dropped.size === 0;
    if (!isAllKnown) {
      this.#copies.clear();
      this.#copyNames.clear();
    }
    const convertAgain = ({ body: { references } }: SourceItem): boolean =>
      isAllKnown ? references.all.some(({ address }) => address?.includes('#')) : references.all.length > 0;
    const files: WrittenFile[] = [];
    const labels = new Map([...first.keys()].map((item) => [item, topics.resolve(item.tags)]));
    const aliases = this.#aliases([...first.keys()], topics);
    for (const [index, item] of items.entries()) {
      if (index % 50 === 0) progress?.('Writing', index, items.length);
      const placed = this.#placed.get(item)!;
      const converted = first.get(item);
      if (converted === undefined) continue;
      const again: Note[] = [];
      const body = convertAgain(item) ? this.#convert(item, again) : converted.body;
      const notes = [...item.notes, ...(convertAgain(item) ? again : converted.notes)];
      const text = this.#itemText(placed, body, labels.get(item)!, aliases.get(item) ?? [], notes);
      const existing = this.#existing.files.get(placed.path);
      const isSame = existing?.bytes !== undefined && decoder.decode(existing.bytes) === text;
      const outcome = !placed.isExisting ? 'imported' : isSame ? 'unchanged' : 'edited';
      if (outcome === 'imported') files.push({ path: placed.path, text });
      this.#reports.push({ path: item.path, outcome, to: placed.path, notes });
    }
    for (const [folder, names] of this.#copies) {
      for (const [key, file] of names) {
        const name = this.#copyNames.get(`${folder}\0${file}`) ?? key;
        const path = `${folder}/${name}`;
        if (this.#existing.files.has(path)) continue;
        files.push({ path, copyOf: file });
        this.#others.push({ path, what: `copy of ${file}` });
      }
    }
    return files;
  }

  #aliases(items: readonly SourceItem[], topics: TopicList): ReadonlyMap<SourceItem, readonly string[]> {
    // A plain text never stood at an address.
    if (this.#layout.kind === 'text') return new Map();
    const ids = new Set(items.map((item) => this.#placed.get(item)!.id));
    return itemAliases({
      items: items.map((source) => ({ source, placed: this.#placed.get(source)! })),
      others: this.#existing.items,
      countries: topics.countrySlugs,
      topics: topics.topicSlugs,
      siteLanguage: this.#language,
      taken: [...this.#existing.aliases].filter(([, id]) => !ids.has(id)).map(([key]) => key),
      oldAddress: (item) => this.#book.oldAddress(item),
      isOwn: this.#isOwn,
      folderOf: (item) =>
        this.#layout.kind === 'hugo' ? this.#placed.get(item)!.oldAddress.replace(/[^/]*\/?$/, '') : '/',
    });
  }

  #itemText(
    placed: PlacedItem,
    body: string,
    labels: { countries: readonly string[]; topics: readonly string[] },
    aliases: readonly string[],
    notes: Note[],
  ): string {
    const { source } = placed;
    const { image } = source;
    let shownImage: { file: string; alt: string; caption?: string } | undefined;
    if (image !== undefined) {
      const address =
        this.#isOwn(image.address) || this.#isOwnOfExport(image.address)
          ? image.address.replace(/^(?:https?:)?\/\/[^/]*/i, '')
          : image.address;
      const file = /^(?:https?:)?\/\//i.test(address) ? undefined : this.#findFile(address, source);
      const type = file?.slice(file.lastIndexOf('.') + 1).toLowerCase() ?? '';
      if (file === undefined || !imageTypes.has(type))
        notes.push(
          noteAt(
            image.place,
            'left',
            'picture-missing',
            `the picture ${short(image.address)} is missing and was left out`,
          ),
        );
      else if (image.alt === '')
        notes.push(
          noteAt(
            image.place,
            'left',
            'picture-without-words',
            `the picture ${short(image.address)} has no words for those who cannot see it, and was left out`,
          ),
        );
      else shownImage = { file: this.#copyName(file, placed), alt: image.alt, caption: image.caption };
    }
    const updated =
      source.updated !== undefined &&
      (source.date === undefined || source.updated.slice(0, 10) >= source.date.slice(0, 10))
        ? source.updated
        : undefined;
    return itemText({
      id: placed.id,
      title: source.title,
      date: source.date,
      updated,
      summary: this.#summary(source, notes),
      ...labels,
      credit: source.credit,
      authors: [...new Set(source.authors)],
      image: shownImage,
      aliases,
      isDraft: source.isDraft,
      publish: source.publish,
      expires: source.expires,
      licence: this.#input.licence,
      body,
    });
  }

  #summary(source: SourceItem, notes: Note[]): string | undefined {
    if (source.summary === undefined) return undefined;
    if (/\{[{%][\s\S]*?[}%]\}/.test(source.summary)) {
      notes.push(
        noteAt(
          { line: 1, column: 1 },
          'left',
          'summary-left',
          'the summary holds a tag and was left out; the first paragraph serves',
        ),
      );
      return undefined;
    }
    const plain = /[*_`[\]\\<&]/.test(source.summary)
      ? renderMarkdown(source.summary, { basePath: '', firstLine: 1 }).plainText
      : source.summary;
    const text = plain.replace(/\s+/g, ' ').trim();
    if (text.length <= maxSummary) return text === '' ? undefined : text;
    notes.push(
      noteAt(
        { line: 1, column: 1 },
        'guessed',
        'summary-cut',
        `the summary has ${text.length} characters; it was cut at ${maxSummary}`,
      ),
    );
    const cut = text.slice(0, maxSummary - 1);
    const space = cut.lastIndexOf(' ');
    return `${cut
      .slice(0, space > 200 ? space : cut.length)
      .replace(/[\uD800-\uDBFF]$/, '')
      .replace(/[\s,;:–-]+$/, '')}…`;
  }
}

/** Where addresses that do not begin with a slash start from. */
function folderOfAddresses({ source, oldAddress }: PlacedItem): string {
  const base = source.baseAddress ?? oldAddress;
  return base.slice(0, base.lastIndexOf('/') + 1);
}

function endedMessage({ message, end, resolution }: Answer, trace: PictureTrace | undefined): string {
  // Where it leads is told as long as it is a link.
  const isSame = trace === 'link' && resolution.kind === 'link-instead' && end !== undefined;
  const words = trace === undefined || isSame ? end : traceWords[trace];
  return words === undefined ? message : `${message}; ${words}`;
}

/** As validate/ has it; a date of a page keeps nothing back. */
function isPublished(item: SourceItem, type: ItemType, nowMs: number): boolean {
  const isPast = (date: string | undefined) => date === undefined || Date.parse(date) <= nowMs;
  if (item.isDraft || (item.expires !== undefined && isPast(item.expires))) return false;
  return isPast(item.publish) && (type !== 'news' || isPast(item.date));
}

function hostOf(url: string | undefined): string | undefined {
  return url !== undefined && URL.canParse(url) ? new URL(url).hostname.replace(/^www\./, '') : undefined;
}

function nameOfSource(source: string): string {
  const name =
    source
      .replace(/[\\/]+$/, '')
      .split(/[\\/]/)
      .at(-1) ?? '';
  const words = name
    .replace(/\.\w+$/, '')
    .replace(/[-_]+/g, ' ')
    .trim();
  return words === '' || words === '.' ? 'Imported site' : words[0]!.toUpperCase() + words.slice(1);
}

function encodeAddress(address: string): string {
  return address.replace(/\s/g, '%20').replace(/[<>"\\^`{|}]/g, (char) => encodeURIComponent(char));
}

function short(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length > 100 ? `${line.slice(0, 99)}…` : line;
}
