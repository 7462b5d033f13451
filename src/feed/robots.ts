// robots.txt (RFC 9309): everything may be read, and the sitemap is here; of a preview no sitemap is told.
import type { BuildOptions, OutputFile } from '../model.ts';
import type { Addresses } from './feed-entry.ts';

export function buildRobots(
  { isPreview }: Pick<BuildOptions, 'isPreview'>,
  { pageUrl }: Pick<Addresses, 'pageUrl'>,
): OutputFile {
  // A preview is kept out of search engines by the noindex of its pages, and only a crawler that may read a page sees
  // it: one that is shut out here would still list the address from links elsewhere.
  const contents = isPreview
    ? 'User-agent: *\nDisallow:\n'
    : `User-agent: *\nDisallow:\n\nSitemap: ${pageUrl('/sitemap.xml')}\n`;
  return { path: 'robots.txt', contents };
}
