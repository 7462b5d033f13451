// lunr's query language, as lunr 2.3.9 itself reads it; most queries have none of it, so that it is no part of what
// they wait for. In a browser this is all that `lunr` is here (src/build/lunr-for-browsers.ts).
import wholeLunr from 'lunr';
import { expandClauses } from './expand-clauses.ts';
import {
  type Clause,
  knowDistances,
  type QueryPipeline,
  type TermSet,
  type TokenNode,
} from './lunr-ranking.ts';
import { findTooMuch, type Lexeme, type QueryError } from './query-limits.ts';
import { fieldNames, type ParsedQuery } from './term-pattern.ts';

interface TokenSet extends TokenNode, TermSet {}

const lunr = wholeLunr as unknown as {
  readonly Query: new (fields: readonly string[]) => { readonly clauses: Clause[] };
  readonly QueryParser: new (text: string, query: object) => { parse(): void };
  readonly QueryLexer: new (text: string) => { run(): void; readonly lexemes: readonly Lexeme[] };
  readonly QueryParseError: new () => Error & QueryError;
  readonly TokenSet: (new () => TokenSet) & {
    fromFuzzyString(term: string, editDistance: number): TokenNode;
  };
};

knowDistances(lunr.TokenSet.fromFuzzyString);

/** The clauses of a text, or why it has none: what lunr says of it comes before any limit of ours. */
export function parseClauses(
  text: string,
  fields: readonly string[],
): readonly Clause[] | { readonly error: QueryError } {
  const query = new lunr.Query(fields);
  try {
    new lunr.QueryParser(text, query).parse();
  } catch (error) {
    if (!(error instanceof lunr.QueryParseError)) throw error;
    const { message, start, end } = error;
    return { error: { message, start, end } };
  }
  const lexer = new lunr.QueryLexer(text);
  lexer.run();
  const error = findTooMuch(lexer.lexemes);
  return error ? { error } : query.clauses;
}

/** What a text asks of the index. */
export function parseQuery(
  text: string,
  pipeline: QueryPipeline,
): ParsedQuery | { readonly error: QueryError } {
  const clauses = parseClauses(text, fieldNames);
  return 'error' in clauses ? clauses : expandClauses(clauses, pipeline);
}

/**
 * What lunr.TokenSet.fromArray gives, but that no two terms share their ends: lunr walks it alike.
 * @param terms in order of UTF-16 units
 */
export function tokenSetOf(terms: readonly string[]): TermSet {
  const root = new lunr.TokenSet();
  for (const term of terms) {
    let node: TokenNode = root;
    for (let i = 0; i < term.length; i += 1) {
      const unit = term[i] as string;
      node.edges[unit] ??= new lunr.TokenSet();
      node = node.edges[unit];
    }
    node.final = true;
  }
  return root;
}
