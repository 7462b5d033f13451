import fc from 'fast-check';
import { Parser } from 'htmlparser2';
import MarkdownIt from 'markdown-it';
import { describe, expect, test } from 'vitest';
import { readDestination } from '../../src/render/destination.ts';
import { renderMarkdown } from '../../src/render/markdown.ts';

const plain = { basePath: '', firstLine: 1 };

function html(source: string, basePath = ''): string {
  return renderMarkdown(source, { basePath, firstLine: 1 }).html.html.trim();
}

interface Tag {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
}

function tagsOf(markup: string): Tag[] {
  const tags: Tag[] = [];
  const parser = new Parser({
    onopentag: (name, attributes) => tags.push({ name, attributes }),
    oncomment: (text) => tags.push({ name: `!--${text}`, attributes: {} }),
    onprocessinginstruction: (name) => tags.push({ name, attributes: {} }),
  });
  parser.end(markup);
  return tags;
}

describe('what the author writes is data', () => {
  test.each([
    ['{{ 6*7 }}', '<p>{{ 6*7 }}</p>'],
    ['{% foo %} and {# and <%= x %>', '<p>{% foo %} and {# and &lt;%= x %&gt;</p>'],
    ['<script>alert(1)</script>', '<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>'],
    ['<img src=x onerror=alert(1)>', '<p>&lt;img src=x onerror=alert(1)&gt;</p>'],
    [
      '<iframe src="https://e.org"></iframe>',
      '<p>&lt;iframe src=&quot;https://e.org&quot;&gt;&lt;/iframe&gt;</p>',
    ],
    ['a ]]> b', '<p>a ]]&gt; b</p>'],
  ])('%s is text', (source, expected) => {
    expect(html(source)).toBe(expected);
  });

  test('indented code stays code', () => {
    expect(html('a\n\n    b <c>')).toBe('<p>a</p>\n<pre tabindex="0"><code>b &lt;c&gt;\n</code></pre>');
  });

  test('the language of a code block is a class and nothing else', () => {
    expect(html('```js" onload="x\ny\n```')).toBe(
      '<pre tabindex="0"><code class="language-js">y\n</code></pre>',
    );
  });

  test('quotes, dashes and bare addresses stay as they are written', () => {
    expect(html('"a" -- b... https://e.org')).toBe('<p>&quot;a&quot; -- b... https://e.org</p>');
  });
});

describe('where links may lead', () => {
  test.each([
    ['javascript:alert(1)'],
    ['JaVaScRiPt:alert(1)'],
    ['java&#10;script:alert(1)'],
    ['java&Tab;script:alert(1)'],
    ['https://[x/'],
    ['<  javascript:alert(1)>'],
    ['&#x6A;avascript:alert(1)'],
    ['vbscript:x'],
    ['data:text/html;base64,PHNjcmlwdD4='],
    ['data:image/png;base64,iVBORw0KGgo='],
    ['file:///etc/passwd'],
    ['blob:https://e.org/x'],
    ['http:'],
    ['https:///'],
    ['//'],
  ])('%s leads nowhere and its words stay', (address) => {
    expect(html(`[words](${address})`)).toBe('<p>words</p>');
    expect(html(`![words](${address})`)).toBe('<p>words</p>');
    expect(html(`[words][r]\n\n[r]: ${address}`)).toBe('<p>words</p>');
  });

  test.each([
    ['https://e.org/ü?a=b&amp;c#d', 'https://e.org/%C3%BC?a=b&amp;c#d" rel="noreferrer'],
    ['//e.org/x', 'https://e.org/x" rel="noreferrer'],
    ['mailto:a@e.org', 'mailto:a@e.org'],
    ['tel:+4412345', 'tel:+4412345'],
    ['/news/', '/base/news/'],
    ['/a/%C3%A9', '/base/a/%C3%A9'],
    ['<photo one.jpg>', 'photo%20one.jpg'],
    ['../other/#Teil', '../other/#Teil'],
    ['#ข่าว', '#%E0%B8%82%E0%B9%88%E0%B8%B2%E0%B8%A7'],
    ['?a=b', '?a=b'],
  ])('%s is written as an address', (address, href) => {
    expect(html(`[x](${address})`, '/base')).toBe(`<p><a href="${href}">x</a></p>`);
  });

  test('the two Unicode forms of a file name give one address', () => {
    expect(html('![x](e\u0301.png)')).toBe(html('![x](\u00e9.png)'));
    expect(html('![x](e%CC%81.png)')).toBe(html('![x](%C3%A9.png)'));
  });

  test('what only looks like an address keeps its brackets', () => {
    expect(html('<std:vector> <javascript:alert(1)>')).toBe(
      '<p>&lt;std:vector&gt; &lt;javascript:alert(1)&gt;</p>',
    );
    expect(renderMarkdown('<std:vector>', plain).links).toEqual([]);
  });

  test('a link without words shows its address', () => {
    expect(html('[](/a/)')).toBe('<p><a href="/a/">/a/</a></p>');
    expect(renderMarkdown('[](/a/)', plain).plainText).toBe('/a/');
  });

  test('a link never stands in a link', () => {
    expect(html('[a <https://e.org/> b](/c/)')).toBe('<p><a href="/c/">a https://e.org/ b</a></p>');
  });
});

describe('pictures', () => {
  test('load late and keep their description without markup', () => {
    expect(html('![A *map* of `x`](map.png "Title")')).toBe(
      '<p><img src="map.png" alt="A map of x" loading="lazy" decoding="async" title="Title"></p>',
    );
  });

  test('of another origin are never fetched: a link with the description stands there', () => {
    expect(html('![A map](https://e.org/m.png)')).toBe(
      '<p><a href="https://e.org/m.png" rel="noreferrer">A map</a></p>',
    );
    expect(html('[![A map](//e.org/m.png)](/maps/)')).toBe('<p><a href="/maps/">A map</a></p>');
  });
});

describe('headings', () => {
  const levels = (source: string) => renderMarkdown(source, plain).headings.map(({ level }) => level);

  test('begin below the title of the page and go down one level at a time', () => {
    expect(levels('# a\n## b\n## c\n# d')).toEqual([2, 3, 3, 2]);
    expect(levels('### a\n###### b\n#### c\n## d')).toEqual([2, 3, 3, 2]);
    expect(levels('# a\n## a\n### a\n#### a\n##### a\n###### a')).toEqual([2, 3, 4, 5, 6, 6]);
  });

  test('have readable anchors in any script, unique in the page', () => {
    const source =
      '# What is *it*?\n# what is it\n# การค้ามนุษย์ 2007\n# الاتجار\n# ???\n# E\u0301te\u0301\n# ÉTÉ';
    const { headings, html: rendered } = renderMarkdown(source, plain);
    expect(headings.map(({ id }) => id)).toEqual([
      'what-is-it',
      'what-is-it-2',
      'การค้ามนุษย์-2007',
      'الاتجار',
      'section',
      'été',
      'été-2',
    ]);
    expect(rendered.html).toContain('<h2 id="what-is-it">What is <em>it</em>?</h2>');
  });

  test('never take an anchor twice, whatever the words', () => {
    const { headings } = renderMarkdown('# a\n# a 2\n# a\n# a-2\n# a\n# q', plain);
    const ids = headings.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).not.toContain('q');
  });

  test('without words are left out', () => {
    expect(html('#\n\na')).toBe('<p>a</p>');
  });

  test('stand in the plain text as a line of their own, where they say', () => {
    const block = fc.constantFrom(
      '# Part *one*',
      '## Part one',
      'Part one',
      'Over two\nlines\n===',
      'With a break  \nin it\n---',
      '#',
      '# ![](x.png)',
      '# [](/a/) `x`  y',
      '> # Quoted\n> Part one',
      '- # In a list\n- Part one',
      '| a | b |\n|---|---|\n| c | |',
      '```\n# no heading\n\n```',
      '    code',
      '![A map](m.png)',
      '[x]: /nowhere/',
      '# การค้ามนุษย์',
    );
    fc.assert(
      fc.property(fc.array(block, { maxLength: 12 }), (blocks) => {
        const { headings, plainText } = renderMarkdown(blocks.join('\n\n'), plain);
        const lines = new Map<number, string>();
        let start = 0;
        for (const line of plainText.split('\n')) {
          lines.set(start, line);
          start += line.length + 1;
        }
        expect(headings.map(({ start: own }) => lines.get(own))).toEqual(headings.map(({ text }) => text));
        const starts = headings.map(({ start: own }) => own);
        expect(starts).toEqual([...new Set(starts)].sort((a, b) => a - b));
      }),
    );
  });
});

describe('tables', () => {
  test('can be scrolled by keyboard, are named by their heading, and hold no style', () => {
    expect(html('## Cases\n\n| a | |\n|:-:|--:|\n| 1 | 2 |')).toBe(
      `<h2 id="cases">Cases</h2>
<div class="table" role="group" aria-labelledby="cases" tabindex="0">
<table>
<thead>
<tr>
<th class="align-center" scope="col">a</th>
<td class="align-right"></td>
</tr>
</thead>
<tbody>
<tr>
<td class="align-center">1</td>
<td class="align-right">2</td>
</tr>
</tbody>
</table>
</div>`,
    );
  });
});

describe('positions of links', () => {
  /** What stands in the source where each link is said to stand. */
  function places(source: string): string[] {
    const lines = source.split('\n');
    return renderMarkdown(source, { basePath: '', firstLine: 5 }).links.map(
      ({ position }) => lines[position.line - 5]!.slice(position.column - 1).split(/[)>\s]/)[0]!,
    );
  }

  test('are lines of the file and columns in UTF-16 units', () => {
    expect(renderMarkdown('😀 [a](/x)\n\n[b](/x)', { basePath: '', firstLine: 8 }).links).toEqual([
      { kind: 'link', href: '/x', position: { line: 8, column: 8 } },
      { kind: 'link', href: '/x', position: { line: 10, column: 5 } },
    ]);
  });

  test('tell equal links of one paragraph apart', () => {
    const { links } = renderMarkdown('[a](/x) [b](/x)\n/x ![c](/x)', plain);
    expect(links.map(({ position }) => position)).toEqual([
      { line: 1, column: 5 },
      { line: 1, column: 13 },
      { line: 2, column: 9 },
    ]);
  });

  test('of a reference are where its definition gives the address', () => {
    const source = '[a][r] and [r]\n\n[R]:\n   </x y> "t"\n[r]: /second';
    const { links } = renderMarkdown(source, plain);
    expect(links.map(({ href, position }) => ({ href, ...position }))).toEqual([
      { href: '/x y', line: 4, column: 5 },
      { href: '/x y', line: 4, column: 5 },
    ]);
  });

  test.each([
    ['quotes in lists', '> - a [x](/1 "t") b\n>   c [y](</2>) `[z](/no)`\n>\n> d ![p](/3)'],
    ['headings', '# a [x](/1) [y](/2) ##\n\nsetext\n[z](/3)\n==='],
    ['an address on a line of its own', 'a [x](\n  /1\n  "t") [y](/2)\n\n [z](/3)  '],
    ['escapes and entities', '\\[n](/no) [a\\]](/1) &amp; [b](/2) [`c](/no)` [d](/3)'],
    ['pictures in links', '[![a](/1 "t")](/2) [b](/3)'],
    ['tabs', '-\ta\n\n\t[x](/1)\n\n> \t[y](/2) [z](/3)'],
    ['brackets within', '[a [b] c](/1) ![d [e] f](/2) [[g]](/3)'],
    ['addresses in angle brackets', '</no> <https://e.org/1> a'],
    ['table cells', 'a | b\n:-|-:\n[x](/1) \\| [y](/2) | `\\|` \\\\| [z](/3)'],
    ['tables in quotes', '> | [x](/1) | b |\n> |--|--|\n> | c | [y](/2) |\n> [z](/3)'],
  ])('hold in %s', (_name, source) => {
    const found = places(source);
    const expected = found.length === 1 ? ['https://e.org/1'] : ['/1', '/2', '/3'];
    expect([...found].sort()).toEqual(expected);
  });

  test('always stand on the address, whatever stands around it', () => {
    const piece = fc.constantFrom(
      ...[
        '*',
        '_a_ ',
        '`b`',
        '`',
        '\\[',
        '[c',
        ']',
        '!',
        '<',
        'é😀',
        '\n',
        '\n> ',
        '\n- ',
        '\n# ',
        '|',
        ' ',
        '&lt;',
        '~~',
        '\t',
        '\n\n',
      ],
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), fc.array(piece, { maxLength: 12 }), (before, after) => {
        const source = `${before.join('')}[words](/needle)${after.join('')}`;
        const lines = source.split('\n');
        for (const { href, position } of renderMarkdown(source, plain).links) {
          if (href !== '/needle') continue;
          expect(lines[position.line - 1]!.slice(position.column - 1).startsWith('/needle')).toBe(true);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('plain text', () => {
  test('holds every word and no markup', () => {
    const source =
      '# A *b* `c`\n\nd\ne [f](/g "h") ![i](j.png) &amp; \\* <b>\n\n- k\n- l\n\n| m | n |\n|---|---|\n| o | p |\n\n```x\nq\n  r\n```\ns  \nt';
    expect(renderMarkdown(source, plain).plainText).toBe(
      'A b c\nd e f i & * <b>\nk\nl\nm n\no p\nq\n  r\ns\nt',
    );
  });

  test('parts a picture’s description from the words beside it and joins a word that markup cuts', () => {
    expect(renderMarkdown('a![b](c.png)d **e**f', plain).plainText).toBe('a b d ef');
  });
});

describe('hostile text', () => {
  const kB = (text: string, size = 128) => text.repeat(Math.ceil((size * 1024) / text.length));
  // Each takes well under a second; what these guard against takes minutes.
  const ceilingMs = 8_000;

  test.each<[string, string]>([
    ['quotes in quotes', `${'>'.repeat(10_000)}x`],
    ['open brackets', '['.repeat(50_000)],
    ['open pictures', kB('![')],
    ['pictures in pictures', `${'!['.repeat(20_000)}${'](x)'.repeat(20_000)}`],
    ['emphasis that never closes', kB('*a ')],
    ['mixed emphasis', kB('*_[`')],
    ['e-mail addresses', kB('a.b@example.com ')],
    ['e-mail addresses in brackets', kB('<a.b@example.com> ')],
    ['half links', kB('[a](<b')],
    ['half links with brackets', kB(`[a](${'('.repeat(40)}`)],
    ['links', kB('[a](/x) ')],
    ['links without words', kB('[](/x)')],
    ['links in a table cell', `a|b\n-|-\n${kB('[x](/y) ')}|x`],
    ['references', `[a]: /x\n\n${kB('[a] ')}`],
    ['definitions', Array.from({ length: 8_000 }, (_, i) => `[a${i}]: /x`).join('\n')],
    ['a wide table', `|${'a|'.repeat(3_000)}\n|${'-|'.repeat(3_000)}\n${'|\n'.repeat(20_000)}`],
    ['headings of the same words', kB('# a\n')],
    ['spaces', `${kB(' ')}x`],
    ['backticks', Array.from({ length: 500 }, (_, i) => '`'.repeat(i)).join(' a ')],
    ['lists in lists', kB('- ')],
    ['half comments', kB('<!--')],
    ['entities', kB('&a')],
  ])('%s: rendered in bounded time', (_name, source) => {
    const start = performance.now();
    renderMarkdown(source, plain);
    expect(performance.now() - start).toBeLessThan(ceilingMs);
  });

  const allowed: Readonly<Record<string, readonly string[]>> = {
    a: ['href', 'rel', 'title', 'class', 'id', 'role', 'aria-labelledby'],
    blockquote: [],
    br: [],
    code: ['class'],
    div: ['class', 'role', 'tabindex', 'aria-labelledby'],
    em: [],
    h2: ['id', 'dir'],
    h3: ['id', 'dir'],
    h4: ['id', 'dir'],
    h5: ['id', 'dir'],
    h6: ['id', 'dir'],
    hr: [],
    img: ['src', 'alt', 'title', 'loading', 'decoding'],
    li: ['id', 'dir'],
    ol: ['start'],
    p: ['class', 'dir'],
    pre: ['tabindex'],
    s: [],
    section: ['class', 'role', 'aria-labelledby'],
    strong: [],
    sup: [],
    table: [],
    tbody: [],
    td: ['class', 'dir'],
    th: ['class', 'scope', 'dir'],
    thead: [],
    tr: [],
    ul: [],
  };

  test('gives only tags, attributes and schemes of the allow-list', () => {
    const bait = fc.constantFrom(
      ...'<script>|</script>|<img src=x onerror=y>|[a](|)|![|](|javascript:|java\nscript:|data:text/html,|&#106;avascript:|"|\'|>|<|`|``|*|**|_|#|# |\n|\n\n|    |- |1. |> || a |\n|-|-|\n|<https://|<a@b.co>|&lt;|&quot;|\\|[r]: |[r]|~~|//e.org|\u0000|\u0001|\u2028|" onload="x|<!--|-->|<![CDATA[|]]>|<?x|[^a]|\n\n[^a]: |— x|> |قال الوزير هذا في بيان طويل أمس|'.split(
        '|',
      ),
      '|',
      '|-|\n',
    );
    fc.assert(
      fc.property(
        fc.array(fc.oneof(bait, bait, fc.string({ unit: 'binary', maxLength: 5 })), { maxLength: 40 }),
        (parts) => {
          for (const { name, attributes } of tagsOf(renderMarkdown(parts.join(''), plain).html.html)) {
            expect(Object.keys(allowed)).toContain(name);
            for (const [attribute, value] of Object.entries(attributes)) {
              expect(allowed[name]).toContain(attribute);
              if (attribute !== 'href' && attribute !== 'src') continue;
              // As a browser would read it, on a page of the site.
              const { protocol, host } = new URL(value, 'https://site.example/news/x/');
              expect(['https:', 'http:', 'mailto:', 'tel:']).toContain(protocol);
              if (attribute === 'src') expect(host).toBe('site.example');
            }
          }
        },
      ),
      { numRuns: 3_000 },
    );
  });
});

test('an address of another site is written as markdown-it would, whether or not it has anything to encode', () => {
  const encoder = new MarkdownIt();
  const host = fc.array(
    fc.constantFrom(
      'www',
      'a-b',
      'org',
      '1',
      '256',
      '0x1',
      'xn--a',
      'xn--4gbrim',
      'A',
      'ไทย',
      '-',
      '',
      'x'.repeat(64),
      '_',
    ),
    { minLength: 1, maxLength: 5 },
  );
  const rest = fc.array(
    fc.constantFrom('/', '?', '#', 'a', '%20', '%', ' ', '~', '=', '&', ':', '@', '"', 'é', '[', '..'),
    {
      maxLength: 6,
    },
  );
  fc.assert(
    fc.property(fc.constantFrom('http://', 'https://'), host, rest, (scheme, labels, parts) => {
      const address = `${scheme}${labels.join('.')}${parts.length > 0 ? '/' : ''}${parts.join('')}`.trim();
      const found = readDestination(address, '');
      const href = encoder.normalizeLink(address);
      const isWhole = /^https?:\/\/[^/\\?#]/i.test(address) && URL.canParse(href);
      expect(found).toEqual(isWhole ? { kind: 'outside', href } : { kind: 'forbidden' });
    }),
    { numRuns: 3000 },
  );
});
