// Enables the search box of a page, whose Enter leads to the search page with the query after `#`. Suggestions are loaded
// when the box has the focus, and what marks words when the address asks.
import {
  isOfInputMethod,
  markWordsGlobal,
  type PageParts,
  type StartLate,
  suggestionsGlobal,
} from './late-scripts.ts';
import { hashOfQuery } from './query-address.ts';
import { createScriptPolicy } from './script-policy.ts';

/** Does nothing on the search page, which has a box and a script of its own. */
export function startSearchBox(): void {
  const box = document.querySelector<HTMLElement>('[data-search-box]');
  const input = box?.querySelector('input');
  if (box && input) enableBox(box, input);
}

function enableBox(box: HTMLElement, input: HTMLInputElement): void {
  const { root, engine, worker, suggestions, marks, target = '' } = box.dataset;
  const absolute = (address = ''): string => new URL(address, location.href).href;
  const scriptAddress = createScriptPolicy(
    absolute(root).replace(/[^/]*$/, ''),
    [engine, worker, suggestions, marks].map(absolute),
  );
  const page: PageParts = { box, input, scriptAddress };
  const onItsWay = new Set<string>();

  /** One that does not come is asked for again the next time. */
  function load(address: string | undefined, name: string): void {
    const started = (): StartLate | undefined =>
      (globalThis as unknown as Record<string, StartLate | undefined>)[name];
    if (started() || onItsWay.has(name)) return;
    onItsWay.add(name);
    const script = document.createElement('script');
    script.onload = () => started()?.(page);
    script.onerror = () => {
      script.remove();
      onItsWay.delete(name);
    };
    script.src = scriptAddress(absolute(address));
    document.head.append(script);
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
