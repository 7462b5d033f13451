import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fingerprintOf } from '../../src/build/fingerprint.ts';
import type { ImageState } from '../../src/build/images.ts';
import { openKnownPages, siteFingerprint } from '../../src/build/known-pages.ts';
import { silentReporter } from '../../src/build/progress.ts';
import type { BuildOptions, Permalink, PlannedPage, RenderedItem } from '../../src/model.ts';
import { noAssets, type PlanInput, planPages } from '../../src/render/plan-pages.ts';
import { smallSite, smallSiteInThreeLanguages } from '../small-site.ts';
import { listFiles, temporaryFolder } from '../support/folder.ts';
import { planInputOf } from '../support/plan-input.ts';
import { type Files, noon2020 } from '../validate/check-content.ts';

const demo = new URL('../../content', import.meta.url).pathname;

function demoSite(): Files {
  return Object.fromEntries(listFiles(demo).map((path) => [path, readFileSync(join(demo, path))]));
}

/** Tells whose text is read, whether as it was written or as it was rendered, or the name of whose file. */
function watchTexts(input: PlanInput, tell: (permalink: string) => void): PlanInput {
  const watched = <Value extends object>(
    value: Value,
    isText: (key: string | symbol) => boolean,
    of: string,
  ) =>
    new Proxy(value, {
      get(target, key) {
        if (isText(key)) tell(of);
        return Reflect.get(target, key, target) as unknown;
      },
    });
  const items = input.items.map(({ item, body, ...others }): RenderedItem => {
    const { permalink } = item;
    return {
      ...others,
      item: watched(item, (key) => key === 'body' || key === 'bodyLine' || key === 'file', permalink),
      body: watched(body, () => true, permalink),
    };
  });
  return { ...input, items, site: { ...input.site, items: items.map(({ item }) => item) } };
}

test.each([
  ['a small site', smallSite(), {}],
  ['a site in three languages', smallSiteInThreeLanguages(), {}],
  ['the demo site', demoSite(), { nowMs: Date.UTC(2026, 10, 1) }],
  ['its preview', demoSite(), { nowMs: Date.UTC(2026, 10, 1), showDrafts: true, isPreview: true }],
] as const)("%s: no item's text reaches a view but that of the page's own item", (_, files, options) => {
  const read = new Set<string>();
  const input = watchTexts(planInputOf(files, noAssets, options), (permalink) => read.add(permalink));
  const pages = planPages(input);
  const bodies = new Map(input.items.map(({ item, body }) => [body, item.permalink as string]));
  let withText = 0;
  for (const page of pages) {
    read.clear();
    fingerprintOf(page.makeView());
    const own = page.body && bodies.get(page.body);
    expect([...read], page.permalink).toEqual(own === undefined ? [] : [own]);
    if (own !== undefined) withText += 1;
  }
  expect(withText).toBe(input.items.length);
});

const interval = { fromMs: Date.UTC(2020, 0, 1), untilMs: Date.UTC(2021, 0, 1) };

function printOf(files: Files, options: Partial<BuildOptions> = {}, others: Partial<PlanInput> = {}) {
  return siteFingerprint({ ...planInputOf(files, noAssets, options), ...others }, new Map(), interval);
}

function edited(path: string, from: string, to: string): Files {
  const files = smallSite();
  const text = files[path];
  if (text === undefined || !text.includes(from)) throw new Error(`${path} has no ${from}`);
  return { ...files, [path]: text.replace(from, to) };
}

const workshop = 'news/2007/workshop.md';

test("the site's fingerprint is that of all but the texts, whenever it is made", () => {
  const first = printOf(smallSite());
  const longer = { ...smallSite(), [workshop]: `${smallSite()[workshop]}\nOne paragraph more.\n` };
  expect(printOf(longer)).toBe(first);
  expect(printOf(smallSite(), { nowMs: noon2020 + 1 })).toBe(first);
});

test.each([
  ['a title', edited(workshop, 'Workshop brings', 'Meeting brings')],
  ['a summary', edited(workshop, 'for a week', 'for two weeks')],
  ['a date', edited(workshop, '2007-08-17', '2007-08-18')],
  ['a country', edited(workshop, '[burma, thailand]', '[burma]')],
  ['a source', edited(workshop, 'Judges meet', 'Judges met')],
  ['a name of the vocabulary', edited('vocabulary/topics.yaml', 'en: Training', 'en: Schooling')],
  ['an alias of the vocabulary', edited('vocabulary/topics.yaml', '[labor]', '[labor, work]')],
  ['the name of the site', edited('site.yaml', 'Lantern Test News', 'Lantern News')],
  ['the link that leaves', edited('site.yaml', 'bbc.com/weather', 'bbc.com/sport')],
  ['a text of the interface', edited('i18n/en.yaml', 'Skip to main content', 'To the main content')],
  ['a file', { ...smallSite(), 'news/2007/map.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>' }],
  ['one item less', Object.fromEntries(Object.entries(smallSite()).filter(([path]) => path !== workshop))],
] as const)("the site's fingerprint is another with another: %s", (_, files) => {
  expect(printOf(files)).not.toBe(printOf(smallSite()));
});

test("the site's fingerprint is another with other options, scripts, pictures, maps or hours", () => {
  const input = planInputOf(smallSite(), noAssets);
  const image: ImageState = {
    shown: { width: 1, height: 1, sources: [] },
    svg: '',
    removed: [],
  };
  const region = { width: 1, height: 1, land: '', borders: '', countries: [] };
  const prints = [
    siteFingerprint(input, new Map(), interval),
    siteFingerprint(input, new Map([['news/2007/map.svg', image]]), interval),
    siteFingerprint(input, new Map(), { ...interval, untilMs: noon2020 + 1 }),
    printOf(smallSite(), { basePath: '/news' }),
    printOf(smallSite(), { isPreview: true }),
    printOf(smallSite(), {}, { assets: { ...noAssets, styleSheet: 'assets/site-2.css' } }),
    printOf(smallSite(), {}, { map: region as unknown as PlanInput['map'] }),
    printOf(smallSite(), {}, { download: { path: 'download/a.zip', facts: () => expect.unreachable() } }),
    ...['#fff', '#eee'].map((paper) => printOf(smallSite(), {}, { styleguide: guideWith(paper) })),
    printOf(smallSite(), {}, { findTitlePicture: () => ({ path: 'title.png', width: 2, height: 1 }) }),
  ];
  expect(new Set(prints).size).toBe(prints.length);
});

function guideWith(paper: string): NonNullable<PlanInput['styleguide']> {
  const picture = { path: 'assets/wide.png', width: 2, height: 1 };
  return {
    files: { styleSheet: 'a', script: 'b', worker: 'c', wide: picture, tall: picture },
    tokens: { light: new Map([['paper', paper]]), dark: new Map() },
  };
}

function page(permalink: string, text?: string): PlannedPage {
  return {
    ...({} as PlannedPage),
    permalink: permalink as Permalink,
    ...(text !== undefined && {
      body: { html: { html: text }, headings: [], links: [], plainText: text } as PlannedPage['body'],
    }),
  };
}

test('a page is known by its address, its text and the site', () => {
  const cacheFolder = temporaryFolder();
  const request = { content: 'content', cacheFolder, nowMs: 0, showDrafts: false };
  const open = (site: string) => openKnownPages(request, site, silentReporter);
  const first = open('one');
  expect(first.fingerprintOf(page('/'))).toBeUndefined();
  first.learn(page('/'), 'f1');
  first.learn(page('/a/', 'text'), 'f2');
  first.finish();

  const again = open('one');
  expect([page('/'), page('/a/', 'text')].map((one) => again.fingerprintOf(one))).toEqual(['f1', 'f2']);
  expect(again.fingerprintOf(page('/a/', 'another text'))).toBeUndefined();
  expect(again.fingerprintOf(page('/a/'))).toBeUndefined();
  expect(again.fingerprintOf(page('/b/', 'text'))).toBeUndefined();
  again.learn(page('/'), 'f1');
  again.learn(page('/a/', 'another text'), 'f3');
  again.finish();

  expect(open('two').fingerprintOf(page('/'))).toBeUndefined();
  const last = open('one');
  expect(last.fingerprintOf(page('/a/', 'another text'))).toBe('f3');
  expect(last.fingerprintOf(page('/a/', 'text'))).toBeUndefined();
});
