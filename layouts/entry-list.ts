// Lists of items, alike wherever they stand: a title that leads to the item, when, what it says, and what it is about.
import type { SafeHtml } from '../src/model.ts';
import { linkTo } from './document.ts';
import { html, joinHtml, nothing } from './html.ts';
import type { EntryView, FileView, GroupView, ResourceEntryView } from './views.ts';
import type { Wording } from './wording.ts';

/** @param level of each title: one below the heading that the list stands under */
export function entryList(wording: Wording, entries: readonly EntryView[], level: 2 | 3): SafeHtml {
  return html`<ul class="entries">${entries.map((entry) => listEntry(wording, entry, level))}
    </ul>`;
}

/** Titles and dates alone, for lists beside something greater. */
export function shortList(wording: Wording, entries: readonly EntryView[]): SafeHtml {
  return html`<ul class="short-entries">${entries.map(
    (entry) => html`
      <li><a href="${entry.href}">${entry.title}</a>${draftMark(wording, entry.isDraft)}${
        entry.date === undefined ? nothing : html` <span class="meta">${wording.date(entry.date)}</span>`
      }</li>`,
  )}
    </ul>`;
}

export function resourceList(
  wording: Wording,
  entries: readonly ResourceEntryView[],
  level: 2 | 3 | 4,
): SafeHtml {
  return html`<ul class="entries">${entries.map((entry) => {
    const facts = joinHtml(
      [
        entry.publisher === undefined ? nothing : html`<bdi>${entry.publisher}</bdi>`,
        entry.file === undefined ? nothing : fileFacts(wording, entry.file),
        entry.host === undefined ? nothing : html`<bdi>${entry.host}</bdi>`,
      ],
      separator,
    );
    return html`
      <li>
      ${title(wording, entry, level)}
      ${meta(resourceYear(wording, entry), facts)}${
        entry.summary === '' ? nothing : html`<p>${entry.summary}</p>\n`
      }</li>`;
  })}
    </ul>`;
}

/** Groups one after another, each under a heading. */
export function groups<Entry>(
  list: readonly GroupView<Entry>[],
  print: (entries: readonly Entry[]) => SafeHtml,
): SafeHtml {
  return html`${list.map(
    (group) => html`
      <section class="group">
      <h2${group.id === undefined ? nothing : html` id="${group.id}"`}>${group.title}</h2>
      ${print(group.entries)}
      </section>`,
  )}`;
}

/** `PDF, 1.2 MB`. */
export function fileFacts(wording: Wording, file: FileView): SafeHtml {
  return html`${file.type}, ${wording.size(file.sizeBytes)}`;
}

/** Between facts of one line. */
export const separator: SafeHtml = { html: ' <span aria-hidden="true">·</span> ' };

export function draftMark(wording: Wording, isDraft: boolean): SafeHtml {
  return isDraft ? html` <strong class="draft">${wording.text('draft')}</strong>` : nothing;
}

function resourceYear(wording: Wording, entry: ResourceEntryView): SafeHtml {
  if (entry.year !== undefined) return html`<span class="when">${wording.year(entry.year)}</span>`;
  return entry.date === undefined ? nothing : wording.date(entry.date);
}

function title(wording: Wording, entry: EntryView, level: 2 | 3 | 4): SafeHtml {
  const link = html`<a href="${entry.href}">${entry.title}</a>${draftMark(wording, entry.isDraft)}`;
  if (level === 2) return html`<h2 class="entry-title">${link}</h2>`;
  return level === 3
    ? html`<h3 class="entry-title">${link}</h3>`
    : html`<h4 class="entry-title">${link}</h4>`;
}

function listEntry(wording: Wording, entry: EntryView, level: 2 | 3): SafeHtml {
  const places = wording.list([
    ...entry.countries.map((country) => linkTo(country)),
    entry.moreCountries > 0 && wording.text('entry.more', { n: entry.moreCountries }),
  ]);
  return html`
    <li>
    ${title(wording, entry, level)}
    ${meta(entry.date === undefined ? nothing : wording.date(entry.date), places)}${
      entry.summary === '' ? nothing : html`<p>${entry.summary}</p>\n`
    }</li>`;
}

/** When, which wide screens set in a column of its own, and the rest. */
function meta(when: SafeHtml, rest: SafeHtml): SafeHtml {
  if (when.html === '' && rest.html === '') return nothing;
  return html`<p class="meta">${when}${rest.html === '' ? nothing : html` <span class="what">${rest}</span>`}</p>\n`;
}
