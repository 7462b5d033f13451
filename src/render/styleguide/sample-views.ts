// Views for the style guide: each builder gives a whole view of its kind, and a page says only what is particular about
// it. Where a view gets a new field, this is the file to give it a sample. The texts tell what they are samples of; they
// claim nothing.
import { html } from '../../../layouts/html.ts';
import { directionOf, languageNameOf } from '../../../layouts/languages.ts';
import { picture } from '../../../layouts/picture.ts';
import type {
  CitationView,
  CountedLinkView,
  CountryFactsView,
  EntryView,
  FactView,
  FormView,
  HomeView,
  ItemView,
  LabelPageView,
  LanguageLinkView,
  LetterGroupView,
  LinkView,
  MapView,
  ResourceEntryView,
  SearchPageView,
  TreeView,
  YearView,
} from '../../../layouts/views.ts';
import type { IsoDate, LanguageTag, OutputFile, Permalink, RenderedBody, SafeHtml } from '../../model.ts';
import { hrefOf } from '../addresses.ts';
import type { LanguageTree } from '../language-tree.ts';
import { renderMarkdown } from '../markdown.ts';
import { searchWordsFile } from '../search-words.ts';
import { TreeContext } from '../tree-context.ts';
import { countryNames, sampleText } from './sample-texts.ts';

/** Where the style guide stands; all its pages are below. */
export const guidePath = '/styleguide/';

/** A sample picture in the output. */
export interface GuidePicture {
  /** Below the output. */
  readonly path: string;
  readonly width: number;
  readonly height: number;
}

/** What the style guide has beside its pages, by path below the output. */
export interface GuideFiles {
  readonly styleSheet: string;
  /** Brings a page into the state that its address names. */
  readonly script: string;
  /** Answers in the place of the search engine. */
  readonly worker: string;
  readonly wide: GuidePicture;
  readonly tall: GuidePicture;
}

/** Absent values are the builder's own; one that is undefined takes a part away. */
type Some<View> = { readonly [Key in keyof View]?: View[Key] | undefined };

/** Of a sample. */
export const date = (text: string): IsoDate => text as IsoDate;

/** Everything the samples of one build are made with. */
export class Samples {
  readonly #site: TreeContext;
  readonly #files: GuideFiles;
  readonly #trees = new Map<string, { readonly context: TreeContext; readonly view: TreeView }>();

  /** @param site the tree of the site's own language */
  constructor(site: TreeContext, files: GuideFiles) {
    this.#site = site;
    this.#files = files;
  }

  // ── addresses ───────────────────────────────────────────────────────────────────────────────────────

  permalink(name: string): Permalink {
    return `${guidePath}${name === '' ? '' : `${name}/`}` as Permalink;
  }

  /** Of a page of the style guide. */
  href(name: string): string {
    return hrefOf(this.permalink(name), this.#site.context.options.basePath);
  }

  fileHref(path: string): string {
    return hrefOf(`/${path}`, this.#site.context.options.basePath);
  }

  /** Without a name it leads to the style guide itself. */
  link(text: string | SafeHtml, name = ''): LinkView {
    return { href: this.href(name), text: html`${text}` };
  }

  // ── trees ───────────────────────────────────────────────────────────────────────────────────────────

  /** The site's own head and foot in any language, with all that a tree can have. */
  tree(language = 'en'): TreeView {
    return this.#treeOf(language).view;
  }

  /** For what a page says outside its main part. */
  contextOf(language = 'en'): TreeContext {
    return this.#treeOf(language).context;
  }

  #treeOf(language: string): { readonly context: TreeContext; readonly view: TreeView } {
    let tree = this.#trees.get(language);
    if (tree === undefined) {
      const context = new TreeContext(emptyTree(language as LanguageTag), this.#site.context);
      tree = { context, view: this.#viewOf(context) };
      this.#trees.set(language, tree);
    }
    return tree;
  }

  #viewOf(context: TreeContext): TreeView {
    const { view, wording } = context;
    const own = this.#site.view;
    const words = (key: string): SafeHtml => wording.text(key);
    return {
      ...view,
      homeHref: own.homeHref,
      sections: (['news', 'countries', 'topics', 'resources'] as const).map((key) => ({
        key,
        href: this.href(`list-${key}`),
      })),
      searchHref: this.href('search-results'),
      search: { ...view.search, workerHref: this.fileHref(this.#files.worker) },
      feeds: own.feeds,
      subscribe: view.subscribe ?? this.link(words('newsletter.link'), 'item-form-newsletter'),
      hasNewsletter: true,
      contact: view.contact ?? this.link(words('inquiry.link'), 'item-form-inquiry'),
      campaign: view.campaign ?? {
        title: 'A campaign, while it runs',
        text: 'One sentence that says what it asks of readers, and until when.',
        link: this.link(wording.inLanguage('What they can do', 'en')),
        language: 'en' as LanguageTag,
      },
      download: this.link(words('download.link'), 'download'),
    };
  }

  // ── parts of views ──────────────────────────────────────────────────────────────────────────────────

  /** Markdown as an item's text has it. */
  body(markdown: string): RenderedBody {
    return renderMarkdown(markdown, { basePath: this.#site.context.options.basePath, firstLine: 1 });
  }

  wideImage(words: Some<NonNullable<ItemView['image']>> = {}): NonNullable<ItemView['image']> {
    return this.#image(this.#files.wide, 'A drawing, three times as wide as it is high', words);
  }

  tallImage(words: Some<NonNullable<ItemView['image']>> = {}): NonNullable<ItemView['image']> {
    return this.#image(this.#files.tall, 'A drawing, three times as high as it is wide', words);
  }

  #image(
    { path, width, height }: GuidePicture,
    alt: string,
    words: Some<NonNullable<ItemView['image']>>,
  ): NonNullable<ItemView['image']> {
    const view = {
      href: this.fileHref(path),
      alt,
      isLazy: false,
      image: { width, height, sources: [] },
    };
    return { picture: picture(view, (other) => this.fileHref(other)), ...words };
  }

  countries(count: number): LinkView[] {
    return countryNames.slice(0, count).map((name) => this.link(name, 'list-country-facts'));
  }

  topics(): LinkView[] {
    return ['Training', 'Labour', 'Children', 'Law and courts'].map((name) => this.link(name, 'list-topic'));
  }

  counted(names: readonly string[], target: string): CountedLinkView[] {
    return names.map((name, place) => ({ ...this.link(name, target), count: (place * 37) % 120 }));
  }

  /** Countries by their first letters. */
  letters(): LetterGroupView[] {
    const groups = new Map<string, CountedLinkView[]>();
    for (const link of this.counted([...countryNames].sort(), 'list-country-facts')) {
      const letter = link.text.html.charAt(0);
      groups.set(letter, [...(groups.get(letter) ?? []), link]);
    }
    return [...groups].map(([letter, links]) => ({ letter, id: `letter_${letter.toLowerCase()}`, links }));
  }

  years(): YearView[] {
    return [2009, 2008, 2007].map((year) => ({
      year,
      href: this.href('list-year'),
      count: 12 * 7,
      months: Array.from({ length: 12 }, (_, place) => ({
        month: 12 - place,
        href: this.href('list-month'),
        count: ((place * 5) % 13) + 1,
      })),
    }));
  }

  language(tag: string): LanguageLinkView {
    return {
      language: tag as LanguageTag,
      name: languageNameOf(tag),
      direction: directionOf(tag),
      href: this.href(`item-in-${tag}`),
      isCurrent: false,
    };
  }

  // ── items ───────────────────────────────────────────────────────────────────────────────────────────

  entry(changes: Some<EntryView> = {}): EntryView {
    return {
      href: this.href('item-everything'),
      title: 'A title of the usual length that says what happened, and where',
      date: date('2008-02-29'),
      summary: 'A summary of one or two sentences: it tells enough for a reader to know whether to go on.',
      countries: this.countries(2),
      moreCountries: 0,
      isDraft: false,
      ...changes,
    };
  }

  /** Entries that differ as those of a real list do. */
  entries(count: number): EntryView[] {
    return Array.from({ length: count }, (_, place) =>
      this.entry({
        title: `${sampleText.titles[place % sampleText.titles.length]}`,
        date: date(
          `2008-${String(12 - (place % 12)).padStart(2, '0')}-${String(28 - (place % 27)).padStart(2, '0')}`,
        ),
        summary: place % 4 === 3 ? '' : sampleText.summaries[place % sampleText.summaries.length],
        countries: this.countries(place % 5),
        moreCountries: place % 5 === 4 ? 3 : 0,
        isDraft: place === 5,
      }),
    );
  }

  resourceEntry(changes: Some<ResourceEntryView> = {}): ResourceEntryView {
    return {
      ...this.entry({
        title: 'A handbook for people who work on the subject',
        date: undefined,
        countries: [],
      }),
      href: this.href('item-resource-file'),
      publisher: 'The publisher’s name',
      year: 2007,
      file: { href: this.fileHref(this.#files.wide.path), type: 'PDF', sizeBytes: 1_234_567 },
      ...changes,
    };
  }

  resourceEntries(): ResourceEntryView[] {
    return [
      this.resourceEntry(),
      this.resourceEntry({
        title: 'A document on another site',
        file: undefined,
        host: 'www.example.org',
        href: this.href('item-resource-link'),
      }),
      this.resourceEntry({
        title: 'One that says nothing of itself',
        summary: '',
        publisher: undefined,
        year: undefined,
        file: undefined,
      }),
      this.resourceEntry({ title: 'One that is not published yet', isDraft: true }),
    ];
  }

  /** The text is one paragraph; for a longer one, see `body`. */
  item(changes: Some<ItemView> = {}): ItemView {
    return {
      title: 'A title of the usual length that says what happened, and where',
      breadcrumbs: this.#path('list-news', 'News', 'list-year', '2008'),
      date: date('2008-02-29'),
      authors: ['A. Writer'],
      body: this.body(sampleText.short),
      corrections: [],
      countries: this.countries(2),
      topics: this.topics().slice(0, 2),
      related: [],
      translations: [],
      countryFacts: [],
      isDraft: false,
      ...changes,
    };
  }

  countryFacts(): CountryFactsView[] {
    const { asOf, source } = this.fact('', []);
    return this.countries(2).map(({ text }, place) => ({
      name: text,
      href: `${this.href('list-country-facts')}#section_facts`,
      groups: [
        { asOf, source, labels: [html`What a fact is about`, html`What another is about`].slice(place) },
      ],
    }));
  }

  citation(changes: Some<CitationView> = {}): CitationView {
    const { siteName, siteNameLanguage } = this.#site.view;
    return {
      authors: ['A. Writer', 'Another Writer'],
      authorLanguage: 'en' as LanguageTag,
      title: 'A title of the usual length that says what happened, and where',
      language: 'en' as LanguageTag,
      date: '2008-02-29',
      siteName,
      siteNameLanguage,
      url: `${this.#site.context.options.origin}${this.href('item-everything')}`,
      key: 'sample-2008',
      ...changes,
    };
  }

  resource(changes: Some<NonNullable<ItemView['resource']>> = {}): NonNullable<ItemView['resource']> {
    return { kind: 'toolkit', publisher: 'The publisher’s name', year: 2007, ...changes };
  }

  file(): { readonly href: string; readonly type: string; readonly sizeBytes: number } {
    return { href: this.fileHref(this.#files.wide.path), type: 'PDF', sizeBytes: 1_234_567 };
  }

  form(kind: FormView['kind']): FormView {
    return {
      kind,
      name: `${kind}-sample`,
      actionHref: this.href(`thanks-${kind}`),
      publisher: 'The publisher’s name',
      channel: {
        email: 'desk@example.org',
        phone: '+00 (0)0 000 0000',
        text: html`Or come to the desk: this line is the site’s own text.`,
      },
    };
  }

  // ── pages ───────────────────────────────────────────────────────────────────────────────────────────

  home(changes: Some<HomeView> = {}): HomeView {
    const [lead, ...latest] = this.entries(10);
    return {
      description: 'One or two sentences that say what this site is, for whom, and who stands behind it.',
      descriptionLanguage: 'en' as LanguageTag,
      lead,
      leadImage: this.wideImage().picture,
      latest,
      resources: this.resourceEntries(),
      countries: this.counted(countryNames.slice(0, 14), 'list-country-facts'),
      topics: this.counted(['Training', 'Labour', 'Children', 'Law and courts'], 'list-topic'),
      ...changes,
    };
  }

  emptyHome(changes: Some<HomeView> = {}): HomeView {
    return this.home({
      lead: undefined,
      leadImage: undefined,
      latest: [],
      resources: [],
      countries: [],
      topics: [],
      ...changes,
    });
  }

  fact(label: string, paragraphs: readonly string[]): FactView {
    return {
      label: html`${label}`,
      paragraphs: paragraphs.map((text) => html`${text}`),
      asOf: date('2008-06-01'),
      source: { title: 'Title of the source', publisher: 'Its publisher', href: 'https://www.example.org/' },
    };
  }

  label(changes: Some<LabelPageView> = {}): LabelPageView {
    return {
      name: 'Burma',
      nameLanguage: 'en' as LanguageTag,
      aliases: [],
      breadcrumbs: [this.link('Countries', 'list-countries')],
      facts: [],
      resources: [],
      pages: [],
      news: [],
      years: [],
      newsCount: 0,
      elsewhere: [],
      ...changes,
    };
  }

  /** Two countries with a border, and an island that is too small to be hit. */
  map(): MapView {
    const [north = '', south = '', island = '', ...others] = countryNames;
    const language = 'en' as LanguageTag;
    const href = this.link('', 'list-country-facts').href;
    return {
      width: 300,
      height: 200,
      land: ['M0 0h300v40h-300z'],
      borders: 'M40 100h120',
      listed: this.counted([north, south, island], 'list-country-facts'),
      elsewhere: this.counted(others.slice(0, 11), 'list-country-facts'),
      links: [
        { href, label: `${north}, 3 items`, language, path: 'M40 40h120v60h-120z' },
        { href, label: `${south}, 2 items`, language, path: 'M40 100h120v70h-120z' },
        { href, label: `${island}, 1 item`, language, target: { x: 240, y: 150, reach: 12 } },
      ],
      names: [
        { x: 100, y: 74, text: north, language },
        { x: 100, y: 138, text: south, language },
      ],
    };
  }

  /** What the filters of the search offer. */
  searchWords(): OutputFile {
    const choices = (names: readonly string[]) =>
      names.map((name) => ({ value: name.toLowerCase().replaceAll(/\W+/g, '-'), name }));
    // Of a context that asks for no page: which there are is not known yet.
    const context = new TreeContext(emptyTree('en' as LanguageTag), this.#site.context);
    const file = searchWordsFile(context, {
      countries: choices(countryNames),
      topics: choices(['Training', 'Labour', 'Children', 'Law and courts']),
      years: [2009, 2008, 2007],
    });
    return { ...file, path: file.path.replace('assets/', 'assets/styleguide/') };
  }

  search(words: OutputFile): SearchPageView {
    const language = 'en' as LanguageTag;
    return {
      wordsHref: this.fileHref(words.path),
      examples: ['Training', 'Labour', 'Burma', 'Thailand'].map((name) => ({ name, language })),
      lists: [
        { key: 'countries', href: this.link('', 'list-countries').href, count: countryNames.length },
        { key: 'topics', href: this.link('', 'list-topic').href, count: 4 },
      ],
      years: this.counted(['2009', '2008', '2007'], 'list-year'),
    };
  }

  /** Steps above a page: names of pages, each with its text. */
  #path(...steps: readonly string[]): LinkView[] {
    const links: LinkView[] = [];
    for (let place = 0; place < steps.length; place += 2) {
      links.push(this.link(steps[place + 1] ?? '', steps[place]));
    }
    return links;
  }
}

function emptyTree(language: LanguageTag): LanguageTree {
  const none = new Map();
  return { language, news: [], years: [], resources: [], pages: [], countries: none, topics: none };
}
