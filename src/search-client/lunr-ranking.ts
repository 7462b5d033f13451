// The parts of lunr 2.3.9 that rank, which @types/lunr leaves out. In a browser they are all that `lunr` is here
// (src/build/lunr-for-browsers.ts).
import wholeLunr from 'lunr';

/** A clause as lunr.QueryParser leaves it. */
export interface Clause {
  term: string;
  readonly fields: readonly string[];
  readonly boost: number;
  readonly presence: number;
  readonly usePipeline: boolean;
  readonly editDistance?: number;
}

/** A node of lunr.TokenSet: `*` leads on by any character. */
export interface TokenNode {
  final: boolean;
  readonly edges: Record<string, TokenNode>;
}

/** What lunr.Index asks of the terms of an index. */
export interface TermSet {
  /** @param wanted what lunr.TokenSet.fromClause makes of a clause */
  intersect(wanted: TokenNode): { toArray(): string[] };
}

/** What lunr.Index asks of a pipeline. */
export interface QueryPipeline {
  runString(text: string): string[];
}

interface LunrRanking {
  readonly version: string;
  readonly Query: {
    readonly presence: { readonly OPTIONAL: number; readonly REQUIRED: number; readonly PROHIBITED: number };
  };
  readonly TokenSet: {
    fromClause(clause: { readonly term: string; readonly editDistance?: number }): TokenNode;
    fromFuzzyString(term: string, editDistance: number): TokenNode;
  };
  readonly Vector: new (elements?: number[]) => object;
  readonly Index: new (parts: {
    readonly invertedIndex: object;
    readonly fieldVectors: object;
    readonly tokenSet: TermSet;
    readonly fields: readonly string[];
    readonly pipeline: QueryPipeline;
  }) => { query(fill: (query: { readonly clauses: Clause[] }) => void): wholeLunr.Index.Result[] };
}

export type RankingIndex = InstanceType<LunrRanking['Index']>;

export const lunr = wholeLunr as unknown as LunrRanking;
/** lunr's own functions of a pipeline, by label. */
export const { stemmer, stopWordFilter } = wholeLunr;

/** To be called once before a clause with an edit distance is ranked: see lunr-language.ts. */
export function knowDistances(fromFuzzyString: LunrRanking['TokenSet']['fromFuzzyString']): void {
  lunr.TokenSet.fromFuzzyString = fromFuzzyString;
}
