// What a reader sees at an address that leads nowhere: plain words, a search, and the ways back in.
import { documentPage, linkTo } from './document.ts';
import { html, nothing } from './html.ts';
import { listLinks, searchBox } from './search-box.ts';
import type { LinkView, PageHead, TreeView } from './views.ts';

export interface NotFoundView {
  /** Starts of the other languages' trees. */
  readonly homes: readonly LinkView[];
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
      <p><a href="${tree.homeHref}">${wording.text('not-found.home')}</a> · ${listLinks(tree)}</p>
      ${
        view.homes.length === 0
          ? nothing
          : html`<ul class="short-entries">${view.homes.map((home) => html`\n<li>${linkTo(home)}</li>`)}</ul>`
      }
      </div>`,
    'main',
  );
}
