import fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { expect, test } from 'vitest';
import { element, type XmlNode, xmlDocument, xmlFragment } from '../../src/feed/xml.ts';

interface ReadElement {
  readonly name: string;
  readonly attributes: Record<string, string>;
  text: string;
}

/** What a strict reader finds, in the order of opening tags; throws for XML that is not well-formed. */
function read(xml: string): ReadElement[] {
  const found: ReadElement[] = [];
  const open: ReadElement[] = [];
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    const read = { name, attributes: { ...attributes }, text: '' };
    found.push(read);
    open.push(read);
  });
  parser.on('text', (text) => {
    const last = open.at(-1);
    if (last) last.text += text;
  });
  parser.on('closetag', () => open.pop());
  parser.write(xml).close();
  return found;
}

const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .array(
      fc.constantFrom(
        ']]>',
        '<',
        '&',
        '&amp;',
        '"',
        "'",
        '\r\n',
        '\t',
        '\u0000',
        '\uFFFE',
        '\uD800',
        '😀',
        '</a>',
        '<!--',
      ),
    )
    .map((parts) => parts.join('')),
);

/** The letters that XML 1.0 has: production Char. */
function legal(text: string): string {
  return [...text]
    .filter((letter) => {
      const code = letter.codePointAt(0)!;
      return (
        code === 9 ||
        code === 10 ||
        code === 13 ||
        (code >= 0x20 && code <= 0xd7ff) ||
        (code >= 0xe000 && code <= 0xfffd) ||
        code > 0xffff
      );
    })
    .join('');
}

test('any text comes back from a strict reader, but for letters that XML does not have', () => {
  fc.assert(
    fc.property(anyText, anyText, (text, value) => {
      const [root, inner] = read(xmlDocument(element('root', { a: value }, element('b', {}, text))));
      expect(root!.attributes.a).toBe(legal(value));
      expect(inner!.text).toBe(legal(text));
    }),
    { numRuns: 2_000 },
  );
});

test('white space of ours stands only between elements, never beside text', () => {
  const mixed: XmlNode = element('p', {}, 'a ', element('b', {}, 'c'), ' d');
  expect(xmlDocument(element('root', {}, mixed, element('empty')))).toBe(
    '<?xml version="1.0" encoding="utf-8"?>\n<root>\n<p>a <b>c</b> d</p>\n<empty/>\n</root>\n',
  );
  expect(xmlFragment([element('ul', {}, element('li', {}, 'a'), element('li', {}, 'b'))])).toBe(
    '<ul><li>a</li><li>b</li></ul>',
  );
});

test('a name that is not one is a fault of ours', () => {
  expect(() => element('a b')).toThrow('a b');
  expect(() => element('a', { 'x="y"': '' })).toThrow();
});
