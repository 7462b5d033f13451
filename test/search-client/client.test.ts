import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import lunr from 'lunr';
import { describe, expect, it } from 'vitest';
import { createSearchClient } from '../../src/search-client/client.ts';
import { lunrsOwnIndex } from '../search/lunr-oracle.ts';
import {
  clientOf,
  clientOfTexts,
  documentOf,
  filesOf,
  loaderOf,
  refsOf,
  resultsOf,
} from './indexed-texts.ts';

const texts = [
  'Forced labour on fishing boats',
  'A national plan of action against trafficking',
  'The action plan of the nation: labour and fishing',
  'Éire and the café',
  'Words like constructor, __proto__ and hasOwnProperty stand in documents',
];
const client = clientOfTexts(texts);

describe('plain words', () => {
  it('must all be there', async () => {
    expect(await refsOf(client, 'fishing labour')).toEqual([0, 2]);
    expect(await refsOf(client, 'fishing boats labour')).toEqual([0]);
  });

  it('are relaxed to any when nothing has all, and the answer says so', async () => {
    const answer = await resultsOf(client, 'boats café');
    expect(answer).toMatchObject({ relaxed: true, total: 2, lunrQuery: 'boats cafe' });
    expect(await resultsOf(client, 'boats fishing')).toMatchObject({ relaxed: false, total: 1 });
  });

  it('give nothing when none is known', async () => {
    expect(await resultsOf(client, 'zebra giraffe')).toMatchObject({ relaxed: false, total: 0, results: [] });
  });

  it('give nothing when there is none', async () => {
    for (const query of ['', '  ', '…', 'the of', '"']) {
      expect(await resultsOf(client, query)).toMatchObject({ total: 0, results: [] });
    }
  });

  it('say when they are nothing but words too common to be in the index', async () => {
    for (const query of ['the of', 'The', '"of the"', 'what-is', 'the … of']) {
      expect(await resultsOf(client, query), query).toMatchObject({ total: 0, tooCommon: true });
    }
    for (const query of ['', '…', 'zebra', 'the zebra', 'the plan', '"the plan"', '+the', 'of*']) {
      expect(await resultsOf(client, query), query).toMatchObject({ tooCommon: false });
    }
  });

  it('find each other with and without accents', async () => {
    for (const query of ['cafe', 'CAFÉ', 'café', 'cafe\u0301', 'eire', 'Éire']) {
      expect(await refsOf(client, query)).toEqual([3]);
    }
  });

  it.each(['constructor', '__proto__', 'hasOwnProperty'])('find %s like any other', async (word) => {
    expect(await refsOf(client, word)).toEqual([4]);
    expect(await refsOf(client, `"${word}"`)).toEqual([4]);
  });

  it.each(['toString', 'valueOf', '__defineGetter__'])('do not find %s where it is not', async (word) => {
    expect(await refsOf(client, word)).toEqual([]);
  });
});

describe('a phrase', () => {
  it('finds its words together alone', async () => {
    expect(await refsOf(client, 'plan action')).toEqual([1, 2]);
    expect(await refsOf(client, '"plan of action"')).toEqual([1]);
    expect(await refsOf(client, '"Plan, of ACTION!"')).toEqual([1]);
    expect(await refsOf(client, '"plan of act"')).toEqual([]);
  });

  it('of stop words alone is none, as the index cannot tell where they stand', async () => {
    expect(await refsOf(client, '"of the"')).toEqual([]);
    expect(await refsOf(client, '"of the" nation')).toEqual(await refsOf(client, 'nation'));
  });

  it('is compared by terms, with a place for each stop word', async () => {
    expect(await refsOf(client, '"plans of action"')).toEqual([1]);
    for (const query of ['"plan action"', '"plan of the action"']) {
      expect(await resultsOf(client, query), query).toMatchObject({ scattered: true, total: 2 });
    }
    expect(await refsOf(client, '"plan of the nation"')).toEqual([2]);
  });

  it('stands in one field, and in the one that is named before it', async () => {
    const there = clientOf([
      documentOf({ title: 'A national plan', body: 'of action' }),
      documentOf({ title: 'Plan of action', body: 'Nothing' }, 1),
      documentOf({ title: 'Nothing', body: 'The plan of action' }, 2),
    ]);
    expect(await refsOf(there, '"plan of action"')).toEqual([1, 2]);
    expect(await refsOf(there, 'title:"plan of action"')).toEqual([1]);
    expect(await refsOf(there, '+body:"plan of action"')).toEqual([2]);
    expect(await refsOf(there, '-title:"plan of action" action')).toEqual([0, 2]);
  });

  it('is kept when words are relaxed', async () => {
    expect(await refsOf(client, '"plan of action" boats')).toEqual([1]);
  });

  it('can be excluded', async () => {
    expect(await refsOf(client, 'action -"plan of action"')).toEqual([2]);
  });
});

describe('results', () => {
  const dated = clientOf([
    documentOf({ title: 'Labour', permalink: '/about/' }),
    documentOf({ title: 'Labour', date: '2007-08-17', permalink: '/news/old/' }),
    documentOf({ title: 'Labour', date: '2024-01-02', permalink: '/news/new/' }),
    documentOf({ title: 'Forced labour, labour, labour', date: '2010-01-01', permalink: '/news/more/' }),
  ]);

  it('of equal score stand newest first, undated ones last, and lunr’s scores stay', async () => {
    const plain = await resultsOf(dated, 'labour');
    const raw = await resultsOf(dated, 'labour', { lunr: true });
    const equal = plain.results.filter(({ title }) => title === 'Labour');
    expect(equal.map(({ url }) => url)).toEqual(['/news/new/', '/news/old/', '/about/']);
    const scores = new Map(raw.results.map(({ ref, score }) => [ref, score]));
    for (const { ref, score } of plain.results) expect(score).toBe(scores.get(ref));
  });

  it('come in pages, with the total of all', async () => {
    const all = await resultsOf(dated, 'labour');
    const second = await resultsOf(dated, 'labour', { offset: 1, limit: 2 });
    expect(second.total).toBe(4);
    expect(second.results).toEqual(all.results.slice(1, 3));
  });

  it('carry card, terms and number', async () => {
    const [first] = (await resultsOf(client, 'boats')).results;
    expect(first).toMatchObject({ ref: '0', url: '/news/0/', terms: ['boat'], date: '', kind: 'news' });
  });

  it('are lunr’s own, to the last bit, when the text goes to lunr untouched', async () => {
    const documents = texts.map((body, i) => documentOf({ body, title: `Title ${i}` }, i));
    const own = lunrsOwnIndex(documents, 'en');
    const ours = clientOf(documents);
    for (const query of [
      'labour',
      'title:title',
      '+plan -nation',
      'fish*',
      'labor~1',
      '-labour',
      '',
      'plan^5 café',
      'the',
    ]) {
      const { results } = await resultsOf(ours, query, { lunr: true });
      expect(results.map(({ ref, score, terms }) => ({ ref, score, terms }))).toEqual(
        own
          .search(query)
          .map(({ ref, score, matchData }) => ({ ref, score, terms: Object.keys(matchData.metadata) })),
      );
    }
  });

  it('mark every form of a word in title and excerpt, and nothing else', async () => {
    const { results } = await resultsOf(
      clientOf([
        documentOf({ title: 'Victims', body: 'One victim’s story. The VICTIM spoke; invictim did not.' }),
      ]),
      'victims',
      { excerpts: true },
    );
    const marks = (parts: readonly { text: string; isMarked: boolean }[] = []) =>
      parts.filter(({ isMarked }) => isMarked).map(({ text }) => text);
    expect(marks(results[0]?.titleParts)).toEqual(['Victims']);
    expect(marks(results[0]?.excerpt)).toEqual(['victim’s', 'VICTIM']);
    expect(results[0]?.forms).toEqual(['victims', 'victim’s', 'victim']);
  });

  describe('of a long text', () => {
    const filler = 'Words without end, said again. '.repeat(20);
    const parts = [
      'Part one',
      `Labour. ${filler}`,
      'Part two',
      `${filler} Forced labour, policies and fishing.`,
    ];
    const body = parts.join('\n');
    const sections = ['Part one', 'Part two'].map((title) => ({
      start: body.indexOf(title),
      anchor: title.toLowerCase().replace(' ', '-'),
    }));
    const long = clientOf([documentOf({ title: 'A law', summary: 'About labour', body, sections })]);
    const first = async (query: string, lunr = false) =>
      (await resultsOf(long, query, { lunr, excerpts: true })).results[0];

    it.each([
      ['labour', 'part-one'],
      ['forced labour', 'part-two'],
      ['"forced labour"', 'part-two'],
      ['labour forced zebra', 'part-two'],
      ['labour polic* fish*', 'part-two'],
      ['+labour +policy', 'part-two'],
      ['body:labor~1 body:forced', 'part-two'],
    ])('%s leads to the section that says most of it', async (query, anchor) => {
      for (const lunr of query.includes('"') ? [false] : [false, true]) {
        const result = await first(query, lunr);
        expect(result?.section).toEqual({ anchor, title: anchor === 'part-one' ? 'Part one' : 'Part two' });
      }
    });

    it('tell neither section nor forms unless excerpts are asked for', async () => {
      const [result] = (await resultsOf(long, 'labour')).results;
      expect(result).not.toHaveProperty('section');
      expect(result).not.toHaveProperty('forms');
    });

    it('lead to the page itself when the word stands in its title alone', async () => {
      expect(await first('law')).toMatchObject({ url: '/news/0/', forms: ['law'] });
      expect((await first('law'))?.section).toBeUndefined();
    });

    it('lead to the page itself in private mode, where no text is loaded', async () => {
      const there = clientOf([documentOf({ title: 'A law', summary: 'About labour', body, sections })]);
      await there.downloadWhole();
      const [result] = (await resultsOf(there, 'labour', { excerpts: true })).results;
      expect(result?.section).toBeUndefined();
      expect(result?.forms).toEqual(['labour']);
    });
  });

  it('of a year alone show it in the era of the language, and are filtered by it', async () => {
    const there = clientOf([
      documentOf({ title: 'Labour', permalink: '/about/' }),
      documentOf({ title: 'Labour', year: 2023, permalink: '/resources/law/' }),
      documentOf({ title: 'Labour', date: '2023-01-01', permalink: '/news/new/' }),
    ]);
    const urls = async (options: Parameters<typeof resultsOf>[2]) =>
      (await resultsOf(there, 'labour', options)).results.map(({ url, date }) => [url, date]);
    const [law, news] = [
      ['/resources/law/', '2023'],
      ['/news/new/', '2023-01-01'],
    ];
    expect(await urls({ filters: { year: 2023 }, order: 'oldest' })).toEqual([law, news]);
    expect(await urls({ order: 'newest' })).toEqual([news, law, ['/about/', '']]);
  });
});

describe('a query that lunr cannot parse', () => {
  it.each([
    ['+', undefined],
    ['~99', 'expected either a field or a term, found EDIT_DISTANCE'],
    ['title:x ^', undefined],
    ['labour +', 'expecting term or field, found nothing'],
  ])('%s is explained in lunr’s own words, or is plain', async (query, message) => {
    const raw = await client.search(query, { lunr: true });
    expect('error' in raw).toBe(true);
    if (message !== undefined && 'error' in raw) expect(raw.error.message).toContain(message);
  });

  it('tells the place', async () => {
    const wrong = await client.search('plan* labour~x');
    expect(wrong).toMatchObject({ error: { message: 'edit distance must be numeric', start: 13, end: 13 } });
  });
});

describe('a hostile query', () => {
  it.each([
    ['ten thousand letters', 'a'.repeat(10_000)],
    ['ten thousand words', 'labour fishing '.repeat(700)],
    ['ten thousand backslashes', '\\'.repeat(10_000)],
    ['ten thousand colons', ':'.repeat(10_000)],
    ['ten thousand quotes', '"'.repeat(10_000)],
    ['an edit distance of 99', 'trafficking~99'],
    ['an edit distance of any size', `a~${'9'.repeat(300)}`],
    ['many edit distances', 'trafficking~4 '.repeat(700)],
    ['many wildcards', '*a*b*c*d*e*f*g*h '.repeat(500)],
    ['many fields', 'title:a '.repeat(1200)],
    ['ten thousand Thai vowels', 'เ'.repeat(10_000)],
    ['ten thousand marks', `a${'\u0301'.repeat(10_000)}`],
  ])('of %s is answered in bounded time', async (_, query) => {
    const start = performance.now();
    await client.search(query, { excerpts: true });
    await client.search(query, { lunr: true });
    expect(performance.now() - start).toBeLessThan(3000);
  });

  it('says what asks too much, and where', async () => {
    expect(await client.search('plan trafficking~99')).toMatchObject({
      error: { message: "edit distance 99 is too large for 'trafficking'", start: 17, end: 19 },
    });
  });

  it('is not refused for a large number alone: a short word has few ways to be misspelt', async () => {
    const all = ['0', '1', '2', '3', '4'];
    const { results } = await resultsOf(client, 'a~99', { lunr: true });
    expect(results.map(({ ref }) => ref).sort()).toEqual(all);
  });

  it('never makes the client fail', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: fc.constantFrom(...'ab*~^:+-"\\ 19…ยเ') })),
        fc.boolean(),
        async (query, isRaw) => {
          const answer = await client.search(query, { lunr: isRaw, excerpts: true });
          expect(answer.query).toBe(query);
        },
      ),
      { numRuns: 400 },
    );
  });
});

describe('other scripts', () => {
  // Universal Declaration of Human Rights (UN), title and first article in each language.
  const declaration: [string, string, string[], string[]][] = [
    [
      'th',
      'ปฏิญญาสากลว่าด้วยสิทธิมนุษยชน มนุษย์ทั้งหลายเกิดมามีอิสระและเสมอภาคกัน',
      ['มนุษย์', 'สิทธิมนุษยชน', 'อิสระ', 'มา'],
      ['แรงงาน', 'ย์ปฏิ'],
    ],
    ['km', 'សេចក្ដីប្រកាសជាសកលស្ដីពីសិទ្ធិមនុស្ស', ['សិទ្ធិមនុស្ស', 'មនុស្ស', 'សកល'], ['កម្ពុជា']],
    ['lo', 'ປະກາດສາກົນ ກ່ຽວກັບສິດຂອງມະນຸດ', ['ສິດ', 'ມະນຸດ', 'ສາກົນ'], ['ແຮງງານ']],
    ['my', 'အပြည်ပြည်ဆိုင်ရာ လူ့အခွင့်အရေး ကြေညာစာတမ်း', ['လူ့', 'အခွင့်အရေး', 'ကြေညာ'], ['မြန်မာ']],
    ['zh', '世界人权宣言，人人生而自由。', ['人权', '宣言', '权'], ['世人']],
    [
      'ja',
      '世界人権宣言、すべての人間は、生まれながらにして自由',
      ['人権', 'すべて', '人間', '自由'],
      ['人由'],
    ],
    [
      'ar',
      'الإعلان العالمي لحقوق الإنسان، لمّا كان الاعتراف بالكرامة',
      ['الإنسان', 'الْإِنْسَانِ،', 'لما', 'لمّا'],
      ['العمل'],
    ],
    ['fa', 'اعلامیهٔ جهانی حقوق بشر می\u200Cخواهد', ['بشر', 'میخواهد'], ['کار']],
    ['hi', 'मानव अधिकारों की सार्वभौम घोषणा', ['मानव', 'अधिकारों'], ['अधिकार']],
  ];

  it.each(declaration)(
    'in %s are found by their words and by no other',
    async (language, text, held, notHeld) => {
      const there = clientOfTexts(['An English text', text], language);
      for (const word of held) expect([word, await refsOf(there, word)]).toEqual([word, [1]]);
      // As typed: a word that only begins others is taken as a beginning else.
      for (const word of notHeld)
        expect([word, (await resultsOf(there, word, { asTyped: true })).total]).toEqual([word, 0]);
    },
  );

  it('are marked in whole signs, at the run that was asked for', async () => {
    const there = clientOf([documentOf({ title: 'ต้านการค้ามนุษย์ในน้ำ' })], 'th');
    const titleMarks = async (query: string) =>
      (await resultsOf(there, query, { excerpts: true })).results[0]?.titleParts
        ?.filter(({ isMarked }) => isMarked)
        .map(({ text }) => text);
    expect(await titleMarks('ค้ามนุษย์')).toEqual(['ค้ามนุษย์']);
    expect(await titleMarks('น้ำ')).toEqual(['น้ำ']);
  });
});

const thaiFolder = new URL('../../../shared/corpus/trafficking/thai-news/', import.meta.url);
function thaiItems(): { title: string; body: string }[] {
  try {
    return readdirSync(thaiFolder)
      .filter((name) => name.endsWith('.md'))
      .sort()
      .map((name) => {
        const [, head = '', ...body] = readFileSync(new URL(name, thaiFolder), 'utf8').split('---\n');
        return { title: /title: "(.*)"/.exec(head)?.[1] ?? '', body: body.join('---\n') };
      });
  } catch {
    return [];
  }
}

describe.skipIf(thaiItems().length === 0)('real Thai news', () => {
  it('is found by each of its words, and by no word that it lacks', async () => {
    const items = thaiItems();
    const there = clientOf(
      items.map((item, i) => documentOf(item, i)),
      'th',
    );
    // Words by ICU's dictionary: the test's oracle, no part of the product.
    const segmenter = new Intl.Segmenter('th', { granularity: 'word' });
    const words = new Set<string>();
    for (const { title, body } of items) {
      for (const { segment } of segmenter.segment(`${title} ${body}`)) {
        if (/^[\u0E01-\u0E2E\u0E40-\u0E44][\u0E01-\u0E3A\u0E40-\u0E4E]{2,}$/.test(segment))
          words.add(segment);
      }
    }
    const sample = [...words].sort().filter((_, i) => i % 10 === 0);
    expect(sample.length).toBeGreaterThan(100);
    // Inside เยาวชน (youth) stands no ยาว (long): a vowel that is written first belongs to the sign after it.
    const holds = (text: string, word: string) => new RegExp(`(?<![เแโใไ])${plain(word)}`).test(plain(text));
    const plain = (text: string) => text.replaceAll('\u200B', '').replaceAll('ํา', 'ำ').replaceAll('เเ', 'แ');
    const wrong: unknown[] = [];
    for (const word of sample) {
      const expected = items.flatMap((item, i) =>
        holds(item.title, word) || holds(item.body, word) ? [i] : [],
      );
      const found = await refsOf(there, word);
      if (JSON.stringify(found) !== JSON.stringify(expected)) wrong.push({ word, found, expected });
    }
    expect(wrong).toEqual([]);
  });
});

describe('a file of the index', () => {
  const files = filesOf([documentOf({ title: 'Labour' })]);
  const rootPath = 'search/en/root.js';
  const cardsPath = [...files.keys()].find((path) => path.includes('cards')) ?? '';

  async function faultOf(path: string, change: (text: string) => string | undefined): Promise<unknown> {
    const spoilt = new Map(files);
    const text = change(files.get(path) ?? '');
    if (text === undefined) spoilt.delete(path);
    else spoilt.set(path, text);
    const spoiltClient = createSearchClient({ language: 'en', load: loaderOf(spoilt) });
    const first = await spoiltClient.search('labour').catch((error: unknown) => error);
    // Mended, the next query finds again: a failure is forgotten.
    spoilt.set(path, files.get(path) ?? '');
    expect(await resultsOf(spoiltClient, 'labour')).toMatchObject({ total: 1 });
    return first;
  }

  it.each([rootPath, cardsPath])('that is missing, cut or foreign is told apart: %s', async (path) => {
    expect(await faultOf(path, () => undefined)).toMatchObject({ fault: 'missing' });
    expect(await faultOf(path, (text) => text.slice(0, 60))).toMatchObject({ fault: 'cut-short' });
    expect(await faultOf(path, () => '<!doctype html>')).toMatchObject({ fault: 'foreign' });
    // Whole as a container, but its payload is not.
    expect(await faultOf(path, (text) => text.replace(/"[^"]{40}/, '"'))).toMatchObject({
      name: 'IndexFileError',
    });
    expect(await faultOf(path, (text) => text.replace(/,\d+,/, ',7,'))).toMatchObject({ fault: 'cut-short' });
  });

  it.each([
    ['terms', 'labour', {}],
    ['lengths', 'labour', {}],
    ['positions', '"forced labour"', {}],
    ['dictionary', 'labor~1', { lunr: true }],
    ['filters', 'labour', { filters: { kind: 'news' } }],
    ['cards', 'labour', {}],
    ['texts', 'labour', { excerpts: true }],
  ] as const)(
    'of kind %s that is spoilt is told, and the next query tries again',
    async (kind, query, options) => {
      const whole = filesOf(
        Array.from({ length: 40 }, (_, i) => documentOf({ title: `Forced labour ${i}`, body: 'At sea' }, i)),
      );
      const paths = [...whole.keys()].filter((path) => path.includes(`/${kind}-`));
      expect(paths.length).toBeGreaterThan(0);
      const spoils: [string, (text: string) => string | undefined][] = [
        ['missing', () => undefined],
        ['cut-short', (text) => text.slice(0, text.length / 2)],
        ['cut-short', (text) => text.replace(/"[^"]{12}([^"]*)"\);/, '"$1");')],
        // One character is another one, as on a worn stick: the checksum tells.
        [
          'cut-short',
          (text) => {
            const middle = Math.floor((text.indexOf(',"') + text.length) / 2);
            return text.slice(0, middle) + (text[middle] === 'A' ? 'B' : 'A') + text.slice(middle + 1);
          },
        ],
        ['foreign', () => '<!doctype html>'],
        ['other-version', (text) => text.replace('(3,', '(4,')],
      ];
      for (const [fault, spoil] of spoils) {
        const spoilt = new Map(whole);
        for (const path of paths) {
          const text = spoil(whole.get(path) ?? '');
          if (text === undefined) spoilt.delete(path);
          else spoilt.set(path, text);
        }
        const reader = createSearchClient({ language: 'en', load: loaderOf(spoilt) });
        const failed = await reader.search(query, options).catch((error: unknown) => error);
        expect(failed, fault).toMatchObject({ name: 'IndexFileError', fault });
        for (const path of paths) spoilt.set(path, whole.get(path) ?? '');
        expect(await resultsOf(reader, query, options)).toMatchObject({ total: 40 });
      }
    },
  );

  it('whose bytes were spoilt and still unpack is told, or changes nothing that can be known', async () => {
    const { readShard, writeShard } = await import('../../src/search/index-codec.ts');
    const { printContainer, parseContainer } = await import('../../src/search/shard-format.ts');
    const { deflateSync, inflateSync } = await import('node:zlib');
    const path = [...files.keys()].find((each) => each.includes('/terms-')) ?? '';
    const name = path.slice('search/'.length, -'.js'.length);
    const container = parseContainer(files.get(path) ?? '', name);
    if (typeof container === 'string') throw new Error(container);
    const shard = readShard(inflateSync(Buffer.from(container.base64, 'base64')), 1);
    const [entry] = shard.terms;
    if (!entry) throw new Error('no term');
    for (const impossible of [
      { ...entry, index: 99 },
      { ...entry, documents: Uint32Array.of(7) },
    ]) {
      const payload = writeShard({ ...shard, terms: [impossible] }, 1);
      const base64 = deflateSync(payload).toString('base64');
      const text = printContainer({ name, byteLength: payload.length, base64 });
      expect(await faultOf(path, () => text)).toMatchObject({ fault: 'cut-short', file: name });
    }
  });

  it('of another format version is refused', async () => {
    const { printContainer } = await import('../../src/search/shard-format.ts');
    const { deflateSync } = await import('node:zlib');
    const payload = Buffer.from(
      JSON.stringify({ format: 999, lunr: lunr.version, language: 'en', files: {} }),
    );
    const base64 = deflateSync(payload).toString('base64');
    const other = printContainer({ name: 'en/root', byteLength: payload.length, base64 });
    expect(await faultOf(rootPath, () => other)).toMatchObject({ fault: 'other-version' });
  });

  it('that a deploy has taken away makes the client read the root anew', async () => {
    const old = filesOf([documentOf({ title: 'Labour' })]);
    const fresh = filesOf([documentOf({ title: 'Labour' }), documentOf({ title: 'Labour again' }, 1)]);
    const server = new Map(old);
    const reader = createSearchClient({ language: 'en', load: loaderOf(server) });
    await reader.preload();
    server.clear();
    for (const [path, text] of fresh) server.set(path, text);
    // Excerpts need a file that was not loaded before the deploy.
    await expect(reader.search('labour', { excerpts: true })).rejects.toMatchObject({ fault: 'missing' });
    expect(await resultsOf(reader, 'labour', { excerpts: true })).toMatchObject({ total: 2 });
  });
});
