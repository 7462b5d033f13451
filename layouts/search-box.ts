// The search box of pages other than the search page. It stands in no form and is disabled until its script is
// ready, so that Enter sends nothing; without JavaScript the lists take its place.
import type { SafeHtml } from '../src/model.ts';
import { html } from './html.ts';
import type { TreeView } from './views.ts';

export function searchBox(tree: TreeView): SafeHtml {
  const { wording } = tree;
  return html`<search class="search-box" data-search-box data-target="${tree.searchHref}">
    <label for="q">${wording.text('search.label')}</label>
    <input type="search" name="q" id="q" disabled autocomplete="off" spellcheck="false" placeholder="${wording.plain('search.placeholder')}">
    </search>
    <noscript><p class="note">${wording.text('search.noscript')} ${listLinks(tree)}</p></noscript>`;
}

/** The lists that lead to every page without a search. */
export function listLinks(tree: TreeView): SafeHtml {
  const { wording, sections } = tree;
  return html`${sections.map(
    ({ key, href }, index) =>
      html`${index === 0 ? '' : ' · '}<a href="${href}">${wording.text(`search.by.${key}`)}</a>`,
  )}`;
}
