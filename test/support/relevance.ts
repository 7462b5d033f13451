// The relevance set: what readers of the demonstration site look for and which pages answer it, as test and bench ask it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { readYaml } from '../../src/load/yaml-values.ts';
import { searchKinds } from '../../src/search/shard-format.ts';
import { createSearchClient, type SearchClient, type SearchOptions } from '../../src/search-client/client.ts';
import { createDiskLoader } from '../../src/search-client/loaders/disk-loader.ts';
import { repository } from './run.ts';

/** How many of each are wanted; the names are the groups of the file. */
export const relevanceGroups = { plain: 20, mistyped: 10, phrase: 10, filtered: 10, script: 10 } as const;
export type RelevanceGroup = keyof typeof relevanceGroups;

/** A reader looks at so many results before asking otherwise. */
export const readersPatience = 3;

const querySchema = z.strictObject({
  query: z.string().min(1),
  language: z.string().default('en'),
  filters: z
    .strictObject({
      country: z.string(),
      topic: z.string(),
      year: z.int(),
      kind: z.enum(searchKinds),
    })
    .partial()
    .default({}),
  /** Addresses of pages, any of which answers. */
  right: z.array(z.string().regex(/^\/.*\/$/)).min(1),
  why: z.string().min(1),
});

export type RelevanceQuery = z.output<typeof querySchema> & { readonly group: RelevanceGroup };

/** In the order of the file. @throws ZodError when the file is not of this shape */
export function readRelevanceSet(): readonly RelevanceQuery[] {
  const text = readFileSync(join(repository, 'test/fixtures/relevance.yaml'), 'utf8');
  const groups = z
    .record(z.enum(Object.keys(relevanceGroups) as RelevanceGroup[]), z.array(querySchema))
    .parse(readYaml(text));
  return Object.entries(groups).flatMap(([group, queries]) =>
    queries.map((query) => ({ ...query, group: group as RelevanceGroup })),
  );
}

/**
 * What the browser's code finds in a built site, over the same files.
 * @param site folder of the site
 * @returns addresses of the first results of each query, best first
 */
export async function askBuiltSite(
  site: string,
  queries: readonly RelevanceQuery[],
  limit: number,
): Promise<string[][]> {
  const clients = new Map<string, SearchClient>();
  const clientOf = (language: string): SearchClient => {
    const known = clients.get(language);
    if (known) return known;
    const client = createSearchClient({ language, load: createDiskLoader(join(site, 'search')) });
    clients.set(language, client);
    return client;
  };
  const found: string[][] = [];
  for (const { query, language, filters } of queries) {
    const options: SearchOptions = { limit, filters };
    const answer = await clientOf(language).search(query, options);
    // Words in quotes and plain words cannot fail to parse.
    if ('error' in answer) throw new Error(`${query}: ${answer.error.message}`);
    found.push(answer.results.map(({ url }) => url));
  }
  return found;
}

/** Place of the first right address, from 1; undefined when none is there. */
export function placeOfRight({ right }: RelevanceQuery, addresses: readonly string[]): number | undefined {
  const index = addresses.findIndex((address) => right.includes(address));
  return index < 0 ? undefined : index + 1;
}

/** The query as it is told in reports, with what it is narrowed by. */
export function describeQuery({ query, language, filters }: RelevanceQuery): string {
  const narrowed = Object.entries(filters).map(([name, value]) => `${name} ${value}`);
  return [query, ...(language === 'en' ? [] : [language]), ...narrowed].join(' · ');
}
