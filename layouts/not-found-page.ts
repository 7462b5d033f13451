// What a reader sees at an address that leads nowhere: plain words, a search, and the ways back in.
import type { SafeHtml } from '../src/model.ts';
import { documentPage, linkTo } from './document.ts';
import { html, nothing } from './html.ts';
import { searchBox } from './search-box.ts';
import type { LinkView, PageHead, TreeView } from './views.ts';

interface HomeOfLanguage {
  readonly link: LinkView;
  /** Absent where the link itself says it. */
  readonly languageName?: SafeHtml;
}

export interface NotFoundView {
  /** Starts of the other languages' trees, in their own words: the page is one for all languages. */
  readonly homes: readonly HomeOfLanguage[];
}

export function notFoundPage(tree: TreeView, head: PageHead, view: NotFoundView): string {
  const { wording } = tree;
  return documentPage(
    tree,
    head,
    html`<div class="sheet">
      <h1>${wording.text('not-found.title')}</h1>
      <p class="lede">${wording.text('not-found.text')}</p>
      ${searchBox(tree, 'main')}
      <ul class="short-entries ways">
      <li><a href="${tree.homeHref}">${wording.text('not-found.home')}</a></li>
      ${tree.sections.map(({ key, href }) => html`<li><a href="${href}">${wording.text(`search.by.${key}`)}</a></li>\n`)}</ul>
      ${
        view.homes.length === 0
          ? nothing
          : html`<h2>${wording.text('nav.languages')}</h2>
            <ul class="short-entries">${view.homes.map(
              ({ link, languageName }) =>
                html`\n<li>${linkTo(link)}${languageName === undefined ? nothing : html` <span class="meta">${languageName}</span>`}</li>`,
            )}</ul>`
      }
      </div>`,
    'main',
  );
}
