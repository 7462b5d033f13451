// Which files of the site a copy that is carried away has a use for, by their paths alone.

/** A folder has no feed reader, no search engine, no host, no next build, and nobody links to it. */
export function mayBeOfUse(path: string): boolean {
  // The page for an address that leads nowhere: only a server shows it.
  if (path === '404.html') return false;
  // Files of hosts and machines: robots.txt, _redirects, sitemaps, feeds, the state of the build.
  if (!path.includes('/') && !isPage(path)) return false;
  if (/(?:^|\/)(?:feed\.xml|atom\.xml|feed\.json)$/.test(path)) return false;
  return !/^(?:assets\/(?:styleguide|titles)|download|search\/[^/]+\/full)\//.test(path);
}

export function isPage(path: string): boolean {
  return path.endsWith('.html');
}
