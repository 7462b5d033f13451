// Where a link of a text may lead: every address that the site will have, with the anchors of its page.
import type { OutputFile, PlannedPage, Site } from '../model.ts';
import type { Problem } from '../problem.ts';
import type { ContentFolder } from './read-content.ts';

/** Permalink → anchors of everything that a link may lead to. */
export function knownAddresses(
  folder: ContentFolder,
  site: Site,
  pages: readonly PlannedPage[],
  feeds: readonly OutputFile[],
  problems: readonly Problem[],
): Map<string, ReadonlySet<string>> {
  const none: ReadonlySet<string> = new Set();
  const known = new Map<string, ReadonlySet<string>>();
  // A file with a fault of its own has no item: the links to it are not at fault too.
  const faulty = new Set(problems.filter(({ severity }) => severity === 'error').map(({ file }) => file));
  for (const { path, displayPath } of folder.files) {
    if (!faulty.has(displayPath) || !path.endsWith('.md')) continue;
    const name = path.slice(path.lastIndexOf('/') + 1, -'.md'.length);
    const [, slug = name, language = ''] = /^(.+?)(?:\.([A-Za-z-]+))?$/.exec(name) ?? [];
    const section = path.startsWith('news/') ? 'news/' : path.startsWith('resources/') ? 'resources/' : '';
    known.set(`/${language === '' ? '' : `${language}/`}${section}${slug}/`, new AnyAnchor());
  }
  for (const page of pages) known.set(page.permalink, new LateAnchors(page));
  for (const file of feeds) known.set(`/${file.path}`, none);
  for (const path of ['/sitemap.xml', '/robots.txt']) known.set(path, none);
  for (const item of site.items) for (const { address } of item.attachments) known.set(address, none);
  return known;
}

/** Stands for the anchors of a page that could not be read: a link to any of them is not called dead. */
class AnyAnchor extends Set<string> {
  override has(): boolean {
    return true;
  }
}

/** Anchors of a page, listed when a link names one. */
class LateAnchors extends Set<string> {
  #page: PlannedPage | undefined;
  constructor(page: PlannedPage) {
    super();
    this.#page = page;
  }
  override has(anchor: string): boolean {
    this.#list();
    return super.has(anchor);
  }
  override [Symbol.iterator](): SetIterator<string> {
    this.#list();
    return super[Symbol.iterator]();
  }
  #list(): void {
    const page = this.#page;
    this.#page = undefined;
    for (const anchor of page?.anchors() ?? []) this.add(anchor);
  }
}
