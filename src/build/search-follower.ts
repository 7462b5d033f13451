// Keeps the search index of a living site behind its pages: hands the documents that changed to the process that
// makes the index (dev-search.ts), one index at a time, and fetches its files.
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { RenderedItem, SearchDocument } from '../model.ts';
import { contentPack, defaultCacheFolder } from './cache-folder.ts';
import type { SearchAnswer, SearchRequest, SentDocument } from './dev-search.ts';
import { documentsOf, searchOptionsOf, searchVersion } from './index-site.ts';
import { OpenQuestions } from './open-questions.ts';
import type { SitePlan } from './plan-site.ts';

/** The page that was just saved comes first. */
const delayMs = 150;

export class SearchFollower {
  readonly #begins: SearchRequest;
  readonly #onFault: (message: string) => void;
  #process: ChildProcess | undefined;
  #wanted: SitePlan | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isBuilding = false;
  /** By what decides a document: an item as it was rendered, or, of what has no item, the document as JSON. */
  #numbers = new Map<RenderedItem | string, number>();
  #nextNumber = 0;
  #roots: ReadonlyMap<string, string> = new Map();
  #waiting: (() => void)[] = [];
  readonly #reads = new OpenQuestions<string | Uint8Array>();

  /** @param onFault is told when the process ends by itself */
  constructor(
    content: string,
    cacheFolder = defaultCacheFolder,
    onFault: (message: string) => void = () => {},
  ) {
    const packPath = contentPack(cacheFolder, 'search', content);
    this.#begins = { kind: 'begin', packPath, codeVersion: searchVersion() };
    this.#onFault = onFault;
  }

  /** The index is to become that of this plan. */
  follow(plan: SitePlan): void {
    this.#wanted = plan;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#begin(), delayMs);
  }

  /** Resolves when the index is that of the last plan, or cannot be made. */
  async settled(): Promise<void> {
    while (this.#isBuilding || this.#wanted !== undefined)
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#process?.removeAllListeners('close');
    this.#process?.kill();
  }

  /** A file of the index; while the very first is being made, the answer waits for it. @param path below the output */
  async read(path: string): Promise<Uint8Array | undefined> {
    const isAwaited = this.#isBuilding || this.#wanted !== undefined;
    if (this.#roots.size === 0 && isAwaited)
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    const root = this.#roots.get(path);
    if (root !== undefined) return Buffer.from(root);
    if (this.#process?.connected !== true) return undefined;
    const contents = await this.#reads.ask((id) => this.#send({ kind: 'read', id, path }));
    return typeof contents === 'string' ? Buffer.from(contents) : contents;
  }

  #begin(): void {
    const plan = this.#wanted;
    if (this.#isBuilding || plan === undefined) return;
    this.#wanted = undefined;
    this.#isBuilding = true;
    this.#process ??= this.#start();
    const rendered = new Map<string, RenderedItem>(plan.items.map((item) => [item.item.permalink, item]));
    const numbers = new Map<RenderedItem | string, number>();
    const sent = (document: SearchDocument): SentDocument => {
      const key = rendered.get(document.permalink) ?? JSON.stringify(document);
      const known = this.#numbers.get(key);
      const number = known ?? this.#nextNumber;
      if (known === undefined) this.#nextNumber += 1;
      numbers.set(key, number);
      // A copy: the body of an item is told by a getter of its class.
      return known ?? { number, document: { ...document, body: document.body } };
    };
    const byLanguage = [...documentsOf(plan)].map(
      ([language, documents]) => [language, documents.map(sent)] as const,
    );
    this.#numbers = numbers;
    this.#send({ kind: 'documents', byLanguage, options: searchOptionsOf(plan) });
  }

  #send(request: SearchRequest): void {
    // One that has just ended is told of by `close`.
    if (this.#process?.connected) this.#process.send(request, () => {});
  }

  #start(): ChildProcess {
    const child = fork(fileURLToPath(new URL('./dev-search.ts', import.meta.url)), {
      execArgv: ['--import', 'tsx'],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      serialization: 'advanced',
    });
    let said = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-10_000);
    });
    child.on('message', (answer: SearchAnswer) => this.#take(answer));
    child.on('close', () => {
      // The next change begins with a new process, which knows no document.
      this.#process = undefined;
      this.#isBuilding = false;
      this.#numbers = new Map();
      this.#reads.end();
      this.#release();
      this.#onFault(
        `The search index could not be made: ${said.trim() || 'its process ended without a word'}`,
      );
    });
    child.send(this.#begins);
    return child;
  }

  #take(answer: SearchAnswer): void {
    if (answer.kind === 'read') {
      this.#reads.answer(answer.id, answer.contents);
      return;
    }
    this.#roots = answer.roots;
    this.#isBuilding = false;
    this.#release();
    if (this.#wanted !== undefined) this.#begin();
  }

  #release(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }
}
