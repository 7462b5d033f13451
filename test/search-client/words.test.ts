// What a reader types and what it is taken for: half typed words, other names, mistyped words, scattered phrases.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rollDice } from '../../bench/random.ts';
import type { Topic } from '../../src/model.ts';
import { preparedLunr } from '../../src/search/lunr-with-pipeline.ts';
import { synonymsIn, vocabularyNames } from '../../src/search/synonyms.ts';
import { createAnalyser } from '../../src/search-client/analyser.ts';
import { createSearchClient, type SearchOptions } from '../../src/search-client/client.ts';
import { FileStore } from '../../src/search-client/file-store.ts';
import { rankClosely } from '../../src/search-client/further-words.ts';
import { IndexFiles } from '../../src/search-client/index-files.ts';
import { createSieve, editDistance } from '../../src/search-client/mend-words.ts';
import { type Ranking, type RankTools, rank } from '../../src/search-client/rank.ts';
import { lunrsOwnIndex } from '../search/lunr-oracle.ts';
import { realPosts } from '../search/real-posts.ts';
import { longRun, testSeed } from '../support/long-run.ts';
import {
  clientOf,
  clientOfTexts,
  documentOf,
  filesOf,
  loaderOf,
  refsOf,
  resultsOf,
} from './indexed-texts.ts';

const names = [
  ['Burma', 'Myanmar'],
  ['Vietnam', 'Viet Nam'],
  ['Forced Labour', 'forced labor', 'forced or compulsory labour', 'slavery'],
  ['Victim Protection', 'protection'],
  ['Türkiye', 'Turkey'],
  ['Atlantis', 'Atlantida'],
];

const texts = [
  'Trafficking victims in Burma',
  'Myanmar and its police: new policies against trafficking',
  'Viet Nam drafts a plan',
  'A viet from Nam, and trafficking',
  'Vietnam: forced labour on boats',
  'They were forced to go; the labour market',
  'Slavery in 2010, a plan to act nationally',
  'Protection from trafficking. Türkiye ratifies',
  'The national government has a plan of action',
  'Plans for nations; actions are national, the plan is not',
];
const client = clientOfTexts(texts, 'en', names);
const found = async (query: string, options: SearchOptions = {}): Promise<number[]> => {
  const { results } = await resultsOf(client, query, options);
  return results.map(({ ref }) => Number(ref)).sort((a, b) => a - b);
};
const typing = { isTyping: true };

describe('an unfinished word', () => {
  it('stands for all words that begin so', async () => {
    expect(await found('traff', typing)).toEqual([0, 1, 3, 7]);
    expect(await found('traff', { asTyped: true })).toEqual([]);
    expect(await found('pol', typing)).toEqual([1]);
    expect(await found('burma traff', typing)).toEqual([0, 1]);
  });

  it.each(['traff', 'burma traff', 'policie'])(
    'finds the same when it is asked for as it is: by Enter, by back, by whoever is sent the address (%s)',
    async (query) => {
      const typed = await resultsOf(client, query, typing);
      expect(typed.total).toBeGreaterThan(0);
      expect(await resultsOf(client, query)).toMatchObject({
        relaxed: false,
        corrections: [],
        results: typed.results,
      });
    },
  );

  it('is a word like any other in quotes, before other words, or with fewer than four letters', async () => {
    expect(await resultsOf(client, '"traff"')).toMatchObject({ total: 0 });
    expect(await resultsOf(client, 'traff plan')).toMatchObject({ relaxed: true, lunrQuery: 'traff plan' });
    expect(await resultsOf(client, 'pol')).toMatchObject({ total: 0, lunrQuery: '+pol' });
  });

  it('may be whole already: its stem is looked for too', async () => {
    expect(await resultsOf(client, 'policies', typing)).toMatchObject({
      lunrQuery: 'policies* policies',
      total: 1,
    });
    expect(await found('forced trafficking', typing)).toEqual(await found('forced trafficking'));
    expect(await found('government policies', typing)).toEqual([1, 8]);
    expect(await resultsOf(client, 'victims policies', typing)).toMatchObject({ relaxed: true });
  });

  it.each(['traffi', 'traffic', 'traffick', 'traffickin', 'trafficking'])(
    'finds nothing less at %s, half way through an ending',
    async (query) => {
      expect(await found(query, typing)).toEqual([0, 1, 3, 7]);
      expect(await resultsOf(client, query, typing)).toMatchObject({ corrections: [] });
      expect(await found(`plan ${query}`, { ...typing, asTyped: true })).toEqual(
        await found('plan trafficking', { asTyped: true }),
      );
    },
  );

  it('is finished by a space, a sign or a closing quote', async () => {
    for (const query of ['traff ', 'traff.', '"traff"']) expect(await found(query, typing)).toEqual([]);
    expect(await resultsOf(client, '"viet" tra', typing)).toMatchObject({ lunrQuery: '+viet +tra*' });
  });

  it('of one letter changes nothing', async () => {
    expect(await resultsOf(client, 'burma t', typing)).toMatchObject({ lunrQuery: 'burma myanmar' });
    expect(await resultsOf(client, 't', typing)).toMatchObject({ lunrQuery: '+t', total: 0 });
  });

  it('is none in lunr’s own language', async () => {
    expect(await resultsOf(client, '+traff', typing)).toMatchObject({ lunrQuery: '+traff', total: 0 });
  });

  it('in a script without spaces is what it is anyway', async () => {
    const thai = clientOf([documentOf({ body: 'แรงงานบังคับ' })], 'th');
    expect(await refsOf(thai, 'แรงงา')).toEqual([0]);
    expect((await resultsOf(thai, 'แรงงา', typing)).total).toBe(1);
  });

  it('that begins too much waits for the next letter', async () => {
    const dice = rollDice(9);
    const letters = [...'abcdefghijklmnopqrstuvwxyz'];
    const word = () => `co${Array.from({ length: 9 }, () => dice.pick(letters)).join('')}`;
    const many = clientOf(
      Array.from({ length: 60 }, (_, i) =>
        documentOf({ body: Array.from({ length: 200 }, word).join(' ') }, i),
      ),
    );
    expect(await resultsOf(many, 'co', typing)).toMatchObject({ lunrQuery: '+co' });
    expect(await resultsOf(many, 'cobu', typing)).toMatchObject({ lunrQuery: '+cobu*' });
  });
});

describe('another name', () => {
  it('is looked for as well, and the answer says so', async () => {
    expect(await resultsOf(client, 'Burma trafficking')).toMatchObject({
      lunrQuery: '+trafficking burma myanmar',
      synonyms: [{ typed: 'Burma', also: ['Myanmar'] }],
      total: 2,
    });
    expect(await found('myanmar')).toEqual([0, 1]);
    expect(await found('Turkey')).toEqual([7]);
  });

  it('of several words counts where they stand together', async () => {
    expect(await found('Vietnam')).toEqual([2, 4]);
    expect(await found('viet nam plan')).toEqual([2]);
    expect(await found('viet nam trafficking')).toEqual([3]);
    expect(await found('Viet-Nam')).toEqual([2, 3, 4]);
    expect(await found('slavery')).toEqual([4, 6]);
    expect(await resultsOf(client, 'forced labor plan')).toMatchObject({
      synonyms: [{ typed: 'forced labor', also: ['Forced Labour', 'slavery'] }],
      total: 1,
    });
  });

  it('is not looked for when it was typed too, or in quotes', async () => {
    expect(await resultsOf(client, 'burma myanmar')).toMatchObject({
      lunrQuery: 'burma myanmar',
      relaxed: true,
      synonyms: [],
    });
    expect(await resultsOf(client, '"burma"')).toMatchObject({ synonyms: [], total: 1 });
    expect(await resultsOf(client, '+burma')).toMatchObject({ lunrQuery: '+burma', synonyms: [] });
  });

  it('is found while its last word is typed', async () => {
    expect(await found('bur', typing)).toEqual([0]);
    expect(await found('burma', typing)).toEqual([0, 1]);
    expect(await found('forced labo', typing)).toEqual([4, 5]);
    expect(await found('forced labor', typing)).toEqual([4, 6]);
  });

  it('stays out when it is a part of what was typed, or no page has it', async () => {
    for (const query of ['victim protection', 'protection', 'atlantis']) {
      expect(await resultsOf(client, query, { asTyped: true }), query).toMatchObject({ synonyms: [] });
    }
  });

  it('in a script without spaces is found by its Latin one, and is not answered with it', async () => {
    const thai = clientOf(
      [documentOf({ body: 'แรงงานในประเทศเมียนมา' }), documentOf({ body: 'Myanmar Burma' }, 1)],
      'th',
      [['เมียนมา', 'Burma', 'Myanmar']],
    );
    expect(await resultsOf(thai, 'burma')).toMatchObject({ synonyms: [{ also: ['เมียนมา'] }], total: 2 });
    expect(await resultsOf(thai, 'เมียนมา')).toMatchObject({ synonyms: [], total: 1 });
  });

  it('belongs to any country or topic of the same name', () => {
    const groups = [
      ['Republic of the Congo', 'Congo'],
      ['DR Congo', 'Congo', 'DRC'],
    ];
    const terms = new Set(['republ', 'congo', 'dr', 'drc']);
    expect(synonymsIn(groups, terms, 'en')).toEqual([
      ['congo', 'DRC'],
      ['dr congo', 'DRC'],
      ['drc', 'DR Congo', 'Congo'],
    ]);
  });

  it('comes from the vocabulary: names of the language and of the site, and aliases', () => {
    const topic = {
      name: { en: 'Fishing', fr: 'Pêche' },
      aliases: ['fisheries', 'Fishing'],
    } as unknown as Topic;
    const site = { settings: { language: 'en' }, countries: [], topics: [topic] } as unknown as Parameters<
      typeof vocabularyNames
    >[0];
    expect(vocabularyNames(site, 'fr' as never)).toEqual([['Pêche', 'Fishing', 'fisheries']]);
    expect(synonymsIn([['Pêche', 'Fishing']], new Set(['peche', 'fishing']), 'fr')).toEqual([
      ['fishing', ['Pêche', 'peche']],
      ['peche', 'Fishing'],
    ]);
  });
});

describe('a mistyped word', () => {
  it.each([
    ['traficking', 'trafficking'],
    ['Trafickng', 'trafficking'],
    ['govermnent', 'government'],
    ['polise', 'police'],
    ['vicitms', 'victims'],
    ['natoinal', 'national'],
    ['slavry', 'slavery'],
    ['Bruma', 'burma'],
  ])('%s is taken for %s, as a reader would write it', async (typed, used) => {
    const answer = await resultsOf(client, typed);
    expect(answer.corrections).toEqual([{ typed, used }]);
    expect(answer.lunrQuery).toContain(used);
    expect(answer.results).toEqual((await resultsOf(client, used)).results);
    expect(answer.total).toBeGreaterThan(0);
  });

  it('is replaced among others that stay', async () => {
    expect(await resultsOf(client, 'traficking in burma')).toMatchObject({
      lunrQuery: '+trafficking burma myanmar',
      corrections: [{ typed: 'traficking', used: 'trafficking' }],
      synonyms: [{ typed: 'burma', also: ['Myanmar'] }],
      total: 2,
    });
  });

  it.each([
    ['forced labuor', 'forced labor', ['Forced Labour']],
    ['Bruma', 'burma', ['Myanmar']],
    // As a text has it, not as it is looked up.
    ['Türkyie', 'türkiye', ['Turkey']],
  ])('of a name, %s, is told beside its other names as it was corrected', async (query, typed, also) => {
    const there = clientOfTexts(
      ['Forced labor, forced labour', 'Burma', 'Myanmar', 'Türkiye', 'Turkey'],
      'en',
      names,
    );
    const { synonyms } = await resultsOf(there, query);
    expect(synonyms.map((each) => each.typed)).toEqual([typed]);
    expect(synonyms[0]?.also).toEqual(expect.arrayContaining(also));
  });

  it.each([
    ['a word that the index has', 'act'],
    ['a short word', 'bot'],
    ['a number', '2011'],
    ['a word like no other', 'zebra'],
    ['a short word like one of another first letter', 'doats'],
    ['a run', 'แรงงาน'],
    ['lunr’s own language', '+traficking'],
  ])('is not seen in %s: %s', async (_, query) => {
    expect(await resultsOf(client, query)).toMatchObject({ corrections: [] });
  });

  it('is taken for no word that nobody writes', async () => {
    const real = clientOfTexts(['Sex trafficking', 'Violent gangs', 'From Turkey', 'They donate']);
    const used = async (query: string) => (await resultsOf(real, query)).corrections.map((each) => each.used);
    for (const query of ['sewing', 'sewed', 'volunteer', "don't", 'don’t'])
      expect(await used(query), query).toEqual([]);
    expect(await used('turkiye')).toEqual(['turkey']);
    expect(await used('sxe')).toEqual([]);
    expect(await used('violnet')).toEqual(['violent']);
  });

  it('is none where an accent, an apostrophe or a capital letter tells a name', async () => {
    const real = clientOfTexts(['They come to work', 'A divorce', 'Their code', 'The leaves', 'Many come']);
    for (const query of [
      'Côte d’Ivoire',
      "Cote d'Ivoire",
      "c'come",
      "l'eaves",
      "divorce'd",
      'Cope',
      'códo',
      'códo'.normalize('NFD'),
    ])
      expect(await resultsOf(real, query), query).toMatchObject({ corrections: [], total: 0 });
    const used = async (query: string) => (await resultsOf(real, query)).corrections.map((each) => each.used);
    expect(await used('cote')).toEqual(['come']);
    expect(await used("Divoce's")).toEqual(['divorce']);
    expect(await used('Dívocre')).toEqual(['divorce']);
  });

  it('stays when it is wanted as typed', async () => {
    expect(await resultsOf(client, 'traficking', { asTyped: true })).toMatchObject({
      lunrQuery: '+traficking',
      corrections: [],
      total: 0,
    });
  });

  it('is mended while it is typed, when nothing begins so', async () => {
    for (const query of ['traffikc', 'traficki', 'trafickin', 'trafickign']) {
      const { corrections } = await resultsOf(client, query, typing);
      expect(corrections, query).toEqual([{ typed: query, used: 'trafficking' }]);
    }
  });

  it('is the one with the same first letter, then the one in more pages, then the first of all', async () => {
    const near = clientOfTexts(['barters', 'carters carpets', 'carpers', 'carpers'], 'xx');
    const used = async (query: string) => (await resultsOf(near, query)).corrections[0]?.used;
    expect(await used('barpers')).toBe('barters');
    expect(await used('carzers')).toBe('carpers');
    expect(await used('darters')).toBe('barters');
  });

  it('is written as a page has it: with its accents', async () => {
    const french = clientOf([documentOf({ title: 'Les Réfugiés', body: 'L’élève' })], 'fr');
    expect(await resultsOf(french, 'refugiez')).toMatchObject({
      corrections: [{ typed: 'refugiez', used: 'réfugiés' }],
      total: 1,
    });
  });

  it('in quotes is only offered', async () => {
    expect(await resultsOf(client, '"traficking victims" now')).toMatchObject({
      corrections: [],
      didYouMean: '"trafficking victims" now',
    });
  });
});

describe('a rare word beside a frequent one', () => {
  const bodies = [...Array.from({ length: 30 }, () => 'Human trafficking and labour'), 'Trafficing of labor'];
  const mixed = clientOfTexts(bodies);

  it('is found, and the other is offered in the reader’s own text', async () => {
    expect(await resultsOf(mixed, 'Trafficing, now')).toMatchObject({
      corrections: [],
      didYouMean: 'trafficking, now',
      total: 1,
    });
    expect(await resultsOf(mixed, 'labor')).toMatchObject({ didYouMean: 'labour', total: 1 });
  });

  it('is let be when it is wanted as typed, or is still typed', async () => {
    for (const options of [{ asTyped: true }, typing]) {
      expect(await resultsOf(mixed, 'labor', options)).not.toHaveProperty('didYouMean');
    }
    expect(await resultsOf(mixed, 'human')).not.toHaveProperty('didYouMean');
  });
});

describe('a phrase that no page has', () => {
  it('is answered with its words, and the answer says so', async () => {
    expect(await resultsOf(client, '"national plan of action"')).toMatchObject({ scattered: true, total: 2 });
    expect(await resultsOf(client, '"plan of action"')).toMatchObject({ scattered: false, total: 1 });
    expect(await resultsOf(client, '"zebra action"')).toMatchObject({ scattered: false, total: 0 });
    expect(await resultsOf(client, '+"action plan"')).toMatchObject({ scattered: false, total: 0 });
  });

  it('stands nearest first among equal scores alone', async () => {
    const filler = (count: number) => Array.from({ length: count }, (_, i) => `w${i}`).join(' ');
    const spread = (gap: number) => `fishing ${filler(gap)} boats ${filler(20 - gap)}`;
    const there = clientOf([
      documentOf({ title: 'Boats boats', body: spread(20) }),
      ...[3, 15, 1, 9].map((gap, i) => documentOf({ body: spread(gap) }, i + 1)),
      documentOf({ summary: 'fishing', body: `boats ${filler(20)} x` }, 9),
    ]);
    const { results, scattered } = await resultsOf(there, '"boats fishing"');
    expect(scattered).toBe(true);
    const scores = results.map(({ score }) => score);
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
    const equal = results.filter(({ score }) => score === results.find(({ ref }) => ref === '1')?.score);
    expect(equal.map(({ ref }) => Number(ref))).toEqual([3, 1, 4, 2]);
  });
});

describe('fields', () => {
  const there = clientOf(
    [
      documentOf({ title: 'Labour in Burma', body: 'Nothing of boats' }),
      documentOf({ title: 'Boats', summary: 'of Myanmar', body: 'labour' }, 1),
      documentOf({ title: 'Fishing', body: 'labour on boats' }, 2),
    ],
    'en',
    names,
  );
  const inFields = async (query: string, fields: SearchOptions['fields'], isTyping = false) =>
    (await resultsOf(there, query, { fields, isTyping })).results.map(({ ref }) => Number(ref)).sort();

  it('are the only places that plain words are looked for in', async () => {
    expect(await inFields('labour', ['title'])).toEqual([0]);
    expect(await inFields('boats', ['title'])).toEqual([1]);
    expect(await inFields('boats', ['title', 'summary', 'body'])).toEqual([0, 1, 2]);
    expect(await inFields('labour', ['title', 'body'])).toEqual([0, 1, 2]);
    expect(await inFields('burma', ['title', 'summary'])).toEqual([0, 1]);
    expect(await inFields('boats myanmar', ['title', 'summary'])).toEqual([1]);
    expect(await inFields('boats myanmar', ['summary'])).toEqual([1]);
    expect(await inFields('lab', ['title'], true)).toEqual([0]);
    expect(await inFields('fishing boat', ['title', 'body'], true)).toEqual([2]);
    expect(await inFields('"labour in burma"', ['body'])).toEqual([]);
    expect(await inFields('"labour in burma"', ['title'])).toEqual([0]);
    expect(await inFields('+labour', ['title'])).toEqual([0, 1, 2]);
  });
});

describe('the distance of two words', () => {
  it.each([
    ['', '', 0],
    ['ab', 'ba', 1],
    ['abc', 'ca', 3],
    ['kitten', 'sitting', 3],
    ['traficking', 'trafficking', 1],
    ['labuor', 'labour', 1],
  ])('%s and %s: %i', (a, b, distance) => {
    expect(editDistance(a, b, 9, false)).toBe(distance);
    expect(editDistance(b, a, 9, false)).toBe(distance);
  });

  it('is that of the plain table, whatever the limit', () => {
    const word = fc.string({ unit: fc.constantFrom(...'abc'), maxLength: 9 });
    fc.assert(
      fc.property(word, word, fc.nat(4), fc.boolean(), (a, b, limit, isBeginning) => {
        const ends = isBeginning ? Array.from({ length: b.length + 1 }, (_, i) => b.slice(0, i)) : [b];
        const expected = Math.min(...ends.map((end) => plainDistance(a, end)));
        const ours = editDistance(a, b, limit, isBeginning);
        if (expected > limit) expect(ours).toBeGreaterThan(limit);
        else expect(ours).toBe(expected);
      }),
      { numRuns: 3000 },
    );
  });
});

it('a first look at many terms passes those whose beginnings are near, and no other', () => {
  const word = fc.string({ unit: fc.constantFrom(...'abc'), minLength: 1, maxLength: 9 });
  fc.assert(
    fc.property(
      word,
      fc.array(word, { maxLength: 20 }),
      fc.nat(3),
      fc.boolean(),
      (text, terms, limit, isSorted) => {
        const passes = createSieve(text, limit);
        for (const term of isSorted ? terms.sort() : terms) {
          const isNear = [editDistance(term, text, limit, true), editDistance(text, term, limit, true)];
          expect(passes(term), term).toBe(Math.min(...isNear) <= limit);
        }
      },
    ),
    { numRuns: 2000 },
  );
});

/** By definition, without a table. */
function plainDistance(a: string, b: string): number {
  if (a === '' || b === '') return a.length + b.length;
  const cost = a.at(-1) === b.at(-1) ? 0 : 1;
  const [shortA, shortB] = [a.slice(0, -1), b.slice(0, -1)];
  const ways = [
    cost === 0 ? plainDistance(shortA, shortB) : 1 + plainDistance(shortA, shortB),
    ...(cost === 0 ? [] : [1 + plainDistance(shortA, b), 1 + plainDistance(a, shortB)]),
  ];
  if (a.length > 1 && b.length > 1 && a.at(-1) === b.at(-2) && a.at(-2) === b.at(-1)) {
    ways.push(1 + plainDistance(a.slice(0, -2), b.slice(0, -2)));
  }
  return Math.min(...ways);
}

describe('whatever is typed', () => {
  const documents = [
    ...realPosts().slice(0, 60),
    ...texts.map((body) => ({ title: '', summary: '', body })),
  ].map((part, i) => documentOf({ ...part, body: part.body.slice(0, 4000) }, i));
  const oracle = lunrsOwnIndex(documents, 'en');
  const terms = Object.keys((oracle as unknown as { invertedIndex: object }).invertedIndex).filter((term) =>
    /^[a-z]{2,}$/.test(term),
  );
  const store = new FileStore(loaderOf(filesOf(documents, 'en', names)));
  const tools: RankTools = {
    analyser: createAnalyser('en'),
    loadFurther: () => import('../../src/search-client/further.ts'),
    loadWords: () => import('../../src/search-client/further-words.ts'),
    textOf: async () => '',
  };

  const dice = rollDice(testSeed(11));
  const ofVocabulary = ['Burma', 'Viet Nam', 'forced labor', 'slavery', 'the', 'of', 'x', 'plan of action'];
  const misspelt = (word: string): string => {
    const at = dice.between(0, word.length);
    return word.slice(0, at) + dice.pick(['', 'e', 'x']) + word.slice(at + dice.between(0, 1));
  };
  const anyWord = (): string => {
    const kind = dice.next();
    const word = dice.pick(terms);
    if (kind < 0.45) return word;
    if (kind < 0.6) return word.slice(0, dice.between(1, word.length));
    if (kind < 0.7) return misspelt(word);
    if (kind < 0.85) return dice.pick(ofVocabulary);
    return `${word}${dice.pick(['s', 'ing', 'ed', ',', "'s", '.'])}`;
  };
  const anyQuery = (): string => {
    const words = Array.from({ length: dice.between(1, 4) }, anyWord);
    if (dice.next() < 0.2) {
      const held = dice.pick(documents).body.match(/[a-z]{4,}/g) ?? ['none'];
      words.splice(0, dice.between(0, 4), `"${dice.pick(held)} ${dice.pick(held)}"`);
    }
    return words.join(dice.pick([' ', ' ', '  ', '-']));
  };
  const anyReading = () => ({
    isTyping: dice.next() < 0.4,
    asTyped: dice.next() < 0.3,
    ...(dice.next() < 0.2 && { fields: dice.pick([['title'], ['title', 'summary'], ['body', 'title']]) }),
  });

  it('lunr’s whole index gives the same scores for what lunrQuery says; the rest is removing and equal scores', async () => {
    const files = await IndexFiles.open('en', store);
    const counts = { found: 0, all: 0, mended: 0, named: 0, scattered: 0, relaxed: 0 };
    for (let i = 0; i < (longRun ? 20_000 : 700); i += 1) {
      const query = anyQuery();
      const reading = anyReading();
      const ranking = (await rank(files, query, reading, tools)) as Ranking;
      const context = JSON.stringify([query, reading, ranking.lunrQuery]);
      preparedLunr();
      const own = ranking.lunrQuery === '' ? [] : oracle.search(ranking.lunrQuery);
      const scores = new Map(own.map(({ ref, score }) => [Number(ref), score]));
      const { hits } = ranking;
      for (const { number, score } of hits) expect(Object.is(score, scores.get(number)), context).toBe(true);
      for (const [j, { score, number }] of hits.entries()) {
        const next = hits[j + 1];
        const isInOrder =
          next === undefined ||
          score > next.score ||
          (score === next.score && (ranking.isScattered || number > next.number));
        expect(isInOrder, context).toBe(true);
      }
      if (!query.includes('"') && ranking.lunrQuery.split(' ').every((clause) => clause.startsWith('+'))) {
        // Nothing but required words: nothing is removed.
        expect(hits.length, context).toBe(own.length);
        counts.all += own.length > 0 ? 1 : 0;
      }
      counts.found += hits.length > 0 ? 1 : 0;
      counts.mended += ranking.corrections.length > 0 ? 1 : 0;
      counts.named += ranking.synonyms.length > 0 ? 1 : 0;
      counts.scattered += ranking.isScattered ? 1 : 0;
      counts.relaxed += ranking.isRelaxed ? 1 : 0;
    }
    for (const count of Object.values(counts)) expect(count, JSON.stringify(counts)).toBeGreaterThan(5);
  });

  it('is read alike by the engine and by the script that reads all texts', async () => {
    const files = await IndexFiles.open('en', store);
    let plain = 0;
    for (let i = 0; i < (longRun ? 20_000 : 700); i += 1) {
      const query = anyQuery();
      const reading = anyReading();
      let isPlain = true;
      const loadWords = () => {
        isPlain = false;
        return tools.loadWords();
      };
      const ours = await rank(files, query, reading, { ...tools, loadWords });
      if (!isPlain) continue;
      plain += 1;
      const closely = await rankClosely(files, query, reading, tools);
      expect(ours, JSON.stringify([query, reading])).toEqual(closely);
    }
    expect(plain).toBeGreaterThan(50);
  });

  it('is answered, and is no error unless it is in lunr’s own language', async () => {
    const any = createSearchClient({ language: 'en', load: loaderOf(filesOf(documents, 'en', names)) });
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc
        .array(
          fc.constantFrom(
            'traficking',
            'Burma',
            'viet nam',
            '"',
            '“',
            '”',
            ' ',
            '’',
            ':',
            '^',
            '\\',
            'é',
            'ยา',
          ),
        )
        .map((parts) => parts.join('')),
    );
    await fc.assert(
      fc.asyncProperty(text, fc.boolean(), fc.boolean(), async (query, isTyping, asTyped) => {
        const answer = await any.search(query, { isTyping, asTyped, limit: 3 });
        const mayBeLunr = /[+*~^-]|(?:title|summary|body):/.test(query);
        if ('error' in answer && !mayBeLunr) throw new Error(answer.error.message);
      }),
      { numRuns: 400 },
    );
  });

  it.each([
    ['ten thousand letters', 'a'.repeat(10_000)],
    [
      'a thousand words that nobody knows',
      Array.from({ length: 1000 }, (_, i) => `trafk${'abcdefghij'[i % 10]}${i}x`).join(' '),
    ],
    [
      'a thousand mistyped words',
      Array.from({ length: 1000 }, (_, i) => `traffik${'qwxzv'[i % 5]}${'qwxzv'[((i / 5) % 5) | 0]}`).join(
        ' ',
      ),
    ],
    ['a thousand names', 'burma viet nam forced labor slavery '.repeat(170)],
    ['a thousand phrases', '"forced labor" "viet nam" "plan of action" '.repeat(330)],
    ['a quote of a thousand words', `"${'plan of action '.repeat(330)}"`],
    ['ten thousand quotes', '"“”'.repeat(3300)],
  ])('is answered in bounded time: %s', async (_, query) => {
    const any = createSearchClient({ language: 'en', load: loaderOf(filesOf(documents, 'en', names)) });
    await any.search('plan');
    const start = performance.now();
    for (const isTyping of [false, true]) {
      await any.search(query, { isTyping, excerpts: true, limit: 5 });
      await any.search(query, { isTyping, fields: ['title', 'summary'] });
    }
    expect(performance.now() - start).toBeLessThan(4000);
  });
});
