// What a reader sees after a form was sent: the host's form service shows this page in answer.
import { documentPage, linkTo } from './document.ts';
import { html } from './html.ts';
import type { FormView, LinkView, PageHead, TreeView } from './views.ts';

export interface ThanksPageView {
  readonly kind: FormView['kind'];
  readonly publisher: string;
  /** The page that holds the form. */
  readonly back: LinkView;
}

export function thanksPage(tree: TreeView, head: PageHead, view: ThanksPageView): string {
  const { wording } = tree;
  const publisher = html`<bdi>${view.publisher}</bdi>`;
  return documentPage(
    tree,
    head,
    html`<div class="sheet">
      <h1>${wording.text('thanks.title')}</h1>
      <p class="lede">${
        view.kind === 'inquiry'
          ? wording.text('thanks.inquiry', { publisher })
          : wording.text('thanks.newsletter', { publisher })
      }</p>
      <ul class="short-entries ways">
      <li>${linkTo(view.back)}</li>
      <li><a href="${tree.homeHref}">${wording.text('not-found.home')}</a></li>
      </ul>
      </div>`,
  );
}
