// Results → list items. Texts of the index and of the reader become text nodes, never markup.
import type { SearchResult } from '../search-client/client.ts';
import type { TextPart } from '../search-client/excerpt.ts';
import { hashOfMarks } from './mark-address.ts';
import { make, makeLink } from './page-parts.ts';

export interface ResultItem {
  readonly url: string;
  readonly element: HTMLLIElement;
  readonly link: HTMLAnchorElement;
  /** Puts the excerpt where the summary stands, and marks into the title; nothing moves, and the focus stays. */
  showExcerpt(result: SearchResult): void;
}

/**
 * @param addressOf the href of a page, from its address in the index
 * @param kindName how the result's kind is called in the page's language
 */
export function resultItem(
  result: SearchResult,
  addressOf: (url: string) => string,
  kindName: string,
): ResultItem {
  const { url, title, date, dateText, summary } = result;
  const link = makeLink('result-title', addressOf(url), title);
  const meta = make('p', 'result-meta');
  if (date !== '') {
    const time = make('time', '', dateText);
    time.dateTime = date;
    meta.append(time, ' · ');
  }
  meta.append(kindName);

  // There also when the summary is empty: it keeps the place of the excerpt.
  const text = make('p', 'result-text', summary);
  const element = make('li', '', link, meta, text);

  return {
    url,
    element,
    link,
    showExcerpt({ titleParts, excerpt, section, forms = [] }) {
      link.href = addressOf(url) + hashOfMarks({ words: forms, section: section?.anchor ?? '' });
      if (titleParts) link.replaceChildren(...titleParts.map(nodeOf));
      if (!excerpt) return;
      text.replaceChildren(...excerpt.map(nodeOf));
      // The excerpt may begin with the heading itself.
      if (section && !text.textContent?.includes(section.title))
        text.prepend(make('b', 'result-section', section.title), ' ');
    },
  };
}

function nodeOf({ text, isMarked }: TextPart): string | HTMLElement {
  return isMarked ? make('mark', '', text) : text;
}
