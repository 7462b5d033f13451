// Every listed page for search engines: sitemap.xml after sitemaps.org/protocol.html, cut and put under an index
// where the protocol's limit asks for it.
import type { Fingerprint, IsoDate, OutputFile, PlannedPage } from '../model.ts';
import { compareText } from '../problem.ts';
import type { Addresses } from './feed-entry.ts';
import { element, type XmlElement, xmlDocument } from './xml.ts';

/** Addresses in one file: the protocol's limit. Its other limit, 50 MB, would take addresses of 900 letters. */
export const maxSitemapUrls = 50_000;
const namespace = 'http://www.sitemaps.org/schemas/sitemap/0.9';

/** Whole address and calendar date of a page. */
type ListedUrl = readonly [address: string, date: string | undefined];

/**
 * @param fingerprintOf of all that a file is made of, as plain data
 * @returns late files: `sitemap.xml` alone, or as an index with `sitemap-1.xml`, `sitemap-2.xml`… beside it. In order
 *   of permalinks
 */
export function buildSitemap(
  pages: readonly PlannedPage[],
  { pageUrl }: Pick<Addresses, 'pageUrl'>,
  fingerprintOf: (data: unknown) => Fingerprint,
  maxUrls = maxSitemapUrls,
): OutputFile[] {
  const urls = pages
    .filter((page) => page.isListed)
    .sort((a, b) => compareText(a.permalink, b.permalink))
    .map((page): ListedUrl => [pageUrl(page.permalink), calendarDate(page.lastModified())]);
  const late = (
    path: string,
    data: readonly ListedUrl[],
    root: (data: readonly ListedUrl[]) => XmlElement,
  ) => ({
    path,
    fingerprint: fingerprintOf({ path, data }),
    make: () => xmlDocument(root(data)),
  });
  if (urls.length <= maxUrls) return [late('sitemap.xml', urls, urlSet)];
  const parts: OutputFile[] = [];
  for (let start = 0; start < urls.length; start += maxUrls) {
    parts.push(late(`sitemap-${parts.length + 1}.xml`, urls.slice(start, start + maxUrls), urlSet));
  }
  const addresses = parts.map(({ path }): ListedUrl => [pageUrl(`/${path}`), undefined]);
  return [late('sitemap.xml', addresses, sitemapIndex), ...parts];
}

/** The date as the author wrote it: a time would need a zone that a calendar date does not have. */
function calendarDate(date: IsoDate | undefined): string | undefined {
  return date?.slice(0, 10);
}

function sitemapIndex(parts: readonly ListedUrl[]): XmlElement {
  const members = parts.map(([address]) => element('sitemap', {}, element('loc', {}, address)));
  return element('sitemapindex', { xmlns: namespace }, ...members);
}

function urlSet(urls: readonly ListedUrl[]): XmlElement {
  const members = urls.map(([address, date]) =>
    element(
      'url',
      {},
      element('loc', {}, address),
      ...(date === undefined ? [] : [element('lastmod', {}, date)]),
    ),
  );
  return element('urlset', { xmlns: namespace }, ...members);
}
