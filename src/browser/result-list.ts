// Results → list items. Texts of the index and of the reader become text nodes, never markup.
import type { SearchResult } from '../search-client/client.ts';
import type { TextPart } from '../search-client/excerpt.ts';

export interface ResultItem {
  readonly element: HTMLLIElement;
  readonly link: HTMLAnchorElement;
  /** Puts the excerpt where the summary stands, and marks into the title; nothing moves, and the focus stays. */
  showExcerpt(result: SearchResult): void;
}

/**
 * @param addressOf the href of a page, from its address in the index
 * @param kindName how a kind is called in the page's language; empty to leave it out
 */
export function resultItem(
  result: SearchResult,
  addressOf: (url: string) => string,
  kindName: (kind: SearchResult['kind']) => string,
): ResultItem {
  const element = document.createElement('li');
  const link = document.createElement('a');
  link.className = 'result-title';
  link.href = addressOf(result.url);
  link.append(result.title);
  element.append(link);

  const kind = kindName(result.kind);
  if (kind !== '' || result.date !== '') {
    const meta = document.createElement('p');
    meta.className = 'result-meta';
    if (result.date !== '') {
      const time = document.createElement('time');
      time.dateTime = result.date;
      time.textContent = result.dateText;
      meta.append(time);
      if (kind !== '') meta.append(' · ');
    }
    meta.append(kind);
    element.append(meta);
  }

  // There also when the summary is empty: it keeps the place of the excerpt.
  const text = document.createElement('p');
  text.className = 'result-text';
  text.append(result.summary);
  element.append(text);

  return {
    element,
    link,
    showExcerpt({ titleParts, excerpt }) {
      if (titleParts) link.replaceChildren(...titleParts.map(nodeOf));
      if (excerpt) text.replaceChildren(...excerpt.map(nodeOf));
    },
  };
}

function nodeOf({ text, isMarked }: TextPart): string | HTMLElement {
  if (!isMarked) return text;
  const mark = document.createElement('mark');
  mark.textContent = text;
  return mark;
}
