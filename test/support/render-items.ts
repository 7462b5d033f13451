// Every item of a site rendered, without what is known of pictures: what a build does one by one.
import type { BuildOptions, RenderedItem, Site } from '../../src/model.ts';
import { renderItem } from '../../src/render/render-items.ts';

/** In the order of site.items. */
export function renderItems(site: Site, options: Pick<BuildOptions, 'basePath'>): RenderedItem[] {
  return site.items.map((item) => renderItem(item, options, () => undefined));
}
