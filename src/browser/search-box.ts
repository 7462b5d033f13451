// Enables the search box of a page, whose Enter leads to the search page with the query after `#`. Suggestions are loaded
// when the box has the focus, and what marks words when the address asks.
import {
  globalOfScript,
  isOfInputMethod,
  markWordsGlobal,
  type PageParts,
  type StartLate,
  suggestionsGlobal,
} from './late-scripts.ts';
import { absolute } from './page-parts.ts';
import { hashOfQuery } from './query-address.ts';
import { createScriptPolicy } from './script-policy.ts';

/** Does nothing on a page without a box. */
export function startSearchBox(): void {
  const box = document.querySelector<HTMLElement>('[data-search-box]');
  const input = box?.querySelector('input');
  if (box && input) enableBox(box, input);
}

function enableBox(box: HTMLElement, input: HTMLInputElement): void {
  const { root, engine, worker, suggestions, marks, target = '' } = box.dataset;
  const scriptAddress = createScriptPolicy(
    new URL('.', absolute(root)).href,
    [engine, worker, suggestions, marks].map(absolute),
  );
  const page: PageParts = { box, input, scriptAddress };
  const wanted = new Set<string>();

  /** One that does not come is asked for again the next time. */
  async function load(address: string | undefined, name: string): Promise<void> {
    if (wanted.has(name)) return;
    wanted.add(name);
    const start = await globalOfScript<StartLate>(scriptAddress(absolute(address)), name);
    if (start) start(page);
    else wanted.delete(name);
  }

  input.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || isOfInputMethod(event)) return;
    // An option that is chosen is where Enter leads.
    if (input.hasAttribute('aria-activedescendant')) return;
    event.preventDefault();
    location.assign(target + hashOfQuery(input.value.trim()));
  });
  input.addEventListener('focus', () => load(suggestions, suggestionsGlobal));
  const states = { role: 'combobox', 'aria-autocomplete': 'list', 'aria-expanded': 'false' };
  for (const [name, value] of Object.entries(states)) input.setAttribute(name, value);
  input.disabled = false;

  const showMarks = (): void => {
    if (location.hash.startsWith('#mark=')) load(marks, markWordsGlobal);
  };
  addEventListener('hashchange', showMarks);
  showMarks();
}
