// The finished site as a folder that opens by a double click: what is of use without a server, its links relative,
// with a neutral page for the exit link and a few words for whoever finds it. The same folder whether the files come
// from the build or from the disk.
import type { FolderFacts, OutputFile } from '../model.ts';
import { compareText } from '../problem.ts';
import { neutralPage, neutralPagePath } from './neutral-page.ts';
import { isSiteOnly, pageForFolder } from './relative-links.ts';

/** Words for people, beside the pages. */
export const readmePath = 'README.txt';
/** SHA-256 of every other file, as `sha256sum -c` reads it. */
export const checksumsPath = 'SHA256SUMS';

/**
 * @param files of the finished site; pages with their contents
 * @returns the folder's files but for SHA256SUMS, sorted by path
 */
export function siteFolder(
  files: readonly OutputFile[],
  site: FolderFacts & { readonly basePath: string },
): OutputFile[] {
  const kept = files.filter(isOfUse);
  const paths = new Set([...kept.map(({ path }) => path), neutralPagePath, readmePath, checksumsPath]);
  if (paths.size !== kept.length + 3) throw new Error('a page of the site has the name of one of the folder');
  const context = {
    files: paths,
    origin: site.origin,
    basePath: site.basePath,
    exitPage: neutralPagePath,
  };
  const folder = kept.map((file): OutputFile => {
    if (!('contents' in file) || !isPage(file.path)) return file;
    return { path: file.path, contents: pageForFolder(textOf(file.contents), file.path, context) };
  });
  folder.push({ path: neutralPagePath, contents: neutralPage() });
  folder.push({ path: readmePath, contents: plainTextFile(site.readme) });
  return folder.sort((a, b) => compareText(a.path, b.path));
}

/** The lines of SHA256SUMS. @param hashes SHA-256 in hexadecimal digits by path */
export function checksumLines(hashes: ReadonlyMap<string, string>): string {
  return [...hashes]
    .sort(([a], [b]) => compareText(a, b))
    .map(([path, hash]) => `${hash}  ${path}\n`)
    .join('');
}

/** A folder has no feed reader, no search engine, no host and no next build. */
function isOfUse(file: OutputFile): boolean {
  const { path } = file;
  // The page for an address that leads nowhere: only a server shows it.
  if (path === '404.html') return false;
  // Files of hosts and machines: robots.txt, _redirects, sitemaps, feeds, the state of the build.
  if (!path.includes('/') && !isPage(path)) return false;
  if (/(?:^|\/)(?:feed\.xml|atom\.xml|feed\.json)$/.test(path)) return false;
  if (/^(?:download|search\/[^/]+\/full|assets\/styleguide)\//.test(path)) return false;
  return !(isPage(path) && 'contents' in file && isSiteOnly(textOf(file.contents)));
}

export function isPage(path: string): boolean {
  return path.endsWith('.html');
}

function textOf(contents: string | Uint8Array): string {
  return typeof contents === 'string' ? contents : new TextDecoder().decode(contents);
}

/** Line ends as the oldest of text editors on Windows needs them; every other program takes them too. */
function plainTextFile(text: string): string {
  return `${text.trimEnd()}\n`.replaceAll(/\r?\n/g, '\r\n');
}
