// Items of the site → items with their bodies as HTML, their words, and a summary: once, for pages, feeds and search.
import type { BuildOptions, FindImage, RenderedItem, Site } from '../model.ts';
import { renderBody } from './markdown.ts';
import { summarize } from './summary.ts';

/** In the order of site.items. */
export function renderItems(
  site: Site,
  options: Pick<BuildOptions, 'basePath'>,
  findImage: FindImage = () => undefined,
): RenderedItem[] {
  return site.items.map((item) => {
    const { body, firstParagraph } = renderBody(item.body, {
      basePath: options.basePath,
      firstLine: item.bodyLine,
      path: item.file,
      findImage: (name) => findImage(item, name),
    });
    return { item, body, summary: item.summary ?? summarize(firstParagraph || body.plainText) };
  });
}
