import type { APIContext } from 'astro';
import { feed } from '../lib/rss.ts';
import { metadata, siteData } from '../lib/site.ts';

export async function GET({ site }: APIContext) {
  const { posts } = await siteData();
  return feed(metadata.name, posts, site);
}
