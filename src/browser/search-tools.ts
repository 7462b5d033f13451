// What the search page has besides a box and plain results: filters, the whole index ahead, and what is said of words
// that were not simply looked for. It comes late, when one of these is wanted: the first results do not wait for it.
import type { SearchResults } from '../search-client/client.ts';
import type { Engine } from '../search-client/engine-messages.ts';
import { answerNotes, waysOut } from './answer-notes.ts';
import { type FilterPanel, startFilterPanel } from './filter-panel.ts';
import { searchToolsGlobal } from './late-scripts.ts';
import type { Text } from './page-parts.ts';
import type { Choices } from './query-address.ts';
import { placeOfMistake } from './query-mistake.ts';
import { offerWholeIndex, type WholeIndex } from './whole-index.ts';

export interface SearchPageParts {
  readonly page: HTMLElement;
  readonly text: Text;
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
  /** @param searchAsTyped asks for the reader's own words */
  notesOf(answer: SearchResults, choices: Choices, searchAsTyped: () => void): readonly HTMLElement[];
  /** Where nothing was found. */
  waysOutOf(query: string, choices: Choices): readonly HTMLElement[];
  readonly placeOfMistake: typeof placeOfMistake;
}

/** Called once, when the script has come. */
export type StartSearchTools = (parts: SearchPageParts) => SearchTools;

const start: StartSearchTools = ({ page, text, engine, onChoice, goOn, say }) => {
  const panel = startFilterPanel(page, text, onChoice);
  return {
    panel,
    whole: offerWholeIndex(page, engine, text, goOn, say),
    notesOf: (answer, choices, searchAsTyped) => answerNotes(answer, text, choices, searchAsTyped),
    waysOutOf: (query, choices) => waysOut(query, choices, panel.nameOf, text),
    placeOfMistake,
  };
};
(globalThis as unknown as Record<string, unknown>)[searchToolsGlobal] = start;
