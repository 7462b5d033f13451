// How to cite an item: APA (7th edition, section 10.16), Chicago (17th edition, notes and bibliography: 14.206 and
// 14.207, the entry of the bibliography) and BibTeX. All of it is the item's own; names stay as they are written, since
// nobody can tell a family name, or an organisation, from the letters alone. No date of access: neither style asks
// for one where a page has a date.
import type { SafeHtml } from '../src/model.ts';
import { html, joinHtml, nothing } from './html.ts';
import { directionOf } from './languages.ts';
import { endsSentence } from './sentence-end.ts';
import type { CitationView } from './views.ts';
import type { Wording } from './wording.ts';

/** Both styles are written in English, whatever the page speaks. */
const language = 'en';
const months = 'January February March April May June July August September October November December'.split(
  ' ',
);

export function citation(wording: Wording, view: CitationView): SafeHtml {
  return html`<details class="cite">
    <summary>${wording.text('cite.title')}</summary>
    <dl${wording.markLanguage(language)}>
    <dt>APA, 7th edition</dt>
    <dd>${apa(view)}</dd>
    <dt>Chicago, 17th edition (bibliography)</dt>
    <dd>${chicago(view)}</dd>
    <dt>BibTeX</dt>
    <dd><pre>${bibtex(view)}</pre></dd>
    </dl>
    </details>`;
}

/** `Waymark. (2007, August 17). <i>Title</i>. Waymark. https://…`; an author that is the site is named once. */
export function apa(view: CitationView): SafeHtml {
  const { year = 'n.d.', month, day } = dateOf(view);
  const title = html`<i>${inLanguage(view.title, view.language)}</i>`;
  return joinHtml(
    [
      names(view, '&'),
      `(${year}${month === undefined ? '' : `, ${month}`}${day === undefined ? '' : ` ${day}`}).`,
      ended(title, view.title),
      site(view),
      view.url,
    ],
    ' ',
  );
}

/** `Waymark. “Title.” Waymark. August 17, 2007. https://….` */
export function chicago(view: CitationView): SafeHtml {
  const { year, month, day } = dateOf(view);
  const date = [month, day === undefined ? undefined : `${day},`, year].filter((part) => part !== undefined);
  // Quotation marks within quotation marks are single ones.
  const title = view.title.replaceAll('“', '‘').replaceAll('”', '’');
  return joinHtml(
    [
      names(view, 'and'),
      html`“${ended(inLanguage(title, view.language), title)}”`,
      site(view),
      date.length === 0 ? nothing : `${date.join(' ')}.`,
      `${view.url}.`,
    ],
    ' ',
  );
}

/** An entry that BibTeX and biblatex read, UTF-8. Doubled braces keep names whole and capitals as they are. */
export function bibtex(view: CitationView): string {
  const { year, month } = dateOf(view);
  const fields: (readonly [name: string, value: string | undefined])[] = [
    ['author', `{${view.authors.map((name) => `{${bibtexText(name)}}`).join(' and ')}}`],
    ['title', `{{${bibtexText(view.title)}}}`],
    ['howpublished', `{${bibtexText(view.siteName)}}`],
    ['year', year && `{${year}}`],
    // A name that every style knows, without braces.
    ['month', month?.slice(0, 3).toLowerCase()],
    ['url', `{${view.url}}`],
  ];
  const lines = fields.flatMap(([name, value]) => (value === undefined ? [] : `  ${name} = ${value},\n`));
  return `@misc{${view.key},\n${lines.join('')}}`;
}

const bibtexEscapes: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  // Not `\{`: BibTeX counts braces before it looks at what stands before them.
  '{': '\\textbraceleft{}',
  '}': '\\textbraceright{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
};

export function bibtexText(text: string): string {
  return text
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/[\\{}~^%&$#_]/g, (character) => bibtexEscapes[character] ?? `\\${character}`);
}

function site({ authors, siteName, siteNameLanguage }: CitationView): SafeHtml {
  if (authors.length === 1 && authors[0] === siteName) return nothing;
  return ended(inLanguage(siteName, siteNameLanguage), siteName);
}

function names({ authors, authorLanguage }: CitationView, and: string): SafeHtml {
  const printed = authors.map((name) => inLanguage(name, authorLanguage));
  const last = printed.pop() ?? nothing;
  const all = printed.length === 0 ? last : html`${joinHtml(printed, ', ')}, ${and} ${last}`;
  return ended(all, authors.at(-1) ?? '');
}

/** With a full stop, unless its words end in a mark of their own. */
function ended(printed: SafeHtml, words: string): SafeHtml {
  return endsSentence(words) ? printed : html`${printed}.`;
}

function inLanguage(text: string, tag: string): SafeHtml {
  return tag === language
    ? html`${text}`
    : html`<span lang="${tag}" dir="${directionOf(tag)}">${text}</span>`;
}

function dateOf({ date }: CitationView): { year?: string; month?: string; day?: number } {
  if (date === undefined) return {};
  const [year, month, day] = date.slice(0, 10).split('-');
  return {
    year,
    month: month === undefined ? undefined : months[Number(month) - 1],
    day: day === undefined ? undefined : Number(day),
  };
}
