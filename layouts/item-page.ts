// One item to read: news, resource or plain page. Where a text comes from is made from its structured source.
import type { Heading, SafeHtml } from '../src/model.ts';
import { breadcrumbs } from './breadcrumbs.ts';
import { citation } from './citation.ts';
import { documentPage, linkTo } from './document.ts';
import { draftMark, fileFacts, separator, shortList } from './entry-list.ts';
import { formAndChannel } from './forms.ts';
import { withHeadingAnchors } from './heading-anchors.ts';
import { html, joinHtml, nothing } from './html.ts';
import { factSource } from './label-pages.ts';
import { noteNames } from './notes.ts';
import { endsSentence } from './sentence-end.ts';
import type { CountryFactsView, ItemView, LinkView, PageHead, SourceView, TreeView } from './views.ts';
import type { Wording } from './wording.ts';

// A contents list helps from about three screens of text on; below that it only stands in the way.
const minContentsHeadings = 4;
const minContentsCharacters = 5_000;
/** With more headings than this, only the highest level is listed. */
const maxContentsEntries = 40;
const correctionsId = 'item_corrections';
/** Longer lists begin folded, so that the text is not pushed off the first screen. */
const maxOpenEntries = 12;

/** With more countries than this on an item, the rest of their names is folded. */
const maxShownLabels = 12;
/** An item of more countries is about none of them. */
const maxCountryFacts = 3;

export function itemPage(tree: TreeView, head: PageHead, view: ItemView): string {
  const { wording } = tree;
  const list = contents(wording, view);
  const body = view.body.html.html;
  const after = [related(wording, view), neighbours(wording, view)];
  return documentPage(
    tree,
    head,
    html`<article class="item">
      <header class="item-head">
      ${breadcrumbs(wording, view.breadcrumbs)}
      <h1>${view.title}${draftMark(wording, view.isDraft)}</h1>
      ${facts(wording, view)}
      ${corrected(wording, view)}
      ${translations(wording, view)}
      </header>
      ${list}
      ${download(wording, view)}
      ${image(wording, view)}
      <div class="prose">
      ${list === nothing ? view.body.html : withHeadingAnchors(wording, body)}
      </div>${noteNames(wording, body)}
      ${view.form === undefined ? nothing : formAndChannel(wording, view.form)}
      ${view.source === undefined ? nothing : sourceLine(wording, view.source)}
      ${corrections(wording, view)}
      ${filed(wording, view)}
      ${view.citation === undefined ? nothing : citation(wording, view.citation)}
      ${head.canonical === undefined ? nothing : html`<p class="on-paper">${head.canonical}</p>`}
      </article>
      ${after}`,
  );
}

/** Date, author, publisher: one line below the title. */
function facts(wording: Wording, view: ItemView): SafeHtml {
  const { resource } = view;
  const line = joinHtml(
    [
      resource === undefined ? nothing : wording.text(`kind.${resource.kind}`),
      resource?.publisher === undefined ? nothing : html`<bdi>${resource.publisher}</bdi>`,
      // A date of the same year says the year already.
      resource?.year === undefined || view.date?.startsWith(String(resource.year))
        ? nothing
        : wording.yearText(resource.year),
      view.date === undefined ? nothing : wording.date(view.date),
      view.authors.length === 0
        ? nothing
        : wording.list(view.authors.map((author) => html`<bdi>${author}</bdi>`)),
      view.updated === undefined
        ? nothing
        : wording.text('item.updated', { date: wording.date(view.updated) }),
      origin(wording, view.source, resource?.publisher),
    ],
    separator,
  );
  return line.html === '' ? nothing : html`<p class="meta">${line}</p>`;
}

/** What was corrected is told at the end; that it was, before anybody reads. */
function corrected(wording: Wording, view: ItemView): SafeHtml {
  const last = view.corrections
    .map(({ date }) => date)
    .sort()
    .at(-1);
  if (last === undefined) return nothing;
  return html`<p class="corrected"><a href="#${correctionsId}">${wording.text('item.corrected', { date: wording.date(last) })}</a></p>`;
}

/**
 * Whose text it is, before it is read; the rest stands in the box below it.
 * @param said the publisher of a resource, which the line has named already
 */
function origin(wording: Wording, source: SourceView | undefined, said: string | undefined): SafeHtml {
  if (source?.publisher === undefined || source.publisher === said || source.relation === 'own')
    return nothing;
  return html`<a href="#item_source">${wording.text(`source.${source.relation}`)} <bdi>${source.publisher}</bdi></a>`;
}

function translations(wording: Wording, view: ItemView): SafeHtml {
  if (view.translations.length === 0) return nothing;
  return html`<p class="translations">${wording.text('item.translations')} ${wording.list(
    view.translations.map(
      ({ href, language, direction, name }) =>
        html`<a href="${href}" hreflang="${language}" lang="${language}" dir="${direction}">${name}</a>`,
    ),
  )}</p>`;
}

function download(wording: Wording, view: ItemView): SafeHtml {
  const { file, url } = view.resource ?? {};
  if (file === undefined && url === undefined) return nothing;
  return html`<p class="actions">${
    file === undefined
      ? nothing
      : html`
        <a class="button" href="${file.href}" download>${wording.text('resource.download')} <span class="button-facts">${fileFacts(wording, file)}</span></a>`
  }${
    url === undefined
      ? nothing
      : html`
        <a class="button" href="${url.href}" rel="noreferrer">${wording.text('resource.visit')} <span class="button-facts"><bdi>${url.host}</bdi></span></a>`
  }
    </p>`;
}

function contents(wording: Wording, view: ItemView): SafeHtml {
  const headings = contentsHeadings(view.body.headings);
  if (headings.length < minContentsHeadings || view.body.plainText.length < minContentsCharacters) {
    return nothing;
  }
  return html`<details class="contents"${headings.length <= maxOpenEntries ? html` open` : nothing}>
    <summary>${wording.text('item.contents')}</summary>
    <ol>${headings.map(
      (heading) =>
        html`\n<li class="level-${heading.level}"><a href="#${encodeURIComponent(heading.id)}">${heading.text}</a></li>`,
    )}</ol>
    </details>`;
}

function contentsHeadings(headings: readonly Heading[]): readonly Heading[] {
  const upper = headings.filter((heading) => heading.level <= 3);
  if (upper.length <= maxContentsEntries) return upper;
  return upper.filter((heading) => heading.level === 2);
}

function image(wording: Wording, view: ItemView): SafeHtml {
  if (view.image === undefined) return nothing;
  const { picture, caption, credit } = view.image;
  const words = joinHtml(
    [caption, credit === undefined ? nothing : wording.text('item.credit', { name: credit })],
    ' ',
  );
  return html`<figure>
    ${picture}${
      words.html === ''
        ? nothing
        : html`
          <figcaption>${words}</figcaption>`
    }
    </figure>`;
}

/** `Adapted from: “Title.” Publisher. August 2007.` */
function sourceLine(wording: Wording, source: SourceView): SafeHtml {
  if (source.relation === 'own') return nothing;
  const { title, publisher, date, href } = source;
  if (title === undefined && publisher === undefined) return nothing;
  const link = (text: string): SafeHtml =>
    href === undefined
      ? html`<bdi>${text}</bdi>`
      : html`<a href="${href}" rel="noreferrer"><bdi>${text}</bdi></a>`;
  const parts = [
    title !== undefined &&
      wording.text(endsSentence(title) ? 'source.title-ended' : 'source.title', { title: link(title) }),
    publisher !== undefined &&
      wording.text(endsSentence(publisher) ? 'source.part-ended' : 'source.part', {
        part: title === undefined ? link(publisher) : html`<bdi>${publisher}</bdi>`,
      }),
    date !== undefined && wording.text('source.part', { part: wording.plainDate(date) }),
  ];
  return html`<p class="source" id="item_source">${wording.text(`source.${source.relation}`)} ${joinHtml(parts, ' ')}</p>`;
}

function corrections(wording: Wording, view: ItemView): SafeHtml {
  if (view.corrections.length === 0) return nothing;
  return html`<section class="corrections" id="${correctionsId}">
    <h2>${wording.text('item.corrections')}</h2>
    <ul>${view.corrections.map(({ date, text }) => html`\n<li><b>${wording.date(date)}:</b> ${text}</li>`)}</ul>
    </section>`;
}

/** Countries and topics, and what is known of the countries. */
function filed(wording: Wording, view: ItemView): SafeHtml {
  const row = (key: string, links: readonly LinkView[]): SafeHtml =>
    links.length === 0
      ? nothing
      : html`
        <dt>${wording.text(key)}</dt>
        <dd>${labels(wording, links)}</dd>`;
  if (view.countries.length + view.topics.length === 0) return nothing;
  return html`<div class="filed">
    <dl>${row('section.countries', view.countries)}${row('section.topics', view.topics)}
    </dl>${
      view.countries.length > maxCountryFacts
        ? nothing
        : view.countryFacts.map((country) => countryFacts(wording, country))
    }
    </div>`;
}

function labels(wording: Wording, links: readonly LinkView[]): SafeHtml {
  const list = (some: readonly LinkView[]): SafeHtml =>
    html`<ul class="labels">${some.map((link) => html`<li>${linkTo(link)}</li>`)}</ul>`;
  // A single one folded would take as much room as itself.
  if (links.length <= maxShownLabels + 1) return list(links);
  return html`${list(links.slice(0, maxShownLabels))}<details class="more-labels">
    <summary>${wording.text('entry.more', { n: links.length - maxShownLabels })}</summary>
    ${list(links.slice(maxShownLabels))}
    </details>`;
}

const printedFacts = new WeakMap<CountryFactsView, SafeHtml>();

function countryFacts(wording: Wording, view: CountryFactsView): SafeHtml {
  let printed = printedFacts.get(view);
  if (printed === undefined) {
    printed = html`
      <details class="about-country">
      <summary>${wording.text('item.about-country', { name: view.name })}</summary>
      <ul>${view.groups.map(
        (group) =>
          html`\n<li>${wording.list(group.labels.map((name) => html`<a href="${view.href}">${name}</a>`))}
            ${factSource(wording, group)}</li>`,
      )}</ul>
      </details>`;
    printedFacts.set(view, printed);
  }
  return printed;
}

function related(wording: Wording, view: ItemView): SafeHtml {
  if (view.related.length === 0) return nothing;
  return html`<section class="related">
    <h2>${wording.text('item.related')}</h2>
    ${shortList(wording, view.related)}
    </section>`;
}

function neighbours(wording: Wording, view: ItemView): SafeHtml {
  const { older, newer } = view;
  if (older === undefined && newer === undefined) return nothing;
  const one = (key: string, direction: string, link: LinkView | undefined): SafeHtml =>
    link === undefined
      ? nothing
      : html`
        <li class="${direction}"><span class="meta">${wording.text(key)}</span> ${linkTo(link)}</li>`;
  return html`<nav class="neighbours" aria-labelledby="nav_neighbours">
    <span id="nav_neighbours" class="unseen">${wording.text('nav.neighbours')}</span>
    <ul>${one('item.previous', 'older', older)}${one('item.next', 'newer', newer)}
    </ul>
    </nav>`;
}
