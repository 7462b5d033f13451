// Plain text, as it comes from mail or a word processor → SourceItem: title, date and source line found by their form.
import { positionAt } from '../load/decode-text.ts';
import { cleanLine, nameAsTitle } from './read-markdown-file.ts';
import type { Note } from './report.ts';
import { escapeText, scanBody } from './scan-body.ts';
import { readDatedName, readSourceDate } from './source-date.ts';
import { leftOut, noteAt, type ReadResult, type SourceCredit } from './source-item.ts';

export interface TextFileOptions {
  readonly path: string;
  readonly key: string;
  readonly text: string;
  readonly language?: string;
  readonly notes: Note[];
}

const monthNames =
  'january february march april may june july august september october november december'.split(' ');

interface Paragraph {
  readonly text: string;
  readonly from: number;
}

export function readTextFile(options: TextFileOptions): ReadResult {
  const { text, path, notes } = options;
  const top = { line: 1, column: 1 };
  const paragraphs: Paragraph[] = [...text.matchAll(/[^\n]*\S[^\n]*(?:\n[^\n]*\S[^\n]*)*/g)].map((match) => ({
    text: match[0].trim(),
    from: match.index,
  }));
  if (paragraphs.length === 0) return leftOut(top, 'file-empty', 'the file is empty', notes);

  // A line that is a date and nothing else stands below the title; what is above the title is the frame of a page.
  const dateAt = paragraphs.findIndex(
    ({ text: line }, index) =>
      index > 0 &&
      index < 12 &&
      line.length < 40 &&
      !line.includes('\n') &&
      readSourceDate(line).date !== undefined &&
      /\d{4}/.test(line),
  );
  const isFramed = dateAt > 0 && paragraphs.slice(0, dateAt).every(({ text: line }) => line.length <= 300);
  const titleAt = isFramed ? dateAt - 1 : 0;
  const base = readDatedName(path.slice(path.lastIndexOf('/') + 1));
  const first = paragraphs[titleAt]!;
  const isTitle = first.text.length <= 300 && paragraphs.length > 1;
  const title = isTitle
    ? cleanLine(first.text, positionAt(text, first.from), notes, 'title')
    : nameAsTitle(base.name);
  notes.push(
    noteAt(
      isTitle ? positionAt(text, first.from) : top,
      'guessed',
      'title-guessed',
      `the title is "${title.slice(0, 100)}"`,
    ),
  );
  for (const { text: line, from } of paragraphs.slice(0, titleAt))
    notes.push(
      noteAt(
        positionAt(text, from),
        'left',
        'frame-left-out',
        `"${line.slice(0, 100)}" above the title was left out`,
      ),
    );
  let date = base.date;
  if (isFramed) {
    const found = paragraphs[dateAt]!;
    date = readSourceDate(found.text).date;
    notes.push(
      noteAt(positionAt(text, found.from), 'guessed', 'date-guessed', `"${found.text}" is the date: ${date}`),
    );
  }
  let body = paragraphs.slice(isFramed ? dateAt + 1 : isTitle ? titleAt + 1 : titleAt);
  const creditAt = body.findIndex(({ text: line }) =>
    /^(?:Adapted|Excerpted|Excerpt|Reprinted) from:?\s/i.test(line),
  );
  let credit: SourceCredit | undefined;
  if (creditAt > 0) {
    const found = body[creditAt]!;
    credit = readCredit(found.text);
    notes.push(
      noteAt(
        positionAt(text, found.from),
        'changed',
        'source-line',
        'the line became the source of the item',
      ),
    );
    for (const { text: line, from } of body.slice(creditAt + 1))
      notes.push(
        noteAt(
          positionAt(text, from),
          'guessed',
          'frame-left-out',
          `"${line.slice(0, 100)}" below the source was left out`,
        ),
      );
    body = body.slice(0, creditAt);
  }
  if (body.length === 0) return leftOut(top, 'body-empty', 'there is a title and no text', notes);
  const markdown = body
    .map(({ text: lines }) => {
      const all = lines.split('\n').map((line) => line.trim());
      const isList = all.every((line) => /^[-*•]\s+\S/.test(line));
      return all
        .map((line) => (isList ? `- ${escapeText(line.replace(/^[-*•]\s+/, ''))}` : escapeText(line)))
        .join('\n');
    })
    .join('\n\n');
  return {
    item: {
      path,
      key: options.key,
      title,
      language: options.language,
      date,
      nameDate: base.date,
      isDraft: false,
      tags: [],
      categories: [],
      authors: [],
      credit,
      name: base.name,
      redirects: [],
      body: scanBody(markdown, { dialect: 'none', isHtml: false, isOwn: () => false }),
      isHtml: false,
      bodyPlace: positionAt(text, body[0]!.from),
      notes,
    },
  };
}

/** `Adapted from: "Title." Publisher. August 2007.` */
function readCredit(line: string): SourceCredit {
  const relation = /^excerpt/i.test(line) ? 'excerpt' : /^reprint/i.test(line) ? 'reprinted' : 'adapted';
  let rest = line
    .replace(/^\w+ from:?\s*/i, '')
    .replace(/\s+/g, ' ')
    .trim();
  const quoted = /^["“]([^"”]+?)\.?["”]\.?\s*/.exec(rest);
  if (quoted !== null) rest = rest.slice(quoted[0].length);
  const dated = /(?:^|[\s.,(])((?:\d{1,2} )?([A-Z][a-z]+)(?: \d{1,2},)? (\d{4})|\d{4})\)?\.?$/.exec(rest);
  let date: string | undefined;
  if (dated !== null) {
    const month = dated[2] === undefined ? -1 : monthNames.indexOf(dated[2].toLowerCase());
    const whole = readSourceDate(dated[1]!).date;
    date =
      whole ??
      (month >= 0
        ? `${dated[3]}-${String(month + 1).padStart(2, '0')}`
        : /^\d{4}$/.test(dated[1]!)
          ? dated[1]
          : undefined);
    if (date !== undefined) rest = rest.slice(0, dated.index);
  }
  const publisher = rest.replace(/[\s.,]+$/, '').trim();
  return {
    relation,
    ...(quoted === null ? {} : { title: quoted[1]!.trim() }),
    ...(publisher === '' ? {} : { publisher: publisher.slice(0, 1000) }),
    ...(date === undefined ? {} : { date }),
  };
}
