// Old addresses → items. Where a source does not say at which address an item stood, every address that its system may
// have given it is known here; which of them was the true one is told by the links that the site's own texts hold.
import { fold } from '../validate/fold.ts';
import { type AddressPattern, dateParts } from './address-pattern.ts';
import { readDatedName } from './source-date.ts';
import type { SourceItem } from './source-item.ts';

export type SourceKind = 'jekyll' | 'hugo' | 'hexo' | 'html' | 'text' | 'wordpress';

/** Path of an item below the root of its site, without ending. */
export type SitePath = (item: SourceItem) => string;

function categoryPath(item: SourceItem): string {
  return item.categories.map((category) => `${category.toLowerCase().replace(/\s+/g, '-')}/`).join('');
}

function withDate(
  make: (year: string, month: string, day: string, item: SourceItem) => string,
): AddressPattern['make'] {
  return (item) => {
    const parts = dateParts(item);
    return parts === undefined ? undefined : make(...parts, item);
  };
}

function patternsOf(sitePath: SitePath): readonly AddressPattern[] {
  const folder = (item: SourceItem): string => {
    const path = sitePath(item);
    return path.slice(0, path.lastIndexOf('/') + 1).replace(/^(?:_posts|content|src|posts)\//, '');
  };
  return [
    { name: '/year/month/day/name/', make: withDate((y, m, d, { name }) => `/${y}/${m}/${d}/${name}/`) },
    {
      name: '/year/month/day/name.html',
      make: withDate((y, m, d, { name }) => `/${y}/${m}/${d}/${name}.html`),
    },
    {
      name: '/category/year/month/day/name.html',
      make: withDate((y, m, d, item) => `/${categoryPath(item)}${y}/${m}/${d}/${item.name}.html`),
    },
    {
      name: '/category/name/',
      make: (item) => (item.categories.length > 0 ? `/${categoryPath(item)}${item.name}/` : undefined),
    },
    { name: '/year/month/name/', make: withDate((y, m, _d, { name }) => `/${y}/${m}/${name}/`) },
    { name: '/name/', make: (item) => (item.date === undefined ? undefined : `/${item.name}/`) },
    { name: '/blog/name/', make: (item) => (item.date === undefined ? undefined : `/blog/${item.name}/`) },
    { name: '/posts/name/', make: (item) => (item.date === undefined ? undefined : `/posts/${item.name}/`) },
    { name: '/news/name/', make: (item) => (item.date === undefined ? undefined : `/news/${item.name}/`) },
    { name: '/folder/name/', make: (item) => `/${folder(item)}${item.name}/` },
    { name: '/path/', make: (item) => pathAddress(sitePath(item), '/') },
    { name: '/path.html', make: (item) => pathAddress(sitePath(item), '.html') },
  ];
}

function pathAddress(path: string, ending: string): string {
  if (/(?:^|\/)_?index$/i.test(path)) return `/${path.replace(/_?index$/i, '')}`;
  return `/${path}${ending}`;
}

const defaultPattern: Readonly<Record<SourceKind, { readonly dated: string; readonly undated: string }>> = {
  jekyll: { dated: '/year/month/day/name.html', undated: '/path.html' },
  hexo: { dated: '/year/month/day/name/', undated: '/path.html' },
  hugo: { dated: '/path/', undated: '/path/' },
  html: { dated: '/path.html', undated: '/path.html' },
  text: { dated: '/path/', undated: '/path/' },
  wordpress: { dated: '/year/month/day/name/', undated: '/path/' },
};

/** What is known of the ways of this very site. */
export interface OwnPatterns {
  /** As its settings have it. */
  readonly configured?: AddressPattern;
  /** `configured` is true of items without a date, too. */
  readonly isForAll?: boolean;
  /** As its system does when nothing else is said. */
  readonly usual?: AddressPattern;
}

export interface OldAddress {
  readonly address: string;
  readonly isGuessed: boolean;
}

export class AddressBook {
  readonly #items = new Map<string, SourceItem>();
  readonly #bySource = new Map<string, SourceItem>();
  readonly #byName = new Map<string, SourceItem | 'several'>();
  readonly #patterns: readonly AddressPattern[];
  readonly #dated: AddressPattern;
  readonly #undated: AddressPattern;
  readonly #sitePath: SitePath;
  /** How old addresses were made, in words; undefined when every item says its own. */
  readonly remark: string | undefined;

  /** @param linked root-relative addresses that the texts link to */
  constructor(
    items: readonly SourceItem[],
    kind: SourceKind,
    sitePath: SitePath,
    linked: readonly string[],
    own: OwnPatterns,
  ) {
    this.#sitePath = sitePath;
    const { configured } = own;
    this.#patterns = [
      ...(configured === undefined ? [] : [configured]),
      ...(own.usual === undefined ? [] : [own.usual]),
      ...patternsOf(sitePath),
    ];
    const add = (address: string, item: SourceItem): void => {
      const key = addressKey(address);
      if (key !== '' && !this.#items.has(key)) this.#items.set(key, item);
    };
    for (const item of items) {
      this.#bySource.set(fold(item.path), item);
      for (const name of new Set([
        item.name,
        readDatedName(item.path.slice(item.path.lastIndexOf('/') + 1)).name,
        baseName(item.path),
      ])) {
        const key = fold(name);
        const other = this.#byName.get(key);
        // One text in several languages is one name: the first stands for all, a link of a translation finds its own.
        this.#byName.set(
          key,
          other === undefined ? item : other === 'several' || other.key !== item.key ? 'several' : other,
        );
      }
      if (item.permalink !== undefined) add(item.permalink, item);
      for (const redirect of item.redirects) add(redirect, item);
    }
    for (const pattern of this.#patterns) {
      for (const item of items) {
        const address = pattern.make(item);
        if (address !== undefined) add(address, item);
        if (item.nameDate !== undefined && item.nameDate !== item.date?.slice(0, 10)) {
          const other = pattern.make({ ...item, date: item.nameDate });
          if (other !== undefined) add(other, item);
        }
      }
    }
    const { dated, undated } = defaultPattern[kind];
    const byName = (name: string) => own.usual ?? this.#patterns.find((pattern) => pattern.name === name)!;
    const linkedKeys = new Map<string, number>();
    const linkedAsWritten = new Set<string>();
    for (const address of linked) {
      const key = addressKey(address);
      linkedKeys.set(key, (linkedKeys.get(key) ?? 0) + 1);
      linkedAsWritten.add(address.replace(/[?#].*$/, ''));
    }
    const best = (
      candidates: readonly SourceItem[],
    ): { pattern: AddressPattern; hits: number } | undefined => {
      let found: { pattern: AddressPattern; hits: number; exact: number } | undefined;
      for (const pattern of this.#patterns) {
        let hits = 0;
        let exact = 0;
        for (const item of candidates) {
          const address = pattern.make(item);
          if (address === undefined) continue;
          hits += linkedKeys.get(addressKey(address)) ?? 0;
          if (linkedAsWritten.has(address)) exact += 1;
        }
        // Patterns that differ in their ending alone have the same hits: the ending that is written more often is true.
        const isBetter =
          found === undefined || hits > found.hits || (hits === found.hits && exact > found.exact);
        if (hits > 0 && isBetter) found = { pattern, hits, exact };
      }
      return found;
    };
    const silent = items.filter((item) => item.permalink === undefined);
    const datedItems = silent.filter((item) => item.date !== undefined);
    const undatedItems = silent.filter((item) => item.date === undefined);
    const [bestDated, bestUndated] = [best(datedItems), best(undatedItems)];
    this.#dated = configured ?? bestDated?.pattern ?? byName(dated);
    this.#undated =
      (own.isForAll === true ? configured : undefined) ?? bestUndated?.pattern ?? byName(undated);
    const words: string[] = [];
    const describe = (what: string, pattern: AddressPattern, hits: number | undefined): void => {
      words.push(
        `old addresses of ${what} are taken to be ${pattern.name}${hits === undefined ? '' : `, as ${hits} links of the texts have it`}`,
      );
    };
    if (datedItems.length > 0 && kind !== 'text')
      describe('dated items', this.#dated, configured === undefined ? bestDated?.hits : undefined);
    if (undatedItems.length > 0 && kind !== 'text') describe('other items', this.#undated, bestUndated?.hits);
    this.remark = words.length === 0 ? undefined : words.join('; ');
  }

  /** Where an item stood. */
  oldAddress(item: SourceItem): OldAddress {
    if (item.permalink !== undefined) return { address: item.permalink, isGuessed: false };
    const pattern = item.date === undefined ? this.#undated : this.#dated;
    return { address: pattern.make(item) ?? pathAddress(this.#sitePath(item), '/'), isGuessed: true };
  }

  /** @param address root-relative, without query and fragment */
  find(address: string): SourceItem | undefined {
    return this.#items.get(addressKey(address));
  }

  /** @param path of a file, as `{% link %}` names it, or as a text in `from` has it */
  findSource(path: string, from: string, roots: readonly string[]): SourceItem | undefined {
    const wanted = path.replace(/[?#].*$/, '').replace(/\/+$/, '');
    const folder = from.slice(0, from.lastIndexOf('/') + 1);
    const starts = wanted.startsWith('/') ? roots : [folder, ...roots];
    const bare = wanted.replace(/^\/+/, '');
    for (const start of starts) {
      for (const ending of ['', '.md', '.markdown', '.html', '/index.md', '/_index.md']) {
        const found = this.#bySource.get(fold(normalPath(start + bare + ending)));
        if (found !== undefined) return found;
      }
    }
    return undefined;
  }

  findName(name: string): SourceItem | undefined {
    const bare = name.trim().replace(/^\/+|\/+$/g, '');
    const base = bare.slice(bare.lastIndexOf('/') + 1);
    for (const key of [base, readDatedName(base).name, baseName(base)]) {
      const found = this.#byName.get(fold(key));
      if (found !== undefined && found !== 'several') return found;
    }
    return undefined;
  }
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/\.[A-Za-z]+$/, '');
}

/** Jekyll's and Hexo's `permalink` of the site: `/:categories/:year/:month/:title/`. */
export function configuredPattern(template: string): AddressPattern {
  const named: Readonly<Record<string, string>> = {
    pretty: '/:categories/:year/:month/:day/:title/',
    date: '/:categories/:year/:month/:day/:title.html',
    none: '/:categories/:title.html',
  };
  const pattern = named[template] ?? (template.startsWith('/') ? template : `/${template}`);
  return {
    name: pattern,
    make(item) {
      const parts = dateParts(item);
      if (parts === undefined) return undefined;
      const [year, month, day] = parts;
      const address = pattern
        .replace(/:categor(?:ies|y)\/?/g, categoryPath(item))
        .replace(/:year/g, year)
        .replace(/:i_month/g, String(Number(month)))
        .replace(/:i_day/g, String(Number(day)))
        .replace(/:month/g, month)
        .replace(/:day/g, day)
        .replace(/:(?:title|slug|name|filename|post_title)/g, item.name);
      return address.includes(':') ? undefined : address;
    },
  };
}

/** Addresses that a host answers alike have one key: `/a/`, `/a`, `/A.html`, `/a/index.html`. */
export function addressKey(address: string): string {
  let text = address.replace(/[?#].*$/, '');
  try {
    text = decodeURIComponent(text);
  } catch {
    // A lone percent sign is a percent sign.
  }
  return fold(text)
    .replace(/\/{2,}/g, '/')
    .replace(/\/index\.(?:html?|php|md)$/, '/')
    .replace(/\.(?:html?|md|markdown)$/, '')
    .replace(/\/+$/, '');
}

/** `a/./b/../c` → `a/c`; what would climb out is cut. */
export function normalPath(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') parts.pop();
    else parts.push(part);
  }
  return parts.join('/');
}
