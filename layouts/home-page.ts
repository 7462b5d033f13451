// The front page: what this is in one line, the news with its lead, and the ways into everything else. Whatever a site
// does not have takes no room.
import type { SafeHtml } from '../src/model.ts';
import { documentPage, invitations, linkTo } from './document.ts';
import { draftMark, entryList, resourceList, separator } from './entry-list.ts';
import { html, joinHtml, nothing } from './html.ts';
import { regionMap } from './region-map.ts';
import { searchBox } from './search-box.ts';
import type { CountedLinkView, EntryView, HomeView, LetterGroupView, PageHead, TreeView } from './views.ts';
import type { Wording } from './wording.ts';

/** News below the lead that are given with their summary, when there are enough beside it; the rest by title. */
const secondStories = 2;
const minBeside = 3;
/** Of an item, in a list of titles. */
const countriesOfTitle = 2;
/** Countries that have room beside the map, the other ones with them. */
const maxBesideMap = 12;
/** Ids of ours hold an underscore. */
const countryListId = 'home_countries';

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
      ${countries(tree, view)}
      ${topics(tree, view)}
      ${campaign(tree)}
      ${resources(tree, view)}
      ${corner(tree)}`,
    'main',
  );
}

/** A section's heading, and at the line's other end the way to all of it. */
function sectionHead(
  tree: TreeView,
  key: 'news' | 'resources' | 'countries' | 'topics',
  titleKey: string,
): SafeHtml {
  const { wording } = tree;
  const section = tree.sections.find((candidate) => candidate.key === key);
  return html`<div class="section-head">
    <h2 id="home_${key}_title">${wording.text(titleKey)}</h2>
    ${section === undefined ? nothing : html`<p class="more"><a href="${section.href}">${wording.text(`home.all.${key}`)}</a></p>`}
    </div>`;
}

// ── news ──────────────────────────────────────────────────────────────────────────────────────────────

function news(tree: TreeView, { lead, leadImage, latest }: HomeView): SafeHtml {
  const { wording } = tree;
  if (lead === undefined) return nothing;
  const second = latest.length < secondStories + minBeside ? [] : latest.slice(0, secondStories);
  const rest = latest.slice(second.length);
  return html`<section class="front" aria-labelledby="home_news_title">
    ${sectionHead(tree, 'news', 'home.news')}
    <div class="front-columns">
    <div>
    ${leadStory(wording, lead, leadImage)}
    ${second.length === 0 ? nothing : entryList(wording, second, 3)}
    </div>
    ${rest.length === 0 ? nothing : latestList(wording, rest)}
    </div>
    </section>`;
}

function leadStory(wording: Wording, entry: EntryView, image: HomeView['leadImage']): SafeHtml {
  const facts = entryFacts(wording, entry, entry.countries.length);
  return html`<article class="lead">
    ${image === undefined ? nothing : html`${image}\n`}<h3><a href="${entry.href}">${entry.title}</a>${draftMark(wording, entry.isDraft)}</h3>
    ${entry.summary === '' ? nothing : html`<p class="lede">${entry.summary}</p>\n`}${
      facts.html === '' ? nothing : html`<p class="meta">${facts}</p>\n`
    }</article>`;
}

/** When, and where: of countries that are left out, how many. */
function entryFacts(wording: Wording, entry: EntryView, maxCountries: number): SafeHtml {
  const more = entry.moreCountries + Math.max(0, entry.countries.length - maxCountries);
  return joinHtml(
    [
      entry.date === undefined ? nothing : wording.date(entry.date),
      places(wording, entry, maxCountries, more),
    ],
    separator,
  );
}

function places(wording: Wording, entry: EntryView, maxCountries: number, more: number): SafeHtml {
  return wording.list([
    ...entry.countries.slice(0, maxCountries).map((country) => linkTo(country)),
    more > 0 && wording.text('entry.more', { n: more }),
  ]);
}

/** Dates in a column of their own, so that the eye finds its place. */
function latestList(wording: Wording, entries: readonly EntryView[]): SafeHtml {
  return html`<ul class="latest">${entries.map((entry) => {
    const more = entry.moreCountries + Math.max(0, entry.countries.length - countriesOfTitle);
    const where = places(wording, entry, countriesOfTitle, more);
    return html`
      <li>
      ${entry.date === undefined ? nothing : html`<p class="meta">${wording.date(entry.date)}</p>\n`}<div>
      <p><a href="${entry.href}">${entry.title}</a>${draftMark(wording, entry.isDraft)}</p>
      ${where.html === '' ? nothing : html`<p class="meta">${where}</p>\n`}</div>
      </li>`;
  })}
    </ul>`;
}

// ── countries, resources, topics ──────────────────────────────────────────────────────────────────────

function countries(tree: TreeView, { countries: all, map }: HomeView): SafeHtml {
  if (all.length === 0) return nothing;
  const { wording } = tree;
  const fitsBeside = map !== undefined && map.listed.length + map.elsewhere.length <= maxBesideMap;
  return html`<section class="band" aria-labelledby="home_countries_title">
    ${sectionHead(tree, 'countries', 'section.countries')}
    ${
      map === undefined
        ? countedLinks(all)
        : html`<div class="map-columns">
          ${regionMap(wording, map, countryListId)}
          <div class="map-side" id="${countryListId}" tabindex="-1">
          ${countedLinks(map.listed)}
          ${fitsBeside ? elsewhere(wording, map.elsewhere) : nothing}
          </div>
          </div>
          ${fitsBeside ? nothing : foldedElsewhere(wording, map.elsewhere)}`
    }
    </section>`;
}

function elsewhere(wording: Wording, list: readonly CountedLinkView[]): SafeHtml {
  if (list.length === 0) return nothing;
  return html`<h3 class="elsewhere">${wording.text('map.elsewhere')}</h3>
    ${countedLinks(list)}`;
}

/** A long list of what the map does not show is in the way of whoever came for the rest of the page. */
function foldedElsewhere(wording: Wording, list: readonly CountedLinkView[]): SafeHtml {
  if (list.length === 0) return nothing;
  return html`<details class="elsewhere">
    <summary>${wording.text('map.elsewhere')} <span class="count">${list.length}</span></summary>
    ${countedLinks(list)}
    </details>`;
}

function topics(tree: TreeView, { topics: list }: HomeView): SafeHtml {
  if (list.length === 0) return nothing;
  return html`<section class="band" aria-labelledby="home_topics_title">
    ${sectionHead(tree, 'topics', 'section.topics')}
    ${countedLinks(list)}
    </section>`;
}

function resources(tree: TreeView, { resources: list }: HomeView): SafeHtml {
  if (list.length === 0) return nothing;
  return html`<section class="band home-resources" aria-labelledby="home_resources_title">
    ${sectionHead(tree, 'resources', 'section.resources')}
    ${resourceList(tree.wording, list, 3)}
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

// ── campaign, newsletter, inquiry corner ──────────────────────────────────────────────────────────────

function campaign({ wording, campaign: shown }: TreeView): SafeHtml {
  if (shown === undefined) return nothing;
  return html`<section class="campaign" aria-labelledby="home_campaign_title">
    <h2 id="home_campaign_title">${wording.inLanguage(shown.title, shown.language)}</h2>
    <div>
    <p>${wording.inLanguage(shown.text, shown.language)}</p>
    <p class="more">${linkTo(shown.link)}</p>
    </div>
    </section>`;
}

function corner(tree: TreeView): SafeHtml {
  const hasNewsletter = tree.hasNewsletter && tree.subscribe !== undefined;
  return hasNewsletter || tree.contact !== undefined ? invitations(tree, ['newsletter', 'inquiry']) : nothing;
}
