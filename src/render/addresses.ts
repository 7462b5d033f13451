// Where a page of the site is found: as a path for links within the site, and as a whole URL for feeds,
// canonical links and the sitemap. Percent-encoding after RFC 3986 §2.1 and §3.3, as WHATWG URL prints it.
import type { AbsoluteUrl, BuildOptions } from '../model.ts';
import { absolutizeHtml } from './absolute-urls.ts';

/**
 * The href of a page or file of the site: base path, then the encoded path.
 * @param permalink site path beginning with `/`; of files too (`/feed.xml`, `/assets/site-1a2b.css`). May end in `#anchor`,
 *   but holds no query: `?` is a letter of the path and is encoded
 * @param basePath `` or `/path`, no trailing slash
 */
export function hrefOf(permalink: string, basePath: string): string {
  const mark = permalink.indexOf('#');
  if (mark < 0) return basePath + encodePath(permalink);
  return `${basePath}${encodePath(permalink.slice(0, mark))}#${encodeFragment(permalink.slice(mark + 1))}`;
}

/** The whole URL of a page or file of the site: `https://host/base/news/workshop/`. */
export function pageUrl(permalink: string, options: Pick<BuildOptions, 'origin' | 'basePath'>): AbsoluteUrl {
  return (options.origin + hrefOf(permalink, options.basePath)) as AbsoluteUrl;
}

/** Encodes what may not stand in a URL's path. `/` stays; `%` becomes `%25`: a permalink is never encoded beforehand. */
export function encodePath(path: string): string {
  // Nearly every address is plain ASCII: skip the work for them.
  if (/^[A-Za-z0-9/._~-]*$/.test(path)) return path;
  return encodeURI(wellFormed(path).normalize('NFC')).replace(
    /[?#'[\]]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

export function encodeFragment(anchor: string): string {
  return encodeURI(wellFormed(anchor)).replace(/['#]/g, (character) => (character === '#' ? '%23' : '%27'));
}

/** encodeURI throws at half of a surrogate pair. */
function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\uFFFD');
}

/** What feeds need of addresses, bound to one site: the conductor passes it along. */
export function siteAddresses(options: Pick<BuildOptions, 'origin' | 'basePath'>) {
  return { pageUrl: (permalink: string) => pageUrl(permalink, options), absolutizeHtml };
}
