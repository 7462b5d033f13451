// Pagefind by its own script, as its documentation says: init() at focus, search(), then data() of the first results.
import { startPage } from './results.ts';

interface Pagefind {
  init(): Promise<void>;
  search(query: string): Promise<{
    results: {
      data(): Promise<{ url: string; excerpt: string; meta: Readonly<Record<string, string | undefined>> }>;
    }[];
  }>;
}

const address = '/pagefind/pagefind.js';
// Its script is loaded with the page; what it fetches then, at focus or at the first search.
const pagefind = (await import(address)) as Pagefind;
startPage({
  preload: () => pagefind.init(),
  async search(query, most) {
    const { results } = await pagefind.search(query);
    const found = await Promise.all(results.slice(0, most).map((result) => result.data()));
    return found.map(({ url, excerpt, meta }) => ({
      url,
      title: meta.title ?? '',
      date: meta.date ?? '',
      summary: '',
      excerptHtml: excerpt,
    }));
  },
});
