// What the search page needs only now and then, in one script a language: what its filters offer, and what is said of
// searches that are not plain. A page that many readers open stays small, and the script works from file:// too.
import { createHash } from 'node:crypto';
import { resultKinds } from '../../layouts/search-page.ts';
import {
  type OutputFile,
  type SearchChoice,
  type SearchFilter,
  type SearchWords,
  searchWordsGlobal,
} from '../model.ts';
import type { TreeContext } from './tree-context.ts';

/** Said by the search page's late script (src/browser/search-tools.ts); what its first script says stands in the page. */
const lateTexts = [
  ...[
    'count',
    'count-one',
    'none',
    'none-help',
    'too-common',
    'relaxed',
    'scattered',
    'cut',
    'synonyms',
    'did-you-mean',
  ],
  ...['corrected', 'instead', 'without', 'remove', 'clear', 'in-language', 'error-query', 'retry'],
  ...['whole', 'whole-size', 'whole-loading', 'whole-done', 'whole-failed'],
] as const;
const orders = ['newest', 'oldest'] as const;

/** What results of a language may be narrowed to, with its name. */
export interface Narrowable {
  /** By name. */
  readonly countries: readonly SearchChoice[];
  readonly topics: readonly SearchChoice[];
  /** Newest first. */
  readonly years: readonly number[];
}

/** @returns the script, named by the hash of what it holds */
export function searchWordsFile(context: TreeContext, narrowable: Narrowable): OutputFile {
  const json = JSON.stringify(searchWords(context, narrowable))
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029');
  const contents = `${searchWordsGlobal}=${json}\n`;
  const hash = createHash('sha256').update(contents).digest('hex').slice(0, 12);
  return { path: `assets/search-words-${context.language}-${hash}.js`, contents };
}

function searchWords({ wording }: TreeContext, { countries, topics, years }: Narrowable): SearchWords {
  const named = (key: string, value = ''): SearchChoice => ({
    value,
    name: wording.plain(key),
    ...languageOf(wording.languageOf(key)),
  });
  const filter = (
    name: SearchFilter['name'],
    shape: SearchFilter['shape'],
    any: string,
    choices: readonly SearchChoice[],
  ): SearchFilter => ({
    name,
    shape,
    label: named(`search.filter.${name}`),
    choices: [named(any), ...choices],
  });
  const ownYears = years.map((year) => ({
    value: String(year),
    name: wording.year(year),
    ...languageOf(wording.ownLanguage),
  }));
  return {
    texts: {
      ...Object.fromEntries(lateTexts.map((key) => [key, wording.plain(`search.${key}`)])),
      'list.comma': `${wording.plain('list.comma')} `,
    },
    filters: [
      filter('country', 'list', 'search.any.country', countries),
      filter('topic', 'list', 'search.any.topic', topics),
      filter('year', 'list', 'search.any.year', [...ownYears, named('search.undated', '0')]),
      filter(
        'kind',
        'buttons',
        'search.any.kind',
        resultKinds.map((kind) => named(`search.kind.${kind}`, kind)),
      ),
      filter(
        'order',
        'buttons',
        'search.order.relevance',
        orders.map((order) => named(`search.order.${order}`, order)),
      ),
    ],
  };

  function languageOf(language: string): Pick<SearchChoice, 'language' | 'direction'> {
    if (language === wording.language) return {};
    return { language, direction: wording.directionOf(language) };
  }
}
