// What the content folder holds before an import: its languages, and which addresses and ids are taken there.
import { loadMarkdown, loadYaml } from '../load/load-file.ts';
import type { ContentFile, IsoDate, LanguageTag } from '../model.ts';
import { type AddressedItem, keyOf } from '../validate/addresses.ts';
import { languageTag } from '../validate/language-tag.ts';
import { permalinkOf } from '../validate/permalink.ts';
import { addressKey } from './address-book.ts';

export interface ExistingContent {
  /** Of site.yaml; undefined when there is none. */
  readonly language: LanguageTag | undefined;
  readonly url: string;
  readonly files: ReadonlyMap<string, ContentFile>;
  /** In the form of address-book.ts. */
  readonly addresses: ReadonlySet<string>;
  readonly items: readonly AddressedItem[];
  readonly byId: ReadonlyMap<string, { readonly path: string; readonly slug: string }>;
  /** Old addresses in use, in the form of validate/addresses.ts → the id of the item that has them. */
  readonly aliases: ReadonlyMap<string, string>;
}

export function readExistingContent(files: readonly ContentFile[]): ExistingContent {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const settings = byPath.get('site.yaml');
  const site = settings === undefined ? undefined : loadYaml(settings).source?.frontmatter;
  const written = typeof site?.language === 'string' ? languageTag(site.language) : undefined;
  const language = written ?? ('en' as LanguageTag);
  const addresses = new Set<string>();
  const items: AddressedItem[] = [];
  const aliases = new Map<string, string>();
  const byId = new Map<string, { path: string; slug: string }>();
  for (const file of files) {
    const type = file.path.startsWith('news/')
      ? 'news'
      : file.path.startsWith('resources/')
        ? 'resource'
        : file.path.startsWith('pages/')
          ? 'page'
          : undefined;
    if (type === undefined || !file.path.endsWith('.md')) continue;
    const { source } = loadMarkdown(file);
    const name = file.path.slice(file.path.lastIndexOf('/') + 1).replace(/\.md$/, '');
    const dot = name.lastIndexOf('.');
    const tag = dot > 0 ? languageTag(name.slice(dot + 1)) : undefined;
    const stem = tag === undefined ? name : name.slice(0, dot);
    const own = source?.frontmatter.slug;
    const slug = typeof own === 'string' ? own : stem;
    const permalink = permalinkOf(type, slug, tag ?? language, language);
    addresses.add(addressKey(permalink));
    const date = source?.frontmatter.date;
    items.push({
      type,
      slug,
      permalink,
      language: tag ?? language,
      ...(typeof date === 'string' ? { date: date as IsoDate } : {}),
    });
    const id = source?.frontmatter.id;
    if (typeof id === 'string') byId.set(id, { path: file.path, slug });
    const old = source?.frontmatter.aliases;
    if (Array.isArray(old))
      for (const alias of old)
        if (typeof alias === 'string') aliases.set(keyOf(alias), typeof id === 'string' ? id : '');
  }
  return {
    language: settings === undefined ? undefined : language,
    url: typeof site?.url === 'string' ? site.url.replace(/\/+$/, '') : 'https://new-site.example',
    files: byPath,
    addresses,
    items,
    byId,
    aliases,
  };
}
