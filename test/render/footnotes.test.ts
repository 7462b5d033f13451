import { describe, expect, test } from 'vitest';
import { renderBody, renderMarkdown } from '../../src/render/markdown.ts';

const plain = { basePath: '', firstLine: 1 };

function html(source: string): string {
  return renderMarkdown(source, plain).html.html.trim();
}

describe('notes', () => {
  const source = 'One[^a] and two[^b], one again[^a].\n\n[^a]: First.\n[^b]: Second, [here](/x/).';

  test('stand below the text, numbered as they are named, and lead back', () => {
    const printed = html(source);
    expect(printed).toContain(
      'One<sup><a href="#note_1" id="noteref_1" role="doc-noteref" aria-labelledby="notes_note noteref_1">1</a></sup>',
    );
    expect([...printed.matchAll(/<a class="note-back" href="#([^"]*)"/g)].map(([, id]) => id)).toEqual([
      'noteref_1',
      'noteref_1_2',
      'noteref_2',
    ]);
    for (const [, id] of printed.matchAll(/href="#([^"]*)"/g)) expect(printed).toContain(`id="${id}"`);
  });

  test('are words to search for, at the end, and their numbers are not', () => {
    expect(renderMarkdown(source, plain).plainText).toBe('One and two, one again.\nFirst.\nSecond, here.');
  });

  test('a link in a note is checked where it stands', () => {
    expect(renderMarkdown(source, plain).links).toEqual([
      { kind: 'link', href: '/x/', position: { line: 4, column: 22 } },
    ]);
  });

  test('headings keep their places in the words', () => {
    const { headings, plainText } = renderMarkdown(
      `[^a]: First.\n\n## Part[^a]\n\nText.\n\n## End\n\nText.`,
      plain,
    );
    expect(headings.map(({ start, text }) => [text, plainText.slice(start, start + text.length)])).toEqual([
      ['Part', 'Part'],
      ['End', 'End'],
    ]);
  });

  test('no note makes a summary', () => {
    expect(renderBody('# Title[^a]\n\n[^a]: A note.', plain).firstParagraph).toBe('');
  });

  test('a note that nobody names is left out, a name without a note is text', () => {
    expect(html('Text[^x].\n\n[^y]: Nobody.')).toBe('<p>Text[^x].</p>');
    expect(html('x^[not a note]')).toBe('<p>x^[not a note]</p>');
  });

  test('a note is no way for markup or odd names', () => {
    expect(html('T[^__proto__] [^constructor]\n\n[^__proto__]: <b>x</b>')).toContain('&lt;b&gt;x&lt;/b&gt;');
  });

  test.each([
    ['many beginnings', `T[^a]\n\n[^a]: x\n\n${'[^'.repeat(20_000)}`],
    ['many places', `${'T[^a] '.repeat(20_000)}\n\n[^a]: x`],
    ['many notes', Array.from({ length: 5_000 }, (_, i) => `w[^${i}]\n\n[^${i}]: n`).join('\n\n')],
    ['notes in notes', '[^a]:'.repeat(20_000)],
  ])('%s take no time', (_name, text) => {
    const before = process.cpuUsage().user;
    html(text);
    expect((process.cpuUsage().user - before) / 1_000_000).toBeLessThan(4);
  });
});

describe('which way blocks run', () => {
  const arabic = 'قال الوزير هذا في بيان طويل أمس.';
  const english = 'The minister said this in a long statement.';

  test('each block of a mixed text says it, words and names alone do not', () => {
    expect(html(`${english}\n\n${arabic}\n\n- UNICEF`)).toBe(
      `<p dir="ltr">${english}</p>\n<p dir="rtl">${arabic}</p>\n<ul>\n<li>UNICEF</li>\n</ul>`,
    );
  });

  test('Latin names in a paragraph of Arabic do not turn it round', () => {
    const mixed = 'نص فيه أسماء كثيرة مثل UNICEF and Save the Children في الوسط.';
    expect(html(`${mixed}\n\n${english}`)).toBe(`<p dir="rtl">${mixed}</p>\n<p dir="ltr">${english}</p>`);
  });

  test('in a text that runs one way nothing is said', () => {
    expect(html(`${arabic}\n\n- UNICEF ${arabic}`)).not.toContain('dir=');
    expect(html(english)).not.toContain('dir=');
  });

  test('a close list says it at its points', () => {
    expect(html(`${english}\n\n- ${arabic}`)).toContain(`<li dir="rtl">${arabic}</li>`);
  });
});

test('the last paragraph of a quotation that begins with a dash says whose it is', () => {
  expect(html('> Words.\n>\n> — Somebody')).toContain('<p class="attribution">— Somebody</p>');
  expect(html('> — All there is')).not.toContain('attribution');
  expect(html('> Words.\n>\n> – 2 degrees\n>\n> More')).not.toContain('attribution');
});
