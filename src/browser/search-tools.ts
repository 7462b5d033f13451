// What the search page has besides a box and plain results: filters, the whole index ahead, and what is said of words
// that were not simply looked for. It comes late, when one of these is wanted: the first results do not wait for it.
import type { SearchWords } from '../model.ts';
import type { SearchFailure, SearchResults } from '../search-client/client.ts';
import type { Engine, EngineReply } from '../search-client/engine-messages.ts';
import { answerNotes, waysOut } from './answer-notes.ts';
import { type FilterPanel, startFilterPanel } from './filter-panel.ts';
import { keepPlace } from './kept-place.ts';
import { searchToolsGlobal } from './late-scripts.ts';
import { otherLanguages } from './other-languages.ts';
import { part, textsOf } from './page-parts.ts';
import { type Choices, hashOfSearch, type SearchAddress } from './query-address.ts';
import { placeOfMistake } from './query-mistake.ts';
import { offerWholeIndex, type WholeIndex } from './whole-index.ts';

export interface SearchPageParts {
  readonly page: HTMLElement;
  /** The language's own. */
  readonly words: SearchWords;
  /** Results that every search shows at first. */
  readonly firstSize: number;
  readonly engine: Engine;
  /** The reader chose. */
  onChoice(choices: Choices): void;
  /** Where the focus goes when what held it is gone. */
  goOn(): void;
  /** Tells a screen reader what is shown. */
  say(said: string): void;
}

export interface SearchTools {
  readonly panel: FilterPanel;
  /** Where it can be offered. */
  readonly whole: WholeIndex | undefined;
  /** @param asked what the answer is of */
  notesOf(answer: SearchResults, asked: SearchAddress): readonly HTMLElement[];
  /** Where counts would be seen. @param ask for them */
  showCounts(ask: () => Promise<EngineReply>, isCurrent: () => boolean): Promise<void>;
  /** Where nothing was found. */
  waysOutOf(answer: SearchResults, asked: SearchAddress): readonly HTMLElement[];
  /** Where lunr cannot read the query. */
  explainMistake(failure: SearchFailure, show: (said: string, place: HTMLElement) => void): void;
}

/** Called once, when the script has come. */
export type StartSearchTools = (parts: SearchPageParts) => SearchTools;

const start: StartSearchTools = ({ page, words, firstSize, engine, onChoice, goOn, say }) => {
  const text = textsOf(words.texts);
  const panel = startFilterPanel(page, words.filters, text, onChoice);
  const whole = offerWholeIndex(page, engine, text, goOn, say);
  keepPlace(part(page, '[data-results]'), firstSize);
  return {
    panel,
    whole,
    notesOf: (answer, asked) =>
      answerNotes(answer, text, asked.choices, () => {
        goOn();
        // The address is followed, and kept by back and reload.
        location.hash = hashOfSearch({ ...asked, asTyped: true });
      }),
    waysOutOf: ({ total }, { query, choices }) =>
      total > 0
        ? []
        : [...otherLanguages(query, choices, text), ...waysOut(query, choices, panel.nameOf, text)],
    async showCounts(ask, isCurrent) {
      if (!panel.wantsCounts() || (await whole?.settled()) === false) return;
      const reply = await ask();
      if (!isCurrent() || reply.kind !== 'answer' || 'error' in reply.answer) return;
      if (reply.answer.facets) panel.showCounts(reply.answer.facets);
    },
    explainMistake({ query, error }, show) {
      show(text('error-query', { message: error.message }), placeOfMistake(query, error));
    },
  };
};
(globalThis as unknown as Record<string, unknown>)[searchToolsGlobal] = start;
