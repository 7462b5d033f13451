// What every page needs, made once: posts sorted, and lists by year, month, country and topic.
import { type CollectionEntry, getCollection } from 'astro:content';
import metadata from '../data/metadata.json';
import vocabulary from '../data/vocabulary.json';

export type Post = CollectionEntry<'news'>;

export interface Month {
  readonly year: number;
  readonly number: string;
  readonly name: string;
  readonly posts: Post[];
}

export interface Year {
  readonly year: number;
  readonly posts: Post[];
  readonly months: Month[];
}

export interface Label {
  readonly kind: 'countries' | 'topics';
  readonly slug: string;
  readonly name: string;
  readonly posts: Post[];
}

export const mostPostsOfLabel = 30;
export const monthNames =
  'January February March April May June July August September October November December'.split(' ');
export { metadata };

const nameOf = {
  countries: new Map(vocabulary.countries.map(({ slug, name }) => [slug, name])),
  topics: new Map(vocabulary.topics.map(({ slug, name }) => [slug, name])),
};

export function labelName(kind: Label['kind'], slug: string): string {
  return nameOf[kind].get(slug) ?? slug;
}

export function isoDate(date: Date): string {
  return date.toISOString().slice(0, 10);
}

export function readableDate(date: Date): string {
  return `${monthNames[date.getUTCMonth()]} ${date.getUTCDate()}, ${date.getUTCFullYear()}`;
}

export function byYear(newestFirst: readonly Post[]): Year[] {
  const years: Year[] = [];
  for (const post of newestFirst) {
    const { date } = post.data;
    let year = years.at(-1);
    if (year?.year !== date.getUTCFullYear()) {
      year = { year: date.getUTCFullYear(), posts: [], months: [] };
      years.push(year);
    }
    year.posts.push(post);
    const name = monthNames[date.getUTCMonth()]!;
    let month = year.months.at(-1);
    if (month?.name !== name) {
      month = { year: year.year, number: isoDate(date).slice(5, 7), name, posts: [] };
      year.months.push(month);
    }
    month.posts.push(post);
  }
  return years;
}

async function readSite() {
  const posts = (await getCollection('news')).sort((a, b) => b.data.date.getTime() - a.data.date.getTime());
  const labels = new Map<string, Label>();
  for (const kind of ['countries', 'topics'] as const) {
    for (const { slug, name } of vocabulary[kind])
      labels.set(`${kind}/${slug}`, { kind, slug, name, posts: [] });
    for (const post of posts)
      for (const slug of post.data[kind]) labels.get(`${kind}/${slug}`)!.posts.push(post);
  }
  return { posts, years: byYear(posts), labels: [...labels.values()] };
}

let site: ReturnType<typeof readSite> | undefined;

export function siteData(): ReturnType<typeof readSite> {
  site ??= readSite();
  return site;
}
