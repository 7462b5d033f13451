import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { gzipSync } from 'node:zlib';
import lunr from 'lunr';
import { beforeAll, describe, expect, it } from 'vitest';
import { type BrowserAssets, buildBrowserAssets } from '../../src/build/browser-assets.ts';
import { lunrImporters, lunrSource } from '../../src/build/lunr-for-browsers.ts';

/** What @types/lunr leaves out. */
interface LunrIndexParts {
  readonly invertedIndex: object;
  readonly fieldVectors: Readonly<Record<string, { readonly elements: readonly number[] }>>;
  readonly fields: readonly string[];
  readonly tokenSet: object;
  readonly pipeline: object;
}
/** What is called of the two cuts together. */
interface CutLunr {
  readonly Index: new (parts: object) => { query(fill: (query: { clauses: object[] }) => void): unknown };
  readonly Vector: new (elements: readonly number[]) => object;
  readonly TokenSet: { new (): object; fromFuzzyString?: unknown };
  readonly Query: new (fields: readonly string[]) => { readonly clauses: object[] };
  readonly QueryParser: new (text: string, query: object) => { parse(): void };
}

let assets: BrowserAssets;
beforeAll(async () => {
  assets = await buildBrowserAssets();
});

const textOf = (path: string): string => {
  const file = assets.files.find((one) => one.path === path);
  return file && 'contents' in file ? Buffer.from(file.contents).toString() : '';
};

describe('the scripts of readers', () => {
  it('are named by what they hold, the same each time', async () => {
    const paths = assets.files.map(({ path }) => path);
    for (const path of paths) expect(path).toMatch(/^assets\/[a-z-]+-[0-9a-f]{12}\.(?:js|css|svg)$/);
    expect((await buildBrowserAssets()).files.map(({ path }) => path)).toEqual(paths);
  });

  it('import only scripts that stand beside them', () => {
    const imported = [
      ...textOf(assets.paths.searchWorker).matchAll(/(?:import\(|from ?|import ?)"([^"]+\.js)"/g),
    ];
    expect(imported.length).toBeGreaterThan(0);
    for (const [, name = ''] of imported) {
      expect(name).toMatch(/^\.\/search-/);
      expect(textOf(`assets/${name.slice(2)}`)).not.toBe('');
    }
  });

  it('of a page before its search box has the focus are at most 3 kB as a server sends them', () => {
    expect(gzipSync(textOf(assets.paths.everyPage)).length).toBeLessThanOrEqual(3_000);
  });

  it('name no folder of the machine that made them', () => {
    for (const { path } of assets.files) expect(textOf(path)).not.toContain(process.cwd());
  });
});

describe('lunr for browsers', () => {
  it.each(lunrImporters)('is lunr’s own text but for what is not called: %s', (importer) => {
    const whole = readFileSync(createRequire(import.meta.url).resolve('lunr'), 'utf8');
    const lines = lunrSource(importer)
      .split('\n')
      .filter((line) => line.trim() !== '' && !line.startsWith('/*') && !line.startsWith('export default'));
    expect(lines.length).toBeGreaterThan(500);
    const known = new Set(whole.split('\n'));
    const holders = ['var lunr = {}', 'lunr.tokenizer = {}'];
    expect(
      lines.filter((line) => !known.has(line) && !/^ \* Copyright/.test(line) && !holders.includes(line)),
    ).toEqual([]);
    for (const missing of ['lunr.Builder', 'lunr.trimmer', 'lunr.Index.load', 'lunr.Pipeline']) {
      expect(whole).toContain(`${missing} = function`);
      expect(lunrSource(importer)).not.toContain(`${missing} = function`);
    }
  });

  it('parses and ranks as the whole lunr does, with what was left out', () => {
    const index = lunr(function () {
      this.ref('id');
      for (const name of ['title', 'body']) this.field(name);
      for (let i = 0; i < 30; i += 1) {
        const words = ['fishing', 'labour', 'laboured', 'nation', 'national', 'plan', 'café', '3.11.1'];
        const some = words.filter((_, place) => (i * 7 + place * place) % 3 !== 0);
        this.add({ id: `${i}`, title: `${some[0]} number${i}`, body: some.join(' ') });
      }
    }) as unknown as LunrIndexParts & lunr.Index;
    const [ranking, language] = lunrImporters.map(
      (importer) =>
        new Function(lunrSource(importer).replace('export default lunr', 'return lunr'))() as CutLunr,
    ) as [CutLunr, CutLunr];
    ranking.TokenSet.fromFuzzyString = language.TokenSet.fromFuzzyString;
    const ours = new ranking.Index({
      invertedIndex: index.invertedIndex,
      fieldVectors: Object.fromEntries(
        Object.entries(index.fieldVectors).map(([ref, { elements }]) => [ref, new ranking.Vector(elements)]),
      ),
      tokenSet: index.tokenSet,
      fields: index.fields,
      pipeline: index.pipeline,
    });
    const search = (text: string): unknown => {
      const query = new language.Query(index.fields);
      new language.QueryParser(text, query).parse();
      return ours.query(({ clauses }) => clauses.push(...query.clauses));
    };
    const answer = (ask: (text: string) => unknown, query: string): string => {
      try {
        return JSON.stringify(ask(query));
      } catch (error) {
        return `${JSON.stringify(error)} ${(error as Error).message}`;
      }
    };
    const queries = [
      ...[
        'labour',
        'labouring nationals',
        '+labour +plan',
        '-plan',
        '+fishing -labour',
        'title:labour^3 plan',
      ],
      ...['number*', '*tion', 'n*l', '*', 'labor~1', 'fishng~2 +plan', '3.11.1', 'the', '', 'la\\-bour'],
      ...['foo:bar', 'a~b', 'a^b', '+', 'title:', '-title:', '+-a', '~1', 'plan~1^2', 'plan^2~1 +nation'],
    ];
    const whole = (text: string): unknown => index.search(text);
    for (const query of queries) expect(answer(search, query), query).toBe(answer(whole, query));
    expect(queries.filter((query) => answer(search, query).startsWith('[{')).length).toBeGreaterThan(12);
  });

  it('bears its notice', () => {
    for (const importer of lunrImporters) {
      expect(lunrSource(importer)).toMatch(/lunr 2\.3\.9.*Copyright \(C\) 2020 Oliver Nightingale, MIT/);
    }
    const withLunr = assets.files.filter(({ path }) => /search-(?:worker|further-words|engine)-/.test(path));
    expect(withLunr.length).toBe(3);
    for (const { path } of withLunr) expect(textOf(path)).toContain('Oliver Nightingale');
  });
});
