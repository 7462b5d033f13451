// The search page. Its scripts find the box, the counter and the list by their data attributes; the box stands in no
// form and is disabled until they are ready. Without JavaScript the page leads to the lists.

import type { SafeHtml } from '../src/model.ts';
import { documentPage } from './document.ts';
import { attributes, html, nothing } from './html.ts';
import { listLinks } from './search-box.ts';
import type { PageHead, TreeView } from './views.ts';
import type { Wording } from './wording.ts';

/** Texts that stand in pages and that no script says. */
const ofPageAlone =
  /^search\.(?:title|invitation|link|label|placeholder|more|noscript|browse|by\..+|private-note|privacy.*)$/;

/** What a watcher could learn, and the way to tell nothing. In a folder nothing is fetched: there it has no place. */
function privacy(wording: Wording): SafeHtml {
  const mark = wording.markLanguage(wording.ownLanguage);
  return html`<div class="privacy" data-site-only>
    <details>
    <summary>${wording.text('search.privacy')}</summary>
    <p>${wording.text('search.privacy-ordinary')}</p>
    <p>${wording.text('search.privacy-whole')}</p>
    <p hidden><button class="button" type="button" data-whole-index${mark}></button></p>
    <p>${wording.text('search.privacy-always')}</p>
    </details>
    <p class="whole-status" data-whole-status role="status"${mark}></p>
    <progress data-whole-progress aria-label="${wording.plain('search.whole')}" hidden></progress>
    </div>`;
}

export function searchPage(tree: TreeView, head: PageHead): string {
  const { wording, search } = tree;
  const mark = wording.markLanguage(wording.ownLanguage);
  const data = attributes({
    'data-language': wording.language,
    'data-root': search.rootHref,
    'data-base': search.basePath,
    'data-engine': search.engineHref,
    'data-worker': search.workerHref,
    'data-texts': JSON.stringify(
      Object.fromEntries(
        Object.entries(wording.textsUnder('search.')).filter(([key]) => !ofPageAlone.test(key)),
      ),
    ),
  });
  return documentPage(
    tree,
    head,
    html`<div class="sheet">
      <h1>${wording.text('search.title')}</h1>
      <div class="search-page" data-search${data}>
      <search class="search-box">
      <label for="q">${wording.text('search.label')}</label>
      <input type="search" name="q" id="q" disabled autocomplete="off" spellcheck="false" placeholder="${wording.plain('search.placeholder')}">
      </search>
      <p class="note">${wording.text('search.private-note')}</p>
      ${privacy(wording)}
      <noscript><p class="note">${wording.text('search.noscript')}</p></noscript>
      <p class="search-count" data-count role="status"${mark}></p>
      <p class="search-error" data-error role="alert" hidden${mark}></p>
      <ol class="results" data-results></ol>
      <button class="button" type="button" data-more hidden>${wording.text('search.more')}</button>
      </div>
      ${
        tree.sections.length === 0
          ? nothing
          : html`<p class="note">${wording.text('search.browse')} ${listLinks(tree)}</p>`
      }
      </div>`,
    'page',
  );
}
