// Every listed page for search engines: sitemap.xml after sitemaps.org/protocol.html, cut and put under an index
// where the protocol's limit asks for it.
import type { OutputFile, PlannedPage } from '../model.ts';
import { compareText } from '../problem.ts';
import type { Addresses } from './feed-entry.ts';
import { element, type XmlElement, xmlDocument } from './xml.ts';

/** Addresses in one file: the protocol's limit. Its other limit, 50 MB, would take addresses of 900 letters. */
export const maxSitemapUrls = 50_000;
const namespace = 'http://www.sitemaps.org/schemas/sitemap/0.9';

/**
 * @returns `sitemap.xml` alone, or as an index with `sitemap-1.xml`, `sitemap-2.xml`… beside it. In order of permalinks
 */
export function buildSitemap(
  pages: readonly PlannedPage[],
  { pageUrl }: Pick<Addresses, 'pageUrl'>,
  maxUrls = maxSitemapUrls,
): OutputFile[] {
  const urls = pages
    .filter((page) => page.isListed)
    .sort((a, b) => compareText(a.permalink, b.permalink))
    .map(({ permalink, lastModified }) =>
      element(
        'url',
        {},
        element('loc', {}, pageUrl(permalink)),
        // The calendar date as the author wrote it: a time would need a zone that a calendar date does not have.
        ...(lastModified === undefined ? [] : [element('lastmod', {}, lastModified.slice(0, 10))]),
      ),
    );
  if (urls.length <= maxUrls) return [{ path: 'sitemap.xml', contents: urlSet(urls) }];
  const parts: OutputFile[] = [];
  for (let start = 0; start < urls.length; start += maxUrls) {
    const path = `sitemap-${parts.length + 1}.xml`;
    parts.push({ path, contents: urlSet(urls.slice(start, start + maxUrls)) });
  }
  const index = element(
    'sitemapindex',
    { xmlns: namespace },
    ...parts.map(({ path }) => element('sitemap', {}, element('loc', {}, pageUrl(`/${path}`)))),
  );
  return [{ path: 'sitemap.xml', contents: xmlDocument(index) }, ...parts];
}

function urlSet(urls: readonly XmlElement[]): string {
  return xmlDocument(element('urlset', { xmlns: namespace }, ...urls));
}
