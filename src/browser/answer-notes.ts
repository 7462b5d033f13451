// What is said above results that are not plain: how many there are, and all that the engine did with the reader's words.
import type { SearchResults } from '../search-client/client.ts';
import { make, makeButton, makeLink, type Text } from './page-parts.ts';
import { type ChoiceName, type Choices, choiceNames, hashOfSearch } from './query-address.ts';
import { countText } from './result-count.ts';

/** Of a longer text the beginning is told, in code points: what was found must not be pushed off the screen. */
const maxToldLength = 80;
/** More ways out than these are no help. */
const maxWordsToDrop = 5;

/**
 * @param choices those under which the answer was found
 * @param searchAsTyped asks for the reader's own words
 */
export function answerNotes(
  answer: SearchResults,
  text: Text,
  choices: Choices,
  searchAsTyped: () => void,
): HTMLElement[] {
  const {
    query: typed,
    total,
    relaxed,
    tooCommon,
    corrections,
    synonyms,
    cuts = [],
    scattered,
    didYouMean,
  } = answer;
  const query = told(withCorrections(typed, corrections));
  const notes: HTMLElement[] = [];
  const note = (...children: readonly (string | Node)[]): void => {
    notes.push(make('p', '', ...children));
  };
  note(total === 0 ? text('none', { query }) : countText(total, query, text));
  if (corrections.length > 0) {
    const instead = makeButton('as-link', text('instead', { query: told(typed) }), searchAsTyped);
    note(text('corrected', { query }), ' ', instead);
  }
  if (total === 0) note(text(tooCommon ? 'too-common' : 'none-help'));
  else {
    if (relaxed) note(text('relaxed'));
    if (scattered) note(text('scattered'));
    if (cuts.length > 0) {
      note(text('cut', { words: cuts.flatMap(({ pieces }) => pieces).join(text('list.comma')) }));
    }
  }
  if (synonyms.length > 0) {
    note(text('synonyms', { words: synonyms.flatMap(({ also }) => also).join(text('list.comma')) }));
  }
  if (didYouMean !== undefined) {
    const href = hashOfSearch({ query: didYouMean, choices });
    note(makeLink('', href, text('did-you-mean', { query: told(didYouMean) })));
  }
  return notes;
}

/** Where nothing was found: the same search without one of its filters, or one of its words. */
export function waysOut(
  query: string,
  choices: Choices,
  nameOf: (name: ChoiceName, value: string) => string,
  text: Text,
): HTMLElement[] {
  const without = (name: string, address: string): HTMLElement =>
    make('li', '', makeLink('', address, text('without', { name })));
  const filters = choiceNames.flatMap((name) => {
    const value = choices[name];
    if (value === undefined || name === 'order') return [];
    return without(nameOf(name, value), hashOfSearch({ query, choices: { ...choices, [name]: undefined } }));
  });
  // Of plain words without a filter, none was found: one less finds no more.
  const parts = query.match(/[+-]?(?:\w+:)?(?:"[^"]*"|\S+)/g) ?? [];
  const isVain = filters.length === 0 && !/["“”„«»:*~^]|(?:^|\s)[+-]/.test(query);
  if (isVain || parts.length < 2 || parts.length > maxWordsToDrop) return filters;
  return [
    ...filters,
    ...parts.map((word, i) =>
      without(word, hashOfSearch({ query: parts.filter((_, j) => j !== i).join(' '), choices })),
    ),
  ];
}

function told(query: string): string {
  const characters = Array.from(query);
  return characters.length > maxToldLength ? `${characters.slice(0, maxToldLength).join('')}…` : query;
}

/** The query that was answered in place of the typed one. */
function withCorrections(query: string, corrections: SearchResults['corrections']): string {
  return corrections.reduce((corrected, { typed, used }) => {
    const start = corrected.toLowerCase().indexOf(typed.toLowerCase());
    if (start < 0) return corrected;
    return corrected.slice(0, start) + used + corrected.slice(start + typed.length);
  }, query);
}
