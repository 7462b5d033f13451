import { describe, expect, it } from 'vitest';
import type { Country, Item, LanguageTag, RenderedItem, Site, Topic } from '../../src/model.ts';
import { printedDate, searchDocuments } from '../../src/search/search-documents.ts';

const burma: Country = {
  slug: 'burma',
  name: { en: 'Burma', th: 'เมียนมา' },
  aliases: ['Myanmar'],
  text: { en: 'Where the **seed** stands.' },
  facts: [],
};
const debt: Topic = { slug: 'debt', name: { en: 'Debt bondage' }, aliases: [] };

function rendered(part: {
  permalink: string;
  date?: string;
  year?: number;
  language?: string;
  countries?: string[];
  headings?: RenderedItem['body']['headings'];
}): RenderedItem {
  const type = part.date === undefined ? 'page' : 'news';
  const item = {
    type: part.year === undefined ? type : 'resource',
    title: `Title of ${part.permalink}`,
    language: part.language ?? 'en',
    permalink: part.permalink,
    date: part.date,
    year: part.year,
    countries: part.countries ?? [],
    topics: [],
  } as unknown as Item;
  return {
    item,
    summary: 'A summary',
    body: { html: { html: '' }, headings: part.headings ?? [], links: [], plainText: 'Words' },
  };
}

function siteWith(countries: readonly Country[], topics: readonly Topic[]): Site {
  return {
    settings: { language: 'en' },
    countries,
    topics,
    items: [],
    interfaceTexts: new Map(),
    files: new Map(),
  } as unknown as Site;
}

describe('the documents of a language', () => {
  it('stand oldest first with the undated before all others, then by address', () => {
    const documents = searchDocuments(siteWith([], []), [
      rendered({ permalink: '/news/b/', date: '2024-01-01' }),
      rendered({ permalink: '/news/a/', date: '2024-01-01' }),
      rendered({ permalink: '/news/c/', date: '2007-08-17' }),
      rendered({ permalink: '/about/' }),
    ]);
    expect(documents.get('en' as LanguageTag)?.map(({ permalink }) => permalink)).toEqual([
      '/about/',
      '/news/c/',
      '/news/a/',
      '/news/b/',
    ]);
  });

  it('that have a year alone stand before the days of that year; beside a date the year is not told', () => {
    const documents = searchDocuments(siteWith([], []), [
      rendered({ permalink: '/news/first/', date: '2023-01-01' }),
      rendered({ permalink: '/news/last/', date: '2022-12-31' }),
      rendered({ permalink: '/resources/law/', year: 2023 }),
      rendered({ permalink: '/resources/report/', year: 2023, date: '2024-02-14' }),
      rendered({ permalink: '/about/' }),
    ]);
    const found = documents.get('en' as LanguageTag) ?? [];
    expect(found.map(({ permalink, year }) => [permalink, year])).toEqual([
      ['/about/', undefined],
      ['/news/last/', undefined],
      ['/resources/law/', 2023],
      ['/news/first/', undefined],
      ['/resources/report/', undefined],
    ]);
    expect(found.map(printedDate)).toEqual(['', '2022-12-31', '2023', '2023-01-01', '2024-02-14']);
  });

  it('have sections where there are headings enough over a long text, and short ones have none', () => {
    const heading = (start: number) => ({ level: 2, id: `at-${start}`, text: 'Words', start });
    const sectionsOf = (...starts: number[]) =>
      searchDocuments(siteWith([], []), [rendered({ permalink: '/a/', headings: starts.map(heading) })]).get(
        'en' as LanguageTag,
      )?.[0];
    expect(sectionsOf(0, 200, 3000)?.sections).toEqual([
      { start: 0, anchor: 'at-0' },
      { start: 200, anchor: 'at-200' },
      { start: 3000, anchor: 'at-3000' },
    ]);
    for (const starts of [[], [0, 5000], [0, 200, 2999]]) {
      expect(sectionsOf(...starts)?.sections).toBeUndefined();
    }
  });

  it('hold their own words alone; the country’s page holds its other names', () => {
    const documents = searchDocuments(siteWith([burma], []), [
      rendered({ permalink: '/th/news/x/', date: '2024-01-01', language: 'th', countries: ['burma'] }),
    ]);
    const [country, item] = documents.get('th' as LanguageTag) ?? [];
    expect(JSON.stringify(item)).not.toMatch(/Myanmar|เมียนมา/);
    expect(country).toMatchObject({ kind: 'country', permalink: '/th/countries/burma/', title: 'เมียนมา' });
    expect(country?.body).toContain('Burma, Myanmar');
  });

  it('hold a country that has a text of its own, and no topic without text and items', () => {
    const documents = searchDocuments(siteWith([burma], [debt]), [rendered({ permalink: '/about/' })], {
      plainText: (markdown) => markdown.replaceAll('**', ''),
    });
    const found = documents.get('en' as LanguageTag) ?? [];
    expect(found.map(({ permalink, body }) => [permalink, body])).toEqual([
      ['/about/', 'Words'],
      ['/countries/burma/', 'Myanmar\nWhere the seed stands.'],
    ]);
  });

  it('hold just the pages of the vocabulary that the build makes, when it says which', () => {
    const documents = searchDocuments(siteWith([burma], [debt]), [], {
      hasPage: (permalink) => permalink === '/topics/debt/',
    });
    expect(documents.get('en' as LanguageTag)?.map(({ permalink }) => permalink)).toEqual(['/topics/debt/']);
  });

  it('are absent when there are none', () => {
    expect(searchDocuments(siteWith([], []), [])).toEqual(new Map());
  });
});
