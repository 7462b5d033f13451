// Which system a folder comes from, told by what lies in it; and which of its files are content.
import type { SourceKind } from './address-book.ts';

export interface SourceLayout {
  readonly kind: SourceKind;
  /** Folder of the content below SOURCE: `` or `source/`, `content/`. */
  readonly root: string;
  /** Folders in which a root-relative address may name a file, `` among them. */
  readonly fileRoots: readonly string[];
}

const markdownFile = /\.(?:md|markdown|mkdn|mkd|mdown|mdwn|rmd|text)$/i;
const htmlFile = /\.(?:html?|xhtml)$/i;
const textFile = /\.txt$/i;

export function isMarkdownFile(path: string): boolean {
  return markdownFile.test(path);
}
export function isHtmlFile(path: string): boolean {
  return htmlFile.test(path);
}
export function isTextFile(path: string): boolean {
  return textFile.test(path);
}

/** Files that may hold content or settings: their bytes are read; all others are only copied. */
export function isReadFile(path: string): boolean {
  return (
    isMarkdownFile(path) ||
    isHtmlFile(path) ||
    isTextFile(path) ||
    /\.xml$/i.test(path) ||
    /(?:^|\/)(?:_config\.ya?ml|(?:hugo|config)\.(?:toml|ya?ml|json))$/i.test(path)
  );
}

/**
 * @param paths below SOURCE, sorted; one path without folder when SOURCE is a file
 * @param firstLineOf first line of a file that is read
 */
export function detectLayout(
  paths: readonly string[],
  from: SourceKind | 'auto',
  startOf: (path: string) => string,
): SourceLayout {
  const kind = from === 'auto' ? detectKind(paths, startOf) : from;
  const has = (start: string) => paths.some((path) => path.startsWith(start));
  if (kind === 'hexo') {
    const root = has('source/') ? 'source/' : '';
    return { kind, root, fileRoots: [...new Set([root, ''])] };
  }
  if (kind === 'hugo') {
    const root = has('content/') ? 'content/' : '';
    return { kind, root, fileRoots: [...new Set(['static/', 'assets/', root, ''])] };
  }
  if (kind === 'jekyll') {
    // Eleventy's usual input folders, and a site that lies in one folder of the repository.
    const roots = ['', 'src/', 'content/', 'public/', 'static/', 'docs/'].filter(
      (start) => start === '' || has(start),
    );
    return { kind, root: '', fileRoots: roots };
  }
  return { kind, root: '', fileRoots: [''] };
}

function detectKind(paths: readonly string[], startOf: (path: string) => string): SourceKind {
  const has = (pattern: RegExp) => paths.some((path) => pattern.test(path));
  const count = (test: (path: string) => boolean) => paths.filter(test).length;
  if (
    paths.some(
      (path) => /\.xml$/i.test(path) && /<rss\b[^>]*xmlns:wp=|wordpress\.org\/export/i.test(startOf(path)),
    )
  )
    return 'wordpress';
  const isJekyll = has(/^(?:source\/)?_(?:layouts|includes)\//);
  if (has(/^source\/(?:_posts|_drafts)\//) && !isJekyll) return 'hexo';
  if (
    has(/^(?:hugo\.(?:toml|ya?ml|json)|archetypes\/|config\.toml)/) ||
    (has(/^content\//) && has(/^themes\//))
  )
    return 'hugo';
  const markdown = paths.filter(isMarkdownFile);
  if (markdown.some((path) => /^\+\+\+/.test(startOf(path)))) return 'hugo';
  if (markdown.length > 0) {
    const isNotice = (path: string) => isNoticeFile(path);
    const texts = markdown.filter((path) => !isNotice(path));
    // One note in Markdown among plain texts makes no site of a generator.
    const hasHead = texts.some((path) => /^---\s*\n/.test(startOf(path)));
    if (
      texts.length > 0 &&
      (hasHead || texts.length >= count(isTextFile) || has(/(?:^|\/)_(?:posts|config)/))
    )
      return 'jekyll';
  }
  if (count(isHtmlFile) > 0)
    return paths.some((path) => isHtmlFile(path) && /^---\s*\n/.test(startOf(path))) ? 'jekyll' : 'html';
  if (count(isTextFile) > 0) return 'text';
  return 'jekyll';
}

/** At the root of a repository, about it and not of the site. */
export function isNoticeFile(path: string): boolean {
  return (
    /^(?:readme|licen[cs]e|copying|notice|changelog|changes|contributing|code[-_]of[-_]conduct|security|authors|codeowners|pull_request_template|issue_template)(?:[-._][\w-]+)?(?:\.\w+)?$/i.test(
      path.slice(path.lastIndexOf('/') + 1),
    ) && !path.includes('/')
  );
}

const skippedFolders = new Set(
  (
    'node_modules _includes _layouts _data _sass _plugins _site _templates _theme layouts includes themes archetypes ' +
    'bower_components vendor'
  ).split(' '),
);

/** The folder for which a file is no content: templates, data, packages. */
export function skippedFolder(path: string): string | undefined {
  return path
    .split('/')
    .slice(0, -1)
    .find((part) => skippedFolders.has(part) || (part.startsWith('.') && part !== '.'));
}
