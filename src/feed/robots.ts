// robots.txt (RFC 9309): everything may be read and the sitemap is here, or, of a preview, nothing may.
import type { BuildOptions, OutputFile } from '../model.ts';
import type { Addresses } from './feed-entry.ts';

export function buildRobots(
  { isPreview }: Pick<BuildOptions, 'isPreview'>,
  { pageUrl }: Pick<Addresses, 'pageUrl'>,
): OutputFile {
  const contents = isPreview
    ? 'User-agent: *\nDisallow: /\n'
    : `User-agent: *\nDisallow:\n\nSitemap: ${pageUrl('/sitemap.xml')}\n`;
  return { path: 'robots.txt', contents };
}
