// The rows of the table of faults that load and validate answer for, as content: each is laid over a copy of the small
// site (small-site.ts) and must be refused at its place, or accepted with these words in the output.
const enc = (text: string): Uint8Array => new TextEncoder().encode(text);

export interface FaultFixture {
  /** Row of the table of faults. */
  readonly row: number;
  readonly name: string;
  /** Path below the content folder → contents; laid over the small site. */
  readonly files: Readonly<Record<string, string | Uint8Array>>;
  /** Nothing of the small site but `files`. */
  readonly isWholeContent?: boolean;
  /** Every problem that must be among those reported; `file` below the content folder, '' the folder itself. */
  readonly refused?: readonly {
    readonly file: string;
    readonly line: number;
    readonly column: number;
    readonly rule: string;
    /** Words that the mend must hold. */
    readonly mend?: string;
  }[];
  readonly accepted?: {
    /** Output path → words that it holds (as HTML has them). */
    readonly contains?: readonly (readonly [path: string, text: string])[];
    /** Output paths that must not exist. */
    readonly missing?: readonly string[];
    /** Words that no file of the output holds. */
    readonly nowhere?: readonly string[];
  };
}

const path = 'news/2010/x.md';
const output = 'news/x/index.html';

/** A news item; `lines` come after the title (line 2) and date (line 3). */
function news(lines: string, body = 'A text of a few words.\n', title = 'title: Something happened'): string {
  return `---\n${title}\ndate: 2010-01-02\n${lines === '' ? '' : `${lines}\n`}---\n\n${body}`;
}

function refused(
  row: number,
  name: string,
  contents: string | Uint8Array,
  line: number,
  column: number,
  rule: string,
  mend?: string,
): FaultFixture {
  return {
    row,
    name,
    files: { [path]: contents },
    refused: [{ file: path, line, column, rule, ...(mend === undefined ? {} : { mend }) }],
  };
}

function accepted(
  row: number,
  name: string,
  contents: string | Uint8Array,
  ...texts: string[]
): FaultFixture {
  return {
    row,
    name,
    files: { [path]: contents },
    accepted: { contains: texts.map((text) => [output, text]) },
  };
}

/** A fault in line 4, the first after title and date. */
const inLine4 = (row: number, name: string, line: string, column: number, rule: string, mend?: string) =>
  refused(row, name, news(line), 4, column, rule, mend);

function utf16(text: string, options: { isBigEndian?: boolean; hasMark?: boolean } = {}): Uint8Array {
  const units = new Uint8Array(text.length * 2);
  const view = new DataView(units.buffer);
  for (let i = 0; i < text.length; i += 1) view.setUint16(i * 2, text.charCodeAt(i), !options.isBigEndian);
  const mark = options.isBigEndian ? [0xfe, 0xff] : [0xff, 0xfe];
  return options.hasMark === false ? units : Uint8Array.from([...mark, ...units]);
}

const plain = news('');

export const faultFixtures: readonly FaultFixture[] = [
  // 1: only YAML, and nothing ever runs
  ...['---js', '---javascript', '---coffee', '---json', '---JS', '---jsLegacy', '---yaml', '+++'].map(
    (fence) =>
      refused(1, `a fence ${fence}`, `${fence}\n{ title: "x" }\n---\nText\n`, 1, 1, 'fence-opening', '---'),
  ),
  refused(
    1,
    'code behind a fence, in a text that would be valid',
    '---js\n{ title: process.exit(0) }\n---\nText\n',
    1,
    1,
    'fence-opening',
  ),
  // 2-4: no template engine sees content
  accepted(2, 'an expression in double braces', news('', 'Six times seven is {{ 6*7 }}.\n'), '{{ 6*7 }}'),
  accepted(
    3,
    'template tags in prose',
    news('', 'A tag {% foo %} and a comment {# bar.\n'),
    '{% foo %}',
    '{# bar',
  ),
  accepted(
    4,
    'template includes in title and body',
    news('', "See {% include '../../package.json' %}.\n", 'title: "{% render \'x\' %} happened"'),
    '{% include',
    '{% render',
  ),
  // 5: no way out of the output folder
  ...(
    [
      ['../x.html', undefined],
      ['/../../x', undefined],
      ['//host/x', undefined],
      ['C:\\x', undefined],
      ['%2e%2e/', undefined],
      ['a/b', 'slug: a-b'],
    ] as const
  ).map(([slug, mend]) => inLine4(5, `slug ${slug}`, `slug: '${slug}'`, 7, 'slug-form', mend)),
  ...['../x.html', '/../../x', '//host/x', 'C:\\x', '/%2e%2e/', '/a/./b/', '/a\\b/'].map((alias) =>
    inLine4(5, `alias ${alias}`, `aliases: ['${alias}']`, 11, 'alias-form'),
  ),
  // 7: names that reach into the program
  ...['__proto__', 'constructor', 'prototype'].flatMap((name) => [
    inLine4(7, `key ${name}`, `${name}: 1`, 1, 'key-forbidden'),
    inLine4(7, `key ${name} deep inside`, `source: { title: x, ${name}: { a: 1 } }`, 21, 'key-forbidden'),
  ]),
  refused(7, 'key __proto__ written with an escape', news('"\\x5f_proto__": 1'), 4, 1, 'key-forbidden'),
  // 8: anchors and aliases
  refused(8, 'an anchor', news('summary: &a Words'), 4, 10, 'yaml-anchor'),
  {
    row: 8,
    name: 'a bomb of aliases',
    files: { [path]: news('authors: &a [x, x]\ncountries: [*a, *a, *a]\ntopics: [*a]') },
    refused: [
      { file: path, line: 4, column: 10, rule: 'yaml-anchor' },
      { file: path, line: 5, column: 13, rule: 'yaml-anchor' },
    ],
  },
  inLine4(8, 'a tag', 'summary: !!js/function "x"', 10, 'yaml-tag'),
  inLine4(8, 'a merge key', '<<: { slug: x }', 1, 'yaml-merge'),
  accepted(
    8,
    'an ampersand in a text',
    news('', undefined, 'title: R&D and Tom & Jerry'),
    'R&amp;D and Tom &amp; Jerry',
  ),
  accepted(8, 'an ampersand and a star in quotes', news('', undefined, 'title: "&a *b !c"'), '&amp;a *b !c'),
  // 9-12: YAML that cannot be read, in plain words
  refused(9, 'a key twice', '---\ntitle: One\ntitle: Two\ndate: 2010-01-02\n---\nText\n', 3, 1, 'key-twice'),
  refused(10, 'a colon in a title', news('', undefined, 'title: A: b'), 2, 8, 'yaml-colon', 'title: "A: b"'),
  refused(
    10,
    'a colon and quotes in a title',
    news('', undefined, 'title: Report: the "new" law'),
    2,
    8,
    'yaml-colon',
    `title: 'Report: the "new" law'`,
  ),
  refused(
    10,
    'a quote that is never closed',
    news('', undefined, 'title: "Report'),
    2,
    8,
    'yaml-quote',
    'title: "Report"',
  ),
  refused(
    10,
    'a title that begins with a bracket',
    news('', undefined, 'title: [Draft] Report'),
    2,
    8,
    'yaml-special-character',
    'title: "[Draft] Report"',
  ),
  refused(
    10,
    'a key without a space after its colon',
    news('', undefined, 'title:Report'),
    2,
    6,
    'yaml-colon-space',
    'title: Report',
  ),
  refused(11, 'a tab that indents', news('source:\n\ttitle: x'), 5, 1, 'yaml-tab', '  title: x'),
  refused(
    12,
    'frontmatter that is never closed',
    '---\ntitle: x\ndate: 2010-01-02\n\nText\n',
    1,
    1,
    'frontmatter-open',
  ),
  refused(
    12,
    'frontmatter closed by dots',
    '---\ntitle: x\ndate: 2010-01-02\n...\nText\n',
    4,
    1,
    'fence-closing',
    '---',
  ),
  refused(12, 'a blank line before the frontmatter', `\n${plain}`, 1, 1, 'fence-late'),
  refused(12, 'a comment before the frontmatter', `<!-- x -->\n${plain}`, 1, 1, 'fence-late'),
  refused(12, 'no frontmatter', 'Text alone.\n', 1, 1, 'frontmatter-missing'),
  refused(12, 'frontmatter that is a list', '---\n- title\n---\nText\n', 2, 1, 'frontmatter-shape'),
  refused(
    12,
    'several documents',
    '---\ntitle: x\n--- # next\ndate: 2010-01-02\n---\nText\n',
    3,
    1,
    'fence-closing',
  ),
  // 13: byte order mark and line ends
  accepted(13, 'a byte order mark', `\uFEFF${plain}`, 'Something happened', 'A text of a few words.'),
  accepted(13, 'CRLF', plain.replaceAll('\n', '\r\n'), 'Something happened', 'A text of a few words.'),
  accepted(13, 'CR alone', plain.replaceAll('\n', '\r'), 'Something happened', 'A text of a few words.'),
  accepted(13, 'byte order mark and CRLF', `\uFEFF${plain.replaceAll('\n', '\r\n')}`, 'Something happened'),
  // 14-16: bytes
  refused(
    14,
    'a Latin-1 letter',
    Uint8Array.from([...enc('---\ntitle: Caf'), 0xe9, ...enc(' meeting\ndate: 2010-01-02\n---\nText\n')]),
    2,
    11,
    'text-encoding',
    'UTF-8',
  ),
  refused(
    14,
    'a Windows-1252 dash in the body',
    Uint8Array.from([...enc(`${plain}Then `), 0x97, ...enc(' later\n')]),
    7,
    6,
    'text-encoding',
    'UTF-8',
  ),
  refused(15, 'UTF-16, little-endian', utf16(plain), 1, 1, 'text-encoding', 'UTF-8'),
  refused(15, 'UTF-16, big-endian', utf16(plain, { isBigEndian: true }), 1, 1, 'text-encoding', 'UTF-8'),
  refused(15, 'UTF-16 without a mark', utf16(plain, { hasMark: false }), 1, 1, 'text-encoding', 'UTF-8'),
  refused(
    15,
    'UTF-16, big-endian, without a mark',
    utf16(plain, { isBigEndian: true, hasMark: false }),
    1,
    1,
    'text-encoding',
    'UTF-8',
  ),
  ...[
    '\u0000',
    '\u0001',
    '\u0008',
    '\u000B',
    '\u000C',
    '\u001F',
    '\u007F',
    '\u0092',
    '\uFFFE',
    '\uFFFF',
    '\uFEFF',
  ].map((character) =>
    refused(
      16,
      `U+${character.charCodeAt(0).toString(16).padStart(4, '0')} in a body`,
      news('', `Some${character}thing\n`),
      6,
      5,
      'control-character',
    ),
  ),
  refused(
    16,
    'a control character in a title',
    news('', undefined, 'title: Some\u0002thing'),
    2,
    12,
    'control-character',
  ),
  refused(
    16,
    'a control character as an escape',
    news('', undefined, 'title: "Some\\x02thing"'),
    2,
    8,
    'control-character',
  ),
  refused(
    16,
    'half a character as an escape',
    news('', undefined, 'title: "Some\\uD800thing"'),
    2,
    8,
    'control-character',
  ),
  accepted(16, 'a tab in a body', news('', 'Some\tthing\n'), 'Some'),
  accepted(
    17,
    'the end of a CDATA section',
    news('', 'Write `]]>` here ]]> and go on.\n', 'title: "A ]]> title"'),
    'A ]]&gt; title',
  ),
  // 18-22: dates
  refused(18, '30 February', '---\ntitle: x\ndate: 2026-02-30\n---\nText\n', 3, 7, 'date-form'),
  refused(
    18,
    '29 February of a common year',
    '---\ntitle: x\ndate: 1900-02-29\n---\nText\n',
    3,
    7,
    'date-form',
  ),
  refused(19, 'month 13', '---\ntitle: x\ndate: 2026-13-45\n---\nText\n', 3, 7, 'date-form'),
  refused(19, 'hour 24', '---\ntitle: x\ndate: 2026-05-01T24:00:00Z\n---\nText\n', 3, 7, 'date-form'),
  accepted(18, '29 February of a leap year', '---\ntitle: x\ndate: 2008-02-29\n---\nText\n', '2008'),
  refused(21, 'no date', '---\ntitle: x\n---\nText\n', 1, 1, 'key-missing', 'date:'),
  refused(21, 'a date without a value', '---\ntitle: x\ndate:\n---\nText\n', 3, 1, 'value-empty', 'date:'),
  refused(
    22,
    'a date with slashes',
    '---\ntitle: x\ndate: 03/04/2026\n---\nText\n',
    3,
    7,
    'date-form',
    'date: 2026-04-03  or  date: 2026-03-04',
  ),
  refused(
    22,
    'a date without zeros',
    '---\ntitle: x\ndate: 2026-5-1\n---\nText\n',
    3,
    7,
    'date-form',
    'date: 2026-05-01',
  ),
  refused(
    22,
    'a date in words',
    '---\ntitle: x\ndate: August 17, 2007\n---\nText\n',
    3,
    7,
    'date-form',
    'date: 2007-08-17',
  ),
  refused(
    22,
    'a time without an offset',
    '---\ntitle: x\ndate: 2026-05-01 10:00\n---\nText\n',
    3,
    7,
    'date-form',
    'date: 2026-05-01T10:00:00Z',
  ),
  refused(
    22,
    'an offset without its colon',
    '---\ntitle: x\ndate: 2014-06-30 10:00:10 -0400\n---\nText\n',
    3,
    7,
    'date-form',
    'date: 2014-06-30T10:00:10-04:00',
  ),
  // 24: embargo
  {
    row: 24,
    name: 'a date in the far future',
    files: { [path]: '---\ntitle: Zanzibarium opens\ndate: 9998-01-02\n---\nThe zanzibarium is secret.\n' },
    accepted: { missing: [output, 'news/9998/index.html'], nowhere: ['anzibarium', '/news/x/'] },
  },
  {
    row: 24,
    name: 'an embargo in the far future',
    files: { [path]: news('publish: 9998-01-02', 'The zanzibarium is secret.\n') },
    accepted: { missing: [output], nowhere: ['zanzibarium', '/news/x/'] },
  },
  {
    row: 24,
    name: 'an item that has expired',
    files: { [path]: news('expires: 2011-01-01', 'The zanzibarium is over.\n') },
    accepted: { missing: [output], nowhere: ['zanzibarium', '/news/x/'] },
  },
  {
    row: 24,
    name: 'a draft',
    files: { [path]: news('draft: true', 'The zanzibarium is a draft.\n') },
    accepted: { missing: [output], nowhere: ['zanzibarium', '/news/x/'] },
  },
  // 25: draft
  ...['"false"', 'no', 'yes', '"true"', '0', 'False', 'off'].map((value) =>
    inLine4(25, `draft: ${value}`, `draft: ${value}`, 8, 'value-shape', 'draft: '),
  ),
  // 26-28: one address, one id
  {
    row: 26,
    name: 'an address twice',
    files: { 'news/2010/x.md': plain, 'news/2011/x.md': plain },
    refused: [
      { file: 'news/2010/x.md', line: 1, column: 1, rule: 'address-taken', mend: 'slug: x-2010' },
      { file: 'news/2011/x.md', line: 1, column: 1, rule: 'address-taken', mend: 'slug: x-2010' },
    ],
  },
  {
    row: 26,
    name: 'an id twice',
    files: { 'news/2010/x.md': news('id: urn:x:1'), 'news/2010/y.md': news('id: urn:x:1') },
    refused: [
      { file: 'news/2010/x.md', line: 4, column: 5, rule: 'id-taken' },
      { file: 'news/2010/y.md', line: 4, column: 5, rule: 'id-taken' },
    ],
  },
  inLine4(26, 'an alias that is in use', 'aliases: [/news/workshop/]', 11, 'alias-taken'),
  inLine4(26, 'an alias of a list that the site makes', 'aliases: [/news/2007/]', 11, 'alias-taken'),
  inLine4(26, 'an alias of the item’s own address', 'aliases: [/news/x/]', 11, 'alias-own'),
  {
    row: 27,
    name: 'addresses that differ in case',
    files: { 'news/2010/X.md': plain, 'news/2011/x.md': plain },
    refused: [
      { file: 'news/2010/X.md', line: 1, column: 1, rule: 'address-taken' },
      { file: 'news/2011/x.md', line: 1, column: 1, rule: 'address-taken' },
    ],
  },
  inLine4(27, 'a slug in capital letters', 'slug: X', 7, 'slug-form', 'slug: x'),
  inLine4(27, 'an alias that is in use in another case', 'aliases: [/News/Workshop/]', 11, 'alias-taken'),
  {
    row: 28,
    name: 'slugs that differ in NFC and NFD',
    files: { 'news/2010/y.md': news('slug: caf\u00e9'), 'news/2010/z.md': news('slug: cafe\u0301') },
    refused: [
      { file: 'news/2010/y.md', line: 4, column: 7, rule: 'address-taken' },
      { file: 'news/2010/z.md', line: 4, column: 7, rule: 'address-taken' },
    ],
  },
  // 29-31: names of files and addresses
  ...['con', 'aux', 'nul', 'com1', 'lpt9'].map((slug) =>
    inLine4(29, `slug ${slug}`, `slug: ${slug}`, 7, 'slug-reserved', `slug: ${slug}-page`),
  ),
  ...['a:b?', 'x.', 'a b', 'a\u202Eb'].map((slug) =>
    inLine4(29, `slug ${JSON.stringify(slug)}`, `slug: "${slug}"`, 7, 'slug-form'),
  ),
  {
    row: 29,
    name: 'a file named con',
    files: { 'news/2010/con.md': plain },
    refused: [
      { file: 'news/2010/con.md', line: 1, column: 1, rule: 'slug-reserved', mend: 'slug: con-page' },
    ],
  },
  {
    row: 29,
    name: 'a file name with spaces and capitals',
    files: { 'news/2010/Annual Report.md': plain },
    accepted: { contains: [['news/annual-report/index.html', 'Something happened']] },
  },
  inLine4(29, 'a year as slug', 'slug: 2007', 7, 'value-shape', 'slug: 2007-page'),
  inLine4(29, 'a quoted year as slug', 'slug: "2007"', 7, 'slug-reserved', 'slug: 2007-page'),
  {
    row: 29,
    name: 'a page named like a section',
    files: { 'pages/news.md': '---\ntitle: x\n---\nText\n' },
    refused: [{ file: 'pages/news.md', line: 1, column: 1, rule: 'slug-reserved' }],
  },
  inLine4(30, 'a slug of 300 characters', `slug: ${'a'.repeat(300)}`, 7, 'slug-too-long', 'slug: aaa'),
  inLine4(30, 'a slug of 90 Thai letters', `slug: ${'ก'.repeat(90)}`, 7, 'slug-too-long'),
  {
    row: 31,
    name: 'a Thai file name',
    files: { 'news/2010/ข่าว.md': plain },
    accepted: { contains: [['news/ข่าว/index.html', 'Something happened']] },
  },
  // 32-35: keys and values
  {
    row: 32,
    name: 'a country by three names',
    files: { [path]: news('countries: [burma, Burma, MYANMAR]') },
    accepted: {
      contains: [[output, '/countries/burma/']],
      missing: ['countries/myanmar/index.html', 'countries/Burma/index.html'],
    },
  },
  inLine4(32, 'an unknown country', 'countries: [Birma]', 13, 'country-unknown', 'burma'),
  inLine4(32, 'an unknown topic', 'topics: [trainning]', 10, 'topic-unknown', 'training'),
  inLine4(33, 'a number for a list', 'countries: 5', 12, 'value-shape', 'countries: ['),
  inLine4(33, 'a word for a list', 'countries: burma', 12, 'value-shape', 'countries: [burma]'),
  inLine4(33, 'a list for a text', 'summary: [a, b]', 10, 'value-shape'),
  refused(33, 'a list for a title', news('', undefined, 'title: [a, b]'), 2, 8, 'value-shape'),
  refused(
    33,
    'a number for a title',
    news('', undefined, 'title: 1984'),
    2,
    8,
    'value-shape',
    'title: "1984"',
  ),
  inLine4(33, 'a text for a group', 'source: UNIAP', 9, 'value-shape'),
  inLine4(33, 'a number in a list of words', 'authors: [5]', 11, 'value-shape'),
  refused(
    34,
    'a key with a slip',
    '---\ntitel: x\ndate: 2010-01-02\n---\nText\n',
    2,
    1,
    'key-unknown',
    'title: x',
  ),
  refused(
    34,
    'a key with a capital letter',
    '---\nTitle: x\ndate: 2010-01-02\n---\nText\n',
    2,
    1,
    'key-unknown',
    'title: x',
  ),
  inLine4(34, 'a key of another program', 'tags: [training]', 1, 'key-unknown', 'topics: [training]'),
  inLine4(34, 'a key that is unknown deep inside', 'source: { tittle: x }', 11, 'key-unknown', 'title: x'),
  inLine4(35, 'a layout', 'layout: post', 1, 'key-unknown', 'Delete it'),
  // 38: empty
  refused(38, 'an empty file', '', 1, 1, 'file-empty'),
  refused(38, 'a file of blank lines', '\n \n', 1, 1, 'file-empty'),
  refused(38, 'no body', '---\ntitle: x\ndate: 2010-01-02\n---\n', 1, 1, 'body-missing'),
  refused(38, 'a body of blank lines', '---\ntitle: x\ndate: 2010-01-02\n---\n\n \n', 1, 1, 'body-missing'),
  refused(38, 'empty frontmatter', '---\n---\nText\n', 1, 1, 'frontmatter-empty'),
  {
    row: 38,
    name: 'a resource with a url and no body',
    files: {
      'resources/x.md': '---\ntitle: A law\nkind: law\nyear: 2005\nurl: https://example.org/law\n---\n',
    },
    accepted: { contains: [['resources/x/index.html', 'https://example.org/law']] },
  },
  {
    row: 38,
    name: 'a resource with neither text nor document',
    files: { 'resources/x.md': '---\ntitle: A law\nkind: law\nyear: 2005\n---\n' },
    refused: [{ file: 'resources/x.md', line: 1, column: 1, rule: 'body-missing' }],
  },
  // 39: nothing at all
  {
    row: 39,
    name: 'a folder with no items',
    isWholeContent: true,
    files: { 'site.yaml': 'name: x\n' },
    refused: [{ file: '', line: 1, column: 1, rule: 'content-empty' }],
  },
  // 40, 50, 52: old addresses
  {
    row: 40,
    name: 'an old address is kept alive',
    files: { 'news/2010/x.md': news('aliases: [/news/old-name/, /old.html]') },
    accepted: {
      contains: [['news/x/index.html', '<h1>']],
    },
  },
  ...['/a\nb/', '/a b/', '/old/*', '/old/:splat', '/a\tb/', '/a\u2028b/', '/x /y 200!'].map((alias) =>
    inLine4(52, `alias ${JSON.stringify(alias)}`, `aliases: [${JSON.stringify(alias)}]`, 11, 'alias-form'),
  ),
  {
    row: 52,
    name: 'a loop of aliases',
    files: {
      'news/2010/x.md': news('aliases: [/news/y/]'),
      'news/2010/y.md': news('aliases: [/news/x/]'),
    },
    refused: [
      { file: 'news/2010/x.md', line: 4, column: 11, rule: 'alias-taken' },
      { file: 'news/2010/y.md', line: 4, column: 11, rule: 'alias-taken' },
    ],
  },
];
