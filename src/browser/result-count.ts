// What is said above results that are just what was asked for; of all others more is said (answer-notes.ts).
import type { SearchResults } from '../search-client/client.ts';
import type { Text } from './page-parts.ts';

/** There are results, and the engine took the reader's words as they stand. */
export function isPlain(answer: SearchResults): boolean {
  const { total, relaxed, scattered, corrections, synonyms, didYouMean } = answer;
  return total > 0 && !relaxed && !scattered && !didYouMean && corrections.length + synonyms.length === 0;
}

/** @param query that they are of */
export function countText(total: number, query: string, text: Text): string {
  return text(total === 1 ? 'count-one' : 'count', { n: String(total), query });
}
