// What the scripts of pages share: finding elements, making them, the page's texts and addresses.

/** A text of the interface by its key, on the search page without `search.`; names in braces are replaced by the values. */
export type Text = (key: string, values?: Readonly<Record<string, string>>) => string;

/** @param json texts by key, as the layout put them into the page */
export function readTexts(json: string | null | undefined): Text {
  return textsOf(JSON.parse(json ?? '{}') as Record<string, string>);
}

export function textsOf(texts: Readonly<Record<string, string>>): Text {
  return (key, values = {}) =>
    (texts[key] ?? '').replace(/\{([a-z]+)\}/g, (placeholder, name: string) => values[name] ?? placeholder);
}

/** @param address as the page has it */
export const absolute = (address = ''): string => new URL(address, location.href).href;

/**
 * @param dataset of the search page's part or of the search box
 * @returns the href of a page, by its address in the index
 */
export function addressesOf({ base = '', pageFile = '' }: DOMStringMap): (url: string) => string {
  // From file:// no server finds the page in a folder: its file is named.
  return (url) => base + encodeURI(url) + (url.endsWith('/') ? pageFile : '');
}

/** The layout put it there: without it the page is not ours. */
export function part<Type extends HTMLElement>(page: HTMLElement, selector: string): Type {
  const found = page.querySelector<Type>(selector);
  if (!found) throw new Error(`the search page lacks ${selector}`);
  return found;
}

/** An element of ours. Texts become text nodes, never markup. */
export function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  className: string,
  ...children: readonly (string | Node)[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  if (className !== '') element.className = className;
  element.append(...children);
  return element;
}

export function makeButton(className: string, label: string, press: () => void): HTMLButtonElement {
  const button = make('button', className, label);
  button.type = 'button';
  button.onclick = press;
  return button;
}

export function makeLink(className: string, href: string, label: string): HTMLAnchorElement {
  const link = make('a', className, label);
  link.href = href;
  return link;
}
