// The search page. Its scripts find their parts by data attributes; the box stands in no form and is disabled until
// they are ready, and what only a script can use is hidden. Without JavaScript the lists below lead to every page.

import type { SafeHtml, SearchDocument } from '../src/model.ts';
import { documentPage } from './document.ts';
import { letterColumns } from './home-page.ts';
import { attributes, html, nothing } from './html.ts';
import { searchPlaces } from './search-box.ts';
import type { BrowseView, ChoiceView, PageHead, SearchPageView, TreeView } from './views.ts';
import type { Wording } from './wording.ts';

/** Texts that stand in pages and that no script says. */
const ofPageAlone =
  /^search\.(?:title|invitation|link|label|placeholder|more|noscript|late|browse|by\..+|private-note|privacy.*|filters|filter\..+|any\..+|order\..+|undated|examples|tip\..+)$/;
const kinds = ['news', 'resource', 'page', 'country', 'topic'] as const satisfies SearchDocument['kind'][];
const orders = ['newest', 'oldest'] as const;
const tips = ['phrase', 'without', 'part'] as const;

export function searchPage(tree: TreeView, head: PageHead, view: SearchPageView): string {
  const { wording, search } = tree;
  const mark = wording.markLanguage(wording.ownLanguage);
  const prefix = 'search.';
  const ofScripts = Object.entries(wording.textsUnder(prefix))
    .filter(([key]) => !ofPageAlone.test(key))
    .map(([key, text]) => [key.slice(prefix.length), text]);
  const data = attributes({
    ...searchPlaces(tree),
    'data-tools': search.toolsHref,
    'data-texts': JSON.stringify({
      ...Object.fromEntries(ofScripts),
      'list.comma': `${wording.plain('list.comma')} `,
    }),
  });
  return documentPage(
    tree,
    head,
    html`<div class="sheet">
      <h1>${wording.text('search.title')}</h1>
      <div class="search-page" data-search${data}>
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
      ${filters(wording, view)}
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
      ${browse(tree, view.browse)}
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

// ── filters ───────────────────────────────────────────────────────────────────────────────────────────

function filters(wording: Wording, { countries, topics, years }: SearchPageView): SafeHtml {
  const named = (key: string, value: string): ChoiceView => ({
    value,
    name: wording.plain(key),
    language: wording.languageOf(key),
  });
  return html`<details class="filters" data-filters hidden>
    <summary>${wording.text('search.filters')} <span class="filter-count" data-filter-count></span></summary>
    <div class="filter-fields" data-filter-fields hidden>
    ${select(wording, 'country', countries)}
    ${select(wording, 'topic', topics)}
    ${select(wording, 'year', [...years, named('search.undated', '0')])}
    ${radios(wording, 'kind', [
      named('search.any.kind', ''),
      ...kinds.map((kind) => named(`search.kind.${kind}`, kind)),
    ])}
    ${radios(wording, 'order', [
      named('search.order.relevance', ''),
      ...orders.map((order) => named(`search.order.${order}`, order)),
    ])}
    </div>
    </details>`;
}

function select(
  wording: Wording,
  name: 'country' | 'topic' | 'year',
  choices: readonly ChoiceView[],
): SafeHtml {
  const any = `search.any.${name}`;
  return html`<div class="filter-field">
    <label for="filter_${name}">${wording.text(`search.filter.${name}`)}</label>
    <select id="filter_${name}" data-filter="${name}" autocomplete="off">
    <option value=""${wording.markLanguage(wording.languageOf(any))}>${wording.plain(any)}</option>
    ${choices.map(
      ({ value, name: label, language }) =>
        html`<option value="${value}"${wording.markLanguage(language)}>${label}</option>\n`,
    )}</select>
    </div>`;
}

function radios(wording: Wording, name: 'kind' | 'order', choices: readonly ChoiceView[]): SafeHtml {
  return html`<fieldset class="filter-field" data-filter="${name}">
    <legend>${wording.text(`search.filter.${name}`)}</legend>
    <div class="pills">
    ${choices.map(
      ({ value, name: label, language }, i) =>
        html`<label><input type="radio" name="filter_${name}" value="${value}"${i === 0 ? html` checked` : nothing}><span${wording.markLanguage(language)}>${label}</span></label>\n`,
    )}</div>
    </fieldset>`;
}

// ── ways to begin ─────────────────────────────────────────────────────────────────────────────────────

/** For a reader who does not know what to type, or whose words find nothing. */
function hints(wording: Wording, examples: readonly ChoiceView[]): SafeHtml {
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

function browse(tree: TreeView, lists: readonly BrowseView[]): SafeHtml {
  const { wording, sections } = tree;
  const hrefOf = (key: string): string | undefined => sections.find((section) => section.key === key)?.href;
  const resources = hrefOf('resources');
  if (lists.length === 0 && resources === undefined) return nothing;
  return html`<section class="browse" aria-labelledby="search_browse">
    <h2 id="search_browse">${wording.text('search.browse')}</h2>
    ${lists.map(
      ({ key, groups }) => html`<section class="browse-list">
        <h3><a href="${hrefOf(key)}">${wording.text(`search.by.${key}`)}</a></h3>
        ${letterColumns(groups, ({ letter }) => html`<h4>${letter}</h4>`)}
        </section>\n`,
    )}${
      resources === undefined
        ? nothing
        : html`<h3><a href="${resources}">${wording.text('search.by.resources')}</a></h3>`
    }
    </section>`;
}
