// What we use of the peers, as their packages are installed by `npm run bench` alone and types are checked without it.
declare module 'minisearch' {
  interface Options {
    readonly fields: string[];
    readonly storeFields: string[];
    readonly searchOptions: { readonly boost: Record<string, number> };
  }
  interface Result {
    readonly id: number;
    readonly score: number;
    readonly url: string;
    readonly title: string;
    readonly date: string;
    readonly summary: string;
  }
  export default class MiniSearch {
    constructor(options: Options);
    static loadJSON(json: string, options: Options): MiniSearch;
    addAll(documents: readonly object[]): void;
    search(query: string): Result[];
    toJSON(): object;
  }
}
