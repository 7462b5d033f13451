import type { APIContext } from 'astro';
import { feed } from '../../../lib/rss.ts';
import { type Label, metadata, siteData } from '../../../lib/site.ts';

export async function getStaticPaths() {
  const { labels } = await siteData();
  return labels.map((label) => ({ params: { kind: label.kind, slug: label.slug }, props: { label } }));
}

export function GET({ props, site }: APIContext) {
  const { name, posts } = props.label as Label;
  return feed(`${name} – ${metadata.name}`, posts, site);
}
