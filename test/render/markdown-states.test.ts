import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import MarkdownIt, { type Token } from 'markdown-it';
import { describe, expect, test } from 'vitest';
import { PlainBlockState, PlainInlineState, parseWith } from '../../src/render/markdown-states.ts';
import { listFiles } from '../support/folder.ts';

const original = new MarkdownIt();
const ours = new MarkdownIt();
parseWith(ours, { inline: PlainInlineState, block: PlainBlockState });

/** Every field, in plain objects: the classes differ. */
function plain(tokens: readonly Token[]): unknown {
  return tokens.map((token) => ({ ...token, children: token.children && plain(token.children) }));
}

function compare(source: string): void {
  expect(plain(ours.parse(source, {}))).toEqual(plain(original.parse(source, {})));
  expect(ours.render(source)).toBe(original.render(source));
}

const piece = fc.constantFrom(
  ...[
    '\n',
    '\n\n',
    ' ',
    '    ',
    '\t',
    '- ',
    '1. ',
    '> ',
    '# ',
    '---',
    '***',
    '**',
    '*',
    '_',
    '~~',
    '`',
    '```',
  ],
  ...[
    '[a]',
    '(b)',
    '(<c d> "e")',
    '[a]: /f',
    '![',
    ']',
    '[',
    '|',
    '|-|-|',
    ':-:',
    '<http://g>',
    '<b>',
    '&amp;',
  ],
  ...[
    '\\',
    '\\*',
    '!',
    'word',
    'ไทย',
    '😀',
    '\r',
    '\r\n',
    '\0',
    '\u00a0',
    '“',
    '’',
    'http://h.i/j',
    '  \n',
    '=',
  ],
);

describe("states of our own beside markdown-it's", () => {
  test('give the same tokens, field by field, for any text', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => compare(pieces.join(''))),
      {
        numRuns: 2000,
      },
    );
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 60 }), compare));
  });

  test('give the same tokens for real texts', () => {
    const paths = listFiles('content').filter((path) => path.endsWith('.md'));
    expect(paths.length).toBeGreaterThan(20);
    for (const path of paths) compare(readFileSync(`content/${path}`, 'utf8'));
  });

  test('have every method of the originals', () => {
    const token = ours.parse('a', {})[0]!;
    token.attrSet('id', 'b');
    expect(token.attrGet('id')).toBe('b');
    expect(token).toBeInstanceOf(MarkdownIt.Token);
  });
});
