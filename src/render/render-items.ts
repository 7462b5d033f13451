// Items of the site → items with their bodies as HTML, their words, and a summary: once, for pages, feeds and search.
import type { BuildOptions, FindImage, Item, RenderedItem, Site } from '../model.ts';
import { renderBody } from './markdown.ts';
import { summarize } from './summary.ts';

/** In the order of site.items. */
export function renderItems(
  site: Site,
  options: Pick<BuildOptions, 'basePath'>,
  findImage: FindImage = () => undefined,
): RenderedItem[] {
  return site.items.map((item) => renderItem(item, options, findImage));
}

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
