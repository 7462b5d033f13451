// Posts to measure on, as many as wanted, in our content model and in real English: whole paragraphs of the corpus,
// recombined by a seed. `node --import tsx bench/posts.ts FOLDER --posts N` writes them as a content folder.
//
// How a post is made, each choice by the dice of its own number (so the first thousand of ten thousand posts are the
// posts of a bench with a thousand):
// - title: the beginning of one real title and the end of another, cut at a word that both have ("to", "for", "and"…);
// - body: 300 to 600 words. Two to four texts of the corpus are drawn, a text with more paragraphs more often, and
//   paragraphs of these follow each other in turn, none twice: words that go together in life stay together;
// - summary: every second post has one, the first sentence of another paragraph; the others take their default;
// - date: a day from 2001 to 2025, all equally likely; up to three countries and one to three topics of the demo
//   site's vocabulary, the first of the list more often than the last.
//
// What this is not: the vocabulary cannot grow past that of the corpus (docs/benchmarks.md tells how many terms there
// are at each size). A real archive of 100,000 posts has more rare words; one of 1,000 is much like this.
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  exitStatus,
  parseCount,
  parsePath,
  runCommand,
  UsageError,
  value,
} from '../src/build/command-line.ts';
import { readYaml } from '../src/load/yaml-values.ts';
import type { IsoDate, LanguageTag, Permalink, SearchDocument } from '../src/model.ts';
import { compareText } from '../src/problem.ts';
import { summarize } from '../src/render/summary.ts';
import { slugFrom } from '../src/validate/slug.ts';
import { type CorpusText, type Paragraph, readCorpus } from './corpus.ts';
import { type Dice, rollDice } from './random.ts';

export interface Post {
  readonly slug: string;
  readonly title: string;
  /** YYYY-MM-DD */
  readonly date: string;
  /** Plain text; absent in posts that take the default. */
  readonly summary?: string;
  readonly countries: readonly string[];
  readonly topics: readonly string[];
  readonly paragraphs: readonly Paragraph[];
}

/** Slugs that posts may name. */
export interface PostVocabulary {
  readonly countries: readonly string[];
  readonly topics: readonly string[];
}

export const defaultSeed = 20010101;
const bodyWords = { least: 300, most: 600 };
const firstDay = Date.UTC(2001, 0, 1);
const dayMs = 86_400_000;
const dayCount = (Date.UTC(2026, 0, 1) - firstDay) / dayMs;
const repository = fileURLToPath(new URL('../', import.meta.url));
const demoContent = join(repository, 'content');

/** Posts one after another; the first `n` are the same however many are taken. */
export function* generatePosts(
  count: number,
  corpus: readonly CorpusText[],
  vocabulary: PostVocabulary,
  seed = defaultSeed,
): Generator<Post> {
  const titles = new TitleMaker(corpus.map(({ title }) => title).filter((title) => title.length >= 12));
  // A text as often as it has paragraphs: drawing one is drawing a paragraph, and asking for its text.
  const textOfParagraph = corpus.flatMap((text) => text.paragraphs.map(() => text));
  const slugs = new Set<string>();
  for (let number = 0; number < count; number += 1) {
    const dice = rollDice(seed + Math.imul(number + 1, 0x9e3779b1));
    const title = titles.make(dice);
    const paragraphs = drawBody(dice, textOfParagraph);
    const summary =
      dice.next() < 0.5 ? firstSentence(dice.pick(dice.pick(textOfParagraph).paragraphs)) : undefined;
    const date = new Date(firstDay + dice.between(0, dayCount - 1) * dayMs).toISOString().slice(0, 10);
    yield {
      slug: freshSlug(title, slugs),
      title,
      date,
      ...(summary === undefined ? {} : { summary }),
      countries: drawSlugs(dice, vocabulary.countries, 0, 3),
      topics: drawSlugs(dice, vocabulary.topics, 1, 3),
      paragraphs,
    };
  }
}

function drawBody(dice: Dice, textOfParagraph: readonly CorpusText[]): Paragraph[] {
  const wanted = dice.between(bodyWords.least, bodyWords.most);
  const taken = new Set<Paragraph>();
  let words = 0;
  let texts: CorpusText[] = [];
  // A small corpus may have no paragraph left that fits: then the post stays short.
  for (let draws = 0; words < wanted && draws < 400; draws += 1) {
    if (draws % 40 === 0)
      texts = Array.from({ length: dice.between(2, 4) }, () => dice.pick(textOfParagraph));
    const paragraph = dice.pick(texts[draws % texts.length]!.paragraphs);
    if (taken.has(paragraph) || words + paragraph.wordCount > bodyWords.most) continue;
    taken.add(paragraph);
    words += paragraph.wordCount;
  }
  return [...taken];
}

function firstSentence({ plainText }: Paragraph): string {
  const sentence = /^.{40,}?[.!?;](?= |$)/.exec(plainText)?.[0] ?? plainText;
  return summarize(sentence);
}

function drawSlugs(dice: Dice, slugs: readonly string[], least: number, most: number): string[] {
  const drawn = new Set<string>();
  for (let left = dice.between(least, most); left > 0; left -= 1) {
    // Squared, so that some are in many posts and most in few.
    drawn.add(slugs[Math.floor(dice.next() ** 2 * slugs.length)]!);
  }
  return [...drawn];
}

function freshSlug(title: string, taken: Set<string>): string {
  const stem = slugFrom(title);
  let slug = stem;
  for (let copy = 2; taken.has(slug); copy += 1) slug = `${stem}-${copy}`;
  taken.add(slug);
  return slug;
}

/** Beginnings and ends of real titles, by the word at which they were cut. */
class TitleMaker {
  readonly #titles: readonly string[];
  readonly #byJoint = new Map<string, { heads: string[]; tails: string[] }>();
  readonly #joints: string[] = [];

  constructor(titles: readonly string[]) {
    this.#titles = titles;
    for (const title of titles) {
      for (const match of title.matchAll(/ (?:to|for|and|in|of|on|with|the|is|are|from|at|by|how|we) /gi)) {
        const joint = match[0].toLowerCase();
        let halves = this.#byJoint.get(joint);
        if (halves === undefined) {
          halves = { heads: [], tails: [] };
          this.#byJoint.set(joint, halves);
        }
        halves.heads.push(title.slice(0, match.index));
        halves.tails.push(title.slice(match.index));
        this.#joints.push(joint);
      }
    }
  }

  make(dice: Dice): string {
    if (this.#joints.length === 0) return this.#titles.length === 0 ? 'News' : dice.pick(this.#titles);
    const { heads, tails } = this.#byJoint.get(dice.pick(this.#joints))!;
    return dice.pick(heads) + dice.pick(tails);
  }
}

// ── as documents ──────────────────────────────────────────────────────────────────────────────────────

/** As the search is given them: oldest first, then by permalink. Country and topic pages are not among them. */
export function benchDocuments(
  count: number,
  corpus = readCorpus(),
  vocabulary = demoVocabulary(),
): SearchDocument[] {
  const documents: SearchDocument[] = [];
  for (const post of generatePosts(count, corpus, vocabulary)) {
    documents.push({
      language: 'en' as LanguageTag,
      permalink: `/news/${post.slug}/` as Permalink,
      kind: 'news',
      title: post.title,
      summary: post.summary ?? summarize(post.paragraphs[0]?.plainText ?? ''),
      body: post.paragraphs.map(({ plainText }) => plainText).join('\n'),
      date: post.date as IsoDate,
      countries: post.countries,
      topics: post.topics,
    });
  }
  return documents.sort(
    (a, b) => compareText(a.date ?? '', b.date ?? '') || compareText(a.permalink, b.permalink),
  );
}

// ── as a content folder ───────────────────────────────────────────────────────────────────────────────

interface VocabularyEntry {
  readonly slug: string;
  readonly name: Readonly<Record<string, string>>;
  readonly iso?: string;
}

function demoEntries(kind: 'countries' | 'topics'): VocabularyEntry[] {
  return readYaml(readFileSync(join(demoContent, 'vocabulary', `${kind}.yaml`), 'utf8')) as VocabularyEntry[];
}

export function demoVocabulary(): PostVocabulary {
  return {
    countries: demoEntries('countries').map(({ slug }) => slug),
    topics: demoEntries('topics').map(({ slug }) => slug),
  };
}

/** The demo site's names of countries or topics, in English. */
export function vocabularyNames(kind: 'countries' | 'topics'): { slug: string; name: string }[] {
  return demoEntries(kind).map(({ slug, name }) => ({ slug, name: name.en ?? slug }));
}

/** The post as a file of the content folder. */
export function printPost({ title, date, summary, countries, topics, paragraphs }: Post): string {
  const head = [
    `title: ${JSON.stringify(title)}`,
    `date: ${date}`,
    ...(summary === undefined ? [] : [`summary: ${JSON.stringify(summary)}`]),
    ...(countries.length === 0 ? [] : [`countries: [${countries.join(', ')}]`]),
    `topics: [${topics.join(', ')}]`,
  ];
  return `---\n${head.join('\n')}\n---\n\n${paragraphs.map(({ markdown }) => markdown).join('\n\n')}\n`;
}

/** Settings of a site that has nothing but news: its navigation leads to the search alone. */
const siteSettings = `name: Bench News
tagline: Posts to measure on
description: Paragraphs of real texts, put together by chance.
url: https://bench.example
language: en
timezone: UTC
publisher:
  name: Bench
navigation:
  - { text: Search, url: /search/ }
exit:
  url: https://www.bbc.com/weather
feed-items: 30
footer: Not to be published.
`;

/**
 * Writes a content folder with `count` posts: settings of its own, the demo site's interface texts, and the names of
 * its countries and topics without the landing texts, which link to pages that are not here.
 */
export function writeContentFolder(folder: string, count: number, corpus = readCorpus()): void {
  const write = (path: string, text: string): void => {
    const target = join(folder, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, text);
  };
  write('site.yaml', siteSettings);
  cpSync(join(demoContent, 'i18n', 'en.yaml'), join(folder, 'i18n', 'en.yaml'));
  for (const kind of ['countries', 'topics'] as const) {
    const entries = demoEntries(kind).map(
      ({ slug, name, iso }) =>
        `- slug: ${slug}\n  name: { en: ${JSON.stringify(name.en)} }\n${iso === undefined ? '' : `  iso: "${iso}"\n`}`,
    );
    write(`vocabulary/${kind}.yaml`, entries.join(''));
  }
  for (const post of generatePosts(count, corpus, demoVocabulary())) {
    write(`news/${post.date.slice(0, 4)}/${post.slug}.md`, printPost(post));
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await runCommand(
    {
      name: 'bench/posts.ts',
      about: 'Writes a content folder of posts to measure on, made of the paragraphs of real texts.',
      options: {
        posts: value('N', 'how many posts (1000)', parseCount),
        corpus: value('DIR', 'folder of the real texts (../shared/corpus)', parsePath),
      },
      words: { name: 'FOLDER', help: 'an absent or empty folder', least: 1, most: 1 },
    },
    async ({ options, words: [folder = ''] }, terminal) => {
      if (existsSync(folder) && readdirSync(folder).length > 0) {
        throw new UsageError(`${folder} is not empty`, 'Name a folder that is absent or empty');
      }
      const count = options.posts ?? 1000;
      writeContentFolder(folder, count, readCorpus(options.corpus));
      terminal.print(`${count} posts in ${folder}\n`);
      return exitStatus.success;
    },
  );
}
