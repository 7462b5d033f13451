// Where Hugo put a text (gohugo.io, "URL management"): below its section, under its slug or its file's name, in the tree of
// its language; or as `permalinks` of the site's settings has it.
import { slugFrom } from '../validate/slug.ts';
import { type AddressPattern, dateParts } from './address-pattern.ts';
import type { Value } from './read-frontmatter.ts';
import type { SourceItem } from './source-item.ts';

export interface HugoSettings {
  /** Its texts stand at the root, those of other languages below `/<language>/`. */
  readonly language: string;
  readonly isLanguageInFolder: boolean;
  /** `/about.html` instead of `/about/`. */
  readonly isUgly: boolean;
  /** Section in small letters → pattern, such as `/:year/:month/:slug/`. */
  readonly permalinks: ReadonlyMap<string, string>;
}

/** @param values of hugo.toml and its like, keys in small letters */
export function hugoSettings(values: ReadonlyMap<string, Value>): HugoSettings {
  const text = (key: string) => {
    const value = values.get(key);
    return typeof value === 'string' ? value.trim() : String(value ?? '');
  };
  const permalinks = new Map<string, string>();
  const take = (value: Value | undefined): void => {
    if (!(value instanceof Map)) return;
    for (const [section, pattern] of value as ReadonlyMap<string, Value>) {
      if (typeof pattern === 'string') permalinks.set(section, pattern);
      // Since Hugo 0.118: [permalinks.page]; [permalinks.section] is about lists, which are no texts.
      else if (section === 'page') take(pattern);
    }
  };
  take(values.get('permalinks'));
  return {
    language: (text('defaultcontentlanguage') || 'en').toLowerCase(),
    isLanguageInFolder: text('defaultcontentlanguageinsubdir') === 'true',
    isUgly: text('uglyurls') === 'true',
    permalinks,
  };
}

export function hugoPattern(settings: HugoSettings = hugoSettings(new Map())): AddressPattern {
  const configured = [...settings.permalinks].map(([section, pattern]) => `${section}: ${pattern}`);
  return {
    name: configured.length === 0 ? '/section/name/' : `/section/name/ (${configured.join(', ')})`,
    make: (item) => hugoAddress(item, settings),
  };
}

function hugoAddress(item: SourceItem, settings: HugoSettings): string | undefined {
  const language = (item.language ?? settings.language).toLowerCase();
  const tree = language !== settings.language || settings.isLanguageInFolder ? `/${language}` : '';
  // Of `posts/a/index.md`, the folder is the text; of `posts/_index.md`, it is the list.
  const path = item.key.replace(/(?:^|\/)_?index$/i, '');
  const isList = /(?:^|\/)_index$/i.test(item.key);
  const folders = path.split('/').slice(0, -1);
  const base = path.slice(path.lastIndexOf('/') + 1);
  const pattern = isList ? undefined : settings.permalinks.get((folders[0] ?? '').toLowerCase());
  const made = pattern === undefined ? undefined : filled(pattern, item, folders, base);
  if (made !== undefined) return tree + made;
  const name = isList ? base : (item.slug ?? base);
  const parts = [...folders, name].map(urlPart).filter((part) => part !== '');
  const address = `${tree}/${parts.join('/')}`;
  return settings.isUgly && parts.length > 0 ? `${address}.html` : `${address.replace(/\/$/, '')}/`;
}

/** Undefined when the pattern asks for what is not known. */
function filled(
  pattern: string,
  item: SourceItem,
  folders: readonly string[],
  base: string,
): string | undefined {
  const [year, month, day] = dateParts(item) ?? [];
  const slug = item.slug === undefined ? undefined : urlPart(item.slug);
  const values: Readonly<Record<string, string | undefined>> = {
    year,
    month,
    day,
    section: urlPart(folders[0] ?? ''),
    sections: folders.map(urlPart).join('/'),
    title: slugFrom(item.title),
    slug: slug ?? slugFrom(item.title),
    filename: urlPart(base),
    contentbasename: urlPart(base),
    slugorfilename: slug ?? urlPart(base),
    slugorcontentbasename: slug ?? urlPart(base),
  };
  let isKnown = true;
  const address = pattern.replace(/:(\w+)(?:\[[^\]]*\])?/g, (_token, name: string) => {
    const value = values[name.toLowerCase()];
    if (value === undefined) isKnown = false;
    return value ?? '';
  });
  return isKnown ? `/${address}`.replace(/\/{2,}/g, '/') : undefined;
}

/** Hugo writes addresses in small letters, hyphens for spaces. */
function urlPart(name: string): string {
  return name.trim().toLowerCase().replace(/\s+/g, '-');
}
