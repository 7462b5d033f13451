// The page around every main part: head, header and footer. HTML Living Standard; OpenGraph (ogp.me); feed
// autodiscovery (RSS Advisory Board); hreflang as search engines read it. What a tree's pages share is made once.
import type { SafeHtml } from '../src/model.ts';
import { exitLink, exitSkipLink } from './exit-link.ts';
import { attributes, html, jsonForScript, nothing } from './html.ts';
import { searchBox } from './search-box.ts';
import type { FeedsView, LanguageLinkView, LinkView, PageHead, SectionKey, TreeView } from './views.ts';
import type { Wording } from './wording.ts';

/** Names of formats are the same in every language. */
const feedFormats = [
  { key: 'rss', name: 'RSS', type: 'application/rss+xml' },
  { key: 'atom', name: 'Atom', type: 'application/atom+xml' },
  { key: 'json', name: 'JSON Feed', type: 'application/feed+json' },
] as const;

/** Ids of ours hold an underscore, so that no heading of a text can have the same. */
export const mainId = 'page_main';

interface Shared {
  readonly headEnd: string;
  readonly headerStart: string;
  readonly menuStart: string;
  /** Before the main part: one step back from where the skip link leads. */
  readonly headerEnd: string;
  readonly footer: string;
  /** The home page has the invitations in its main part. */
  readonly homeFooter: string;
  /** Addresses that the header leads to: only there does it say "you are here". */
  readonly headerPermalinks: ReadonlySet<string>;
  /** All of the header behind the languages: by section, and address when that is one of the above. */
  readonly navigation: Map<string, string>;
}

const sharedByTree = new WeakMap<TreeView, Shared>();

/** Where a page has its search: in the header, in a larger box in its main part, or the page is the search itself. */
export type SearchPlace = 'header' | 'main' | 'page';

/** The whole document. */
export function documentPage(
  tree: TreeView,
  head: PageHead,
  main: SafeHtml,
  search: SearchPlace = 'header',
): string {
  const shared = sharedOf(tree);
  const { wording } = tree;
  return `<!DOCTYPE html>
<html lang="${wording.language}" dir="${wording.direction}">
<head>
<meta charset="utf-8">
${headOf(tree, head).html}${feedDiscovery(head.feeds).html}
${shared.headEnd}${scriptsOf(head.scripts ?? [tree.baseScriptHref]).html}
</head>
<body${head.isSiteOnly === true ? ' data-site-only' : ''}>
${shared.headerStart}
${menuFor(tree, shared, head)}
${navigationFor(tree, shared, head, search)}
${shared.headerEnd}
</header>
<main id="${mainId}" tabindex="-1">
${main.html}
</main>
${head.title === undefined ? shared.homeFooter : shared.footer}
</body>
</html>
`;
}

function sharedOf(tree: TreeView): Shared {
  let shared = sharedByTree.get(tree);
  if (shared === undefined) {
    shared = {
      headEnd: headEnd(tree).html,
      headerStart: headerStart(tree).html,
      menuStart: menuStart(tree).html,
      headerEnd: exitLink(tree).html,
      footer: footerOf(tree, invitations(tree, ['newsletter', 'inquiry', 'search', 'campaign'])).html,
      homeFooter: footerOf(tree, nothing).html,
      headerPermalinks: new Set(tree.navigation.flatMap(({ permalink }) => permalink ?? [])),
      navigation: new Map(),
    };
    sharedByTree.set(tree, shared);
  }
  return shared;
}

// ── head ──────────────────────────────────────────────────────────────────────────────────────────────

function headOf(tree: TreeView, head: PageHead): SafeHtml {
  const mark = head.isDraft === true ? `${tree.wording.plain('draft')}: ` : '';
  const title = head.title === undefined ? tree.siteName : `${mark}${head.title} – ${tree.siteName}`;
  const titleLanguage = head.title === undefined ? tree.siteNameLanguage : head.titleLanguage;
  const isIndexed = head.isIndexed && !tree.isPreview;
  return html`<title${titleLanguage === undefined ? nothing : tree.wording.markLanguage(titleLanguage)}>${title}</title>
    <meta name="description" content="${head.description}">
    ${isIndexed ? nothing : html`<meta name="robots" content="noindex">\n`}${
      head.canonical === undefined ? nothing : html`<link rel="canonical" href="${head.canonical}">\n`
    }${head.alternates.map(
      ({ language, href }) => html`<link rel="alternate" hreflang="${language}" href="${href}">\n`,
    )}<meta property="og:title" content="${head.title === undefined ? tree.siteName : mark + head.title}">
    <meta property="og:type" content="${head.kind}">
    <meta property="og:description" content="${head.description}">
    ${head.canonical === undefined ? nothing : html`<meta property="og:url" content="${head.canonical}">\n`}${
      head.image === undefined ? nothing : html`<meta property="og:image" content="${head.image}">\n`
    }${
      head.published === undefined
        ? nothing
        : html`<meta property="article:published_time" content="${head.published}">\n`
    }${
      head.updated === undefined
        ? nothing
        : html`<meta property="article:modified_time" content="${head.updated}">\n`
    }${
      head.structuredData === undefined
        ? nothing
        : html`<script type="application/ld+json">${jsonForScript(head.structuredData)}</script>\n`
    }`;
}

/** The part of the head that all pages of a tree share. */
function headEnd(tree: TreeView): SafeHtml {
  return html`<meta property="og:site_name" content="${tree.siteName}">
    <meta property="og:locale" content="${tree.wording.language.replaceAll('-', '_')}">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="referrer" content="no-referrer">
    <meta name="color-scheme" content="light dark">
    <meta name="theme-color" content="${tree.groundColours.light}" media="(prefers-color-scheme: light)">
    <meta name="theme-color" content="${tree.groundColours.dark}" media="(prefers-color-scheme: dark)">
    <link rel="icon" href="${tree.iconHref}" type="image/svg+xml">
    <link rel="stylesheet" href="${tree.styleSheetHref}">${feedDiscovery(tree.feeds)}`;
}

/** What a feed reader looks for when it is given the address of a page. */
function feedDiscovery(feeds: FeedsView | undefined): SafeHtml {
  if (feeds === undefined) return nothing;
  return html`${feedFormats.map(
    ({ key, name, type }) =>
      html`\n<link rel="alternate" type="${type}" title="${feeds.title} (${name})" href="${feeds[key]}">`,
  )}`;
}

function scriptsOf(scripts: readonly string[]): SafeHtml {
  return html`${scripts.map((src) => html`\n<script src="${src}" defer></script>`)}`;
}

// ── header ────────────────────────────────────────────────────────────────────────────────────────────

function headerStart(tree: TreeView): SafeHtml {
  const { wording } = tree;
  return html`<a class="skip" href="#${mainId}">${wording.text('skip')}</a>
    <header class="masthead">
    ${exitSkipLink(tree)}
    ${tree.isPreview ? html`<p class="preview">${wording.text('preview')}</p>` : nothing}`;
}

/** Characters of a name that has a line of a phone to itself; a longer one is set smaller. */
const maxShortName = 24;

/** @param withTagline on the home page that is the headline, and not said twice */
function nameOf(tree: TreeView, withTagline: boolean): SafeHtml {
  const { wording, emblem } = tree;
  return html`<div class="masthead-name">
    <p class="wordmark${[...tree.siteName].length > maxShortName ? ' long' : ''}"><a href="${tree.homeHref}">${emblem === undefined ? nothing : emblemOf(emblem)}${wording.inLanguage(tree.siteName, tree.siteNameLanguage)}</a></p>${
      withTagline
        ? html`\n<p class="tagline">${wording.inLanguage(tree.tagline, tree.taglineLanguage)}</p>`
        : nothing
    }
    </div>`;
}

/** The name stands beside it: it has no words of its own. */
function emblemOf({ href, width, height }: NonNullable<TreeView['emblem']>): SafeHtml {
  return html`<img class="emblem" src="${href}" width="${width}" height="${height}" alt="">`;
}

/** The text, marked when the page it leads to speaks another language. */
export function linkTo(link: LinkView, extra: SafeHtml = nothing): SafeHtml {
  const language = attributes({ hreflang: link.language });
  const rel = link.isExternal === true ? html` rel="noreferrer"` : nothing;
  return html`<a href="${link.href}"${language}${rel}${extra}>${link.text}</a>`;
}

/** A line that offers a list as a feed. */
export function feedLine(wording: Wording, feeds: FeedsView | undefined): SafeHtml {
  if (feeds === undefined) return nothing;
  return html`<p class="meta feeds">${wording.text('feed.follow')} ${wording.list(
    feedFormats.map(
      ({ key, name, type }) => html`<a href="${feeds[key]}" type="${type}" lang="en">${name}</a>`,
    ),
  )}</p>`;
}

/** A globe: readers who know no word of this page look for it. */
const globe = html`<svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true"><path d="M10 1.500a8.500 8.500 0 1 0 0 17 8.500 8.500 0 1 0 0-17zc-5 4-5 13 0 17 5-4 5-13 0-17zM1.500 10h17"/></svg>`;

/**
 * Languages, and ways that are no section: a disclosure on a narrow screen, a line on a wide one. It comes before the
 * name, since it stands beside the exit link, where a narrow screen has room to spare.
 * @returns all but its end, which `navigationFor` gives; empty when there is nothing to disclose
 */
function menuFor(tree: TreeView, { menuStart }: Shared, { languages }: PageHead): string {
  if (!hasMenu(tree, languages)) return '';
  return menuStart + languageSwitch(tree, languages).html;
}

function hasMenu(tree: TreeView, languages: readonly LanguageLinkView[]): boolean {
  return languages.length > 1 || tree.navigation.length > 0;
}

function menuStart({ wording }: TreeView): SafeHtml {
  return html`<details class="menu">
    <summary>${globe}${wording.text('nav.menu')}</summary>
    <div class="menu-lists">\n`;
}

function languageSwitch(tree: TreeView, languages: readonly LanguageLinkView[]): SafeHtml {
  if (languages.length < 2) return nothing;
  return html`<nav class="languages" aria-labelledby="nav_languages">
    <span id="nav_languages" class="unseen">${tree.wording.text('nav.languages')}</span>
    <ul>${languages.map(({ language, direction, name, href, isCurrent }) => {
      // The list's own direction is the page's; each name is read in its own.
      const own =
        language === tree.wording.language ? nothing : attributes({ lang: language, dir: direction });
      return isCurrent
        ? html`\n<li><span aria-current="true">${name}</span></li>`
        : html`\n<li><a href="${href}" hreflang="${language}"${own}>${name}</a></li>`;
    })}</ul>
    </nav>\n`;
}

function navigationFor(tree: TreeView, shared: Shared, head: PageHead, search: SearchPlace): string {
  const permalink = shared.headerPermalinks.has(head.permalink) ? head.permalink : undefined;
  const parts: HeaderParts = {
    permalink,
    section: head.section,
    isStart: head.section !== undefined && head.permalink.endsWith(`/${head.section}/`),
    hasBox: search === 'header',
    hasTagline: head.title !== undefined,
    hasMenu: hasMenu(tree, head.languages),
  };
  const key = Object.values(parts).join(' ');
  let navigation = shared.navigation.get(key);
  if (navigation === undefined) {
    navigation = navigationOf(tree, parts).html;
    shared.navigation.set(key, navigation);
  }
  return navigation;
}

/** What tells one page's header from another's, but for the addresses of its languages. */
interface HeaderParts {
  readonly permalink: string | undefined;
  readonly section: SectionKey | undefined;
  readonly isStart: boolean;
  readonly hasBox: boolean;
  readonly hasTagline: boolean;
  readonly hasMenu: boolean;
}

function navigationOf(tree: TreeView, parts: HeaderParts): SafeHtml {
  const { wording } = tree;
  const { permalink, section, isStart, hasBox, hasTagline, hasMenu } = parts;
  const here = (isHere: boolean, value: 'page' | 'true' = 'page'): SafeHtml =>
    isHere ? html` aria-current="${value}"` : nothing;
  const main =
    tree.navigation.length === 0
      ? nothing
      : html`<nav class="navigation" aria-labelledby="nav_main">
        <span id="nav_main" class="unseen">${wording.text('nav.main')}</span>
        <ul>${tree.navigation.map(
          (entry) =>
            html`\n<li>${linkTo(entry, here(entry.permalink !== undefined && entry.permalink === permalink))}</li>`,
        )}</ul>
        </nav>`;
  const sections =
    tree.sections.length === 0
      ? nothing
      : html`\n<nav class="sections" aria-labelledby="nav_sections">
        <span id="nav_sections" class="unseen">${wording.text('nav.sections')}</span>
        <ul>${tree.sections.map(
          ({ key, href }) =>
            html`\n<li><a href="${href}"${here(key === section, isStart ? 'page' : 'true')}>${wording.text(`section.${key}`)}</a></li>`,
        )}</ul>
        </nav>`;
  return html`${hasMenu ? html`${main}\n</div>\n</details>\n` : nothing}${nameOf(tree, hasTagline)}${
    hasBox ? html`\n${searchBox(tree, 'header')}` : nothing
  }${sections}`;
}

// ── footer ────────────────────────────────────────────────────────────────────────────────────────────

type Invitation = 'newsletter' | 'inquiry' | 'search' | 'campaign';

/** The inquiry corner and its neighbours, as far as the tree has them. */
export function invitations(tree: TreeView, kinds: readonly Invitation[]): SafeHtml {
  const { wording, campaign } = tree;
  const box = (title: SafeHtml, text: SafeHtml, link: LinkView | undefined): SafeHtml =>
    link === undefined
      ? nothing
      : html`
        <section class="invitation">
        <h2>${title}</h2>
        <p>${text}</p>
        <p>${linkTo(link)}</p>
        </section>`;
  const boxes: Readonly<Record<Invitation, () => SafeHtml>> = {
    // Where nobody can sign up, the page is one of the footer's links: nothing is promised that is not sent.
    newsletter: () =>
      tree.hasNewsletter
        ? box(wording.text('newsletter.title'), wording.text('newsletter.text'), tree.subscribe)
        : nothing,
    inquiry: () => box(wording.text('inquiry.title'), wording.text('inquiry.text'), tree.contact),
    search: () =>
      box(wording.text('search.title'), wording.text('search.invitation'), {
        href: tree.searchHref,
        text: wording.text('search.link'),
      }),
    campaign: () =>
      campaign === undefined
        ? nothing
        : box(
            wording.inLanguage(campaign.title, campaign.language),
            wording.inLanguage(campaign.text, campaign.language),
            campaign.link,
          ),
  };
  return html`<div class="invitations">${kinds.map((kind) => boxes[kind]())}
    </div>`;
}

function footerOf(tree: TreeView, above: SafeHtml): SafeHtml {
  const { wording, emblem } = tree;
  const legal = tree.legal.map((link) => html`\n<li>${linkTo(link)}</li>`);
  const ways: SafeHtml[] = [];
  if (tree.subscribe !== undefined && !tree.hasNewsletter)
    ways.push(html`\n<li>${linkTo(tree.subscribe)}</li>`);
  // `data-site-only`: not in a copy that is carried away (src/archive/relative-links.ts).
  if (tree.feeds !== undefined) {
    ways.push(
      html`\n<li data-site-only><a class="feed" href="${tree.feeds.rss}" type="application/rss+xml">${wording.text('feed.link')}</a></li>`,
    );
  }
  if (tree.download !== undefined) ways.push(html`\n<li data-site-only>${linkTo(tree.download)}</li>`);
  return html`<footer class="colophon">
    ${above}
    <div class="imprint">
    <div>
    <p class="imprint-name">${emblem === undefined ? nothing : emblemOf(emblem)}${wording.inLanguage(tree.siteName, tree.siteNameLanguage)}</p>
    <p>${wording.text('footer.publisher', { publisher: publisherOf(tree) })}</p>${
      tree.footer === ''
        ? nothing
        : html`\n<p class="imprint-text">${wording.inLanguage(tree.footer, tree.footerLanguage)}</p>`
    }
    </div>
    ${[legal, ways].map((links) => (links.length === 0 ? nothing : html`<ul>${links}</ul>\n`))}
    </div>
    </footer>`;
}

function publisherOf({ publisher: { name, url } }: TreeView): SafeHtml {
  return url === undefined
    ? html`<bdi>${name}</bdi>`
    : html`<a href="${url}" rel="noreferrer"><bdi>${name}</bdi></a>`;
}
