// Items, country pages and topic pages → what lunr is given, by language and oldest first.
import type {
  Country,
  Heading,
  IsoDate,
  Item,
  LanguageTag,
  LocalizedText,
  Permalink,
  RenderedBody,
  RenderedItem,
  SearchDocument,
  SearchSection,
  Site,
  Topic,
} from '../model.ts';
import { compareText } from '../problem.ts';

export interface SearchDocumentsOptions {
  /** Markdown of landing texts and facts → plain text; default: as it is. */
  readonly plainText?: (markdown: string) => string;
  /** Which permalinks have a page: a country or topic without one is left out. Default: see `isWorthAPage`. */
  readonly hasPage?: (permalink: Permalink) => boolean;
}

/**
 * @param items every rendered item of every language, in any order
 * @returns by language tag, in order of tags; a language without documents is absent. Oldest first (undated before
 *   all others, what has but a year before the days of that year), then by permalink: a document's place is its number
 *   in the index, and a new item moves none.
 */
export function searchDocuments(
  site: Site,
  items: readonly RenderedItem[],
  { plainText = (markdown) => markdown, hasPage }: SearchDocumentsOptions = {},
): ReadonlyMap<LanguageTag, SearchDocument[]> {
  const siteLanguage = site.settings.language;
  const byLanguage = new Map<LanguageTag, RenderedItem[]>([[siteLanguage, []]]);
  for (const rendered of items) {
    const { language } = rendered.item;
    const ofLanguage = byLanguage.get(language);
    if (ofLanguage) ofLanguage.push(rendered);
    else byLanguage.set(language, [rendered]);
  }
  const result = new Map<LanguageTag, SearchDocument[]>();
  for (const language of [...byLanguage.keys()].sort(compareText)) {
    const ofLanguage = byLanguage.get(language) ?? [];
    const documents = [
      ...ofLanguage.map((rendered) => new ItemDocument(rendered)),
      ...vocabularyDocuments(language, ofLanguage),
    ].sort((a, b) => compareText(printedDate(a), printedDate(b)) || compareText(a.permalink, b.permalink));
    if (documents.length > 0) result.set(language, documents);

    /** What else it is called: "Myanmar" finds the page of Burma. */
    function otherNames({ name, aliases }: Country | Topic): string {
      const title = textIn(name);
      const texts = [name[siteLanguage], ...aliases];
      return [...new Set(texts.filter((text) => text !== undefined && text !== title))].join(', ');
    }

    function vocabularyDocuments(tag: LanguageTag, rendered: readonly RenderedItem[]): SearchDocument[] {
      const named = { countries: new Set<string>(), topics: new Set<string>() };
      for (const { item } of rendered) {
        for (const slug of item.countries) named.countries.add(slug);
        for (const slug of item.topics) named.topics.add(slug);
      }
      const tree = tag === siteLanguage ? '' : `/${tag}`;
      const documentOf = (kind: 'country' | 'topic', entry: Country | Topic): SearchDocument | undefined => {
        const section = kind === 'country' ? 'countries' : 'topics';
        // A slug of the vocabulary was checked: this is the address that the pages of the section have.
        const permalink = `${tree}/${section}/${entry.slug}/` as Permalink;
        const isThere = hasPage?.(permalink) ?? isWorthAPage(entry, named[section], tag === siteLanguage);
        if (!isThere) return undefined;
        const text = entry.text?.[tag];
        const facts = 'facts' in entry ? entry.facts : [];
        const paragraphs = [
          otherNames(entry),
          text === undefined ? '' : plainText(text),
          ...facts.flatMap((fact) => [textIn(fact.label), plainText(textIn(fact.text))]),
        ];
        return {
          language: tag,
          permalink,
          kind,
          title: textIn(entry.name),
          summary: '',
          body: paragraphs.filter((paragraph) => paragraph !== '').join('\n'),
          countries: kind === 'country' ? [entry.slug] : [],
          topics: kind === 'topic' ? [entry.slug] : [],
        };
      };
      return [
        ...site.countries.map((entry) => documentOf('country', entry)),
        ...site.topics.map((entry) => documentOf('topic', entry)),
      ].filter((document) => document !== undefined);
    }

    function textIn(text: LocalizedText): string {
      return text[language] ?? text[siteLanguage] ?? '';
    }
  }
  return result;
}

/** The date as the author wrote it, or the year where that is all; empty when there is none. */
export function printedDate({ date, year }: SearchDocument): string {
  return date ?? (year === undefined ? '' : `${year}`);
}

/** A page lists items of its language, or says something of its own in the site's language. */
function isWorthAPage(entry: Country | Topic, named: ReadonlySet<string>, isSiteLanguage: boolean): boolean {
  if (named.has(entry.slug)) return true;
  return isSiteLanguage && (entry.text !== undefined || ('facts' in entry && entry.facts.length > 0));
}

/** What a text must have before results lead into it: so many headings, and the last of them so far down. */
const leastSections = 3;
const leastLength = 3000;

/** The text itself is not looked at: an index that knows it never reads it. */
function sectionsOf(headings: readonly Heading[]): readonly SearchSection[] | undefined {
  if (headings.length < leastSections || (headings.at(-1)?.start ?? 0) < leastLength) return undefined;
  return headings.map(({ start, id }) => ({ start, anchor: id }));
}

/**
 * An item is found by its own words alone: with the names of its countries and topics it would be found by words that
 * it does not hold. What is asked for late stands on the prototype: with an accessor of its own, V8 would keep each
 * document as a table of names.
 */
class ItemDocument implements SearchDocument {
  readonly language: LanguageTag;
  readonly permalink: Permalink;
  readonly kind: Item['type'];
  readonly title: string;
  readonly summary: string;
  readonly bodyFingerprint: string | undefined;
  readonly date: IsoDate | undefined;
  readonly year: number | undefined;
  readonly sections: readonly SearchSection[] | undefined;
  readonly countries: readonly string[];
  readonly topics: readonly string[];
  readonly #body: RenderedBody;

  constructor({ item, body, summary }: RenderedItem) {
    this.language = item.language;
    this.permalink = item.permalink;
    this.kind = item.type;
    this.title = item.title;
    this.summary = summary;
    this.bodyFingerprint = body.textHash;
    this.date = item.date;
    this.year = item.type === 'resource' && item.date === undefined ? item.year : undefined;
    this.sections = sectionsOf(body.headings);
    this.countries = item.countries;
    this.topics = item.topics;
    this.#body = body;
  }

  /** An index that knows the text already never reads it. */
  get body(): string {
    return this.#body.plainText;
  }
}
