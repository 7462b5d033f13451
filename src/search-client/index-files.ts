// The files of one language's index by what they hold, decoded and checked, out of the store.
import {
  type FieldLengths,
  type HashSet,
  readHashSet,
  readLengths,
  readShard,
  type TermShard,
} from '../search/index-codec.ts';
import {
  type CardBlock,
  type FileKind,
  fileName,
  formatVersion,
  hashBytes,
  lunrVersion,
  type ResultCard,
  rootName,
  type SearchRoot,
  searchKinds,
  type TextBlock,
  type TextSections,
  titleInAddress,
} from '../search/shard-format.ts';
import { bytesOf, hashesOf } from './base64.ts';
import type { FileStore } from './file-store.ts';
import { IndexFileError } from './index-file-error.ts';
import { lunr } from './lunr-ranking.ts';
import { lowerBound } from './term-pattern.ts';

export interface ResultText {
  readonly body: string;
  /** Of a long text. */
  readonly sections?: TextSections;
}

export class IndexFiles {
  readonly root: SearchRoot;
  /** Terms whose lengths stand in the lengths file. */
  readonly common: HashSet;
  readonly store: FileStore;
  readonly termHashes: readonly string[];
  readonly cardHashes: readonly string[];
  /** Terms that a name of `root.synonyms` begins with. */
  readonly nameWords: ReadonlySet<string>;

  private constructor(root: SearchRoot, store: FileStore) {
    this.root = root;
    this.store = store;
    this.common = readHashSet(bytesOf(root.terms.common));
    this.termHashes = hashesOf(root.terms.hashes, hashBytes);
    this.cardHashes = hashesOf(root.cards.hashes, hashBytes);
    this.nameWords = new Set(root.synonyms?.map(([key]) => key.split(' ')[0] as string));
    if (this.termHashes.length !== root.terms.separators.length) throw new RangeError('shards without names');
  }

  static open(language: string, store: FileStore): Promise<IndexFiles> {
    const name = rootName(language);
    return store.get(name, (payload) => {
      const root = parseJson<SearchRoot>(payload);
      if (root.format !== formatVersion || root.lunr !== lunrVersion || root.lunr !== lunr.version) {
        throw new IndexFileError('other-version', name);
      }
      return new IndexFiles(root, store);
    });
  }

  get shardCount(): number {
    return this.termHashes.length;
  }

  /** The shard in which a term stands if the index holds it. */
  shardOf(term: string): number {
    const { separators } = this.root.terms;
    return lowerBound(separators.length, (i) => (separators[i] as string) <= term) - 1;
  }

  /** Shards that may hold terms with the prefix: from the first to before the second. */
  shardRange(prefix: string): [number, number] {
    const { separators } = this.root.terms;
    const first = Math.max(0, this.shardOf(prefix));
    let end = Math.min(first + 1, separators.length);
    while (end < separators.length && separators[end]?.startsWith(prefix)) end += 1;
    return [first, end];
  }

  shard(number: number): Promise<TermShard> {
    return this.get('terms', this.termHashes[number], (payload) => {
      const shard = readShard(payload, this.root.documentCount);
      this.#checkShard(shard, number);
      return shard;
    });
  }

  /** A file of the right length whose bytes were spoilt decodes to something: it is known by what cannot be. */
  #checkShard({ terms }: TermShard, number: number): void {
    const { root } = this;
    const end = root.terms.separators[number + 1];
    let before: string | undefined;
    for (const { term, index, documents } of terms) {
      const isInOrder = before === undefined ? term >= (root.terms.separators[number] ?? '') : term > before;
      const last = documents[documents.length - 1];
      if (!isInOrder || index >= root.termCount || last === undefined || last >= root.documentCount) {
        throw new RangeError(`${term} cannot stand here`);
      }
      before = term;
    }
    if (before === undefined || (end !== undefined && before >= end)) throw new RangeError('not its terms');
  }

  lengths(): Promise<FieldLengths> {
    const { lengths, documentCount } = this.root;
    return this.get('lengths', lengths, (payload) => readLengths(payload, documentCount));
  }

  async card(document: number): Promise<{ readonly card: ResultCard; readonly textHash: string }> {
    const { perFile } = this.root.cards;
    const first = document - (document % perFile);
    const name = this.#nameOf('cards', this.cardHashes[first / perFile]);
    const block = await this.store.get(name, (payload) =>
      blockAt(parseJson<CardBlock>(payload), first, name),
    );
    const at = document - first;
    const title = block.titles[at] ?? '';
    const url = block.urls[at]?.replace('*', () => titleInAddress(title));
    const kind = searchKinds[block.kinds[at] ?? -1];
    if (url === undefined || kind === undefined) throw new IndexFileError('foreign', name);
    return {
      card: {
        url,
        title,
        date: block.dates[at] ?? '',
        summary: block.summaries[at] ?? '',
        kind,
      },
      textHash: hashesOf(block.texts, hashBytes)[at] ?? '',
    };
  }

  /** @param hash as the document's card tells it */
  async text(document: number, hash: string): Promise<ResultText> {
    const name = this.#nameOf('texts', hash);
    const first = document - (document % this.root.textsPerFile);
    const { bodies, sections } = await this.store.get(name, (payload) =>
      blockAt(parseJson<TextBlock>(payload), first, name),
    );
    const body = bodies[document - first];
    if (body === undefined) throw new IndexFileError('foreign', name);
    return { body, sections: sections?.[document - first] ?? undefined };
  }

  /** Any other file of the index: see FileStore.get. */
  async get<Decoded>(
    kind: FileKind,
    hash: string | undefined,
    decode: (payload: Uint8Array) => Decoded | Promise<Decoded>,
  ): Promise<Decoded> {
    return this.store.get(this.#nameOf(kind, hash), decode);
  }

  #nameOf(kind: FileKind, hash: string | undefined): string {
    const { language } = this.root;
    // A root that names no such file was not made by our writer.
    if (!hash) throw new IndexFileError('foreign', rootName(language));
    return fileName(language, kind, hash);
  }
}

/** A cache may hold another file of the same short name. */
function blockAt<Block extends { readonly first: number }>(block: Block, first: number, name: string): Block {
  if (block.first !== first) throw new IndexFileError('foreign', name);
  return block;
}

function parseJson<Value>(payload: Uint8Array): Value {
  return JSON.parse(new TextDecoder().decode(payload)) as Value;
}
