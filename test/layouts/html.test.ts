import fc from 'fast-check';
import { Parser } from 'htmlparser2';
import { describe, expect, test } from 'vitest';
import { attributes, html, joinHtml, jsonForScript } from '../../layouts/html.ts';

/** What a browser would make of the markup: tag names, attributes, and the text between. */
function parse(markup: string): { tags: string[]; attributes: Record<string, string>[]; text: string } {
  const seen = { tags: [] as string[], attributes: [] as Record<string, string>[], text: '' };
  const parser = new Parser(
    {
      onopentag(name, values) {
        seen.tags.push(name);
        seen.attributes.push({ ...values });
      },
      ontext(text) {
        seen.text += text;
      },
    },
    { decodeEntities: true },
  );
  parser.end(markup);
  return seen;
}

describe('the html tag', () => {
  test('any text comes back as the same text, in an element and in an attribute, and makes no element', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const seen = parse(html`<p title="${text}">${text}</p>`.html);
        expect(seen.tags).toEqual(['p']);
        expect(seen.attributes).toEqual([{ title: text }]);
        expect(seen.text).toBe(text);
      }),
    );
  });

  test('markup of our own is not escaped again', () => {
    expect(html`<p>${html`<b>${'a & b'}</b>`}</p>`.html).toBe('<p><b>a &amp; b</b></p>');
  });

  test('absent values print nothing, zero prints 0, lists print their members', () => {
    const values = [html`<i></i>`, '<', 0];
    expect(html`<p>${undefined}${null}${false}${values}</p>`.html).toBe('<p><i></i>&lt;0</p>');
  });

  test('the indentation of a template is cut, that of a value is kept', () => {
    const value = 'one\n    two';
    expect(
      html`<pre>
        ${value}</pre>`.html,
    ).toBe('<pre>\none\n    two</pre>');
  });

  test('a separator stands only between members that print something', () => {
    expect(joinHtml(['a', undefined, html``, '<'], ' | ').html).toBe('a | &lt;');
  });

  test('attributes leave out what is absent, and quote what is there', () => {
    expect(attributes({ id: 'a"b', hidden: true, lang: undefined, open: false }).html).toBe(
      ' id="a&quot;b" hidden',
    );
  });
});

test('JSON in a script element can neither end it nor break a line of JavaScript, and reads back the same', () => {
  const value = { headline: '</script><!-- \u2028\u2029 & "' };
  const printed = jsonForScript(value).html;
  expect(printed).not.toMatch(/[<\u2028\u2029]/);
  expect(JSON.parse(printed)).toEqual(value);
});
