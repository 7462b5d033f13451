// The search box of pages other than the search page. It stands in no form and is disabled until its script is ready, so
// that Enter sends nothing; without JavaScript a link to the search page takes its place, in the same room.
import type { SafeHtml } from '../src/model.ts';
import { attributes, html, nothing } from './html.ts';
import { directionOf } from './languages.ts';
import type { TreeView } from './views.ts';

/** What scripts say below the box, and on a page whose words are marked. */
const textsOfScripts = [
  ...['section.countries', 'section.topics', 'suggest.pages', 'suggest.label', 'suggest.all'],
  ...['suggest.count', 'suggest.count-one', 'suggest.none'],
  ...['marks.label', 'marks.place', 'marks.previous', 'marks.next', 'marks.clear'],
] as const;

/** @param place in the header it is a line without a visible label; in the main part it is larger */
export function searchBox(tree: TreeView, place: 'header' | 'main'): SafeHtml {
  const { wording, search, searchHref } = tree;
  const inHeader = place === 'header';
  const isOwn = wording.ownLanguage === wording.language;
  const texts = Object.fromEntries(textsOfScripts.map((key) => [key, wording.plain(key)]));
  const data = attributes({
    'data-target': searchHref,
    ...searchPlaces(tree),
    'data-suggestions': search.suggestionsHref,
    'data-marks': search.marksHref,
    'data-texts': JSON.stringify(texts),
    'data-texts-language': isOwn ? undefined : wording.ownLanguage,
    'data-texts-direction': isOwn ? undefined : directionOf(wording.ownLanguage),
  });
  const label = wording.text('search.label');
  const placeholder = wording.plain(inHeader ? 'search.label' : 'search.placeholder');
  return html`<search class="search-box${inHeader ? ' in-header' : ''}" data-search-box${data}>
    <label for="q"${inHeader ? html` class="unseen"` : nothing}>${label}</label>
    <div class="search-field">
    <input type="text" name="q" id="q" disabled inputmode="search" enterkeyhint="search" autocomplete="off" autocapitalize="none" spellcheck="false" placeholder="${placeholder}">
    <noscript><a class="search-link" href="${searchHref}">${wording.text('search.link')}</a></noscript>
    </div>
    </search>${
      inHeader
        ? nothing
        : html`\n<noscript><p class="note">${wording.text('search.noscript')} ${listLinks(tree)}</p></noscript>`
    }`;
}

/** Where the engine and its index are, as every script that asks them reads it (src/browser/engine-transport.ts). */
export function searchPlaces({ wording, search }: TreeView): Readonly<Record<string, string>> {
  return {
    'data-language': wording.language,
    'data-root': search.rootHref,
    'data-base': search.basePath,
    'data-engine': search.engineHref,
    'data-worker': search.workerHref,
  };
}

/** The lists that lead to every page without a search. */
export function listLinks(tree: TreeView): SafeHtml {
  const { wording, sections } = tree;
  return html`${sections.map(
    ({ key, href }, index) =>
      html`${index === 0 ? '' : ' · '}<a href="${href}">${wording.text(`search.by.${key}`)}</a>`,
  )}`;
}
