// What lunr's language asks of terms beyond whole ones and beginnings: wildcards elsewhere, and edit distances. lunr itself
// builds the token sets that terms are compared with (lunr 2.3.9, lunr.Index.prototype.query).
import { loadDictionary } from './further-files.ts';
import { type Clause, lunr, type QueryPipeline, type TokenNode } from './lunr-ranking.ts';
import {
  commonLength,
  exactPattern,
  lowerBound,
  type ParsedQuery,
  prefixPattern,
  type TermPattern,
  type TermWalk,
} from './term-pattern.ts';

export function expandClauses(clauses: readonly Clause[], pipeline: QueryPipeline): ParsedQuery {
  const { PROHIBITED } = lunr.Query.presence;
  const patterns = clauses.flatMap(({ term, usePipeline, presence, editDistance }) =>
    (usePipeline ? pipeline.runString(term) : [term]).map((each) =>
      patternOf(each, editDistance, presence !== PROHIBITED),
    ),
  );
  return { clauses, patterns, isNegated: clauses.every(({ presence }) => presence === PROHIBITED) };
}

function patternOf(term: string, editDistance: number | undefined, isWeighted: boolean): TermPattern {
  const star = term.indexOf('*');
  if (star < 0 && !editDistance) return exactPattern(term, isWeighted);
  if (editDistance !== undefined) {
    // Here lunr takes `*` for any one character.
    return {
      prefix: '',
      isExact: false,
      isWeighted,
      walk: walkOf(
        lunr.TokenSet.fromClause({ term, editDistance }),
        '',
        term.length - editDistance,
        term.length + editDistance,
      ),
    };
  }
  const prefix = term.slice(0, star);
  if (star === term.length - 1) return prefixPattern(prefix, isWeighted);
  return {
    prefix,
    isExact: false,
    isWeighted,
    walk: walkOf(lunr.TokenSet.fromClause({ term }), prefix, term.replaceAll('*', '').length),
  };
}

/** @param prefix what all terms that match begin with; their lengths are in UTF-16 units */
function walkOf(node: TokenNode, prefix: string, minLength: number, maxLength = Infinity): TermWalk {
  return {
    forEachMatch: (terms, visit) => forEachNodeMatch(terms, prefix, node, visit),
    candidates: (files) => loadDictionary(files, minLength, maxLength),
  };
}

/**
 * Those of the sorted terms that match, as lunr.TokenSet.prototype.intersect finds them: a set of nodes walks along
 * each term, and what two neighbours begin with alike is walked once.
 */
function forEachNodeMatch(
  terms: readonly string[],
  prefix: string,
  node: TokenNode,
  visit: (place: number) => void,
): void {
  let place = lowerBound(terms.length, (i) => (terms[i] as string) < prefix);
  /** By how much of the term was walked: the nodes that it led to. */
  const walked: TokenNode[][] = [[node]];
  let before = '';
  for (; place < terms.length; place += 1) {
    const term = terms[place] as string;
    if (!term.startsWith(prefix)) return;
    let at = Math.min(walked.length - 1, commonLength(term, before));
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
