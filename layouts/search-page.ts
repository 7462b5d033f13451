// The search page. Its scripts find their parts by data attributes; the box stands in no form and is disabled until
// they are ready, and what only a script can use is hidden. Without JavaScript the lists below lead to every page.

import type { SafeHtml, SearchDocument } from '../src/model.ts';
import { documentPage } from './document.ts';
import { countedLinks } from './home-page.ts';
import { attributes, html, jsonForScript, nothing } from './html.ts';
import { searchPlaces } from './search-box.ts';
import type { NameView, PageHead, SearchPageView, TreeView } from './views.ts';
import type { Wording } from './wording.ts';

export const resultKinds = [
  'news',
  'resource',
  'page',
  'country',
  'topic',
] as const satisfies SearchDocument['kind'][];
/** Texts of the page's first script; the later one brings its own (src/render/search-words.ts). */
const ofScript = [
  ...['loading', 'count', 'count-one', 'empty', 'retry', 'reload'],
  ...resultKinds.map((kind) => `kind.${kind}`),
  ...['error-network', 'error-offline', 'error-updated', 'error-foreign', 'error-folder', 'error-browser'],
];
const tips = ['phrase', 'without', 'part'] as const;

export function searchPage(tree: TreeView, head: PageHead, view: SearchPageView): string {
  const { wording, search } = tree;
  const mark = wording.markLanguage(wording.ownLanguage);
  const data = attributes({
    ...searchPlaces(tree),
    'data-tools': search.toolsHref,
    'data-words': view.wordsHref,
  });
  const texts = Object.fromEntries(ofScript.map((key) => [key, wording.plain(`search.${key}`)]));
  return documentPage(
    tree,
    head,
    html`<div class="sheet">
      <h1>${wording.text('search.title')}</h1>
      <div class="search-page" data-search${data}>
      <script type="application/json" data-texts>${jsonForScript(texts)}</script>
      <search class="search-box">
      <label for="q" class="unseen">${wording.text('search.label')}</label>
      <div class="search-field">
      <input type="search" name="q" id="q" disabled autocomplete="off" autocapitalize="off" spellcheck="false" enterkeyhint="search" placeholder="${wording.plain('search.placeholder')}">
      </div>
      </search>
      <p class="search-error search-late" data-late>${wording.text('search.late')}</p>
      <p class="note">${wording.text('search.private-note')}</p>
      ${privacy(wording)}
      <noscript><p class="search-error">${wording.text('search.noscript')}</p></noscript>
      <div class="search-tools">
      <details class="filters" data-filters hidden>
      <summary>${wording.text('search.filters')} <span class="filter-count" data-filter-count></span></summary>
      <div class="filter-fields" data-filter-fields hidden></div>
      </details>
      <ul class="chips" data-chips hidden${mark}></ul>
      </div>
      <p class="unseen" data-announced role="status"${mark}></p>
      <div class="search-count" data-count${mark}></div>
      <div class="search-error" data-error hidden${mark}></div>
      <ol class="results" data-results></ol>
      <button class="button" type="button" data-more hidden>${wording.text('search.more')}</button>
      <ul class="ways-out" data-ways-out hidden${mark}></ul>
      ${hints(wording, view.examples)}
      </div>
      ${browse(tree, view)}
      </div>`,
    'page',
  );
}

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
    <p class="whole-status" data-whole-status${mark}></p>
    <progress data-whole-progress aria-label="${wording.plain('search.whole')}" hidden></progress>
    </div>`;
}

// ── ways to begin ─────────────────────────────────────────────────────────────────────────────────────

/** For a reader who does not know what to type, or whose words find nothing. */
function hints(wording: Wording, examples: readonly NameView[]): SafeHtml {
  return html`<div class="hints" data-hints hidden>
    ${
      examples.length === 0
        ? nothing
        : html`<p>${wording.text('search.examples')}</p>
          <ul class="labels">${examples.map(
            ({ name, language }) =>
              html`\n<li><a href="#q=${encodeURIComponent(name)}">${wording.inLanguage(name, language)}</a></li>`,
          )}</ul>`
    }
    <ul class="tips">${tips.map((tip) => html`\n<li>${wording.text(`search.tip.${tip}`)}</li>`)}</ul>
    </div>`;
}

/** The sections, and the years of the news: from there every page is two links away. */
function browse({ wording }: TreeView, { lists, years }: SearchPageView): SafeHtml {
  if (lists.length === 0) return nothing;
  return html`<section class="browse" aria-labelledby="search_browse">
    <h2 id="search_browse">${wording.text('search.browse')}</h2>
    ${countedLinks(lists.map(({ key, href, count }) => ({ href, text: wording.text(`search.by.${key}`), count })))}
    ${
      years.length < 2
        ? nothing
        : html`<h3>${wording.text('search.by.news')}</h3>
          ${countedLinks(years)}`
    }
    </section>`;
}
