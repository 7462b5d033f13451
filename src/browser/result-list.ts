// Results → list items. Texts of the index and of the reader become text nodes, never markup.
import type { SearchResult } from '../search-client/client.ts';
import type { TextPart } from '../search-client/excerpt.ts';

/**
 * @param addressOf the href of a page, from its address in the index
 * @param kindName how a kind is called in the page's language; empty to leave it out
 */
export function resultItem(
  result: SearchResult,
  addressOf: (url: string) => string,
  kindName: (kind: SearchResult['kind']) => string,
): HTMLLIElement {
  const item = document.createElement('li');
  const link = document.createElement('a');
  link.className = 'result-title';
  link.href = addressOf(result.url);
  appendParts(link, result.titleParts ?? [{ text: result.title, isMarked: false }]);
  item.append(link);

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
    item.append(meta);
  }

  const excerpt = result.excerpt ?? [{ text: result.summary, isMarked: false }];
  if (excerpt.some(({ text }) => text.trim() !== '')) {
    const paragraph = document.createElement('p');
    paragraph.className = 'result-excerpt';
    appendParts(paragraph, excerpt);
    item.append(paragraph);
  }
  return item;
}

function appendParts(parent: HTMLElement, parts: readonly TextPart[]): void {
  for (const { text, isMarked } of parts) {
    if (!isMarked) {
      parent.append(text);
      continue;
    }
    const mark = document.createElement('mark');
    mark.textContent = text;
    parent.append(mark);
  }
}
