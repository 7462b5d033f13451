// A saved HTML page → SourceItem: title, language, date and text, the frame of the page (nav, scripts) left out.
import { DomUtils, parseDocument } from 'htmlparser2';
import { positionAt } from '../load/decode-text.ts';
import { languageTag } from '../validate/language-tag.ts';
import { nestingFault } from './nesting.ts';
import { cleanLine, nameAsTitle } from './read-markdown-file.ts';
import type { Note } from './report.ts';
import { scanBody } from './scan-body.ts';
import { readDatedName, readSourceDate, unrealDayNote } from './source-date.ts';
import { leftOut, noteAt, type ReadResult } from './source-item.ts';

export interface HtmlFileOptions {
  readonly path: string;
  readonly key: string;
  /** Path below the root of the site. */
  readonly below: string;
  readonly text: string;
  readonly offset: string;
  readonly language?: string;
  isOwn(address: string): boolean;
  readonly notes: Note[];
}

type Document = ReturnType<typeof parseDocument>;
type Element = NonNullable<ReturnType<typeof DomUtils.findOne>>;

export function readHtmlFile(options: HtmlFileOptions): ReadResult {
  const { text, path, notes } = options;
  const fault = nestingFault(text);
  if (fault !== undefined)
    return leftOut(positionAt(text, fault.offset), 'nested-too-deep', fault.message, notes);
  const document: Document = parseDocument(text, { withStartIndices: true, withEndIndices: true });
  const all = (name: string) => DomUtils.getElementsByTagName(name, document, true) as Element[];
  const body = all('body')[0];
  const mains = all('main');
  const articles = all('article');
  const root = mains.length === 1 ? mains[0] : articles.length === 1 ? articles[0] : body;
  const from = root?.children[0]?.startIndex ?? (root === undefined ? 0 : (root.startIndex ?? 0));
  const to = (root?.children.at(-1)?.endIndex ?? text.length - 1) + 1;
  let content = text.slice(from, to);
  const blank = (element: Element): void => {
    const start = (element.startIndex ?? 0) - from;
    const end = (element.endIndex ?? 0) + 1 - from;
    if (start < 0 || end > content.length) return;
    content = content.slice(0, start) + content.slice(start, end).replace(/[^\n]/g, ' ') + content.slice(end);
  };
  if (root !== body && root !== undefined)
    notes.push(
      noteAt(
        positionAt(text, from),
        'left',
        'frame-left-out',
        `only <${root.name}> was taken; what stands round it was left out`,
      ),
    );
  for (const element of all('nav')) {
    if ((element.startIndex ?? 0) < from || (element.endIndex ?? 0) >= to) continue;
    blank(element);
    notes.push(
      noteAt(positionAt(text, element.startIndex ?? 0), 'left', 'frame-left-out', '<nav> was left out'),
    );
  }

  const titleElement = all('title')[0];
  const headings = all('h1');
  const words = (element: Element | undefined) =>
    element === undefined ? '' : DomUtils.textContent(element);
  let title = '';
  const heading = headings.length === 1 ? headings[0] : undefined;
  if (heading !== undefined && words(heading).trim() !== '') {
    const place = positionAt(text, heading.startIndex ?? 0);
    title = cleanLine(words(heading), place, notes, 'title');
    blank(heading);
    const other = words(titleElement).trim();
    if (other !== '' && other !== title)
      notes.push(
        noteAt(
          positionAt(text, titleElement!.startIndex ?? 0),
          'left',
          'title-left',
          `the title of the window, "${other.slice(0, 100)}", was left out; the heading is the title`,
        ),
      );
  } else if (titleElement !== undefined) {
    title = cleanLine(words(titleElement), positionAt(text, titleElement.startIndex ?? 0), notes, 'title');
  }
  const fileName = path.slice(path.lastIndexOf('/') + 1);
  const folder = path.split('/').at(-2);
  const named = readDatedName(fileName);
  if (named.unreal !== undefined) notes.push(unrealDayNote(named.unreal));
  const name = /^index$/i.test(named.name) && folder !== undefined ? folder : named.name;
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
  if (content.replace(/<[^>]*>/g, '').trim() === '' && !/<img\b/i.test(content))
    return leftOut({ line: 1, column: 1 }, 'body-empty', 'the page has no text', notes);

  const html = all('html')[0];
  const spoken = html?.attribs.lang ?? html?.attribs['xml:lang'] ?? '';
  const language = spoken === '' ? undefined : languageTag(spoken.trim());
  if (spoken !== '' && language === undefined)
    notes.push(
      noteAt(
        positionAt(text, html?.startIndex ?? 0),
        'left',
        'language-unknown',
        `"${spoken}" is not the tag of a language`,
      ),
    );

  let date = named.date;
  let author: string | undefined;
  let summary: string | undefined;
  for (const meta of all('meta')) {
    const key = (meta.attribs.property ?? meta.attribs.name ?? '').toLowerCase();
    const value = meta.attribs.content?.trim() ?? '';
    if (value === '') continue;
    const place = positionAt(text, meta.startIndex ?? 0);
    if (/^(?:article:published_time|date|dc\.date|dcterms\.date)$/.test(key)) {
      const read = readSourceDate(value, options.offset);
      if (read.date === undefined)
        notes.push(noteAt(place, 'left', 'date-unread', `"${value}" could not be read as a date`));
      else date ??= read.date;
      if (read.guess !== undefined) notes.push(noteAt(place, 'guessed', 'date-guessed', read.guess));
    } else if (key === 'author') author = cleanLine(value, place, notes, 'author').slice(0, 200);
    else if (key === 'description') summary = cleanLine(value, place, notes, 'summary');
  }
  const canonical = all('link').find((link) => link.attribs.rel === 'canonical')?.attribs.href;
  const bodyPlace = positionAt(text, from);
  const scanned = scanBody(content, {
    dialect: 'none',
    isHtml: true,
    isOwn: options.isOwn,
    place: (offset) => positionAt(text, from + offset),
  });
  notes.push(...scanned.notes);
  const address = `/${options.below.replace(/(^|\/)index\.x?html?$/i, '$1')}`;
  const base = all('base').find((element) => (element.attribs.href ?? '').trim() !== '');
  if (base !== undefined) {
    const written = base.attribs.href!.trim();
    scanned.references.mapAddresses((relative) => fromBase(relative, written, `/${options.below}`));
    notes.push(
      noteAt(
        positionAt(text, base.startIndex ?? 0),
        'changed',
        'base',
        `addresses start from ${written.slice(0, 200)}, as <base> has it`,
      ),
    );
  }
  return {
    item: {
      path,
      key: options.key,
      title,
      language: language ?? options.language,
      date,
      nameDate: named.date,
      isDraft: false,
      tags: [],
      categories: [],
      authors: author === undefined ? [] : [author],
      summary,
      name,
      permalink:
        canonical !== undefined && options.isOwn(canonical)
          ? canonical.replace(/^https?:\/\/[^/]+/i, '') || '/'
          : undefined,
      // The file had its own address, whatever it says is the main one.
      redirects: [address],
      baseAddress: `/${options.below}`,
      body: scanned,
      isHtml: true,
      bodyPlace,
      notes,
    },
  };
}

/** An address that needs a start gets that of `<base>`, which itself starts from the page's. */
function fromBase(address: string, base: string, page: string): string {
  if (/^(?:[a-z][a-z0-9+.-]*:|\/|#|$)/i.test(address)) return address;
  const nowhere = 'https://nowhere.invalid';
  if (!URL.canParse(base, nowhere + page)) return address;
  const start = new URL(base, nowhere + page);
  if (!/^https?:$/.test(start.protocol) || !URL.canParse(address, start.href)) return address;
  const { href } = new URL(address, start.href);
  return href.startsWith(`${nowhere}/`) ? href.slice(nowhere.length) : href;
}
