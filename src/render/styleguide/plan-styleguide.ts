// The pages of the style guide: each shows one kind of page in one state, by the layout that readers' pages are printed
// by, from a sample view. They stand in no list, feed, index or copy of the site, and ask not to be indexed.
import { downloadPage } from '../../../layouts/download-page.ts';
import { homePage } from '../../../layouts/home-page.ts';
import { html } from '../../../layouts/html.ts';
import { itemPage } from '../../../layouts/item-page.ts';
import { labelIndexPage, labelPage } from '../../../layouts/label-pages.ts';
import { directionOf, languageNameOf } from '../../../layouts/languages.ts';
import { newsGroupsPage, newsIndexPage } from '../../../layouts/news-pages.ts';
import { notFoundPage } from '../../../layouts/not-found-page.ts';
import { resourcesPage } from '../../../layouts/resources-page.ts';
import { searchPage } from '../../../layouts/search-page.ts';
import {
  type GuidePartsView,
  guidePartsPage,
  guideSuggestionsPage,
} from '../../../layouts/styleguide/parts-page.ts';
import { thanksPage } from '../../../layouts/thanks-page.ts';
import type { ItemView, PageHead, TreeView } from '../../../layouts/views.ts';
import type { LanguageTag, OutputFile, PlannedPage } from '../../model.ts';
import type { TreeContext } from '../tree-context.ts';
import { coloursOf, pairsOf, type Tokens, tokensNamed } from './palette.ts';
import {
  codeText,
  countryNames,
  everyBlock,
  footnoteText,
  longText,
  mixedText,
  sampleText,
  tableText,
} from './sample-texts.ts';
import { date, type GuideFiles, Samples } from './sample-views.ts';
import { type ScriptSample, scriptSampleSource, scriptSamples } from './script-samples.ts';

export interface StyleguidePlan {
  readonly files: GuideFiles;
  /** Of the finished style sheet. */
  readonly tokens: Tokens;
}

type GuidePage = Omit<PlannedPage, 'isListed' | 'lastModified' | 'anchors'>;

type Layout<Main> = (tree: TreeView, head: PageHead, main: Main) => string;

/** A page of the style guide before it has an address. */
interface GuideSample {
  readonly group: string;
  /** Last part of the address. */
  readonly name: string;
  /** In the list of pages. */
  readonly title: string;
  readonly page: (
    permalink: PlannedPage['permalink'],
  ) => Pick<PlannedPage, 'makeView' | 'print' | 'language' | 'script'>;
}

/** What the general make of a page leaves open. */
interface Particulars {
  /** Default: English. */
  readonly language?: string;
  /** Default: true; a home has no title. */
  readonly isTitled?: boolean;
  readonly isPreview?: boolean;
  readonly script?: OutputFile;
  /** Asked for when the page is made: what other pages there are is not known before. */
  readonly head?: () => Partial<PageHead>;
}

/** @param site the tree of the site's own language */
export function planStyleguide(site: TreeContext, { files, tokens }: StyleguidePlan): GuidePage[] {
  const samples = new Samples(site, files);
  const previews = new Map<TreeView, TreeView>();
  const previewOf = (tree: TreeView): TreeView => {
    const known = previews.get(tree) ?? { ...tree, isPreview: true };
    previews.set(tree, known);
    return known;
  };
  const guideSamples: GuideSample[] = [];

  /** Ties a layout to the view that it prints. */
  function add<Main>(
    [group, name, title]: readonly [group: string, name: string, title: string],
    layout: Layout<Main>,
    show: () => Main,
    { language = 'en', isTitled = true, isPreview = false, script, head }: Particulars = {},
  ): void {
    const page: GuideSample['page'] = (permalink) => ({
      language: language as LanguageTag,
      ...(script === undefined ? {} : { script }),
      makeView() {
        const context = samples.contextOf(language);
        const tree = samples.tree(language);
        return {
          tree: isPreview ? previewOf(tree) : tree,
          head: context.head({
            title: isTitled ? title : undefined,
            titleLanguage: isTitled && language !== 'en' ? ('en' as LanguageTag) : undefined,
            description: `${title}: a page of the style guide.`,
            translations: new Map(),
            isIndexed: false,
            isSiteOnly: true,
            ...head?.(),
            permalink,
          }),
          main: show(),
        };
      },
      print(view) {
        const { tree, head: shownHead, main } = view as { tree: TreeView; head: PageHead; main: Main };
        return layout(tree, shownHead, main);
      },
    });
    guideSamples.push({ group, name, title, page });
  }

  addItems(samples, (name, title, view, particulars) =>
    add(['Items', name, title], itemPage, view, particulars),
  );

  // ── lists ───────────────────────────────────────────────────────────────────────────────────────────

  const newsPath = () => [samples.link('News', 'list-news')];
  const entriesPage = (name: string, title: string, count: number): void =>
    add(['Lists', name, title], newsGroupsPage, () => ({
      title: html`${title}`,
      breadcrumbs: newsPath(),
      groups: [],
      entries: samples.entries(count),
    }));
  add(
    ['Lists', 'list-news', 'News by time'],
    newsIndexPage,
    () => ({
      newest: samples.entries(20),
      years: samples.years(),
    }),
    { head: () => ({ section: 'news' }) },
  );
  add(['Lists', 'list-year', 'A year by months'], newsGroupsPage, () => ({
    title: html`A year by months`,
    breadcrumbs: newsPath(),
    year: samples.years()[0],
    groups: [12, 11].map((month) => ({
      title: samples.tree().wording.month(2008, month),
      entries: samples.entries(6),
    })),
    entries: [],
  }));
  entriesPage('list-month', 'A month', 8);
  entriesPage('list-empty', 'A list without items', 0);
  entriesPage('list-one', 'A list of one item', 1);
  entriesPage('list-hundred', 'A list of a hundred items', 100);
  add(['Lists', 'list-mixed-scripts', 'A list in many scripts'], newsGroupsPage, () => ({
    title: html`A list in many scripts`,
    breadcrumbs: newsPath(),
    groups: [],
    entries: scriptSamples.map(({ title, articles }) =>
      samples.entry({ title, summary: articles[0]?.paragraphs[0] ?? '' }),
    ),
  }));
  add(['Lists', 'list-countries', 'Countries by letter'], labelIndexPage, () => ({
    type: 'countries' as const,
    groups: samples.letters(),
  }));
  add(['Lists', 'list-topics', 'Topics'], labelIndexPage, () => ({
    type: 'topics' as const,
    groups: [{ links: samples.counted(['Training', 'Labour', 'Children', 'Law and courts'], 'list-topic') }],
  }));
  add(['Lists', 'list-resources', 'Resources by kind'], resourcesPage, () => ({
    groups: (['law', 'report', 'toolkit'] as const).map((kind) => ({
      id: `section_${kind}`,
      title: samples.tree().wording.text(`kind.${kind}`),
      entries: samples.resourceEntries(),
    })),
  }));
  add(['Lists', 'list-country-facts', 'A country with all that can be said of one'], labelPage, () =>
    samples.label({
      aliases: ['Another name', 'ชื่ออื่น'],
      text: { html: samples.body(sampleText.short).html, language: 'en' as LanguageTag },
      facts: [
        samples.fact('What a fact is about', ['A paragraph that says it.', 'A second one.']),
        samples.fact('What another fact is about', ['A paragraph that says it.']),
      ],
      resources: [{ id: 'section_law', title: html`Law`, entries: samples.resourceEntries() }],
      pages: [samples.link('A page that names the country', 'item-plain')],
      news: samples.entries(8),
      years: samples.counted(['2009', '2008', '2007'], 'list-year'),
      newsCount: 130,
      feeds: samples.tree().feeds,
      elsewhere: [samples.language('th'), samples.language('ar')],
    }),
  );
  add(['Lists', 'list-country-bare', 'A country of which nothing is said'], labelPage, () => samples.label());
  add(['Lists', 'list-topic', 'A topic with one item'], labelPage, () =>
    samples.label({ name: 'Training', news: [samples.entry()], newsCount: 1 }),
  );

  // ── homes ───────────────────────────────────────────────────────────────────────────────────────────

  const isHome = { isTitled: false };
  add(['Homes', 'home-empty', 'A home with nothing'], homePage, () => samples.emptyHome(), isHome);
  add(
    ['Homes', 'home-one', 'A home with one item'],
    homePage,
    () => samples.emptyHome({ lead: samples.entry() }),
    isHome,
  );
  add(
    ['Homes', 'home-everything', 'A home with everything'],
    homePage,
    () => samples.home({ map: samples.map() }),
    isHome,
  );

  // ── search ──────────────────────────────────────────────────────────────────────────────────────────

  const scriptHref = samples.fileHref(files.script);
  const script = samples.searchWords();
  const search = () => samples.search(script);
  const states: Readonly<Record<string, string>> = {
    'search-results': 'Search: results',
    'search-filtered': 'Search: results narrowed by filters',
    'search-corrected': 'Search: what is said of words that were changed',
    'search-none': 'Search: no results',
    'search-loading': 'Search: an answer that is long in coming',
    'search-failed': 'Search: a part that cannot be had',
  };
  for (const [name, title] of Object.entries(states)) {
    const head = () => ({ scripts: [scriptHref, site.view.search.pageScriptHref] });
    add(['Search', name, title], searchPage, search, { head });
  }
  const head = () => ({ scripts: [] });
  add(
    ['Search', 'search-late', 'Search: before its script has come, or without JavaScript'],
    searchPage,
    search,
    // One page brings the script for all of them.
    { script, head },
  );
  add(
    ['Search', 'suggestions', 'Suggestions below the box'],
    guideSuggestionsPage,
    () => ({
      words: 'A click beside the list closes it, one into the box opens it.',
    }),
    { head: () => ({ scripts: [scriptHref, site.view.baseScriptHref] }) },
  );

  // ── the rest ────────────────────────────────────────────────────────────────────────────────────────

  add(['Others', 'not-found', 'An address that leads nowhere'], notFoundPage, () => ({
    homes: [{ link: samples.link(html`<bdi lang="th">${languageNameOf('th')}</bdi>`, 'item-in-th') }],
  }));
  add(['Others', 'download', 'The site as one file'], downloadPage, () => ({
    href: samples.fileHref(files.wide.path),
    fileName: 'name-of-the-site-2009-01-05.zip',
    date: date('2009-01-05'),
    sizeBytes: 12_345_678,
    sha256: '0123456789abcdef'.repeat(4),
  }));
  for (const kind of ['newsletter', 'inquiry'] as const) {
    add(['Others', `thanks-${kind}`, `Thanks for what was sent: ${kind}`], thanksPage, () => ({
      kind,
      publisher: 'The publisher’s name',
      back: samples.link('Back to the form', `item-form-${kind}`),
    }));
  }

  const pages = [...guideSamples];
  add(['', '', 'Style guide'], guidePartsPage, () => partsView(samples, tokens, files, pages));
  return guideSamples.map(({ name, page }) => {
    const permalink = samples.permalink(name);
    return { permalink, layout: 'styleguide', ...page(permalink) };
  });
}

// ── items ─────────────────────────────────────────────────────────────────────────────────────────────

type AddItem = (name: string, title: string, view: () => ItemView, particulars?: Particulars) => void;

/** Each edge of an item's page. */
function addItems(samples: Samples, add: AddItem): void {
  const withBody = (markdown: string, title: string) => () =>
    samples.item({ title, body: samples.body(markdown) });
  const everything = 'An item with all that it can have';
  add('item-everything', everything, () =>
    samples.item({
      title: everything,
      updated: date('2008-03-02'),
      authors: ['A. Writer', 'Another Writer'],
      image: samples.wideImage({ caption: 'What the picture shows.', credit: 'Who made it' }),
      body: samples.body(longText),
      source: { relation: 'excerpt', date: '1948-12-10', ...scriptSampleSource },
      corrections: [{ date: date('2008-03-02'), text: 'What was wrong before, and what is right.' }],
      countries: samples.countries(3),
      topics: samples.topics(),
      countryFacts: samples.countryFacts(),
      citation: samples.citation({ title: everything }),
      related: samples.entries(4),
      older: samples.link('The title of the item before', 'item-long-title'),
      newer: samples.link('The title of the next item, which is longer and takes two lines', 'item-plain'),
      translations: ['th', 'ar'].map((tag) => samples.language(tag)),
    }),
  );
  add('item-plain', 'A page with a title and a text', () =>
    samples.item({
      title: 'A page with a title and a text',
      breadcrumbs: [],
      date: undefined,
      authors: [],
      countries: [],
      topics: [],
    }),
  );
  add('item-text', 'Every kind of block', withBody(everyBlock, 'Every kind of block'));
  const longTitle = Array.from({ length: 6 }, () => sampleText.titles[2]).join('; ');
  add('item-long-title', 'A very long title', () => samples.item({ title: longTitle }));
  add('item-unbroken-title', 'A title without spaces', () =>
    samples.item({
      title: sampleText.unbroken,
      breadcrumbs: [samples.link(sampleText.unbroken)],
      authors: [sampleText.unbroken],
      older: samples.link(sampleText.unbroken),
      newer: samples.link(sampleText.unbroken),
      source: { relation: 'adapted', title: sampleText.unbroken, publisher: sampleText.unbroken },
    }),
  );
  add('item-without-summary', 'An item without a summary, and others without in its lists', () =>
    samples.item({
      title: 'An item without a summary',
      related: [
        samples.entry({ summary: '' }),
        samples.entry({ summary: '', date: undefined, countries: [] }),
      ],
    }),
  );
  add('item-40-countries', 'Forty countries', () =>
    samples.item({ title: 'Forty countries', countries: samples.countries(countryNames.length) }),
  );
  add('item-table', 'Tables, one wider than a phone', withBody(tableText, 'Tables, one wider than a phone'));
  add('item-code', 'Code', withBody(codeText, 'Code'));
  add('item-footnotes', 'Footnotes', withBody(footnoteText, 'Footnotes'));
  add('item-tall-image', 'A tall picture', () =>
    samples.item({
      title: 'A tall picture',
      image: samples.tallImage({ caption: 'What the picture shows.' }),
    }),
  );
  add('item-wide-image', 'A wide picture without a caption', () =>
    samples.item({ title: 'A wide picture without a caption', image: samples.wideImage() }),
  );
  add('item-wide-image-caption', 'A wide picture with caption and credit', () =>
    samples.item({
      title: 'A wide picture with caption and credit',
      image: samples.wideImage({ caption: sampleText.summaries[2], credit: 'Who made it' }),
    }),
  );
  const arabic = sampleOf('ar');
  add('item-rtl-in-ltr', 'Right to left within left to right', () =>
    samples.item({
      title: `An English title that names ${arabic.title}, and goes on`,
      body: samples.body(mixedText(arabic.title, firstParagraph(arabic))),
      authors: [arabic.title, 'A. Writer'],
    }),
  );
  add(
    'item-ltr-in-rtl',
    'Left to right within right to left',
    () =>
      samples.item({
        title: `${arabic.title} (Universal Declaration of Human Rights 1948)`,
        body: samples.body(
          `${firstParagraph(arabic)} Universal Declaration of Human Rights, 1948.\n\n- English words: ${arabic.title}\n- \`npm run build\`\n\n${tableText}`,
        ),
      }),
    { language: 'ar' },
  );
  add(
    'item-draft',
    'A draft, in a preview',
    () => samples.item({ title: 'A draft, in a preview', isDraft: true }),
    { isPreview: true, head: () => ({ isDraft: true }) },
  );
  add('item-corrections', 'Corrections', () =>
    samples.item({
      title: 'Corrections',
      updated: date('2008-04-01'),
      corrections: [
        { date: date('2008-04-01'), text: 'What was wrong before, and what is right.' },
        { date: date('2008-03-02'), text: sampleText.summaries[2] },
      ],
    }),
  );
  add('item-sources', 'A text adapted from elsewhere, by a publisher alone', () =>
    samples.item({
      title: 'A text adapted from elsewhere',
      source: { relation: 'adapted', publisher: 'The publisher’s name', date: '2007-08' },
    }),
  );
  const resource = {
    date: undefined,
    authors: [],
    breadcrumbs: [samples.link('Resources', 'list-resources')],
  };
  add('item-resource-file', 'A resource with a file', () =>
    samples.item({
      ...resource,
      title: 'A handbook for people who work on the subject',
      resource: samples.resource({ file: samples.file() }),
    }),
  );
  add('item-resource-link', 'A resource with a link', () =>
    samples.item({
      ...resource,
      title: 'A document on another site',
      resource: samples.resource({
        url: { href: 'https://www.example.org/a-document', host: 'www.example.org' },
      }),
    }),
  );
  add('item-resource-both', 'A resource with both', () =>
    samples.item({
      ...resource,
      title: 'A document on another site, and a copy here',
      resource: samples.resource({
        file: samples.file(),
        url: { href: 'https://www.example.org/a-document', host: `${'long-name.'.repeat(5)}example.org` },
      }),
    }),
  );
  for (const kind of ['inquiry', 'newsletter'] as const) {
    add(`item-form-${kind}`, `A form with every channel: ${kind}`, () =>
      samples.item({
        title: `A form with every channel: ${kind}`,
        breadcrumbs: [],
        date: undefined,
        authors: [],
        countries: [],
        topics: [],
        form: samples.form(kind),
      }),
    );
  }
  for (const language of ['my', 'th', 'km', 'ar']) {
    const { title, articles } = sampleOf(language);
    const text = articles.map(({ heading, paragraphs }) => `## ${heading}\n\n${paragraphs.join('\n\n')}\n`);
    add(
      `item-in-${language}`,
      `A page in ${englishNames[language]}`,
      () =>
        samples.item({
          title,
          body: samples.body(text.join('\n')),
          authors: [],
          breadcrumbs: [],
          countries: [],
          topics: [],
          source: { relation: 'excerpt', ...scriptSampleSource },
          related: [samples.entry({ title, summary: '' })],
        }),
      { language },
    );
  }
}

const englishNames: Readonly<Record<string, string>> = {
  my: 'Burmese',
  th: 'Thai',
  km: 'Khmer',
  ar: 'Arabic',
};

function sampleOf(language: string): ScriptSample {
  const sample = scriptSamples.find((candidate) => candidate.language === language);
  if (sample === undefined) throw new Error(`no sample text in ${language}`);
  return sample;
}

function firstParagraph({ articles }: ScriptSample): string {
  return articles[0]?.paragraphs[0] ?? '';
}

// ── parts ─────────────────────────────────────────────────────────────────────────────────────────────

function partsView(
  samples: Samples,
  tokens: Tokens,
  files: GuideFiles,
  pages: readonly GuideSample[],
): GuidePartsView {
  const groups = [...new Set(pages.map(({ group }) => group))];
  return {
    styleSheetHref: samples.fileHref(files.styleSheet),
    pages: groups.map((title) => ({
      title,
      links: pages
        .filter(({ group }) => group === title)
        .map(({ title: text, name }) => samples.link(text, name)),
    })),
    colours: coloursOf(tokens),
    pairs: pairsOf(tokens),
    sizes: tokensNamed(tokens, 'size-'),
    spaces: tokensNamed(tokens, 'space-'),
    scripts: scriptSamples.map(({ language, title, articles: [first] }) => ({
      language,
      direction: directionOf(language),
      name: languageNameOf(language),
      title,
      heading: first?.heading ?? '',
      text: first?.paragraphs.join(' ') ?? '',
    })),
    scriptSource: scriptSampleSource,
    breadcrumbs: [
      samples.link('News', 'list-news'),
      samples.link('2008', 'list-year'),
      samples.link('February', 'list-month'),
    ],
    links: [
      samples.link('A link within the site', 'item-plain'),
      { href: 'https://www.example.org/', text: html`A link to another site`, isExternal: true },
    ],
    labels: [...samples.countries(6), samples.link(sampleText.unbroken)],
    file: samples.file(),
    form: samples.form('inquiry'),
    entries: samples.entries(7),
    resources: samples.resourceEntries(),
    counted: samples.counted(countryNames.slice(0, 12), 'list-country-facts'),
    letters: samples.letters().slice(0, 6),
    feeds: samples.tree().feeds,
    body: samples.body(`${everyBlock}\n${tableText}\n${codeText}`),
    picture: samples.wideImage().picture,
  };
}
