// A news item in the words of schema.org's NewsArticle, as JSON-LD 1.1: what search engines and aggregators read.
import type { BuildOptions, NewsItem, RenderedItem, SiteSettings } from '../model.ts';
import { pageUrl } from './addresses.ts';

export function newsArticle(
  { summary }: RenderedItem,
  item: NewsItem,
  settings: SiteSettings,
  options: BuildOptions,
): Record<string, unknown> {
  const url = pageUrl(item.permalink, options);
  const publisher = publisherOf(settings.publisher);
  const { source } = item;
  const isFromElsewhere = source !== undefined && source.relation !== 'own';
  return {
    '@context': 'https://schema.org',
    '@type': 'NewsArticle',
    headline: item.title,
    url,
    mainEntityOfPage: url,
    inLanguage: item.language,
    datePublished: item.date,
    ...(item.updated === undefined ? {} : { dateModified: item.updated }),
    description: summary,
    author: item.authors.length === 0 ? publisher : item.authors.map((name) => ({ '@type': 'Person', name })),
    publisher,
    ...(item.image === undefined ? {} : { image: pageUrl(item.image.file.address, options) }),
    ...(isFromElsewhere && (source.title !== undefined || source.url !== undefined)
      ? {
          isBasedOn: {
            '@type': 'CreativeWork',
            ...(source.title === undefined ? {} : { name: source.title }),
            ...(source.url === undefined ? {} : { url: source.url }),
            ...(source.publisher === undefined
              ? {}
              : { publisher: { '@type': 'Organization', name: source.publisher } }),
          },
        }
      : {}),
  };
}

const publishers = new WeakMap<SiteSettings['publisher'], Record<string, unknown>>();

/** One object for all items of a site. */
function publisherOf(publisher: SiteSettings['publisher']): Record<string, unknown> {
  let known = publishers.get(publisher);
  if (known === undefined) {
    known = {
      '@type': 'Organization',
      name: publisher.name,
      ...(publisher.url === undefined ? {} : { url: publisher.url }),
    };
    publishers.set(publisher, known);
  }
  return known;
}
