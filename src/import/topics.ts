// Tags → the controlled vocabulary: a tag that a country or topic is called by already is that one; every other becomes a
// topic of its own, appended to vocabulary/topics.yaml so that not a byte of what stands there changes.
import { isSeq, parseDocument } from 'yaml';
import { loadYaml } from '../load/load-file.ts';
import { yamlScalar } from '../validate/explain-issue.ts';
import { foldWords } from '../validate/fold.ts';
import { slugFrom } from '../validate/slug.ts';

interface Entry {
  readonly slug: string;
  readonly name: string;
}

export class TopicList {
  readonly #countries: Map<string, string>;
  readonly #topics: Map<string, string>;
  readonly #slugs: Set<string>;
  readonly #language: string;
  readonly #added: Entry[] = [];

  constructor(countriesYaml: string, topicsYaml: string, language: string) {
    this.#countries = wordsOf(countriesYaml);
    this.#topics = wordsOf(topicsYaml);
    this.#slugs = new Set(this.#topics.values());
    this.#language = language;
  }

  get countrySlugs(): string[] {
    return [...new Set(this.#countries.values())];
  }

  get topicSlugs(): string[] {
    return [...this.#slugs];
  }

  get added(): number {
    return this.#added.length;
  }

  /** @returns the slugs of an item's tags, each once, in its order */
  resolve(tags: readonly string[]): { countries: string[]; topics: string[] } {
    const countries = new Set<string>();
    const topics = new Set<string>();
    for (const tag of tags) {
      const name = tag.slice(0, 200);
      const key = foldWords(name);
      const country = this.#countries.get(key);
      if (country !== undefined) countries.add(country);
      else topics.add(this.#topics.get(key) ?? this.#add(name, key));
    }
    return { countries: [...countries], topics: [...topics] };
  }

  #add(name: string, key: string): string {
    const wish = slugFrom(name);
    let slug = wish;
    for (let number = 2; this.#slugs.has(slug) || this.#topics.has(slug); number += 1)
      slug = `${wish}-${number}`;
    this.#slugs.add(slug);
    this.#topics.set(key, slug);
    // A tag may be written as its slug, too.
    if (!this.#topics.has(slug)) this.#topics.set(slug, slug);
    this.#added.push({ slug, name });
    return slug;
  }

  /** The file with the new topics at its end; undefined when nothing is new. */
  appendTo(yaml: string): string | undefined {
    if (this.#added.length === 0) return undefined;
    const document = parseDocument(yaml);
    const isBlockList =
      isSeq(document.contents) && document.contents.flow !== true && document.contents.items.length > 0;
    const isEmpty =
      document.contents === null || (isSeq(document.contents) && document.contents.items.length === 0);
    if (isBlockList || isEmpty) {
      const indent = isBlockList ? (/^([ \t]*)- /m.exec(yaml)?.[1] ?? '') : '';
      const lines = this.#added.flatMap(({ slug, name }) => [
        `${indent}- slug: ${slug}`,
        `${indent}  name: { ${this.#language}: ${yamlScalar(name, true)} }`,
      ]);
      const before = isEmpty ? yaml.replace(/^\s*\[\s*\]\s*$/m, '').trimEnd() : yaml.replace(/\n*$/, '');
      return `${before === '' ? '' : `${before}\n`}${lines.join('\n')}\n`;
    }
    for (const { slug, name } of this.#added) document.add({ slug, name: { [this.#language]: name } });
    return document.toString({ lineWidth: 0 });
  }
}

function wordsOf(yaml: string): Map<string, string> {
  const words = new Map<string, string>();
  const bytes = new TextEncoder().encode(yaml);
  const file = {
    path: 'vocabulary.yaml',
    displayPath: 'vocabulary.yaml',
    diskPath: '',
    size: bytes.length,
    bytes,
  };
  const list = loadYaml(file).source?.frontmatter.list;
  if (!Array.isArray(list)) return words;
  for (const entry of list as readonly Record<string, unknown>[]) {
    const slug = entry?.slug;
    if (typeof slug !== 'string') continue;
    const names = typeof entry.name === 'object' && entry.name !== null ? Object.values(entry.name) : [];
    const aliases = Array.isArray(entry.aliases) ? entry.aliases : [];
    for (const word of [slug, ...names, ...aliases])
      if (typeof word === 'string') words.set(foldWords(word), slug);
  }
  return words;
}
