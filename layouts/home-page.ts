// The front page: what this is in one line, the news with its lead, and the ways into everything else.
import type { SafeHtml } from '../src/model.ts';
import { documentPage, invitations, linkTo } from './document.ts';
import { draftMark, entryList, resourceList, shortList } from './entry-list.ts';
import { html, nothing } from './html.ts';
import { searchBox } from './search-box.ts';
import type { CountedLinkView, EntryView, HomeView, LetterGroupView, PageHead, TreeView } from './views.ts';

/** News below the lead that are given with their summary; the rest by title. */
const secondStories = 2;

export function homePage(tree: TreeView, head: PageHead, view: HomeView): string {
  const { wording } = tree;
  return documentPage(
    tree,
    head,
    html`<div class="welcome">
      <div>
      <h1>${wording.inLanguage(tree.tagline, tree.taglineLanguage)}</h1>
      <p class="lede">${wording.inLanguage(view.description, view.descriptionLanguage)}</p>
      </div>
      ${searchBox(tree, 'main')}
      </div>
      ${news(tree, view)}
      ${
        view.resources.length === 0
          ? nothing
          : html`<section class="band">
            <h2>${wording.text('section.resources')}</h2>
            ${resourceList(wording, view.resources, 3)}
            ${more(tree, 'resources')}
            </section>`
      }
      ${labels(tree, 'countries', view.countries)}
      ${labels(tree, 'topics', view.topics)}
      ${invitations(tree, ['campaign', 'newsletter', 'inquiry'])}`,
    'main',
  );
}

function news(tree: TreeView, view: HomeView): SafeHtml {
  const { wording } = tree;
  if (view.lead === undefined) return nothing;
  const second = view.latest.slice(0, secondStories);
  const rest = view.latest.slice(secondStories);
  return html`<section class="front" aria-labelledby="section_news">
    <h2 id="section_news">${wording.text('home.news')}</h2>
    <div class="front-columns">
    <div>
    ${lead(tree, view.lead, view.leadImage)}
    ${second.length === 0 ? nothing : entryList(wording, second, 3)}
    </div>
    <div class="latest">
    ${rest.length === 0 ? nothing : shortList(wording, rest)}
    ${more(tree, 'news')}
    </div>
    </div>
    </section>`;
}

function lead(tree: TreeView, entry: EntryView, image: HomeView['leadImage']): SafeHtml {
  const { wording } = tree;
  return html`<article class="lead">
    ${image === undefined ? nothing : html`${image}\n`}<h3><a href="${entry.href}">${entry.title}</a>${draftMark(wording, entry.isDraft)}</h3>
    <p class="meta">${entry.date === undefined ? nothing : wording.date(entry.date)}</p>
    <p class="lede">${entry.summary}</p>
    ${
      entry.countries.length === 0
        ? nothing
        : html`<ul class="labels">${entry.countries.map((country) => html`<li>${linkTo(country)}</li>`)}</ul>`
    }
    </article>`;
}

function labels(tree: TreeView, kind: 'countries' | 'topics', list: readonly CountedLinkView[]): SafeHtml {
  if (list.length === 0) return nothing;
  return html`<section class="band">
    <h2>${tree.wording.text(`section.${kind}`)}</h2>
    ${countedLinks(list)}
    ${more(tree, kind)}
    </section>`;
}

export function countedLinks(list: readonly CountedLinkView[]): SafeHtml {
  return html`<ul class="counted">${list.map(
    (link) =>
      html`\n<li>${linkTo(link)}${link.count > 0 ? html` <span class="count">${link.count}</span>` : nothing}</li>`,
  )}</ul>`;
}

/** Links under their letters, or in one list. @param heading of a letter */
export function letterColumns(
  groups: readonly LetterGroupView[],
  heading: (group: LetterGroupView) => SafeHtml,
): SafeHtml {
  const letters = groups.filter(({ letter }) => letter !== undefined);
  if (letters.length === 0) return html`${groups.map(({ links }) => countedLinks(links))}`;
  return html`<div class="letter-columns">${letters.map(
    (group) => html`
      <section class="letter">
      ${heading(group)}
      ${countedLinks(group.links)}
      </section>`,
  )}
    </div>`;
}

function more(tree: TreeView, key: 'news' | 'resources' | 'countries' | 'topics'): SafeHtml {
  const section = tree.sections.find((candidate) => candidate.key === key);
  if (section === undefined) return nothing;
  return html`<p class="more"><a href="${section.href}">${tree.wording.text(`home.all.${key}`)}</a></p>`;
}
