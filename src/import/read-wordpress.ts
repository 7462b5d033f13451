// A WordPress export (WXR 1.2: RSS 2.0 with the wp namespace), read as a stream of events by saxes, which expands no
// entity of its own. Posts and pages become items; attachments are only looked up; everything else is passed over.
import { SaxesParser } from 'saxes';
import { positionAt } from '../load/decode-text.ts';
import type { Position } from '../problem.ts';
import { cleanLine, distinct, nameAsTitle } from './read-markdown-file.ts';
import type { FileReport, Note } from './report.ts';
import { scanBody } from './scan-body.ts';
import { readSourceDate } from './source-date.ts';
import { noteAt, type SourceItem } from './source-item.ts';

export interface WordpressExport {
  readonly title?: string;
  readonly description?: string;
  readonly url?: string;
  readonly language?: string;
  readonly items: readonly SourceItem[];
  /** Entries that became no item, and a fault that ended the reading. */
  readonly others: readonly FileReport[];
  /** Entries and faults left out. */
  readonly isCutShort: boolean;
}

interface Entry {
  readonly place: Position;
  readonly fields: Map<string, string>;
  readonly places: Map<string, Position>;
  comments: number;
  readonly categories: { readonly domain: string; readonly name: string }[];
  readonly meta: Map<string, string>;
}

const wantedStatus = new Set(['publish', 'draft', 'pending', 'private', 'future']);

export function isWordpressExport(text: string): boolean {
  return /<rss\b[^>]*xmlns:wp=|xmlns:wp="http:\/\/wordpress\.org\/export/i.test(text.slice(0, 4000));
}

/** @param text decoded, LF line ends */
export function readWordpress(
  text: string,
  path: string,
  options: { readonly offset: string; isOwn(address: string): boolean },
): WordpressExport {
  const channel = new Map<string, string>();
  const authors = new Map<string, string>();
  const entries: Entry[] = [];
  let fault: Note | undefined;

  const parser = new SaxesParser({ position: true });
  const stack: string[] = [];
  let entry: Entry | undefined;
  let author: { login: string; name: string } | undefined;
  let metaKey = '';
  let domain = '';
  let words = '';
  const here = (): Position => ({ line: parser.line, column: parser.columnIndex + 1 });
  parser.on('error', (error) => {
    if (fault !== undefined) return;
    // A bare & is noticed where a ; comes at last, or at the end of the file: its own place is the one to mend.
    const ampersand = bareAmpersand(text);
    fault =
      ampersand !== -1 && ampersand < parser.position
        ? noteAt(
            positionAt(text, ampersand),
            'left',
            'xml',
            'this is no well-formed XML: a bare & must be written &amp;',
          )
        : noteAt(
            here(),
            'left',
            'xml',
            `this is no well-formed XML: ${error.message.replace(/^\d+:\d+: /, '')}`,
          );
  });
  parser.on('opentag', (tag) => {
    if (fault !== undefined) return;
    stack.push(tag.name);
    words = '';
    if (tag.name === 'item')
      entry = {
        place: here(),
        fields: new Map(),
        places: new Map(),
        comments: 0,
        categories: [],
        meta: new Map(),
      };
    else if (tag.name === 'wp:author') author = { login: '', name: '' };
    else if (tag.name === 'category') domain = String(tag.attributes.domain ?? '');
    entry?.places.set(tag.name, here());
  });
  const add = (part: string): void => {
    if (fault === undefined) words += part;
  };
  parser.on('text', add);
  parser.on('cdata', (part) => {
    const name = stack.at(-1);
    if (words === '' && entry !== undefined && name !== undefined) {
      const at = entry.places.get(name);
      if (at !== undefined && !entry.fields.has(name))
        entry.places.set(name, { line: at.line, column: at.column + '<![CDATA['.length });
    }
    add(part);
  });
  parser.on('closetag', (tag) => {
    if (fault !== undefined) return;
    stack.pop();
    const { name } = tag;
    if (entry !== undefined) {
      if (name === 'item') {
        entries.push(entry);
        entry = undefined;
      } else if (name === 'wp:comment') {
        entry.comments += 1;
      } else if (name === 'category') {
        entry.categories.push({ domain, name: words.trim() });
      } else if (!stack.includes('wp:postmeta') && /^wp:meta_/.test(name)) {
        // Of a comment.
      } else if (name === 'wp:meta_key') {
        metaKey = words.trim();
      } else if (name === 'wp:meta_value') {
        entry.meta.set(metaKey, words);
      } else if (stack.at(-1) === 'item') {
        entry.fields.set(name, words);
      }
    } else if (author !== undefined) {
      if (name === 'wp:author_login') author.login = words.trim();
      else if (name === 'wp:author_display_name') author.name = words.trim();
      else if (name === 'wp:author') {
        authors.set(author.login, author.name);
        author = undefined;
      }
    } else if (stack.at(-1) === 'channel') {
      channel.set(name, words.trim());
    }
    words = '';
  });
  parser.write(text);
  if (fault === undefined) parser.close();

  const attachments = new Map<string, { readonly url: string; readonly alt: string }>();
  for (const found of entries) {
    const url = found.fields.get('wp:attachment_url')?.trim();
    if (url !== undefined && url !== '')
      attachments.set(found.fields.get('wp:post_id')?.trim() ?? '', {
        url,
        alt: (found.meta.get('_wp_attachment_image_alt') ?? '').trim(),
      });
  }
  const url = channel.get('wp:base_blog_url') ?? channel.get('link');
  const isOwn = (address: string): boolean =>
    options.isOwn(address) || (url !== undefined && isBelow(address, url));

  const items: SourceItem[] = [];
  const others: FileReport[] = [];
  for (const [index, found] of entries.entries()) {
    const result = readEntry(found, `${path}#${index + 1}`, {
      authors,
      attachments,
      isOwn,
      offset: options.offset,
    });
    if ('body' in result) items.push(result);
    else others.push(result);
  }
  if (fault !== undefined)
    others.push({
      path,
      outcome: 'left-out',
      notes: [
        fault,
        noteAt(
          fault,
          'left',
          'xml',
          `${entries.length} ${entries.length === 1 ? 'entry' : 'entries'} before this place could be read; the rest was left out`,
        ),
      ],
    });
  return {
    title: channel.get('title'),
    description: channel.get('description'),
    url,
    language: channel.get('language'),
    items,
    others,
    isCutShort: fault !== undefined,
  };
}

/** Offset of the first & outside CDATA and comments that begins no entity; -1 when there is none. */
function bareAmpersand(text: string): number {
  for (const match of text.matchAll(/<!\[CDATA\[[\s\S]*?\]\]>|<!--[\s\S]*?-->|&(?!#?\w+;)/g))
    if (match[0] === '&') return match.index;
  return -1;
}

function isBelow(address: string, site: string): boolean {
  const bare = (text: string) =>
    text
      .replace(/^https?:\/\/(?:www\.)?|^\/\//i, '')
      .replace(/\/+$/, '')
      .toLowerCase();
  const base = bare(site);
  const other = bare(address);
  return base !== '' && (other === base || other.startsWith(`${base}/`) || other.startsWith(`${base}?`));
}

interface EntryContext {
  readonly authors: ReadonlyMap<string, string>;
  readonly attachments: ReadonlyMap<string, { readonly url: string; readonly alt: string }>;
  readonly offset: string;
  isOwn(address: string): boolean;
}

function readEntry(entry: Entry, path: string, context: EntryContext): SourceItem | FileReport {
  const field = (name: string) => entry.fields.get(name)?.trim() ?? '';
  const place = (name: string) => entry.places.get(name) ?? entry.place;
  const type = field('wp:post_type') || 'post';
  const status = field('wp:status') || 'publish';
  const notes: Note[] = [];
  const passOver = (message: string): FileReport => ({
    path,
    outcome: 'passed-over',
    notes: [noteAt(entry.place, 'left', 'entry-passed-over', message)],
  });
  if (type === 'attachment') return passOver(`an attachment: ${field('wp:attachment_url')}`);
  if (type !== 'post' && type !== 'page') return passOver(`an entry of the type \`${type}\``);
  if (!wantedStatus.has(status)) return passOver(`its status is \`${status}\``);
  const content = entry.fields.get('content:encoded') ?? '';
  if (content.replace(/<!--[\s\S]*?-->/g, '').trim() === '')
    return {
      path,
      outcome: 'left-out',
      notes: [noteAt(place('content:encoded'), 'left', 'body-empty', 'the entry has no text')],
    };

  const name = decodeName(field('wp:post_name'));
  let title = cleanLine(field('title'), place('title'), notes, 'title');
  if (title === '') {
    title = nameAsTitle(name);
    notes.push(
      noteAt(place('title'), 'guessed', 'title-guessed', `the title "${title}" is made of the address`),
    );
  }
  const hasPassword = field('wp:post_password') !== '';
  const isDraft = hasPassword || /^(?:draft|pending|private)$/.test(status);
  if (isDraft)
    notes.push(
      noteAt(
        place('wp:status'),
        'changed',
        'draft',
        `it was ${hasPassword ? 'behind a password' : `\`${status}\``}: it became a draft`,
      ),
    );
  const date = type === 'page' ? undefined : dateOf(entry, context.offset, notes, place);
  const labels = (domain: string) =>
    entry.categories.filter((label) => label.domain === domain).map((label) => label.name);
  const categories = labels('category').filter((label) => label !== '' && !/^uncategori[sz]ed$/i.test(label));
  if (labels('category').length > categories.length)
    notes.push(
      noteAt(
        place('category'),
        'left',
        'category-left',
        'the category “Uncategorized” says nothing and was left out',
      ),
    );
  if (entry.comments > 0)
    notes.push(
      noteAt(
        place('wp:comment'),
        'left',
        'comments-left',
        `${entry.comments} comment${entry.comments === 1 ? '' : 's'} of readers ${entry.comments === 1 ? 'was' : 'were'} left out`,
      ),
    );
  const tags = distinct(
    [...labels('post_tag'), ...categories]
      .map((label) => cleanLine(label, place('category'), notes, 'tag'))
      .filter((label) => label !== ''),
  );
  const login = field('dc:creator');
  const author = cleanLine(context.authors.get(login) || login, place('dc:creator'), notes, 'author')
    .replace(/\s*<?[\w.+-]+@[\w.-]+>?/g, '')
    .trim();
  const excerpt = cleanLine(field('excerpt:encoded'), place('excerpt:encoded'), notes, 'summary');

  const start = place('content:encoded');
  const at = (offset: number): Position => {
    const before = content.slice(0, offset);
    const breaks = before.split('\n').length - 1;
    return breaks === 0
      ? { line: start.line, column: start.column + offset }
      : { line: start.line + breaks, column: offset - before.lastIndexOf('\n') };
  };
  const scanned = scanBody(
    shortcodes(
      content,
      context.attachments,
      (offset, message) => notes.push(noteAt(at(offset), 'changed', 'tag-shortcode', message)),
      (offset, tag) =>
        notes.push(
          noteAt(at(offset), 'left', 'tag-kept', `the shortcode \`${tag}\` is not known and stays as text`),
        ),
    ),
    {
      dialect: 'none',
      isHtml: true,
      isOwn: context.isOwn,
      place: at,
    },
  );
  notes.push(...scanned.notes);
  const link = field('link');
  const hasPath = link !== '' && !/[?#]/.test(link);
  if (link !== '' && !hasPath && !isDraft)
    notes.push(
      noteAt(
        place('link'),
        'left',
        'alias-left',
        `the old address ${link.slice(0, 200)} has no path that could lead here`,
      ),
    );
  const guid = field('guid');
  const thumbnail = context.attachments.get(entry.meta.get('_thumbnail_id')?.trim() ?? '');
  return {
    path,
    key: path,
    title,
    date,
    isDraft,
    isPage: type === 'page',
    tags,
    categories,
    authors: author === '' ? [] : [author.slice(0, 200)],
    summary: excerpt === '' ? undefined : excerpt,
    image:
      thumbnail === undefined
        ? undefined
        : { address: thumbnail.url, alt: thumbnail.alt, place: entry.place },
    name: name === '' ? title : name,
    permalink: hasPath ? link.replace(/^https?:\/\/[^/]+/i, '') || '/' : undefined,
    redirects: [],
    guid: /^(?:urn:|https?:\/\/)[^\s<>"\\^`{|}]{1,190}$/i.test(guid) ? guid : undefined,
    body: { ...scanned, text: withParagraphs(scanned.text) },
    isHtml: true,
    bodyPlace: start,
    notes,
  };
}

function decodeName(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

/** The local time with the offset that follows from its twin in UTC. */
function dateOf(
  entry: Entry,
  offset: string,
  notes: Note[],
  place: (name: string) => Position,
): string | undefined {
  const local = entry.fields.get('wp:post_date')?.trim() ?? '';
  const utc = entry.fields.get('wp:post_date_gmt')?.trim() ?? '';
  const form = /^(\d{4})-(\d{2})-(\d{2}) (\d{2}):(\d{2}):(\d{2})$/;
  const [a, b] = [form.exec(local), form.exec(utc)];
  if (a !== null && b !== null && !utc.startsWith('0000') && !local.startsWith('0000')) {
    const ms = (parts: RegExpExecArray) => {
      const [year, month, day, hour, minute, second] = parts.slice(1).map(Number) as [
        number,
        number,
        number,
        number,
        number,
        number,
      ];
      return Date.UTC(year, month - 1, day, hour, minute, second);
    };
    const minutes = Math.round((ms(a) - ms(b)) / 60_000);
    if (Math.abs(minutes) <= 14 * 60) {
      const size = Math.abs(minutes);
      const two = (value: number) => String(value).padStart(2, '0');
      const zone =
        minutes === 0 ? 'Z' : `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
      const read = readSourceDate(`${local.replace(' ', 'T')}${zone}`);
      if (read.date !== undefined) return read.date;
    }
  }
  for (const [name, written] of [
    ['wp:post_date', local],
    ['pubDate', entry.fields.get('pubDate')?.trim() ?? ''],
  ] as const) {
    const read = readSourceDate(written, offset);
    if (read.date === undefined) continue;
    if (read.guess !== undefined) notes.push(noteAt(place(name), 'guessed', 'date-guessed', read.guess));
    return read.date;
  }
  return undefined;
}

/** Shortcodes of WordPress itself; each is replaced by HTML of as many line breaks, so that lines stay what they are. */
function shortcodes(
  content: string,
  attachments: EntryContext['attachments'],
  changed: (offset: number, message: string) => void,
  kept: (offset: number, tag: string) => void,
): string {
  const attribute = (text: string) =>
    text
      .replace(/&(?!#?\w+;)/g, '&amp;')
      .replace(/"/g, '&quot;')
      .replace(/</g, '&lt;');
  return content.replace(
    /\[(\/?)(caption|gallery|embed|youtube|audio|video|playlist|code|[a-z][\w-]*)((?:\s+[\w-]+=(?:"[^"\]]*"|'[^'\]]*'|[^\s\]]+)|\s+https?:[^\s\]]+|=https?:[^\s\]]+)*)\s*\/?\](?!\()/g,
    (tag, slash: string, name: string, rest: string, offset: number) => {
      const value = (key: string) =>
        new RegExp(`\\b${key}=(?:"([^"]*)"|'([^']*)'|(\\S+))`)
          .exec(rest)
          ?.slice(1)
          .find((part) => part !== undefined);
      const link = (address: string): string => {
        changed(offset, `\`${tag.slice(0, 80)}\` became a link`);
        return `<a href="${attribute(address)}">${attribute(address)}</a>`;
      };
      const bare = /https?:[^\s"'\]]+/.exec(rest)?.[0];
      switch (name) {
        case 'caption':
          if (slash === '') changed(offset, '`[caption]` became a picture with its words');
          return slash === '' ? '<figure>' : '</figure>';
        case 'embed':
          if (slash === '') changed(offset, '`[embed]` became its address');
          return '';
        case 'youtube':
          if (bare !== undefined) return link(bare);
          break;
        case 'audio':
        case 'video': {
          const address =
            value('src') ?? value('mp3') ?? value('mp4') ?? value('m4a') ?? value('ogg') ?? value('webm');
          if (slash !== '') return '';
          if (address !== undefined) return link(address);
          break;
        }
        case 'gallery': {
          const ids = (value('ids') ?? value('include') ?? '')
            .split(/[\s,]+/)
            .filter((id) => attachments.has(id));
          if (ids.length === 0) break;
          changed(offset, `\`[gallery]\` became ${ids.length} picture${ids.length === 1 ? '' : 's'}`);
          return ids
            .map((id) => attachments.get(id)!)
            .map(({ url, alt }) => `<p><img src="${attribute(url)}" alt="${attribute(alt)}"></p>`)
            .join('');
        }
        case 'code':
          if (rest === '' && slash === '') return '<pre>';
          return slash === '/' ? '</pre>' : tag;
        default:
          // A word in brackets is prose; with attributes, or an end of its own, it is a shortcode.
          if (rest.trim() === '' && slash === '' && !content.includes(`[/${name}]`)) return tag;
      }
      kept(offset, tag.slice(0, 80));
      return tag;
    },
  );
}

const blockStart =
  /^<\/?(?:address|article|aside|blockquote|canvas|dd|details|div|dl|dt|fieldset|figcaption|figure|footer|form|h[1-6]|header|hr|iframe|li|main|nav|ol|p|pre|section|table|tbody|td|tfoot|th|thead|tr|ul|video|script|style)\b/i;

/** WordPress stores text without paragraphs and makes them when it shows a page: blank lines part them. */
function withParagraphs(content: string): string {
  if (/<!-- wp:/.test(content)) return content.replace(/<!--\s*\/?wp:[\s\S]*?-->/g, '');
  const pieces = content.split(/(<pre\b[\s\S]*?<\/pre>)/i);
  return pieces
    .map((piece, index) => {
      if (index % 2 === 1) return piece;
      return piece
        .split(/\n[ \t]*(?:\n[ \t]*)+/)
        .map((part) => {
          const text = part.trim();
          if (text === '') return '';
          if (blockStart.test(text)) return text;
          return `<p>${text.replace(/\n/g, '<br>\n')}</p>`;
        })
        .join('\n\n');
    })
    .join('\n\n');
}
