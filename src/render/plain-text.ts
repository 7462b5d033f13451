// Markdown tokens → the words a reader would search for, without any markup: from the tokens and never from HTML,
// so that what looks like a tag in the text stays text.
import type { Token } from 'markdown-it';

/** A paragraph's or heading's words on one line; its hard breaks are line breaks. Images give their alternative text. */
export function inlineText(tokens: readonly Token[]): string {
  let text = '';
  let hasBreak = false;
  for (const token of tokens) {
    switch (token.type) {
      case 'text':
      case 'code_inline':
      // Holds the words of a link that had none.
      case 'link_close':
        text += token.content;
        break;
      case 'softbreak':
        text += ' ';
        break;
      case 'hardbreak':
        text += '\n';
        hasBreak = true;
        break;
      case 'image':
      case 'remote_image':
        // Apart from the words beside it: `map![Border](b.png)` is two words.
        text += ` ${token.content} `;
        break;
    }
  }
  // Every paragraph of the site comes by here, and few have anything to tidy.
  if (text.includes('  ') || text.includes('\t')) text = text.replace(/[ \t]+/g, ' ');
  if (hasBreak) text = text.replace(/ ?\n ?/g, '\n');
  return text.trim();
}

export interface PlainText {
  /** Blocks parted by a line break, cells of a table row by a space. */
  readonly text: string;
  /** Where each heading begins in `text`, in UTF-16 units. A heading is one line. */
  readonly headingStarts: readonly number[];
  /** The first paragraph that holds words and not only pictures, on one line. Empty when there is none. */
  readonly firstParagraph: string;
}

/** @param tokens a whole body as render/markdown.ts leaves it: what is not shown is emptied or gone */
export function plainText(tokens: readonly Token[]): PlainText {
  const blocks: string[] = [];
  /** Where the next block will begin. */
  let end = 0;
  const add = (block: string): void => {
    blocks.push(block);
    end += block.length + 1;
  };
  const headingStarts: number[] = [];
  let row: string[] | undefined;
  let firstParagraph = '';
  let firstIsNested = true;
  let isInNotes = false;
  for (let i = 0; i < tokens.length; i += 1) {
    const token = tokens[i]!;
    if (token.type === 'tr_open') {
      row = [];
    } else if (token.type === 'tr_close') {
      if (row?.length) add(row.join(' '));
      row = undefined;
    } else if (token.type === 'fence' || token.type === 'code_block') {
      const code = token.content.trimEnd();
      if (code !== '') add(code);
    } else if (token.type === 'footnote_block_open') {
      isInNotes = true;
    } else if (token.type === 'inline') {
      const children = token.children ?? [];
      const text = inlineText(children);
      if (text === '') continue;
      const isHeading = tokens[i - 1]?.type === 'heading_open';
      if (isHeading) headingStarts.push(end);
      const block = row || isHeading ? text.replaceAll('\n', ' ') : text;
      if (row) row.push(block);
      else add(block);
      // A paragraph of the body itself goes before one in a list or a quotation, which may only be an aside.
      if (
        firstIsNested &&
        !isInNotes &&
        tokens[i - 1]?.type === 'paragraph_open' &&
        // A point of a list is no paragraph.
        !tokens[i - 1]?.hidden &&
        (firstParagraph === '' || token.level === 1) &&
        children.some((child) => child.type === 'text' && child.content.trim() !== '')
      ) {
        firstParagraph = text.replaceAll('\n', ' ');
        firstIsNested = token.level > 1;
      }
    }
  }
  return { text: blocks.join('\n'), headingStarts, firstParagraph };
}
