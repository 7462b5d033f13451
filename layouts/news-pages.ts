// News by time: all of it, a year, a month. Cut by the calendar, so that an old page never changes with a new item.
import type { SafeHtml } from '../src/model.ts';
import { breadcrumbs } from './breadcrumbs.ts';
import { documentPage } from './document.ts';
import { entryList, groups } from './entry-list.ts';
import { html, nothing } from './html.ts';
import type { EntryView, GroupView, LinkView, PageHead, TreeView, YearView } from './views.ts';

export interface NewsIndexView {
  readonly newest: readonly EntryView[];
  readonly years: readonly YearView[];
}

/** Where the list of years stands, which comes late on a narrow screen. */
export const yearsId = 'section_years';

export function newsIndexPage(tree: TreeView, head: PageHead, view: NewsIndexView): string {
  const { wording } = tree;
  return documentPage(
    tree,
    head,
    html`<div class="dated with-years">
      <h1>${wording.text('section.news')}</h1>
      <p class="jump"><a href="#${yearsId}">${wording.text('news.by-year')}</a></p>
      <section>
      <h2>${wording.text('news.newest')}</h2>
      ${entryList(wording, view.newest, 3)}
      </section>
      <section class="aside" aria-labelledby="${yearsId}">
      <h2 id="${yearsId}">${wording.text('news.by-year')}</h2>
      <ul class="years">${view.years.map((year) => yearEntry(tree, year))}
      </ul>
      </section>
      </div>`,
  );
}

export interface NewsGroupsView {
  /** Heading of the page. */
  readonly title: SafeHtml;
  readonly breadcrumbs: readonly LinkView[];
  /** Months with counts, for a year's page. */
  readonly year?: YearView;
  /** Items by month; empty when the year has too many for one page. */
  readonly groups: readonly GroupView<EntryView>[];
  /** Items without groups, for a month's page. */
  readonly entries: readonly EntryView[];
}

/** A year, a month, or a year of one country or topic. */
export function newsGroupsPage(tree: TreeView, head: PageHead, view: NewsGroupsView): string {
  const { wording } = tree;
  return documentPage(
    tree,
    head,
    html`<div class="sheet dated">
      ${breadcrumbs(wording, view.breadcrumbs)}
      <h1>${view.title}</h1>
      ${view.year === undefined ? nothing : months(tree, view.year)}
      ${view.entries.length === 0 ? nothing : entryList(wording, view.entries, 2)}
      ${groups(view.groups, (entries) => entryList(wording, entries, 3))}
      </div>`,
  );
}

function yearEntry(tree: TreeView, year: YearView): SafeHtml {
  return html`
    <li><p class="year"><a href="${year.href}">${tree.wording.year(year.year)}</a> ${count(year.count)}</p>
    ${months(tree, year)}
    </li>`;
}

function months(tree: TreeView, year: YearView): SafeHtml {
  return html`<ul class="months">${year.months.map(
    ({ month, href, count: ofMonth }) =>
      html`\n<li><a href="${href}">${tree.wording.monthName(month)}</a> ${count(ofMonth)}</li>`,
  )}</ul>`;
}

function count(items: number): SafeHtml {
  return html`<span class="count">${items}</span>`;
}
