// The way back up: the sections above a page.
import type { SafeHtml } from '../src/model.ts';
import { linkTo } from './document.ts';
import { html, nothing } from './html.ts';
import type { LinkView } from './views.ts';
import type { Wording } from './wording.ts';

export function breadcrumbs(wording: Wording, links: readonly LinkView[]): SafeHtml {
  if (links.length === 0) return nothing;
  return html`<nav class="breadcrumbs" aria-labelledby="nav_path">
    <span id="nav_path" class="unseen">${wording.text('nav.path')}</span>
    <ol>${links.map((link) => html`\n<li>${linkTo(link)}</li>`)}</ol>
    </nav>`;
}
