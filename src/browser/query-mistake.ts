// Where lunr cannot read a query: the query with the place marked.
import type { QueryError } from '../search-client/query-limits.ts';
import { make } from './page-parts.ts';

/** What is shown of the query before the place and after it, in UTF-16 units. */
const surroundings = 60;

export function placeOfMistake(query: string, { start, end }: QueryError): HTMLElement {
  return make(
    'code',
    '',
    query.slice(Math.max(0, start - surroundings), start),
    make('mark', '', query.slice(start, end)),
    query.slice(end, end + surroundings),
  );
}
