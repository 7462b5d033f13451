// The first page of the style guide: the palette, the scales, each script, and the parts that pages are made of, printed
// by the functions that print them everywhere. Its own words are English, as those of the code are.
import type { RenderedBody, SafeHtml } from '../../src/model.ts';
import { breadcrumbs } from '../breadcrumbs.ts';
import { documentPage, feedLine, invitations, linkTo } from '../document.ts';
import { draftMark, entryList, fileFacts, resourceList, shortList } from '../entry-list.ts';
import { formAndChannel } from '../forms.ts';
import { countedLinks, letterColumns } from '../home-page.ts';
import { attributes, html, nothing } from '../html.ts';
import { searchBox } from '../search-box.ts';
import type {
  CountedLinkView,
  EntryView,
  FeedsView,
  FileView,
  FormView,
  LetterGroupView,
  LinkView,
  PageHead,
  ResourceEntryView,
  TreeView,
} from '../views.ts';

export interface GuidePartsView {
  readonly styleSheetHref: string;
  readonly pages: readonly { readonly title: string; readonly links: readonly LinkView[] }[];
  readonly colours: readonly { readonly name: string; readonly light: string; readonly dark: string }[];
  readonly pairs: readonly {
    readonly text: string;
    readonly ground: string;
    readonly schemes: readonly { readonly text: string; readonly ground: string; readonly ratio?: number }[];
  }[];
  readonly sizes: readonly TokenView[];
  readonly spaces: readonly TokenView[];
  readonly scripts: readonly {
    readonly language: string;
    readonly direction: 'ltr' | 'rtl';
    readonly name: string;
    readonly title: string;
    readonly heading: string;
    readonly text: string;
  }[];
  readonly scriptSource: { readonly title: string; readonly publisher: string; readonly href: string };
  readonly breadcrumbs: readonly LinkView[];
  readonly links: readonly LinkView[];
  readonly labels: readonly LinkView[];
  readonly file: FileView;
  readonly form: FormView;
  readonly entries: readonly EntryView[];
  readonly resources: readonly ResourceEntryView[];
  readonly counted: readonly CountedLinkView[];
  readonly letters: readonly LetterGroupView[];
  readonly feeds?: FeedsView;
  readonly body: RenderedBody;
  /** A picture as an item has it. */
  readonly picture: SafeHtml;
}

interface TokenView {
  readonly name: string;
  readonly value: string;
}

/** WCAG 2.2, 1.4.3: of text. */
const leastContrast = 4.5;

export function guidePartsPage(tree: TreeView, head: PageHead, view: GuidePartsView): string {
  const { wording } = tree;
  const parts: readonly (readonly [title: string, id: string, content: SafeHtml])[] = [
    ['Pages and states', 'pages', pages(view)],
    ['Palette', 'palette', palette(view)],
    ['Type scale', 'type', typeScale(view)],
    ['Spacing scale', 'spacing', spacing(view)],
    ['Scripts', 'scripts', scripts(view)],
    ['Buttons and links', 'buttons', buttons(tree, view)],
    ['Labels, breadcrumbs, small print', 'labels', labels(tree, view)],
    ['Search box', 'search', searchBox(tree, 'main')],
    ['Form', 'form', html`${formAndChannel(wording, view.form)}${fieldStates()}`],
    ['Entries of a list', 'entries', entryList(wording, view.entries, 3)],
    ['Short entries', 'short', shortList(wording, view.entries)],
    ['Resources', 'resources', resourceList(wording, view.resources, 3)],
    ['Counted links', 'counted', countedLinks(view.counted)],
    ['Letters', 'letters', letterColumns(view.letters, ({ letter }) => html`<h3>${letter}</h3>`)],
    ['Text', 'text', prose(view)],
    ['Invitations', 'invitations', invitations(tree, ['campaign', 'newsletter', 'inquiry', 'search'])],
  ];
  return documentPage(
    tree,
    head,
    html`<link rel="stylesheet" href="${view.styleSheetHref}">
      <div class="guide">
      <h1>Style guide</h1>
      <p class="lede">Every part and state of this site’s pages, made by the functions that make the pages. Colours, sizes and spaces are set in <code>layouts/styles/tokens.css</code>.</p>
      <nav class="on-page" aria-labelledby="guide_contents">
      <span id="guide_contents" class="unseen">Parts of the style guide</span>
      <ul>${parts.map(([title, id]) => html`\n<li><a href="#guide_${id}">${title}</a></li>`)}</ul>
      </nav>
      ${parts.map(
        ([title, id, content]) => html`<section class="guide-part">
          <h2 id="guide_${id}" class="guide-title">${title}</h2>
          ${content}
          </section>\n`,
      )}
      </div>`,
    'main',
  );
}

function pages(view: GuidePartsView): SafeHtml {
  return html`<div class="guide-pages">${view.pages.map(
    ({ title, links }) => html`
      <section>
      <h3>${title}</h3>
      <ul class="short-entries">${links.map((link) => html`\n<li>${linkTo(link)}</li>`)}</ul>
      </section>`,
  )}
    </div>`;
}

// ── colours ───────────────────────────────────────────────────────────────────────────────────────────

/** Colours stand in attributes of a drawing, as a page may hold no style of its own. */
function palette(view: GuidePartsView): SafeHtml {
  const swatch = (colour: string): SafeHtml =>
    html`<svg class="guide-swatch" viewBox="0 0 4 2" preserveAspectRatio="none" aria-hidden="true"><rect width="4" height="2" fill="${colour}"/></svg>`;
  return html`<ul class="guide-colours">${view.colours.map(
    ({ name, light, dark }) => html`
      <li>
      <span class="guide-swatches">${swatch(light)}${swatch(dark)}</span>
      <code>--${name}</code>
      <span class="meta">light ${light}, dark ${dark}</span>
      </li>`,
  )}
    </ul>
    <div class="table" role="group" aria-labelledby="guide_palette" tabindex="0">
    <table>
    <thead><tr><th scope="col">Text on ground</th><th scope="col">Light</th><th scope="col">Dark</th></tr></thead>
    <tbody>${view.pairs.map(
      ({ text, ground, schemes }) => html`
        <tr><th scope="row"><code>${text}</code> on <code>${ground}</code></th>${schemes.map(
          (scheme) => html`<td>${letterSwatch(scheme.text, scheme.ground)} ${ratioText(scheme.ratio)}</td>`,
        )}</tr>`,
    )}
    </tbody>
    </table>
    </div>`;
}

function letterSwatch(text: string, ground: string): SafeHtml {
  return html`<svg class="guide-swatch" viewBox="0 0 4 2" aria-hidden="true"><rect width="4" height="2" fill="${ground}"/><text x="2" y="1.5" font-size="1.4" text-anchor="middle" fill="${text}">Aa</text></svg>`;
}

function ratioText(ratio: number | undefined): SafeHtml {
  if (ratio === undefined) return html`not known`;
  const text = (Math.floor(ratio * 10) / 10).toFixed(1);
  return ratio < leastContrast ? html`<strong class="draft">${text}: too low</strong>` : html`${text}`;
}

// ── scales ────────────────────────────────────────────────────────────────────────────────────────────

function typeScale(view: GuidePartsView): SafeHtml {
  return html`<dl class="guide-scale">${view.sizes.map(
    ({ name, value }) => html`
      <dt><code>--${name}</code> <span class="meta">${value}</span></dt>
      <dd class="guide-${name}">The way on is by words</dd>`,
  )}
    </dl>`;
}

function spacing(view: GuidePartsView): SafeHtml {
  return html`<dl class="guide-scale">${view.spaces.map(
    ({ name, value }) => html`
      <dt><code>--${name}</code> <span class="meta">${value}</span></dt>
      <dd><span class="guide-space guide-${name}"></span></dd>`,
  )}
    </dl>`;
}

function scripts({ scripts: samples, scriptSource }: GuidePartsView): SafeHtml {
  return html`<div class="guide-scripts">${samples.map(
    ({ language, direction, name, title, heading, text }) => html`
      <section>
      <h3><bdi${attributes({ lang: language, dir: direction })}>${name}</bdi> <code>${language}</code></h3>
      <div class="prose"${attributes({ lang: language, dir: direction })}>
      <h4>${title}</h4>
      <p><strong>${heading}</strong> ${text}</p>
      </div>
      </section>`,
  )}
    </div>
    <p class="note">Texts: <a href="${scriptSource.href}" rel="noreferrer"><cite>${scriptSource.title}</cite></a>, ${scriptSource.publisher}.</p>`;
}

// ── parts ─────────────────────────────────────────────────────────────────────────────────────────────

function buttons(tree: TreeView, view: GuidePartsView): SafeHtml {
  const { wording } = tree;
  return html`<p class="actions">
    <button class="button" type="button">A button</button>
    <a class="button" href="${view.file.href}" download>A link as a button <span class="button-facts">${fileFacts(wording, view.file)}</span></a>
    </p>
    <ul class="short-entries">${view.links.map((link) => html`\n<li>${linkTo(link)}</li>`)}</ul>
    <p class="more">${linkTo({ href: tree.searchHref, text: html`The way to more` })}</p>`;
}

function labels({ wording }: TreeView, view: GuidePartsView): SafeHtml {
  return html`${breadcrumbs(wording, view.breadcrumbs)}
    <ul class="labels">${view.labels.map((link) => html`<li>${linkTo(link)}</li>`)}</ul>
    <h3>A title that is not published yet${draftMark(wording, true)}</h3>
    <p class="meta">The facts of an item: ${wording.date('2008-02-29' as Parameters<typeof wording.date>[0])} · ${fileFacts(wording, view.file)} · <a href="#guide_labels">a link</a></p>
    <p class="note">A note: what a reader should know before they go on.</p>
    ${feedLine(wording, view.feeds)}`;
}

/** What a browser shows of fields that are filled, closed, or wrong. */
function fieldStates(): SafeHtml {
  const field = (label: string, id: string, more: Parameters<typeof attributes>[0]): SafeHtml =>
    html`<p><label for="guide_${id}">${label}</label> <input id="guide_${id}" type="text"${attributes({ autocomplete: 'off', ...more })}></p>\n`;
  return html`<div class="form">
    <h3>States of a field</h3>
    ${field('Filled in', 'filled', { value: 'What a reader wrote' })}
    ${field('Closed', 'closed', { value: 'Nothing can be written', disabled: true })}
    ${field('Wrong', 'wrong', { value: 'What cannot be sent', 'aria-invalid': 'true' })}
    <p><button class="button" type="button" disabled>A button that is closed</button></p>
    </div>`;
}

function prose({ body, picture }: GuidePartsView): SafeHtml {
  return html`<div class="prose">
    ${body.html}
    </div>
    <figure>
    ${picture}
    <figcaption>A caption says what the picture shows, and who made it.</figcaption>
    </figure>`;
}

/** Where the style guide has only one thing to show: a box that scripts fill. */
export function guideSuggestionsPage(
  tree: TreeView,
  head: PageHead,
  view: { readonly words: string },
): string {
  return documentPage(
    tree,
    head,
    html`<div class="sheet">
      <h1>Suggestions</h1>
      ${searchBox(tree, 'main')}
      <p class="note">${view.words === '' ? nothing : view.words}</p>
      </div>`,
    'main',
  );
}
