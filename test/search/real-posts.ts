// For tests: the texts of content/, and of the posts of the corpus where it lies beside the repository, as documents.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SearchDocument } from '../../src/model.ts';
import { corpus, hasCorpus } from '../import/import-folder.ts';
import { documentOf } from '../search-client/indexed-texts.ts';
import { repository } from '../support/run.ts';

const folders = [join(repository, 'content'), ...(hasCorpus ? [join(corpus, '18f-blog', 'content')] : [])];

/** Of all languages together, Markdown as it stands; in the order of their paths. */
export function realPosts(): SearchDocument[] {
  const texts = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.md'))
      .sort()
      .map((path) => readFileSync(join(folder, path), 'utf8')),
  );
  return texts.map((text, number) => {
    const [, frontmatter = '', body = text] = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(text) ?? [];
    const textOf = (key: string) => new RegExp(`^${key}: *(.*)$`, 'm').exec(frontmatter)?.[1] ?? '';
    return documentOf(
      { title: textOf('title'), summary: textOf('summary') || textOf('excerpt'), body },
      number,
    );
  });
}
