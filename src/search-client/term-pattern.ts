// A query → which terms of the index it may expand to, before any of the index is known. lunr itself runs the
// pipeline and builds the token sets that terms are compared with (lunr 2.3.9, lunr.Index.prototype.query).
import { searchFields } from '../search/shard-format.ts';
import { type Clause, lunr, type QueryPipeline, type TokenNode } from './lunr-ranking.ts';

export const fieldNames: readonly string[] = searchFields.map(({ name }) => name);

export interface TermPattern {
  /** What every term that matches begins with; the whole term when `isExact`. */
  readonly prefix: string;
  readonly isExact: boolean;
  /** Whether every term with the prefix matches. */
  readonly isPrefix: boolean;
  /** Of the terms that match, in UTF-16 units. */
  readonly minLength: number;
  readonly maxLength: number;
  /** False when only prohibited clauses ask: no weight of such a term is looked at. */
  readonly isWeighted: boolean;
  /** lunr's token set; absent when prefix and flags tell all. */
  readonly node?: TokenNode;
}

export interface ParsedQuery {
  readonly clauses: readonly Clause[];
  readonly patterns: readonly TermPattern[];
  /** Whether lunr walks all documents: nothing but prohibited terms, or no term at all. */
  readonly isNegated: boolean;
}

export function expandClauses(clauses: readonly Clause[], pipeline: QueryPipeline): ParsedQuery {
  const { PROHIBITED } = lunr.Query.presence;
  const patterns = clauses.flatMap(({ term, usePipeline, presence, editDistance }) =>
    (usePipeline ? pipeline.runString(term) : [term]).map((each) =>
      patternOf(each, editDistance, presence !== PROHIBITED),
    ),
  );
  return { clauses, patterns, isNegated: clauses.every(({ presence }) => presence === PROHIBITED) };
}

export function exactPattern(term: string, isWeighted = false): TermPattern {
  const { length } = term;
  return { prefix: term, isExact: true, isPrefix: false, minLength: length, maxLength: length, isWeighted };
}

export function prefixPattern(prefix: string, isWeighted = false): TermPattern {
  const minLength = prefix.length;
  return {
    prefix,
    isExact: false,
    isPrefix: true,
    minLength,
    maxLength: Number.POSITIVE_INFINITY,
    isWeighted,
  };
}

/** A term at a distance from where the phrase begins. */
export interface PlacedTerm {
  readonly offset: number;
  readonly term: string;
  /** Any term that begins so will do: a run may go on after its last cluster. */
  readonly isPrefix: boolean;
}

export interface PlacedTerms {
  readonly places: readonly PlacedTerm[];
  /** They must stand in one of these; absent for any field. */
  readonly fields?: readonly string[];
}

export function patternsOf({ places }: PlacedTerms): TermPattern[] {
  return places.map(({ term, isPrefix }) => (isPrefix ? prefixPattern(term) : exactPattern(term)));
}

function patternOf(term: string, editDistance: number | undefined, isWeighted: boolean): TermPattern {
  const star = term.indexOf('*');
  if (star < 0 && !editDistance) return exactPattern(term, isWeighted);
  if (editDistance !== undefined) {
    // Here lunr takes `*` for any one character.
    return {
      prefix: '',
      isExact: false,
      isPrefix: false,
      minLength: term.length - editDistance,
      maxLength: term.length + editDistance,
      isWeighted,
      node: lunr.TokenSet.fromClause({ term, editDistance }),
    };
  }
  const prefix = term.slice(0, star);
  if (star === term.length - 1) return prefixPattern(prefix, isWeighted);
  return {
    prefix,
    isExact: false,
    isPrefix: false,
    minLength: term.replaceAll('*', '').length,
    maxLength: Number.POSITIVE_INFINITY,
    isWeighted,
    node: lunr.TokenSet.fromClause({ term }),
  };
}

/**
 * Those of the sorted terms that match, as lunr.TokenSet.prototype.intersect finds them: a set of nodes walks along
 * each term, and what two neighbours begin with alike is walked once.
 * @param visit called with the place of each term that matches
 */
export function forEachMatch(
  terms: readonly string[],
  { prefix, isPrefix, isExact, node }: TermPattern,
  visit: (place: number) => void,
): void {
  let place = lowerBound(terms.length, (i) => (terms[i] as string) < prefix);
  if (isExact) {
    // No query finds the empty term.
    if (terms[place] === prefix && prefix !== '') visit(place);
    return;
  }
  /** By how much of the term was walked: the nodes that it led to. */
  const walked: TokenNode[][] = [node ? [node] : []];
  let before = '';
  for (; place < terms.length; place += 1) {
    const term = terms[place] as string;
    if (!term.startsWith(prefix)) return;
    if (isPrefix || !node) {
      if (term !== '') visit(place);
      continue;
    }
    let at = 0;
    const known = Math.min(walked.length - 1, term.length);
    while (at < known && term[at] === before[at]) at += 1;
    walked.length = at + 1;
    before = term;
    let nodes = walked[at] as TokenNode[];
    for (; at < term.length && nodes.length > 0; at += 1) {
      nodes = step(nodes, term[at] as string);
      walked.push(nodes);
    }
    if (at === term.length && at > 0 && nodes.some(({ final }) => final)) visit(place);
  }
}

function step(nodes: readonly TokenNode[], character: string): TokenNode[] {
  const next: TokenNode[] = [];
  for (const { edges } of nodes) {
    for (const node of [edges[character], edges['*']]) {
      if (node && !next.includes(node)) next.push(node);
    }
  }
  return next;
}

/** The first number from 0 to `count` of which `isBelow` does not hold; it holds of all before. */
export function lowerBound(count: number, isBelow: (i: number) => boolean): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isBelow(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}
