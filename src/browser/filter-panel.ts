// What results are narrowed and sorted by: the controls in their panel with live counts, and a chip for each choice
// that is made. Names stand in the page, in its language; an address may hold others, which are shown as they are.
import type { ResultFacets } from '../search-client/narrow-hits.ts';
import { make, makeButton, part, type Text } from './page-parts.ts';
import { type ChoiceName, type Choices, choiceNames } from './query-address.ts';

/** One value of a control: an option of a list, or a radio button with its name beside it. */
interface Value {
  readonly of: ChoiceName;
  readonly element: HTMLOptionElement | HTMLInputElement;
  /** Where name and count are shown. */
  readonly shown: Element;
  readonly name: string;
}

export interface FilterPanel {
  show(choices: Choices): void;
  /** The choice in the page's words. */
  nameOf(name: ChoiceName, value: string): string;
  /** Whether counts would be seen, or cost nothing more. */
  wantsCounts(): boolean;
  showCounts(facets: ResultFacets): void;
}

/**
 * Shows the panel's fields, which nothing would listen to before.
 * @param onChange the reader chose; the controls and chips show it already
 */
export function startFilterPanel(
  page: HTMLElement,
  text: Text,
  onChange: (choices: Choices) => void,
): FilterPanel {
  const panel = part<HTMLDetailsElement>(page, '[data-filters]');
  const badge = part(page, '[data-filter-count]');
  const chips = part(page, '[data-chips]');
  let choices: Choices = {};

  const values = choiceNames.flatMap((of): Value[] => {
    const control = part(page, `[data-filter=${of}]`);
    control.addEventListener('change', ({ target }) => choose(of, (target as HTMLInputElement).value));
    const elements = control.querySelectorAll<HTMLOptionElement | HTMLInputElement>('option, input');
    return Array.from(elements, (element) => {
      const shown = (element.localName === 'input' && element.nextElementSibling) || element;
      return { of, element, shown, name: shown.textContent ?? '' };
    });
  });
  part(panel, '[data-filter-fields]').hidden = false;

  function choose(name: ChoiceName, value: string): void {
    show({ ...choices, [name]: value === '' ? undefined : value });
    onChange(choices);
  }

  function nameOf(name: ChoiceName, value: string): string {
    return values.find(({ of, element }) => of === name && element.value === value)?.name ?? value;
  }

  function show(next: Choices): void {
    choices = next;
    const chosen = choiceNames.filter((name) => choices[name] !== undefined);
    for (const { of, element } of values) {
      const isChosen = element.value === (choices[of] ?? '');
      if ('selected' in element) element.selected = isChosen;
      else element.checked = isChosen;
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
    show,
    nameOf,
    wantsCounts: () => panel.open || !chips.hidden,
    showCounts({ country, topic, year, kind }) {
      const counts: Readonly<Partial<Record<ChoiceName, ReadonlyMap<string | number, number>>>> = {
        country: new Map(country.map(({ slug, count }) => [slug, count])),
        topic: new Map(topic.map(({ slug, count }) => [slug, count])),
        year: new Map(year.map((entry) => [`${entry.year}`, entry.count])),
        kind: new Map(kind.map((entry) => [entry.kind, entry.count])),
      };
      for (const { of, element, shown, name } of values) {
        const ofControl = counts[of];
        if (ofControl === undefined || element.value === '') continue;
        const count = ofControl.get(element.value) ?? 0;
        shown.textContent = `${name} (${count})`;
        // What is chosen can always be left.
        element.disabled = count === 0 && element.value !== choices[of];
        element.hidden = element.disabled && shown === element;
      }
    },
  };
}
