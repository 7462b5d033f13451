// What results are narrowed and sorted by: the controls in their panel with live counts, and a chip for each choice
// that is made. Names come with the language's words; an address may hold others, which are shown as they are.
import type { SearchChoice, SearchFilter } from '../model.ts';
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
 * Makes the panel's fields, which nothing would listen to before.
 * @param onChange the reader chose; the controls and chips show it already
 */
export function startFilterPanel(
  page: HTMLElement,
  filters: readonly SearchFilter[],
  text: Text,
  onChange: (choices: Choices) => void,
): FilterPanel {
  const panel = part<HTMLDetailsElement>(page, '[data-filters]');
  const badge = part(page, '[data-filter-count]');
  const chips = part(page, '[data-chips]');
  let choices: Choices = {};

  const fields = part(panel, '[data-filter-fields]');
  const values: Value[] = [];
  fields.replaceChildren(...filters.map((filter) => field(filter, choose, values)));
  fields.hidden = false;

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

/** @param values gets what can be chosen in it */
function field(
  { name, shape, label, choices }: SearchFilter,
  choose: (name: ChoiceName, value: string) => void,
  values: Value[],
): HTMLElement {
  const isList = shape === 'list';
  const control = make(isList ? 'select' : 'fieldset', isList ? '' : 'filter-field');
  control.dataset.filter = name;
  control.addEventListener('change', ({ target }) => choose(name, (target as HTMLInputElement).value));
  const list = make('div', 'pills');
  for (const choice of choices) {
    const shown = inLanguage(make(isList ? 'option' : 'span', '', choice.name), choice);
    let element = shown as HTMLOptionElement | HTMLInputElement;
    if (isList) control.append(shown);
    else {
      element = make('input', '');
      element.type = 'radio';
      element.name = `filter_${name}`;
      list.append(make('label', '', element, shown));
    }
    element.value = choice.value;
    values.push({ of: name, element, shown, name: choice.name });
  }
  const said = inLanguage(make('span', '', label.name), label);
  if (!isList) {
    control.append(make('legend', '', said), list);
    return control;
  }
  control.id = `filter_${name}`;
  (control as HTMLSelectElement).autocomplete = 'off';
  const title = make('label', '', said);
  title.htmlFor = control.id;
  return make('div', 'filter-field', title, control);
}

/** Says of an element in which language its words are, when that is not the page's. */
function inLanguage(element: HTMLElement, { language, direction }: SearchChoice): HTMLElement {
  if (language !== undefined) {
    element.lang = language;
    element.dir = direction ?? '';
  }
  return element;
}
