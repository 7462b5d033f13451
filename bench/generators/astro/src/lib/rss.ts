import rss from '@astrojs/rss';
import { labelName, metadata, mostPostsOfLabel, type Post } from './site.ts';

export function feed(title: string, newestFirst: readonly Post[], site: URL | undefined): Promise<Response> {
  return rss({
    title,
    description: metadata.description,
    site: site!,
    customData: `<language>${metadata.language}</language>`,
    items: newestFirst.slice(0, mostPostsOfLabel).map((post) => ({
      title: post.data.title,
      link: `/news/${post.id}/`,
      pubDate: post.data.date,
      description: post.data.summary,
      categories: post.data.topics.map((slug) => labelName('topics', slug)),
      content: post.rendered!.html,
    })),
  });
}
