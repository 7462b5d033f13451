// Plain words in lunr's query language → the clauses that lunr.QueryParser makes of them (lunr 2.3.9), without it:
// what a search for words waits for is less by a parser.
import { type Clause, lunr } from './lunr-ranking.ts';

/** `+`, a field and a colon, characters that mean nothing or are escaped, and a wildcard at the end; all but one may lack. */
const word = /^(\+?)(?:([a-z]+):)?((?:\\[^\s*]|[^\\:~^+*\s-])+)(\*?)$/;

/**
 * @param fields names of lunr's fields
 * @returns nothing when lunr itself must parse the text: it holds more of the language, or an error
 */
export function plainClauses(text: string, fields: readonly string[]): Clause[] | undefined {
  const { OPTIONAL, REQUIRED } = lunr.Query.presence;
  const clauses: Clause[] = [];
  let wildcards = 0;
  for (const part of text.split(' ')) {
    // lunr takes two spaces for one.
    if (part === '') continue;
    const [, plus, field, escaped = '', star = ''] = word.exec(part) ?? [];
    wildcards += star.length;
    // How many wildcards there may be is known where lunr's parser is.
    if (escaped === '' || (field !== undefined && !fields.includes(field)) || wildcards > 1) return undefined;
    clauses.push({
      term: escaped.replace(/\\(.)/g, '$1').toLowerCase() + star,
      fields: field === undefined ? fields : [field],
      boost: 1,
      usePipeline: star === '',
      presence: plus === '' ? OPTIONAL : REQUIRED,
    });
  }
  return clauses;
}
