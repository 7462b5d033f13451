// The search index of `npm run dev`, in a process of its own: it follows the pages, and keeps nobody from seeing them.
// Until a new index is whole the one before is served. Documents come once; later messages name them by number.
import type { OutputFile, SearchDocument } from '../model.ts';
import { buildSearch } from '../search/build-search.ts';
import { bodyFingerprintOf, type SearchCache } from '../search/search-cache.ts';
import { type CachePack, openOneOfPacks } from './cache-pack.ts';
import type { searchOptionsOf } from './index-site.ts';

/** A document that was sent before, or one with the number by which it is known from now on. */
export type SentDocument = number | { readonly number: number; readonly document: SearchDocument };

export type SearchRequest =
  | { readonly kind: 'begin'; readonly packPath: string; readonly codeVersion: string }
  | {
      readonly kind: 'documents';
      readonly byLanguage: readonly (readonly [language: string, documents: readonly SentDocument[]])[];
      readonly options: ReturnType<typeof searchOptionsOf>;
    }
  | { readonly kind: 'read'; readonly id: number; readonly path: string };

export type SearchAnswer =
  /** `roots`: contents of the files whose name is always the same, by path. */
  | { readonly kind: 'built'; readonly roots: ReadonlyMap<string, string> }
  | { readonly kind: 'read'; readonly id: number; readonly contents: string | Uint8Array | undefined };

/** The pack of a build, and beyond it what this process made since. */
class LivingCache implements SearchCache {
  readonly #pack: CachePack;
  #isPackOpen = true;
  #recent = new Map<string, Uint8Array>();
  #used = new Map<string, Uint8Array>();

  constructor(pack: CachePack) {
    this.#pack = pack;
  }

  get(key: string): Uint8Array | undefined {
    const recent = this.#used.get(key) ?? this.#recent.get(key);
    if (recent === undefined) return this.#pack.get(key);
    this.#used.set(key, recent);
    return recent;
  }

  put(key: string, bytes: Uint8Array): void {
    if (this.#isPackOpen) this.#pack.put(key, bytes);
    this.#used.set(key, bytes);
  }

  /** An index is whole: what it had no use for is forgotten. The first one is kept for the next process. */
  turn(): void {
    if (this.#isPackOpen) this.#pack.finish();
    this.#isPackOpen = false;
    this.#recent = this.#used;
    this.#used = new Map();
  }
}

let cache: LivingCache | undefined;
let documents = new Map<number, SearchDocument>();
/** The index, and the one before: a page that was opened with it goes on asking for its files. */
let [files, filesBefore] = [new Map<string, OutputFile>(), new Map<string, OutputFile>()];

function contentsOf(file: OutputFile | undefined): string | Uint8Array | undefined {
  if (file === undefined) return undefined;
  if ('make' in file) return file.make();
  if ('contents' in file) return file.contents;
  throw new Error(`a file of the index that is neither late nor made: ${file.path}`);
}

process.on('disconnect', () => process.exit());
process.on('message', (request: SearchRequest) => {
  if (request.kind === 'begin') {
    cache = new LivingCache(openOneOfPacks(request.packPath, request.codeVersion, () => {}));
    return;
  }
  if (request.kind === 'read') {
    const { id, path } = request;
    tell({ kind: 'read', id, contents: contentsOf(files.get(path) ?? filesBefore.get(path)) });
    return;
  }
  const known = new Map<number, SearchDocument>();
  const byLanguage = request.byLanguage.map(([language, sent]) => {
    const all = sent.map((entry) => {
      const number = typeof entry === 'number' ? entry : entry.number;
      const document = typeof entry === 'number' ? documents.get(entry) : hashed(entry.document);
      if (document === undefined) throw new Error(`document ${number} was never sent`);
      known.set(number, document);
      return document;
    });
    return [language, all] as const;
  });
  documents = known;
  const index = buildSearch(new Map(byLanguage), { ...request.options, cache });
  cache?.turn();
  filesBefore = files;
  files = new Map(index.files.map((file) => [file.path, file]));
  const roots = new Map<string, string>();
  for (const [path, file] of files)
    if (/^search\/[^/]+\/root\.js$/.test(path)) roots.set(path, String(contentsOf(file)));
  tell({ kind: 'built', roots });
});

/** The hash of a body is made once for as long as the document stays the same. */
function hashed(document: SearchDocument): SearchDocument {
  return { ...document, bodyFingerprint: document.bodyFingerprint ?? bodyFingerprintOf(document) };
}

function tell(answer: SearchAnswer): void {
  process.send?.(answer);
}
