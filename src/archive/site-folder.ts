// The finished site as a folder that opens by a double click: what is of use without a server, its links relative,
// with a neutral page for the exit link and a few words for whoever finds it. The same folder whether the files come
// from the build or from the disk.
import type { FolderFacts, OutputFile } from '../model.ts';
import { compareText } from '../problem.ts';
import { isPage, mayBeOfUse } from './files-of-use.ts';
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

function isOfUse(file: OutputFile): boolean {
  const { path } = file;
  if (!mayBeOfUse(path)) return false;
  // A page may say of itself that it has no place there.
  return !(isPage(path) && 'contents' in file && isSiteOnly(textOf(file.contents)));
}

function textOf(contents: string | Uint8Array): string {
  return typeof contents === 'string' ? contents : new TextDecoder().decode(contents);
}

/** Line ends as the oldest of text editors on Windows needs them; every other program takes them too. */
function plainTextFile(text: string): string {
  return `${text.trimEnd()}\n`.replaceAll(/\r?\n/g, '\r\n');
}
