// The parts of lunr 2.3.9 that a partial index is made of, which @types/lunr leaves out.
import type lunr from 'lunr';
import { type LoadedPipelines, preparedLunr } from '../search/lunr-with-pipeline.ts';

/** A clause as lunr.QueryParser leaves it. */
export interface Clause {
  readonly term: string;
  readonly fields: readonly string[];
  readonly presence: number;
  readonly usePipeline: boolean;
  readonly editDistance?: number;
}

/** A node of lunr.TokenSet: `*` leads on by any character. */
export interface TokenNode {
  readonly final: boolean;
  readonly edges: Readonly<Record<string, TokenNode>>;
}

/** lunr.Query, filled by the parser. */
export interface ParsedClauses {
  readonly clauses: readonly Clause[];
  isNegated(): boolean;
}

interface LunrInternals {
  readonly version: string;
  readonly Query: (new (
    fields: string[],
  ) => ParsedClauses) & {
    readonly presence: { readonly PROHIBITED: number };
  };
  readonly QueryParser: new (text: string, query: ParsedClauses) => { parse(): ParsedClauses };
  readonly TokenSet: {
    fromArray(sortedTerms: readonly string[]): TokenNode;
    fromClause(clause: { readonly term: string; readonly editDistance?: number }): TokenNode;
  };
  readonly Vector: new (elements?: number[]) => object;
  readonly Index: new (parts: {
    readonly invertedIndex: object;
    readonly fieldVectors: object;
    readonly tokenSet: TokenNode;
    readonly fields: readonly string[];
    readonly pipeline: LoadedPipelines['search'];
  }) => lunr.Index;
}

export function lunrInternals(): LunrInternals {
  return preparedLunr() as unknown as LunrInternals;
}
