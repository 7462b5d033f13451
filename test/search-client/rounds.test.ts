// Which files a query asks for, and how often it has to wait for the line.
import { beforeAll, describe, expect, it } from 'vitest';
import type { SearchDocument } from '../../src/model.ts';
import { createSearchClient, type SearchOptions } from '../../src/search-client/client.ts';
import { documentOf, filesOf, loaderOf, resultsOf } from './indexed-texts.ts';

/** Words enough for many shards; `common` is in every text, `rare` and `title…` in one. */
function documents(): SearchDocument[] {
  return Array.from({ length: 400 }, (_, i) => {
    const words = Array.from({ length: 40 }, (_, j) => `w${((i * 40 + j) * 7919) % 9973}x`);
    return documentOf(
      {
        title: `title${i} common`,
        summary: 'A summary',
        body: `${words.join(' ')} plan of action ${i === 7 ? 'rare' : ''}`,
        date: `20${10 + (i % 10)}-01-01`,
        countries: i % 3 === 0 ? ['thailand'] : [],
        topics: i % 2 === 0 ? ['fishing'] : ['law'],
        kind: i % 5 === 0 ? 'resource' : 'news',
      },
      i,
    );
  });
}

let files = new Map<string, string>();
beforeAll(() => {
  files = filesOf(documents());
});

/** A client that tells which files were asked for before any of them had come: those are a round. */
function watchedClient() {
  const load = loaderOf(files);
  let rounds: string[][] = [];
  let arrived = 0;
  const client = createSearchClient({
    language: 'en',
    load: async (name) => {
      const round = arrived;
      rounds[round] ??= [];
      rounds[round].push(name.replace(/^en\//, '').replace(/-.*/, ''));
      const container = await load(name);
      arrived = Math.max(arrived, round + 1);
      return container;
    },
  });
  const ask = async (query: string, options: SearchOptions = { limit: 1 }) => {
    rounds = [];
    arrived = 0;
    await resultsOf(client, query, options);
    return rounds.map((round) => [...round].sort());
  };
  return { client, ask };
}

describe('a first query', () => {
  it('of one rare word asks for the root, one shard, and the cards of what it shows', async () => {
    expect(await watchedClient().ask('rare')).toEqual([['root'], ['terms'], ['cards']]);
  });

  it('of a common word asks for the field lengths in the same round', async () => {
    expect(await watchedClient().ask('common')).toEqual([['root'], ['lengths', 'terms'], ['cards']]);
  });

  it('that nothing answers asks for the dictionary of such lengths, once, and for no cards', async () => {
    const { ask } = watchedClient();
    const [root, terms, dictionary, ...further] = await ask('zebra');
    expect([root, terms, further]).toEqual([['root'], ['terms'], []]);
    expect(new Set(dictionary)).toEqual(new Set(['dictionary']));
    expect(await ask('zobro', { limit: 1, asTyped: true })).toEqual([]);
    expect(await ask('zebri')).toEqual([]);
  });

  it('of words as they are typed asks for no dictionary', async () => {
    expect(await watchedClient().ask('zebra', { limit: 1, asTyped: true })).toEqual([['root'], ['terms']]);
  });

  it('of the beginning of a word asks for shards alone', async () => {
    const rounds = await watchedClient().ask('rar', { limit: 1, isTyping: true });
    expect(rounds).toEqual([['root'], ['terms'], ['cards']]);
  });

  it('of a prefix asks for shards alone', async () => {
    const [root, shards, cards] = await watchedClient().ask('titl*', { lunr: true, limit: 1 });
    expect([root, cards]).toEqual([['root'], ['cards']]);
    expect(new Set(shards)).toEqual(new Set(['terms']));
  });

  it('of a misspelt word asks for the dictionary of such lengths, then for the shards', async () => {
    const [root, dictionary, shards] = await watchedClient().ask('rars~1', { lunr: true, limit: 1 });
    expect(root).toEqual(['root']);
    expect(new Set(dictionary)).toEqual(new Set(['dictionary']));
    expect(new Set(shards)).toEqual(new Set(['terms']));
  });

  it('of prohibited terms alone needs no field lengths', async () => {
    expect(await watchedClient().ask('-common', { lunr: true, limit: 1 })).toEqual([['root'], ['terms']]);
  });

  it('with a filter asks for the columns in the same round', async () => {
    const rounds = await watchedClient().ask('rare', { limit: 1, filters: { year: 2017 } });
    expect(rounds).toEqual([['root'], ['filters', 'terms'], ['cards']]);
  });

  it.each<SearchOptions>([{ order: 'newest' }, { order: 'oldest' }, { facets: true }])(
    'with %j asks for the columns in the same round',
    async (options) => {
      const rounds = await watchedClient().ask('rare', { limit: 1, ...options });
      expect(rounds).toEqual([['root'], ['filters', 'terms'], ['cards']]);
    },
  );

  it('by relevance, when that is said, asks for no columns', async () => {
    const rounds = await watchedClient().ask('rare', { limit: 1, order: 'relevance', facets: false });
    expect(rounds).toEqual([['root'], ['terms'], ['cards']]);
  });

  it('with excerpts asks for the texts of what it shows last', async () => {
    expect(await watchedClient().ask('rare', { limit: 1, excerpts: true })).toEqual([
      ['root'],
      ['terms'],
      ['cards'],
      ['texts'],
    ]);
  });

  it.each([
    ['A summary', 'excerpt'],
    ['A workers’ summary – café', 'excerpt'],
    ['A summary, สวัสดี', 'excerpt further'],
  ])(
    'with excerpts asks for what is known of other scripts only when a text needs it: %s',
    async (summary, wanted) => {
      const scripts = new Set<string>();
      const client = createSearchClient({
        language: 'en',
        load: loaderOf(filesOf([documentOf({ title: 'A title', summary, body: 'One rare body' }, 0)])),
        loadFurther: () => {
          scripts.add('further');
          return import('../../src/search-client/further.ts');
        },
        loadExcerpts: () => {
          scripts.add('excerpt');
          return import('../../src/search-client/excerpt.ts');
        },
      });
      const { results } = await resultsOf(client, 'rare', { excerpts: true });
      expect(results[0]?.excerpt?.some(({ isMarked }) => isMarked)).toBe(true);
      expect([...scripts].sort().join(' ')).toBe(wanted);
    },
  );

  it('of a phrase asks for positions', async () => {
    const rounds = await watchedClient().ask('"plan of action"');
    expect(rounds[0]).toEqual(['root']);
    expect(new Set(rounds[1])).toEqual(new Set(['lengths', 'terms']));
    expect(new Set(rounds[2])).toEqual(new Set(['positions']));
    expect(rounds[3]).toEqual(['cards']);
  });
});

describe('a further query', () => {
  it('asks for nothing that is held', async () => {
    const { client, ask } = watchedClient();
    expect(await client.preload()).toEqual({ wholeBytes: expect.any(Number) });
    expect(await ask('rare')).toEqual([['terms'], ['cards']]);
    expect(await ask('rare')).toEqual([]);
    expect(await ask('rare', { limit: 1, excerpts: true })).toEqual([['texts']]);
  });
});

describe('after the whole index was downloaded', () => {
  it('no query asks for anything, whatever it is, and excerpts are cut from the summary', async () => {
    const { client, ask } = watchedClient();
    const steps: [number, number][] = [];
    const { wholeBytes } = await client.preload();
    await client.downloadWhole((loaded, total) => steps.push([loaded, total]));
    expect(steps.at(-1)).toEqual([wholeBytes, wholeBytes]);
    // What was counted is what the root told, before the last step rounds it.
    expect(steps.at(-2)).toEqual([wholeBytes, wholeBytes]);
    expect(steps.every(([loaded], i) => loaded >= (steps[i - 1]?.[0] ?? 0))).toBe(true);
    const plain = ['rare', 'common', 'rars', 'comon', 'zebra', '"action plan"', '"plan of action"'];
    for (const query of [...plain, 'titl*', '*mmon', 'rars~1', '-common', '*']) {
      expect(await ask(query, { limit: 3, excerpts: true, filters: { kind: 'news' } })).toEqual([]);
      expect(await ask(query, { order: 'oldest', facets: true })).toEqual([]);
    }
    const [result] = (await resultsOf(client, 'rare', { excerpts: true })).results;
    expect(result?.excerpt).toEqual([{ text: 'A summary', isMarked: false }]);
    await client.downloadWhole();
    expect(await ask('w1x')).toEqual([]);
  });

  it('none of the engine’s scripts is still to come', async () => {
    const scripts: string[] = [];
    const client = createSearchClient({
      language: 'en',
      load: loaderOf(files),
      loadFurther: () => {
        scripts.push('further');
        return import('../../src/search-client/further.ts');
      },
      loadWords: () => {
        scripts.push('words');
        return import('../../src/search-client/further-words.ts');
      },
      loadExcerpts: () => {
        scripts.push('excerpt');
        return import('../../src/search-client/excerpt.ts');
      },
    });
    await resultsOf(client, 'rare', { limit: 1 });
    await resultsOf(client, 'comm', { limit: 1, isTyping: true });
    await resultsOf(client, 'rare common absent', { limit: 1, asTyped: true });
    expect(scripts).toEqual([]);
    await client.downloadWhole();
    expect(scripts.sort()).toEqual(['excerpt', 'further', 'words']);
  });

  it('answers as before', async () => {
    const one = createSearchClient({ language: 'en', load: loaderOf(files) });
    const whole = createSearchClient({ language: 'en', load: loaderOf(files), maxHeldBytes: 1 });
    await whole.downloadWhole();
    for (const query of ['common', 'titl*', '*9x', 'w10x~1', '"plan of action" common', '-common']) {
      expect(await resultsOf(whole, query)).toEqual(await resultsOf(one, query));
    }
  });

  it('goes on where it failed', async () => {
    const spoilt = new Map(files);
    const gone = [...files.keys()].find((path) => path.includes('/positions-')) ?? '';
    spoilt.delete(gone);
    const loads: string[] = [];
    const load = loaderOf(spoilt);
    const client = createSearchClient({
      language: 'en',
      load: (name) => {
        loads.push(name);
        return load(name);
      },
    });
    await expect(client.downloadWhole()).rejects.toMatchObject({ fault: 'missing' });
    spoilt.set(gone, files.get(gone) ?? '');
    await client.downloadWhole();
    const twice = loads.filter((name, i) => loads.indexOf(name) !== i);
    expect(twice).toEqual(expect.arrayContaining(['en/root', gone.slice('search/'.length, -'.js'.length)]));
    expect(twice.length).toBeLessThan(10);
  });
});

describe('a filter', () => {
  it.each([
    [{ country: 'thailand' }, (i: number) => i % 3 === 0],
    [{ topic: 'law' }, (i: number) => i % 2 === 1],
    [{ year: 2013 }, (i: number) => i % 10 === 3],
    [{ kind: 'resource' }, (i: number) => i % 5 === 0],
    [{ country: 'thailand', topic: 'fishing', year: 2010, kind: 'resource' }, (i: number) => i % 30 === 0],
    [{ country: 'atlantis' }, () => false],
    [{ topic: 'thailand' }, () => false],
  ] as const)('%j only removes results', async (filters, holds) => {
    const client = createSearchClient({ language: 'en', load: loaderOf(files) });
    const all = await resultsOf(client, 'common');
    const some = await resultsOf(client, 'common', { filters });
    expect(some.results).toEqual(all.results.filter(({ ref }) => holds(Number(ref))));
    expect(some.total).toBe(some.results.length);
    const second = await resultsOf(client, 'common', { filters, offset: 1, limit: 2 });
    expect(second).toMatchObject({ total: some.total, results: some.results.slice(1, 3) });
  });
});
