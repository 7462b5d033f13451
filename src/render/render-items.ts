// Items of the site → items with their bodies as HTML, their words, and a summary: once, for pages, feeds and search.
import type { BuildOptions, RenderedItem, Site } from '../model.ts';
import { renderBody } from './markdown.ts';
import { summarize } from './summary.ts';

/** In the order of site.items. */
export function renderItems(site: Site, options: Pick<BuildOptions, 'basePath'>): RenderedItem[] {
  return site.items.map((item) => {
    const { body, firstParagraph } = renderBody(item.body, {
      basePath: options.basePath,
      firstLine: item.bodyLine,
      path: item.file,
    });
    return { item, body, summary: item.summary ?? summarize(firstParagraph || body.plainText) };
  });
}
