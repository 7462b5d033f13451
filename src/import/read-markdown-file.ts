// A Markdown, text or HTML file with frontmatter (Jekyll, Eleventy, Hexo, Hugo, or none) → SourceItem.
import { positionAt } from '../load/decode-text.ts';
import type { Position } from '../problem.ts';
import { foldWords } from '../validate/fold.ts';
import { languageTag } from '../validate/language-tag.ts';
import { decodeEntities, isKnownElement } from './html-to-markdown.ts';
import { KeyReader } from './key-reader.ts';
import { type Frontmatter, readFrontmatter } from './read-frontmatter.ts';
import { hugoSaysNoPage, publicationKeys, readPublication } from './read-publication.ts';
import type { Note } from './report.ts';
import { type Dialect, type ScannedBody, scanBody } from './scan-body.ts';
import { readDatedName, unrealDayNote } from './source-date.ts';
import { leftOut, noteAt, type ReadResult } from './source-item.ts';

export interface FileOptions {
  readonly path: string;
  readonly text: string;
  readonly dialect: Dialect;
  readonly isHtml: boolean;
  readonly isDraftFolder: boolean;
  /** From the folder's or the file's name. */
  readonly language?: string;
  readonly key: string;
  /** Offset of the site's clock. */
  readonly offset: string;
  isOwn(address: string): boolean;
  readonly notes: Note[];
}

const usedKeys = new Set([
  ...(
    'title date updated modified lastmod last_modified_at update slug permalink url redirect_from aliases alias tags tag ' +
    'categories category topics author authors excerpt description summary subtitle lang language ' +
    'locale image cover image_alt image_figcaption image_caption id guid'
  ).split(' '),
  ...publicationKeys,
]);

export function readMarkdownFile(options: FileOptions): ReadResult {
  const { text, path, notes } = options;
  if (text.trim() === '') return leftOut({ line: 1, column: 1 }, 'file-empty', 'the file is empty', notes);
  const head = readFrontmatter(text);
  if ('fault' in head) return leftOut(head.fault, 'frontmatter', head.fault.message, notes);
  notes.push(...head.notes);
  const { frontmatter } = head;
  const reader = new KeyReader(frontmatter, notes);
  const unpublished = options.dialect === 'hugo' ? hugoSaysNoPage(reader) : undefined;
  if (unpublished !== undefined)
    return {
      outcome: 'passed-over',
      notes: [
        ...notes,
        noteAt(
          reader.place(unpublished),
          'left',
          'no-page',
          `\`${unpublished}\` says that it was no page of its own`,
        ),
      ],
    };
  let bodyStart = frontmatter.bodyStart;
  let body = text.slice(bodyStart);
  if (body.trim() === '' && options.dialect === 'hugo' && /(?:^|\/)_index\.\w+$/i.test(path))
    return {
      outcome: 'passed-over',
      notes: [
        ...notes,
        noteAt(
          { line: 1, column: 1 },
          'left',
          'passed-over',
          'a list that has a title alone; lists are made anew',
        ),
      ],
    };
  if (body.trim() === '')
    return leftOut(
      positionAt(text, Math.min(bodyStart, text.length)),
      'body-empty',
      'there is no text below the head',
      notes,
    );
  if (frontmatter.format !== 'yaml' && frontmatter.format !== 'none')
    notes.push(
      noteAt(
        { line: 1, column: 1 },
        'changed',
        'frontmatter-form',
        `the head, ${formatWords[frontmatter.format]}, became YAML`,
      ),
    );

  const fileName = path.slice(path.lastIndexOf('/') + 1);
  const dated = readDatedName(
    fileName.replace(/\.[a-z]{2}(?:-[A-Za-z]{2,4})?(?=\.\w+$)/, (suffix) => (options.language ? '' : suffix)),
  );
  const isIndex = /^_?index$/i.test(dated.name);
  const folder = path.split('/').at(-2);
  const name = isIndex && folder !== undefined ? readDatedName(folder).name : dated.name;
  const nameDate = dated.date ?? (isIndex && folder !== undefined ? readDatedName(folder).date : undefined);

  if (dated.unreal !== undefined) notes.push(unrealDayNote(dated.unreal));

  // ── title
  let title = cleanLine(reader.text('title') ?? '', reader.place('title'), notes, 'title');
  if (title === '') {
    const heading = options.isHtml ? undefined : firstHeading(body);
    if (heading !== undefined) {
      title = cleanLine(heading.text, positionAt(text, bodyStart + heading.from), notes, 'title');
      if (heading.isFirst && title !== '' && body.slice(heading.to).trim() !== '') {
        bodyStart += heading.to;
        body = body.slice(heading.to);
      }
      if (title !== '')
        notes.push(
          noteAt(
            positionAt(text, bodyStart),
            'guessed',
            'title-guessed',
            `the title "${title}" is that of the first heading`,
          ),
        );
    }
  }
  if (title === '') {
    title = nameAsTitle(name);
    notes.push(
      noteAt(
        { line: 1, column: 1 },
        'guessed',
        'title-guessed',
        `the title "${title}" is made of the file's name`,
      ),
    );
  }

  // ── dates
  const { publish, expires, isDraft } = readPublication(reader, options);
  const ownDate = reader.date(['date'], options.offset);
  // Hugo's own rule: a text without a date has that of its publication.
  const date = ownDate ?? (nameDate === undefined ? publish : undefined);
  if (date === undefined && nameDate !== undefined)
    notes.push(
      noteAt(
        { line: 1, column: 1 },
        'changed',
        'date-from-name',
        `the date ${nameDate} is that of the file's name`,
      ),
    );
  if (date !== undefined && nameDate !== undefined && date.slice(0, 10) !== nameDate)
    notes.push(
      noteAt(
        reader.place('date'),
        'guessed',
        'date-differs',
        `the key says ${date.slice(0, 10)}, the file's name ${nameDate}; the key was taken`,
      ),
    );
  const updated = reader.date(
    ['updated', 'modified', 'lastmod', 'last_modified_at', 'update'],
    options.offset,
  );

  // ── language
  const spoken = reader.text('lang') ?? reader.text('language') ?? reader.text('locale');
  const ownLanguage =
    spoken === undefined ? undefined : languageTag(spoken.trim().replace('_', '-').replace(/\..*$/, ''));
  if (spoken !== undefined && ownLanguage === undefined)
    notes.push(
      noteAt(
        reader.place(['lang', 'language', 'locale']),
        'left',
        'language-unknown',
        `"${spoken}" is not the tag of a language`,
      ),
    );

  // ── words
  const categories = reader.list(['categories', 'category']);
  const tags = distinct([...reader.list(['tags', 'tag', 'topics']), ...categories]);
  const authors = distinct(reader.authors());
  const summary = ['excerpt', 'summary', 'description', 'subtitle']
    .map((key) => reader.text(key)?.replace(/\s+/g, ' ').trim() ?? '')
    .find((value) => value !== '');

  for (const key of frontmatter.values.keys()) {
    if (!usedKeys.has(key))
      notes.push(
        noteAt(
          reader.place(key),
          'left',
          'key-left',
          `the key \`${key}\` has no place here and was left out`,
        ),
      );
  }

  const bodyPlace = positionAt(text, bodyStart);
  const scanned: ScannedBody = scanBody(body, {
    dialect: options.dialect,
    isHtml: options.isHtml,
    isOwn: options.isOwn,
    variables: new Map(
      ['image', 'hero'].flatMap((key) => {
        const value = reader.value(key);
        return typeof value !== 'string' ? [] : [[key, value] as const];
      }),
    ),
    place: (offset) => positionAt(text, bodyStart + offset),
  });
  notes.push(...scanned.notes);
  const guid = reader.text('guid') ?? reader.text('id');
  return {
    item: {
      path,
      key: options.key,
      title,
      language: ownLanguage ?? options.language,
      date: date ?? nameDate,
      nameDate,
      updated,
      publish,
      expires,
      isDraft,
      tags,
      categories,
      authors,
      summary:
        summary === undefined
          ? undefined
          : cleanLine(summary, reader.place(['excerpt', 'summary', 'description']), notes, 'summary'),
      image: reader.image(),
      name: reader.text('slug')?.trim() || name,
      slug: reader.text('slug')?.trim() || undefined,
      permalink: reader.permalink(),
      redirects: reader.list(['redirect_from', 'aliases', 'alias'], /,(?=\s*\/)/).concat([]),
      guid:
        guid !== undefined && /^(?:urn:|https?:\/\/)[^\s<>"\\^`{|}]{1,190}$/i.test(guid) ? guid : undefined,
      body: scanned,
      isHtml: options.isHtml,
      bodyPlace,
      notes,
    },
  };
}

const formatWords: Readonly<Record<Frontmatter['format'], string>> = {
  yaml: 'YAML',
  toml: 'TOML',
  json: 'JSON',
  lines: 'lines without fences',
  comment: 'a comment',
  none: 'none',
};

export function distinct(words: readonly string[]): string[] {
  const seen = new Set<string>();
  return words.filter((word) => {
    const folded = foldWords(word);
    if (seen.has(folded)) return false;
    seen.add(folded);
    return true;
  });
}

/** One line of plain text: entities decoded, tags of HTML taken away, white space single. At most 500 characters. */
export function cleanLine(written: string, place: Position, notes: Note[], what: string): string {
  const decoded = decodeEntities(written);
  if (decoded !== written && what === 'title')
    notes.push(noteAt(place, 'changed', 'entity', `HTML entities in the ${what} became letters`));
  const untagged = decoded.replace(/<\/?([a-zA-Z][\w-]*)(?:\s[^<>]*)?\/?>/g, (tag, name: string) =>
    isKnownElement(name) ? '' : tag,
  );
  if (untagged !== decoded)
    notes.push(noteAt(place, 'changed', 'tag-in-line', `HTML tags in the ${what} were taken away`));
  const line = untagged
    .replace(/[\u0000-\u001F\u007F-\u009F\uFEFF\u2028\u2029]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  // A summary is cut at a word, later.
  const most = what === 'summary' ? 10_000 : 500;
  if (line.length <= most) return line;
  notes.push(
    noteAt(place, 'guessed', 'too-long', `the ${what} has ${line.length} characters; it was cut at ${most}`),
  );
  return `${line.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

interface Heading {
  readonly text: string;
  readonly from: number;
  /** Where the text after it begins. */
  readonly to: number;
  readonly isFirst: boolean;
}

function firstHeading(body: string): Heading | undefined {
  const atx = /^ {0,3}#{1,6}[ \t]+(.+?)[ \t]*#*[ \t]*(?:\n|$)/m.exec(body);
  const setext = /^ {0,3}(\S[^\n]*)\n {0,3}(?:=+|-{2,})[ \t]*(?:\n|$)/m.exec(body);
  const match = atx !== null && (setext === null || atx.index <= setext.index) ? atx : setext;
  if (match === null || /^[-*>|]/.test(match[1]!)) return undefined;
  return {
    text: match[1]!
      .replace(/[*_`]+/g, '')
      .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
      .replace(/\{[:#.][^}]*\}\s*$/, ''),
    from: match.index,
    to: match.index + match[0].length,
    isFirst: body.slice(0, match.index).trim() === '',
  };
}

export function nameAsTitle(name: string): string {
  const words = name.replace(/[-_]+/g, ' ').replace(/\s+/g, ' ').trim();
  if (words === '') return 'Untitled';
  return words[0]!.toUpperCase() + words.slice(1);
}
