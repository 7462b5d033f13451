// Links and pictures of the texts, held against everything the site will hold: a dead page, anchor or file is found at
// its line and column before a reader finds it (faults.md rows 46 and 56). Files that a text names are its attachments.
import {
  type Attachment,
  type BodyLink,
  type ContentFile,
  formPageSlugs,
  type Item,
  type RenderedBody,
} from '../model.ts';
import { compareText, type Position, type Problem, sortProblems } from '../problem.ts';
import { documentTypes, imageTypes } from './attachments.ts';
import { show } from './explain-issue.ts';
import { fold } from './fold.ts';
import { sourceOf } from './item-source.ts';
import { nearest } from './nearest.ts';
import { invisibleInNames, isWindowsDevice } from './slug.ts';

export interface InternalLinksInput {
  /** The items that readers will see. */
  readonly items: readonly { readonly item: Item; readonly body: RenderedBody }[];
  /** Every address of the site without base path, of pages (`/news/`) and files (`/feed.xml`), with the ids in it. */
  readonly knownAddresses: ReadonlyMap<string, ReadonlySet<string>>;
  /** Files below the content folder that are neither Markdown nor YAML, by path. */
  readonly files: ReadonlyMap<string, ContentFile>;
  /** All items, those too that readers will not see: so that a link to one of them can be told from a slip. */
  readonly allItems?: readonly Item[];
  /** More addresses without ids. */
  readonly knownFiles?: ReadonlySet<string>;
  /** Of the published site, no trailing slash: a whole URL that begins so is checked like `/…`. */
  readonly origin?: string;
  /** `` or `/path`. */
  readonly basePath?: string;
}

export interface InternalLinksResult {
  readonly problems: Problem[];
  /** Item permalink → files that its text names, each once, in order of their names; none that its frontmatter names. */
  readonly attachments: ReadonlyMap<string, Attachment[]>;
}

export function checkInternalLinks(input: InternalLinksInput): InternalLinksResult {
  const checker = new LinkChecker(input);
  // Files first, of all items: one text may show what lies beside another.
  const rest: (() => void)[] = [];
  for (const { item, body } of input.items) {
    for (const { kind, href, position } of linksToCheck(body.links, input)) {
      const later = checker.check({ item, kind, href, position });
      if (later) rest.push(later);
    }
  }
  for (const check of rest) check();
  return { problems: sortProblems(checker.problems), attachments: checker.attachments() };
}

/** Links of a text without those that lead to other sites as they may. Of the same list it is asked again and again. */
function linksToCheck(
  links: readonly BodyLink[],
  { origin = '', basePath = '' }: Pick<InternalLinksInput, 'origin' | 'basePath'>,
): readonly BodyLink[] {
  if (links.length === 0) return links;
  const site = origin + basePath;
  let known = knownLinks.get(links);
  if (known?.site !== site) {
    const start = site.toLowerCase();
    const toCheck = links.filter(({ kind, href }) => {
      const isPlainlyOutside =
        kind === 'link' &&
        /^https?:\/\/[a-z0-9][^\s\\\p{Cc}]*$/iu.test(href) &&
        (origin === '' || !href.toLowerCase().startsWith(start)) &&
        URL.canParse(href);
      return !isPlainlyOutside;
    });
    known = { site, toCheck };
    knownLinks.set(links, known);
  }
  return known.toCheck;
}
const knownLinks = new WeakMap<
  readonly BodyLink[],
  { readonly site: string; readonly toCheck: readonly BodyLink[] }
>();

/** A link where it stands. */
interface PlacedLink {
  readonly item: Item;
  readonly kind: 'link' | 'image';
  readonly href: string;
  readonly position: Position;
}

interface Target {
  /** Decoded, NFC, as written: `/news/`, `../x/`, `photo.jpg`, ``. */
  readonly path: string;
  /** `?…` as written. */
  readonly query: string;
  /** Decoded, NFC, without `#`. */
  readonly fragment: string;
}

/** Searching the nearest of all addresses takes time; a content with more dead links than this has another fault. */
const maxNearestSearches = 100;

/** Where an item's frontmatter names a file. Its position costs another parse of the file: for a problem alone. */
function attachmentPlace(item: Item, attachment: Attachment): Pick<PlacedLink, 'item' | 'position'> {
  return {
    item,
    get position() {
      const keyPath = item.image?.file.path === attachment.path ? ['image', 'file'] : ['file'];
      return sourceOf(item)?.positionOf(keyPath) ?? { line: 1, column: 1 };
    },
  };
}

class LinkChecker {
  readonly problems: Problem[] = [];
  readonly #input: InternalLinksInput;
  readonly #filesByDisplayPath = new Map<string, ContentFile>();
  readonly #itemsByFile = new Map<string, Item>();
  /** Files that texts and frontmatter publish. */
  readonly #attachmentAddresses = new Set<string>();
  readonly #attachments = new Map<string, Map<string, Attachment>>();
  readonly #bodies = new Map<string, RenderedBody>();
  /** Item permalink → folded name of each file and folder below it → the one spelling it may have. */
  readonly #spellings = new Map<string, Map<string, string>>();
  #hints: Hints | undefined;

  constructor(input: InternalLinksInput) {
    this.#input = input;
    for (const file of input.files.values()) this.#filesByDisplayPath.set(file.displayPath, file);
    for (const item of input.allItems ?? []) this.#itemsByFile.set(item.file, item);
    for (const { item, body } of input.items) {
      this.#itemsByFile.set(item.file, item);
      this.#bodies.set(item.permalink, body);
      for (const attachment of item.attachments) {
        this.#attachmentAddresses.add(attachment.address);
        this.#checkSpelling(attachmentPlace(item, attachment), attachment.name);
      }
    }
  }

  attachments(): Map<string, Attachment[]> {
    return new Map(
      [...this.#attachments].map(([permalink, byName]) => [
        permalink,
        [...byName.values()].sort((a, b) => compareText(a.name, b.name)),
      ]),
    );
  }

  /** @returns what can only be checked when all attachments are known */
  check(link: PlacedLink): (() => void) | undefined {
    // As a browser reads it and render/ writes it: control characters count for nothing.
    const address = link.href.replace(/[\u0000-\u001f\u007f-\u009f]/g, '').trim();
    if (address === '') {
      this.#report(
        link,
        'link-dead',
        'This link leads nowhere.',
        'Write the address into its round brackets, or take the link away.',
      );
      return undefined;
    }
    const inside = this.#pathOfOwnOrigin(address);
    if (inside === undefined && /^(?:[a-z][a-z0-9+.-]*:|[/\\]{2})/i.test(address)) {
      this.#checkOutside(link, address);
      return undefined;
    }
    const target = splitAddress(inside ?? address);
    if (target.path !== '' && !target.path.startsWith('/') && !isFolderPath(target.path)) {
      return this.#checkFile(link, target);
    }
    return () => this.#checkAddress(link, target);
  }

  #pathOfOwnOrigin(address: string): string | undefined {
    const { origin, basePath = '' } = this.#input;
    if (origin === undefined) return undefined;
    const start = (origin + basePath).toLowerCase();
    if (!address.toLowerCase().startsWith(start)) return undefined;
    const rest = address.slice(start.length);
    if (rest === '') return '/';
    return /^[/?#]/.test(rest) ? (rest.startsWith('/') ? rest : `/${rest}`) : undefined;
  }

  #checkOutside(link: PlacedLink, address: string): void {
    const isWeb =
      /^(?:https?:\/\/[^/\\?#]|[/\\]{2}[^/\\])/i.test(address) &&
      URL.canParse(address, 'https://host.invalid/');
    if (link.kind === 'image' && isWeb) {
      this.#report(
        link,
        'remote-image',
        `The picture ${show(address)} is on another site, which would learn who reads this page.`,
        'Save the picture beside this file, if its licence allows, and write its name:  ![What it shows](picture.jpg)',
      );
    } else if (!isWeb && (link.kind === 'image' || !/^(?:mailto|tel):./i.test(address))) {
      const scheme = /^[^:/\\]*:/.exec(address)?.[0] ?? '//';
      this.#report(
        link,
        'link-scheme',
        `${show(address)} is not shown as a ${link.kind === 'image' ? 'picture' : 'link'}: ${
          /^https?:$/i.test(scheme)
            ? 'it is not a whole address of the web'
            : `\`${scheme}\` is not among the addresses that pages may hold`
        }.`,
        link.kind === 'image'
          ? 'Lay the picture beside this file and write its name:  ![What it shows](picture.jpg)'
          : 'Use an address that begins with https:, http:, mailto:, tel:, / or #, or take the link away; its words stay.',
        'warning',
      );
    }
  }

  // ── files beside the item ───────────────────────────────────────────────────────────────────────────

  #checkFile(link: PlacedLink, target: Target): (() => void) | undefined {
    const folder = link.item.file.slice(0, link.item.file.lastIndexOf('/') + 1);
    const below = normalizePath(target.path);
    if (/\.md$/i.test(target.path)) {
      this.#reportSource(link, target, normalizePath(folder + target.path));
      return undefined;
    }
    if (below.startsWith('../')) return () => this.#checkAddress(link, target);
    const file = this.#filesByDisplayPath.get(folder + below);
    if (file !== undefined) {
      this.#attach(link, below, file);
      return undefined;
    }
    return () => {
      const resolved = resolvePath(link.item.permalink, target.path);
      if (this.#isFile(resolved)) return;
      const other = this.#findHints().fileFolded(folder + below);
      if (other !== undefined) {
        const right = other.displayPath.slice(folder.length);
        this.#report(
          link,
          'file-case',
          `The file is named ${show(right)}, not ${show(target.path)}; capital and small letters count.`,
          `Write it as:  ${paste(link, encodeForMarkdown(right))}`,
        );
      } else if (this.#isPage(`${resolved}/`)) {
        this.#reportDead(link, target, `${resolved}/`);
      } else {
        const near = nearest(below, this.#findHints().namesBelow(folder));
        this.#report(
          link,
          'file-missing',
          `There is no file ${show(target.path)} beside this item${link.kind === 'link' ? ', and no page of that address' : ''}.`,
          near === undefined
            ? `Lay the file into ${folder} or correct the name.`
            : `Did you mean  ${paste(link, encodeForMarkdown(near))}`,
        );
      }
    };
  }

  #attach(link: PlacedLink, name: string, file: ContentFile): void {
    const { item } = link;
    const type = /\.([^./]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
    const allowed = link.kind === 'image' ? imageTypes : documentTypes;
    if (
      /[\\:*?"<>|%#]/.test(name) ||
      invisibleInNames.test(name) ||
      name.split('/').some((part) => /^\.|[. ]$/.test(part) || isWindowsDevice(part))
    ) {
      this.#report(
        link,
        'file-name',
        `${show(name)} is a file name that not every computer can keep.`,
        'Give the file a plain name of letters, digits, hyphens and a dot, and write that name here.',
      );
    } else if (!allowed.has(type)) {
      this.#report(
        link,
        'file-type',
        `${show(name)} is not a kind of file that can be ${link.kind === 'image' ? 'shown as a picture' : 'offered for download'}.`,
        `Save it as one of these: ${[...allowed].join(', ')}.`,
      );
    } else {
      this.#checkSpelling(link, name);
      const address = item.permalink + name;
      this.#attachmentAddresses.add(address);
      if (item.attachments.some((attachment) => attachment.name === name)) return;
      const byName = this.#attachments.get(item.permalink) ?? new Map<string, Attachment>();
      byName.set(name, { name, path: file.path, address, size: file.size });
      this.#attachments.set(item.permalink, byName);
    }
  }

  /** Two files of one item, or folders with files, that differ in case alone could not both be written. */
  #checkSpelling(place: Pick<PlacedLink, 'item' | 'position'>, name: string): void {
    const { permalink } = place.item;
    let spellings = this.#spellings.get(permalink);
    if (spellings === undefined) {
      // The page that thanks for a form stands there.
      const isFormPage =
        place.item.type === 'page' && Object.values(formPageSlugs).flat().includes(place.item.slug);
      spellings = new Map(isFormPage ? [['thanks', 'thanks']] : []);
      this.#spellings.set(permalink, spellings);
    }
    for (let end = name.indexOf('/'); ; end = name.indexOf('/', end + 1)) {
      const part = end === -1 ? name : name.slice(0, end);
      const known = spellings.get(fold(part));
      if (known !== undefined && known !== part) {
        this.#report(
          place,
          'file-twice',
          `${show(part)} and ${show(known)} differ in capital letters alone: on the disks of Windows and Macs they are one.`,
          'Rename one of the two, and write its new name here.',
        );
        return;
      }
      spellings.set(fold(part), part);
      if (end === -1) return;
    }
  }

  /** A link to a Markdown file, as it works in an editor: readers need the page's address. */
  #reportSource(link: PlacedLink, target: Target, file: string): void {
    const item = this.#itemsByFile.get(file);
    this.#report(
      link,
      'link-to-source',
      `${show(target.path)} is a file of the content${item === undefined ? ', if it is one' : ''}; readers need the address of its page.`,
      item === undefined
        ? 'Write the address of the page, such as  /news/name-of-the-item/'
        : `Write it as:  ${paste(link, item.permalink + hash(target.fragment))}`,
    );
  }

  // ── addresses of the site ───────────────────────────────────────────────────────────────────────────

  #checkAddress(link: PlacedLink, target: Target): void {
    const { permalink } = link.item;
    const path = target.path === '' ? permalink : resolvePath(permalink, target.path);
    if (link.kind === 'image') {
      if (!this.#isFile(path)) this.#reportMissingPicture(link, target);
    } else if (this.#isFile(path) || this.#isPage(path)) {
      this.#checkAnchor(link, path, target);
    } else if (/\.md$/i.test(path)) {
      this.#reportSource(link, target, this.#findHints().fileEnding(path) ?? '');
    } else {
      this.#reportDead(link, target, path);
    }
  }

  #isFile(path: string): boolean {
    return (
      this.#attachmentAddresses.has(path) ||
      this.#input.knownFiles?.has(path) === true ||
      (!path.endsWith('/') && this.#input.knownAddresses.has(path))
    );
  }

  #isPage(path: string): boolean {
    return this.#input.knownAddresses.has(path);
  }

  #checkAnchor(link: PlacedLink, path: string, target: Target): void {
    const { fragment } = target;
    // The top of any page (HTML Living Standard §7.4.2.3.3), words of it (`:~:text=`), and the search page's own query.
    if (fragment === '' || fragment.toLowerCase() === 'top' || fragment.startsWith(':~:')) return;
    if (/\/search\/$/.test(path) && fragment.includes('=')) return;
    const anchors = this.#input.knownAddresses.get(path);
    const headings = this.#bodies.get(path)?.headings ?? [];
    const anchor = fragment.replace(/:~:.*$/, '');
    if (anchors?.has(anchor) || headings.some(({ id }) => id === anchor)) return;
    const near = nearest(anchor, [...(anchors ?? []), ...headings.map(({ id }) => id)]);
    const page = target.path === '' ? 'This page' : `The page ${path}`;
    this.#report(
      link,
      'link-anchor',
      `${page} has no heading or place ${show(`#${anchor}`)}.`,
      near === undefined
        ? `Take ${hash(anchor)} away, or write the words of a heading there: small letters, hyphens for spaces.`
        : `Did you mean  ${paste(link, `${encodeForMarkdown(target.path)}${target.query}#${near}`)}`,
    );
  }

  #reportMissingPicture(link: PlacedLink, target: Target): void {
    this.#report(
      link,
      'file-missing',
      `There is no picture ${show(target.path || link.href)} on this site.`,
      'Lay the picture beside this file and write its name:  ![What it shows](picture.jpg)',
    );
  }

  #reportDead(link: PlacedLink, target: Target, path: string): void {
    const hints = this.#findHints();
    const hidden = hints.hiddenItem(path);
    if (hidden !== undefined) {
      this.#report(
        link,
        'link-hidden',
        `${path} is not published: ${hidden.isDraft ? 'it is a draft' : 'its time has not come yet, or has passed'} (${hidden.file}).`,
        'Take the link away until that item is published, or publish it with this one.',
      );
      return;
    }
    const right = hints.rightAddress(path);
    const written = target.path === '' ? link.href : target.path;
    this.#report(
      link,
      'link-dead',
      `${show(written)} leads to no page or file of this site${
        right !== undefined && fold(right) === fold(path) ? '; capital and small letters count' : ''
      }.`,
      right === undefined
        ? 'Correct the address, or take the link away; its words may stay.'
        : `Did you mean  ${paste(link, encodeForMarkdown(right) + target.query + hash(target.fragment))}`,
    );
  }

  #findHints(): Hints {
    this.#hints ??= new Hints(this.#input, this.#attachmentAddresses);
    return this.#hints;
  }

  #report(
    link: Pick<PlacedLink, 'item' | 'position'>,
    rule: string,
    message: string,
    mend: string,
    severity: Problem['severity'] = 'error',
  ): void {
    this.problems.push({ file: link.item.file, ...link.position, rule, severity, message, mend });
  }
}

/** What the author may have meant; made only for a content that has a dead link. */
class Hints {
  readonly #input: InternalLinksInput;
  readonly #addresses: readonly string[];
  readonly #byFold = new Map<string, string>();
  /** Last part of an address → the address; undefined when several end in it. */
  readonly #byLastPart = new Map<string, string | undefined>();
  readonly #hidden = new Map<string, Item>();
  readonly #byAlias = new Map<string, string>();
  readonly #filesByFold = new Map<string, ContentFile>();
  #searches = 0;

  constructor(input: InternalLinksInput, attachmentAddresses: ReadonlySet<string>) {
    this.#input = input;
    this.#addresses = [
      ...new Set([...input.knownAddresses.keys(), ...(input.knownFiles ?? []), ...attachmentAddresses]),
    ];
    for (const address of this.#addresses) {
      this.#byFold.set(fold(address), address);
      const last = lastPart(address);
      this.#byLastPart.set(last, this.#byLastPart.has(last) ? undefined : address);
    }
    for (const item of input.allItems ?? []) {
      if (!input.knownAddresses.has(item.permalink)) this.#hidden.set(item.permalink, item);
    }
    for (const { item } of input.items) {
      for (const alias of item.aliases) this.#byAlias.set(fold(alias), item.permalink);
    }
    for (const file of input.files.values()) this.#filesByFold.set(fold(file.displayPath), file);
  }

  hiddenItem(path: string): Item | undefined {
    return this.#hidden.get(path) ?? this.#hidden.get(`${path}/`);
  }

  fileFolded(displayPath: string): ContentFile | undefined {
    return this.#filesByFold.get(fold(displayPath));
  }

  namesBelow(folder: string): string[] {
    const names: string[] = [];
    for (const { displayPath } of this.#input.files.values()) {
      if (displayPath.startsWith(folder)) names.push(displayPath.slice(folder.length));
    }
    return names;
  }

  /** The Markdown file that `/news/2007/x.md` may mean: from the content folder, or from the folder above it. */
  fileEnding(path: string): string | undefined {
    return [...this.#input.items.map(({ item }) => item), ...(this.#input.allItems ?? [])].find(({ file }) =>
      `/${file}`.endsWith(path),
    )?.file;
  }

  /** An address of the site: another writing of this one, its new place, or the one nearest to it. */
  rightAddress(path: string): string | undefined {
    const { basePath = '' } = this.#input;
    const writings = [path, `${path}/`, path.replace(/\/+$/, ''), path.replace(/index\.html?$/i, '')];
    if (path.startsWith(`${basePath}/`)) {
      writings.push(...writings.map((writing) => writing.slice(basePath.length)));
    }
    for (const writing of writings) {
      const known = this.#byFold.get(fold(writing)) ?? this.#byAlias.get(fold(writing));
      if (known !== undefined) return known;
    }
    const moved = this.#byLastPart.get(lastPart(path));
    if (moved !== undefined) return moved;
    this.#searches += 1;
    return this.#searches > maxNearestSearches ? undefined : nearest(path, this.#addresses);
  }
}

function lastPart(address: string): string {
  const path = fold(address).replace(/\/+$/, '');
  return path.slice(path.lastIndexOf('/') + 1);
}

function splitAddress(address: string): Target {
  const [, path = '', query = '', fragment = ''] = /^([^?#]*)(\?[^#]*)?(?:#(.*))?$/su.exec(address) ?? [];
  return { path: decoded(path), query, fragment: decoded(fragment) };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text).normalize('NFC');
  } catch {
    return text.normalize('NFC');
  }
}

/** `../other/`, `..`, `.`: a page and no file. */
function isFolderPath(path: string): boolean {
  return /(?:^|\/)\.{0,2}$/.test(path);
}

/** @param base permalink, ends in `/` (or names a file) */
function resolvePath(base: string, path: string): string {
  if (path.startsWith('/')) return `/${normalizePath(path.slice(1), true)}`;
  return `/${normalizePath(base.slice(1, base.lastIndexOf('/') + 1) + path, true)}`;
}

/**
 * Takes `.` and `..` out, as RFC 3986 §5.2.4 does; a closing slash stays.
 * @param isRooted `..` at the top leads nowhere; otherwise it stays
 */
function normalizePath(path: string, isRooted = false): string {
  const parts: string[] = [];
  const segments = path.split('/');
  for (const [index, segment] of segments.entries()) {
    const isLast = index === segments.length - 1;
    if (segment === '..') {
      if (parts.length > 0 && parts.at(-1) !== '..') parts.pop();
      else if (!isRooted) parts.push('..');
      if (isLast) parts.push('');
    } else if (segment === '.') {
      if (isLast) parts.push('');
    } else parts.push(segment);
  }
  return parts.join('/');
}

function hash(fragment: string): string {
  return fragment === '' ? '' : `#${fragment}`;
}

/** What stands in the round brackets of a link may hold no space or bracket. */
function encodeForMarkdown(path: string): string {
  return path.replace(/[ ()<>%?#]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** The end of a link or picture to paste. */
function paste(link: PlacedLink, address: string): string {
  return `${link.kind === 'image' ? '![…]' : '[…]'}(${address})`;
}
