// Real English to make posts of: paragraphs and titles of the texts in ../shared/corpus, which lies beside the
// repository and not in it. Blog posts (18f-blog), texts on trafficking in persons (trafficking: government papers,
// country paragraphs of a factbook), English documentation and release notes of two site generators (hexo-site,
// jekyll-fixtures).
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SurroundingsError } from '../src/build/command-line.ts';
import { readYaml } from '../src/load/yaml-values.ts';
import { compareText } from '../src/problem.ts';
import { renderMarkdown } from '../src/render/markdown.ts';

export interface Paragraph {
  /** A paragraph on one line, or a list with one line for each item. */
  readonly markdown: string;
  /** As renderMarkdown() gives it. */
  readonly plainText: string;
  readonly wordCount: number;
}

/** One text of the corpus. */
export interface CorpusText {
  readonly title: string;
  /** Never empty. */
  readonly paragraphs: readonly Paragraph[];
}

export const defaultCorpus = fileURLToPath(new URL('../../shared/corpus/', import.meta.url));

/** Shorter ones are captions and lead-ins; longer ones would leave no room for others in a post. In words. */
const paragraphWords = { least: 8, most: 180 };

/**
 * @param folder holds 18f-blog/, trafficking/, hexo-site/ and jekyll-fixtures/, any of which may be missing
 * @returns in order of paths, no paragraph twice
 * @throws SurroundingsError when there is no text
 */
export function readCorpus(folder = defaultCorpus): CorpusText[] {
  const texts: CorpusText[] = [];
  const seen = new Set<string>();
  const add = (title: string, blocks: readonly string[]): void => {
    const paragraphs: Paragraph[] = [];
    for (const block of blocks) {
      const markdown = /^[-*+] /.test(block) ? list(block) : prose(block, true);
      if (markdown === undefined) continue;
      const { plainText } = renderMarkdown(markdown, { basePath: '', firstLine: 1 });
      const wordCount = plainText.split(/\s+/).length;
      if (wordCount < paragraphWords.least || wordCount > paragraphWords.most) continue;
      const key = createHash('sha256').update(plainText.toLowerCase()).digest('base64');
      if (seen.has(key)) continue;
      seen.add(key);
      paragraphs.push({ markdown, plainText, wordCount });
    }
    if (paragraphs.length > 0) texts.push({ title: plainTitle(title), paragraphs });
  };

  for (const path of markdownFiles(folder)) {
    const { title, body } = splitFrontmatter(readFileSync(join(folder, path), 'utf8'));
    add(title, body.split(/\n[ \t]*\n/));
  }
  for (const path of [
    ...filesBelow(folder, 'trafficking/factbook', '.json'),
    ...filesBelow(folder, 'trafficking/factbook-history', '.json'),
  ]) {
    const { country, current_situation, tier_rating } = JSON.parse(
      readFileSync(join(folder, path), 'utf8'),
    ) as { country: string; current_situation?: string | null; tier_rating?: string | null };
    add(
      country,
      [current_situation, tier_rating].filter(
        (text) => typeof text === 'string' && !/&\w+;|</.test(text),
      ) as string[],
    );
  }
  if (texts.length === 0) {
    throw new SurroundingsError(
      `there are no texts in ${folder}: the posts of a bench are made of the paragraphs of 18f-blog, trafficking, hexo-site and jekyll-fixtures`,
      'Put the corpus there, or run the bench where it is',
    );
  }
  return texts;
}

function markdownFiles(folder: string): string[] {
  return [
    ...filesBelow(folder, '18f-blog/content/posts', '.md'),
    // Other languages are named in the file; the bench is in English.
    ...filesBelow(folder, 'trafficking/other', '.md').filter(
      (path) => !/\.(?!en\.md$)[a-z]{2}\.md$/.test(path),
    ),
    ...['_posts', 'api', 'docs'].flatMap((part) => filesBelow(folder, `hexo-site/source/${part}`, '.md')),
    ...filesBelow(folder, 'jekyll-fixtures/docs/_posts', '.markdown'),
  ];
}

function filesBelow(folder: string, part: string, ending: string): string[] {
  const top = join(folder, part);
  if (!existsSync(top)) return [];
  return readdirSync(top, { withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => `${part}/${entry.name}`)
    .sort(compareText);
}

function splitFrontmatter(text: string): { title: string; body: string } {
  const [, head = '', body = text] = /^---\r?\n([\s\S]*?)\r?\n---\r?\n([\s\S]*)$/.exec(text) ?? [];
  let title: unknown;
  try {
    title = (readYaml(head) as { title?: unknown } | null)?.title;
  } catch {
    // A head that is no YAML names no title that we could use.
  }
  return { title: typeof title === 'string' ? title : '', body: body.replaceAll('\r\n', '\n') };
}

function plainTitle(title: string): string {
  return title
    .replace(/[\s\u00a0_]+/g, ' ')
    .replace(/[`*\\<>]/g, '')
    .trim();
}

/**
 * A block of the source as one line of Markdown that stands by itself.
 * @param isSentence it must look like one: headings and captions are left out
 * @returns undefined for what is no prose: lists, tables, code, templates, pictures, tags
 */
function prose(block: string, isSentence: boolean): string | undefined {
  if (/^(?: {4}|\t)/.test(block)) return undefined;
  const line = block
    .replace(/[\s\u00a0]+/g, ' ')
    .trim()
    // A link into the site it came from keeps its words.
    .replace(/\[([^[\]]+)\]\((?!https:\/\/)[^()]*(?:\([^()]*\)[^()]*)*\)/g, '$1')
    .replace(/\[([^[\]]+)\]\[[^[\]]*\]/g, '$1');
  if (/^(?:#|>|[-*+] |\d+[.)] |\||```|~~~|:::|={3,}|-{3,}|\[[^\]]+\]:|import |export )/.test(line))
    return undefined;
  if (/\{[{%#]|[{%]\}|!\[|<|>|```|\0|\|.*\||\\|[\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/.test(line)) {
    return undefined;
  }
  // A sentence ends in a mark; the country paragraphs of the factbook are clauses parted by one.
  return !isSentence || /[A-Za-z].*[.!?:;)”"]|;/.test(line) ? line : undefined;
}

/** A list of one level. @returns undefined when one of its items is no prose */
function list(block: string): string | undefined {
  const items = block
    .trim()
    .split(/\n(?=[-*+] )/)
    .map((item) => prose(item.replace(/^[-*+] +/, ''), false));
  return items.some((item) => item === undefined || item === '')
    ? undefined
    : items.map((item) => `- ${item}`).join('\n');
}
