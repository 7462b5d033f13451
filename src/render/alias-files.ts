// Old addresses → a line each in `_redirects` (docs.netlify.com, "Redirects and rewrites"), and a small page each for
// hosts that do not read it. That no alias is the address of anything else, or of two items, validate/ has checked:
// so each leads straight to a page, and there are neither chains nor loops.
import { html } from '../../layouts/html.ts';
import { movedPage } from '../../layouts/moved-page.ts';
import { Wording } from '../../layouts/wording.ts';
import type { BuildOptions, Item, OutputFile, Site } from '../model.ts';
import { compareText } from '../problem.ts';
import { encodePath, hrefOf, pageUrl } from './addresses.ts';

/**
 * @param taken paths of all other files of the output: a page for `/News/old/` goes into the folder `news/` that is
 *   there, as a disk of Windows or of a Mac has no second one
 * @returns `_redirects` first, then the pages in the order of their addresses; nothing when there is no alias
 */
export function aliasFiles(
  site: Site,
  options: Pick<BuildOptions, 'origin' | 'basePath'>,
  taken: Iterable<string>,
): OutputFile[] {
  const moves = site.items
    .flatMap((item) => item.aliases.map((alias) => ({ alias, item })))
    .sort((a, b) => compareText(a.alias, b.alias));
  if (moves.length === 0) return [];
  const spell = folderSpelling(taken);
  const pageOf = movedPages(site, options);
  const pages = new Map<string, OutputFile>();
  const lines: string[] = [];
  for (const { alias, item } of moves) {
    // `!`: the page below stands at the same address, and would else be served in place of the redirect.
    lines.push(`${hrefOf(alias, options.basePath)} ${hrefOf(item.permalink, options.basePath)} 301!\n`);
    const path = spell(stubPath(alias));
    // `/old/` and `/old/index.html` of one item are one file, and so are `/a.html` and `/A.html` on many disks.
    const key = path.toLowerCase();
    if (!pages.has(key)) pages.set(key, { path, contents: pageOf(item, path) });
  }
  return [{ path: '_redirects', contents: lines.join('') }, ...pages.values()];
}

/** What is no HTML by its name becomes a folder, which hosts serve as a page whatever it is called: `/old.php/`. */
function stubPath(alias: string): string {
  if (/\.html?$/i.test(alias)) return alias.slice(1);
  return `${alias.slice(1)}${alias.endsWith('/') ? '' : '/'}index.html`;
}

/** Gives the folders of a path the spelling under which they are there already. */
function folderSpelling(taken: Iterable<string>): (path: string) => string {
  const spellings = new Map<string, string>();
  const spell = (path: string): string => {
    let spelled = '';
    for (let slash = path.indexOf('/'); slash !== -1; slash = path.indexOf('/', slash + 1)) {
      const folder = `${spelled}${path.slice(spelled.length, slash)}/`;
      const key = folder.toLowerCase();
      const known = spellings.get(key);
      if (known === undefined) spellings.set(key, folder);
      spelled = known ?? folder;
    }
    return spelled + path.slice(spelled.length);
  };
  for (const path of taken) spell(path);
  return spell;
}

function movedPages(
  site: Site,
  options: Pick<BuildOptions, 'origin' | 'basePath'>,
): (item: Item, path: string) => string {
  const { settings, interfaceTexts } = site;
  const fallback = interfaceTexts.get(settings.language);
  if (fallback === undefined) throw new Error(`no interface texts for ${settings.language}`);
  const wordings = new Map<string, Wording>();
  return (item, path) => {
    const { language, permalink } = item;
    const wording = wordings.get(language) ?? new Wording(language, interfaceTexts.get(language), fallback);
    wordings.set(language, wording);
    const { url, text } = settings.exit;
    return movedPage({
      wording,
      link: { href: hrefOf(permalink, options.basePath), text: html`${item.title}` },
      relativeHref: relativeHref(path, `${permalink.slice(1)}index.html`),
      canonical: pageUrl(permalink, options),
      exit: {
        href: url,
        text: text === undefined || language !== settings.language ? wording.text('exit') : html`${text}`,
      },
    });
  };
}

/** From one file of the output to another; both are paths without a leading slash. */
function relativeHref(from: string, to: string): string {
  return encodePath(`${'../'.repeat(from.split('/').length - 1)}${to}`);
}
