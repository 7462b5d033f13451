// What results are narrowed and sorted by: the controls in their panel with live counts, and a chip for each choice
// that is made. Names stand in the page, in its language; an address may hold others, which are shown as they are.
import type { ResultFacets } from '../search-client/narrow-hits.ts';
import { make, makeButton, part, type Text } from './page-parts.ts';
import { type ChoiceName, type Choices, choiceNames } from './query-address.ts';

/** One value of a control: an option of a list, or a radio button with its name beside it. */
interface Value {
  readonly element: HTMLOptionElement | HTMLInputElement;
  /** Where name and count are shown. */
  readonly shown: Element;
  readonly name: string;
}

export interface FilterPanel {
  readonly choices: Choices;
  show(choices: Choices): void;
  /** The choice in the page's words. */
  nameOf(name: ChoiceName, value: string): string;
  /** Whether counts would be seen, or cost nothing more. */
  wantsCounts(): boolean;
  showCounts(facets: ResultFacets): void;
}

/**
 * @param onChange the reader chose; the controls and chips show it already
 * @param onOpen counts are wanted from now on
 */
export function startFilterPanel(
  page: HTMLElement,
  text: Text,
  onChange: (choices: Choices) => void,
  onOpen: () => void,
): FilterPanel {
  const panel = part<HTMLDetailsElement>(page, '[data-filters]');
  const badge = part(page, '[data-filter-count]');
  const chips = part(page, '[data-chips]');
  const values = new Map<ChoiceName, readonly Value[]>();
  let choices: Choices = {};

  for (const name of choiceNames) {
    const control = part(page, `[data-filter=${name}]`);
    const elements = control.querySelectorAll<HTMLOptionElement | HTMLInputElement>('option, input');
    values.set(
      name,
      Array.from(elements, (element) => {
        const shown = (element.localName === 'input' && element.nextElementSibling) || element;
        return { element, shown, name: shown.textContent ?? '' };
      }),
    );
    control.addEventListener('change', ({ target }) => choose(name, (target as HTMLInputElement).value));
  }
  panel.addEventListener('toggle', () => {
    if (panel.open) onOpen();
  });
  panel.hidden = false;

  function choose(name: ChoiceName, value: string): void {
    show({ ...choices, [name]: value === '' ? undefined : value });
    onChange(choices);
  }

  function nameOf(name: ChoiceName, value: string): string {
    return values.get(name)?.find(({ element }) => element.value === value)?.name ?? value;
  }

  function show(next: Choices): void {
    choices = next;
    const chosen = choiceNames.filter((name) => choices[name] !== undefined);
    for (const name of choiceNames) {
      for (const { element } of values.get(name) ?? []) {
        const isChosen = element.value === (choices[name] ?? '');
        if ('selected' in element) element.selected = isChosen;
        else element.checked = isChosen;
      }
    }
    const buttons = chosen.map((name, i) => {
      const label = nameOf(name, choices[name] ?? '');
      const button = makeButton('chip', label, () => {
        choose(name, '');
        focusChip(i);
      });
      button.dataset.chip = name;
      button.setAttribute('aria-label', text('remove', { name: label }));
      return button;
    });
    if (chosen.length > 1) {
      buttons.push(
        makeButton('chip clear', text('clear'), () => {
          show({});
          onChange(choices);
          focusChip(0);
        }),
      );
    }
    chips.replaceChildren(...buttons.map((button) => make('li', '', button)));
    chips.hidden = chosen.length === 0;
    badge.textContent = chosen.length === 0 ? '' : String(chosen.length);
  }

  /** The chip that had the focus is gone: its neighbour has it, or the panel. */
  function focusChip(place: number): void {
    const left = chips.querySelectorAll('button');
    (left[Math.min(place, left.length - 1)] ?? part(panel, 'summary')).focus();
  }

  return {
    get choices() {
      return choices;
    },
    show,
    nameOf,
    wantsCounts: () => panel.open || !chips.hidden,
    showCounts(facets) {
      const counts: Partial<Record<ChoiceName, Map<string, number>>> = {
        country: new Map(facets.country.map(({ slug, count }) => [slug, count])),
        topic: new Map(facets.topic.map(({ slug, count }) => [slug, count])),
        year: new Map(facets.year.map(({ year, count }) => [String(year), count])),
        kind: new Map(facets.kind.map(({ kind, count }) => [kind, count])),
      };
      for (const [name, ofName] of Object.entries(counts)) {
        for (const { element, shown, name: label } of values.get(name as ChoiceName) ?? []) {
          if (element.value === '') continue;
          const count = ofName.get(element.value) ?? 0;
          shown.textContent = `${label} (${count})`;
          // What is chosen can always be left.
          const isVain = count === 0 && element.value !== choices[name as ChoiceName];
          element.disabled = isVain;
          element.hidden = isVain && element.localName === 'option';
        }
      }
    },
  };
}
