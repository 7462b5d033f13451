// Keeps the search index of a living site behind its pages: hands the documents that changed to the thread that makes
// the index (dev-search.ts), one index at a time, and fetches its files.
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { RenderedItem, SearchDocument } from '../model.ts';
import { contentPack, defaultCacheFolder } from './cache-folder.ts';
import { codeVersion } from './code-version.ts';
import type {
  SearchThreadAnswer,
  SearchThreadData,
  SearchThreadRequest,
  SentDocument,
} from './dev-search.ts';
import { documentsOf, type SitePlan, searchOptionsOf } from './pipeline.ts';

/** The page that was just saved comes first. */
const delayMs = 250;

export class SearchFollower {
  readonly #data: SearchThreadData;
  #thread: Worker | undefined;
  #wanted: SitePlan | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isBuilding = false;
  /** By what decides a document: an item as it was rendered, or, of what has no item, the document as JSON. */
  #numbers = new Map<RenderedItem | string, number>();
  #nextNumber = 0;
  #roots: ReadonlyMap<string, string> = new Map();
  #waitsForFirst: (() => void)[] = [];
  readonly #reads = new Map<number, (contents: string | Uint8Array | undefined) => void>();
  #nextRead = 0;

  constructor(content: string, cacheFolder = defaultCacheFolder) {
    this.#data = { packPath: contentPack(cacheFolder, 'search', content), codeVersion: codeVersion() };
  }

  /** The index is to become that of this plan. */
  follow(plan: SitePlan): void {
    this.#wanted = plan;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#begin(), delayMs);
  }

  /** A file of the index; while the very first is being made, the answer waits for it. @param path below the output */
  async read(path: string): Promise<Uint8Array | undefined> {
    if (this.#roots.size === 0) await new Promise<void>((resolve) => this.#waitsForFirst.push(resolve));
    const root = this.#roots.get(path);
    if (root !== undefined) return Buffer.from(root);
    if (this.#thread === undefined) return undefined;
    const contents = await new Promise<string | Uint8Array | undefined>((resolve) => {
      const id = this.#nextRead;
      this.#nextRead += 1;
      this.#reads.set(id, resolve);
      this.#send({ kind: 'read', id, path });
    });
    return typeof contents === 'string' ? Buffer.from(contents) : contents;
  }

  #begin(): void {
    const plan = this.#wanted;
    if (this.#isBuilding || plan === undefined) return;
    this.#wanted = undefined;
    this.#isBuilding = true;
    this.#thread ??= this.#start();
    const rendered = new Map<string, RenderedItem>(plan.items.map((item) => [item.item.permalink, item]));
    const numbers = new Map<RenderedItem | string, number>();
    const sent = (document: SearchDocument): SentDocument => {
      const key = rendered.get(document.permalink) ?? JSON.stringify(document);
      const known = this.#numbers.get(key);
      const number = known ?? this.#nextNumber;
      if (known === undefined) this.#nextNumber += 1;
      numbers.set(key, number);
      // A copy: the body of an item is told by a getter.
      return known ?? { number, document: { ...document } };
    };
    const byLanguage = [...documentsOf(plan)].map(
      ([language, documents]) => [language, documents.map(sent)] as const,
    );
    this.#numbers = numbers;
    this.#send({ kind: 'documents', byLanguage, options: searchOptionsOf(plan) });
  }

  #send(request: SearchThreadRequest): void {
    this.#thread?.postMessage(request);
  }

  #start(): Worker {
    const thread = new Worker(fileURLToPath(new URL('./dev-search.ts', import.meta.url)), {
      workerData: this.#data,
      execArgv: ['--import', 'tsx'],
    });
    thread.on('message', (answer: SearchThreadAnswer) => this.#take(answer));
    thread.on('error', (error) => {
      process.stderr.write(`The search index could not be made: ${error.stack ?? error.message}\n`);
    });
    thread.on('exit', () => {
      // The next change begins with a new thread, which knows no document.
      this.#thread = undefined;
      this.#isBuilding = false;
      this.#numbers = new Map();
      for (const resolve of this.#reads.values()) resolve(undefined);
      this.#reads.clear();
      this.#release();
    });
    return thread;
  }

  #take(answer: SearchThreadAnswer): void {
    if (answer.kind === 'read') {
      this.#reads.get(answer.id)?.(answer.contents);
      this.#reads.delete(answer.id);
      return;
    }
    this.#roots = answer.roots;
    this.#isBuilding = false;
    this.#release();
    if (this.#wanted !== undefined) this.#begin();
  }

  #release(): void {
    const waiting = this.#waitsForFirst;
    this.#waitsForFirst = [];
    for (const resolve of waiting) resolve();
  }
}
