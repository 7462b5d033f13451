// An item of the site → the item with its body as HTML, its words, and a summary: once, for pages, feeds and search.
import type { BuildOptions, FindImage, Item, RenderedItem } from '../model.ts';
import { renderBody } from './markdown.ts';
import { summarize } from './summary.ts';

export function renderItem(
  item: Item,
  options: Pick<BuildOptions, 'basePath'>,
  findImage: FindImage,
): RenderedItem {
  const { body, firstParagraph } = renderBody(item.body, {
    basePath: options.basePath,
    firstLine: item.bodyLine,
    path: item.file,
    findImage: (name) => findImage(item, name),
  });
  return { item, body, summary: item.summary ?? summarize(firstParagraph || body.plainText) };
}
