// Words in the script of another of the site's languages, of which this page's index has none: that language's search page
// may. A language's own name, in the header, shows its script.
import { make, type Text } from './page-parts.ts';
import { type Choices, hashOfSearch } from './query-address.ts';

/** Scripts by their names in Unicode; those that one language mixes together. */
const scripts = [
  'Latin Cyrillic Greek Arabic Hebrew Thai Lao Khmer Myanmar Hangul Devanagari Bengali Sinhala Tamil',
  'Telugu Kannada Malayalam Gujarati Gurmukhi Oriya Georgian Armenian Ethiopic Tibetan Thaana Mongolian',
]
  .join(' ')
  .split(' ')
  .concat('Han}\\p{Script=Hiragana}\\p{Script=Katakana')
  .map((name) => new RegExp(`[\\p{Script=${name}}]`, 'u'));

const scriptsIn = (text: string): RegExp[] => scripts.filter((script) => script.test(text));

/** The same search on their pages, where the query has letters of their script that this page's language lacks. */
export function otherLanguages(query: string, choices: Choices, text: Text): HTMLElement[] {
  const own = scriptsIn(document.querySelector('.languages [aria-current]')?.textContent ?? '');
  const asked = scriptsIn(query).filter((script) => !own.includes(script));
  const links = Array.from(document.querySelectorAll<HTMLAnchorElement>('.languages a[hreflang]'));
  return links
    .filter(({ textContent }) => scriptsIn(textContent ?? '').some((script) => asked.includes(script)))
    .map((link) => {
      const name = make('span', '', link.textContent ?? '');
      name.lang = link.hreflang;
      name.dir = link.dir;
      const [before = '', after = ''] = text('in-language').split('{name}');
      const offer = make('a', '', before, name, after);
      offer.href = link.href + hashOfSearch({ query, choices });
      offer.hreflang = link.hreflang;
      return make('li', '', offer);
    });
}
