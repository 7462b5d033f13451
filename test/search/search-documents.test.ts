import { describe, expect, it } from 'vitest';
import type { Country, Item, LanguageTag, RenderedItem, Site, Topic } from '../../src/model.ts';
import { searchDocuments } from '../../src/search/search-documents.ts';

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
  language?: string;
  countries?: string[];
}): RenderedItem {
  const item = {
    type: part.date === undefined ? 'page' : 'news',
    title: `Title of ${part.permalink}`,
    language: part.language ?? 'en',
    permalink: part.permalink,
    date: part.date,
    countries: part.countries ?? [],
    topics: [],
  } as unknown as Item;
  return {
    item,
    summary: 'A summary',
    body: { html: { html: '' }, headings: [], links: [], plainText: 'Words' },
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
