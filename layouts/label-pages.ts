// Countries and topics: the lists of all, and what the site says of each. An empty section is left out.
import type { SafeHtml } from '../src/model.ts';
import { breadcrumbs } from './breadcrumbs.ts';
import { documentPage, feedLine, linkTo } from './document.ts';
import { entryList, resourceList } from './entry-list.ts';
import { countedLinks, letterColumns } from './home-page.ts';
import { html, nothing } from './html.ts';
import { noteNames } from './notes.ts';
import type { FactView, LabelPageView, LetterGroupView, PageHead, TreeView } from './views.ts';
import type { Wording } from './wording.ts';

export interface LabelIndexView {
  readonly type: 'countries' | 'topics';
  /** By first letter. */
  readonly groups: readonly LetterGroupView[];
}

export function labelIndexPage(tree: TreeView, head: PageHead, view: LabelIndexView): string {
  const { wording } = tree;
  const letters = view.groups.filter(({ letter }) => letter !== undefined);
  return documentPage(
    tree,
    head,
    html`<h1>${wording.text(`section.${view.type}`)}</h1>
      <p class="lede">${wording.text(`${view.type}.intro`)}</p>
      ${
        letters.length < 2
          ? nothing
          : html`<nav class="letters" aria-labelledby="nav_letters">
            <span id="nav_letters" class="unseen">${wording.text('nav.letters')}</span>
            <ul>${letters.map(({ letter, id }) => html`\n<li><a href="#${id}">${letter}</a></li>`)}</ul>
            </nav>`
      }
      ${letterColumns(view.groups, ({ letter, id }) => html`<h2 id="${id}">${letter}</h2>`)}`,
  );
}

export function labelPage(tree: TreeView, head: PageHead, view: LabelPageView): string {
  const { wording } = tree;
  const sections = labelSections(view);
  return documentPage(
    tree,
    head,
    html`<div class="sheet dated">
      ${breadcrumbs(wording, view.breadcrumbs)}
      <h1>${wording.inLanguage(view.name, view.nameLanguage)}</h1>
      ${
        view.aliases.length === 0
          ? nothing
          : html`<p class="meta">${wording.text('label.aliases', {
              names: wording.list(view.aliases.map((alias) => html`<bdi>${alias}</bdi>`)),
            })}</p>`
      }
      ${
        sections.length < 2
          ? nothing
          : html`<nav class="on-page" aria-labelledby="nav_page">
            <span id="nav_page" class="unseen">${wording.text('nav.page')}</span>
            <ul>${sections.map(
              ({ id, title, count }) =>
                html`\n<li><a href="#${id}">${title(wording)}</a>${count === undefined ? nothing : html` <span class="count">${count}</span>`}</li>`,
            )}</ul>
            </nav>`
      }
      ${
        view.text === undefined
          ? nothing
          : html`<div class="prose"${wording.markLanguage(view.text.language)}>
            ${view.text.html}
            </div>${noteNames(wording, view.text.html.html)}`
      }
      ${facts(wording, view.facts)}
      ${view.resources.map(
        (group) => html`<section class="band">
          <h2 id="${group.id}">${group.title}</h2>
          ${resourceList(wording, group.entries, 3)}
          </section>\n`,
      )}
      ${news(wording, view)}
      ${emptiness(tree, view)}
      ${
        view.pages.length === 0
          ? nothing
          : html`<section class="band">
            <h2 id="section_pages">${wording.text('label.pages')}</h2>
            <ul class="short-entries">${view.pages.map((link) => html`\n<li>${linkTo(link)}</li>`)}</ul>
            </section>`
      }
      ${
        view.elsewhere.length === 0
          ? nothing
          : html`<section class="band">
            <h2 id="section_elsewhere">${wording.text('label.elsewhere')}</h2>
            <ul class="short-entries">${view.elsewhere.map(
              ({ href, language, direction, name }) =>
                html`\n<li><a href="${href}" hreflang="${language}" lang="${language}" dir="${direction}">${name}</a></li>`,
            )}</ul>
            </section>`
      }
      </div>`,
  );
}

/** Said where no item is of the label, with the ways on. */
function emptiness({ wording, searchHref }: TreeView, view: LabelPageView): SafeHtml {
  if (view.news.length + view.resources.length + view.pages.length > 0) return nothing;
  return html`<div class="nothing-yet">
    <p>${wording.text('label.empty', { name: wording.inLanguage(view.name, view.nameLanguage) })}</p>
    <ul>${view.breadcrumbs.map((link) => html`\n<li>${linkTo(link)}</li>`)}
    <li><a href="${searchHref}">${wording.text('search.link')}</a></li></ul>
    </div>`;
}

interface LabelSection {
  readonly id: string;
  readonly title: (wording: Wording) => SafeHtml;
  readonly count?: number;
}

/** Sections that a country's or topic's page has, in their order: the list on the page, and its anchors. */
export function labelSections(
  view: Pick<LabelPageView, 'facts' | 'resources' | 'news' | 'newsCount' | 'pages' | 'elsewhere'>,
): LabelSection[] {
  const sections: LabelSection[] = [];
  if (view.facts.length > 0) {
    sections.push({ id: 'section_facts', title: (wording) => wording.text('country.facts') });
  }
  for (const { id, title, entries } of view.resources) {
    sections.push({ id, title: () => title, count: entries.length });
  }
  if (view.news.length > 0) {
    sections.push({
      id: 'section_news',
      title: (wording) => wording.text('section.news'),
      count: view.newsCount,
    });
  }
  if (view.pages.length > 0) {
    sections.push({ id: 'section_pages', title: (wording) => wording.text('label.pages') });
  }
  if (view.elsewhere.length > 0) {
    sections.push({ id: 'section_elsewhere', title: (wording) => wording.text('label.elsewhere') });
  }
  return sections;
}

function facts(wording: Wording, list: readonly FactView[]): SafeHtml {
  if (list.length === 0) return nothing;
  return html`<section class="band">
    <h2 id="section_facts">${wording.text('country.facts')}</h2>
    <div class="facts">
    ${list.map(
      (fact) => html`<section class="fact">
        <h3>${fact.label}</h3>
        ${factSource(wording, fact)}
        ${fact.paragraphs.map((paragraph) => html`<p>${paragraph}</p>\n`)}
        </section>\n`,
    )}
    </div>
    </section>`;
}

/** Who says so, with a link where there is one, and when. */
export function factSource(wording: Wording, { source, asOf }: Pick<FactView, 'source' | 'asOf'>): SafeHtml {
  const { title, publisher, href } = source;
  const name =
    href === undefined
      ? html`<cite><bdi>${title}</bdi></cite>`
      : html`<a href="${href}" rel="noreferrer"><cite><bdi>${title}</bdi></cite></a>`;
  return html`<p class="meta">${wording.text('country.fact-source', {
    source: wording.list([name, publisher && html`<bdi>${publisher}</bdi>`]),
    date: wording.date(asOf),
  })}</p>`;
}

function news(wording: Wording, view: LabelPageView): SafeHtml {
  if (view.news.length === 0) return nothing;
  return html`<section class="band">
    <h2 id="section_news">${wording.text('section.news')}</h2>
    ${entryList(wording, view.news, 3)}
    ${
      view.years.length === 0
        ? nothing
        : html`<h3 class="by-year">${wording.text('label.all-by-year')}</h3>
          ${countedLinks(view.years)}`
    }
    ${feedLine(wording, view.feeds)}
    </section>`;
}
