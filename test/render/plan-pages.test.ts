import { readFileSync } from 'node:fs';
import { HtmlValidate, StaticConfigLoader } from 'html-validate';
import { describe, expect, test } from 'vitest';
import { isSiteOnly, pageForFolder } from '../../src/archive/relative-links.ts';
import { fingerprintOf } from '../../src/build/fingerprint.ts';
import type { AssetPaths, BuildOptions, PlannedPage, RegionMap, SearchWords } from '../../src/model.ts';
import { planPages, printPage } from '../../src/render/plan-pages.ts';
import { smallSite, smallSiteInThreeLanguages } from '../small-site.ts';
import { planInputOf } from '../support/plan-input.ts';
import { type Files, noon2020 } from '../validate/check-content.ts';

const assets: AssetPaths = {
  styleSheet: 'assets/site-1.css',
  icon: 'assets/icon-1.svg',
  everyPage: 'assets/every-page-1.js',
  suggestions: 'assets/suggestions-1.js',
  markWords: 'assets/mark-words-1.js',
  searchPage: 'assets/search-page-1.js',
  searchTools: 'assets/search-tools-1.js',
  searchEngine: 'assets/search-engine-1.js',
  searchWorker: 'assets/search-worker-1.js',
};

function plan(files: Files, changed: Partial<BuildOptions> = {}, map?: RegionMap): Map<string, PlannedPage> {
  const pages = planPages({ ...planInputOf(files, assets, changed), map });
  const byPermalink = new Map(pages.map((page) => [page.permalink as string, page]));
  expect(byPermalink.size).toBe(pages.length);
  return byPermalink;
}

function rendered(pages: ReadonlyMap<string, PlannedPage>, permalink: string): string {
  const page = pages.get(permalink);
  if (page === undefined) throw new Error(`no page ${permalink}`);
  return printPage(page);
}

/** Of the search page's own script. */
function wordsOf(pages: ReadonlyMap<string, PlannedPage>, permalink: string): SearchWords {
  const script = pages.get(permalink)?.script;
  if (script === undefined || !('contents' in script)) throw new Error(`no words of ${permalink}`);
  const assignment = String(script.contents);
  return JSON.parse(assignment.slice(assignment.indexOf('=') + 1)) as SearchWords;
}

function render(files: Files, permalink: string, changed: Partial<BuildOptions> = {}): string {
  return rendered(plan(files, changed), permalink);
}

/** What a reader sees: no markup, entities resolved, spaces made one. */
function words(html: string): string {
  return html
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .replaceAll(/\s+/g, ' ');
}

function news(date: string, more = '', body = 'A text.'): string {
  return `---\ntitle: News of ${date}\ndate: ${date}\n${more}---\n\n${body}\n`;
}

/** The small site with one more item, made of the given lines of frontmatter. */
function withNews(lines: string, body = 'A text.'): Record<string, string> {
  return { ...smallSite(), 'news/2010/extra.md': news('2010-03-04', `${lines}\n`, body) };
}

describe('which pages there are', () => {
  test('every section, year, month, country, topic and item has one, and no more', () => {
    expect([...plan(smallSite()).keys()].sort()).toEqual([
      '/',
      '/404.html',
      '/about/',
      '/contact/',
      '/countries/',
      '/countries/burma/',
      '/countries/thailand/',
      '/disclaimer/',
      '/how-you-can-help/',
      '/news/',
      '/news/2007/',
      '/news/2007/08/',
      '/news/2008/',
      '/news/2008/02/',
      '/news/2009/',
      '/news/2009/01/',
      '/news/no-country/',
      '/news/second-meeting/',
      '/news/workshop/',
      '/privacy/',
      '/resources/',
      '/resources/handbook/',
      '/search/',
      '/subscribe/',
      '/topics/',
      '/topics/labour/',
      '/topics/training/',
    ]);
  });

  test('a language’s tree has only sections that have items', () => {
    const thai = [...plan(smallSiteInThreeLanguages()).keys()].filter((page) => page.startsWith('/th/'));
    expect(thai.sort()).toEqual([
      '/th/',
      '/th/countries/',
      '/th/countries/burma/',
      '/th/countries/thailand/',
      '/th/news/',
      '/th/news/2007/',
      '/th/news/2007/08/',
      '/th/news/workshop/',
      '/th/search/',
      '/th/topics/',
      '/th/topics/training/',
    ]);
  });

  test('a country of which the site says nothing has no page; one that only another language names leads there', () => {
    const files = smallSiteInThreeLanguages();
    files['vocabulary/countries.yaml'] +=
      `- slug: laos\n  name:\n    en: Laos\n- slug: fiji\n  name:\n    en: Fiji\n`;
    files['news/2007/workshop.th.md'] = files['news/2007/workshop.th.md']!.replace(
      '[burma,',
      '[laos, burma,',
    );
    const pages = plan(files);
    expect(pages.has('/countries/fiji/')).toBe(false);
    expect(rendered(pages, '/countries/laos/')).toContain('href="/th/countries/laos/" hreflang="th"');
    expect(rendered(pages, '/countries/')).toContain('/countries/laos/');
    expect(rendered(pages, '/th/countries/')).toContain('<bdi lang="en" dir="ltr">Laos</bdi>');
  });

  test('search and 404 are in no sitemap; lists are as new as the newest item on them', () => {
    const pages = plan(smallSite());
    const unlisted = [...pages.values()].filter(({ isListed }) => !isListed);
    expect(unlisted.map(({ permalink }) => permalink).sort()).toEqual(['/404.html', '/search/']);
    expect(pages.get('/news/second-meeting/')?.lastModified()).toBe('2008-03-02');
    expect(pages.get('/news/2008/')?.lastModified()).toBe('2008-03-02');
    expect(pages.get('/news/')?.lastModified()).toBe('2009-01-05');
    expect(pages.get('/about/')?.lastModified()).toBeUndefined();
  });

  test('the date of a resource or page is that of its text, no change of a page', () => {
    const files = smallSite();
    const resource = (more: string) =>
      `---\ntitle: A declaration\nkind: law\ndate: 1948-12-10\nurl: https://lantern.example/d.html\ncountries: [thailand]\n${more}---\n\nText.\n`;
    files['resources/declaration.md'] = resource('');
    const before = plan(files);
    expect(before.get('/resources/declaration/')?.lastModified()).toBeUndefined();
    expect(before.get('/resources/')?.lastModified()).toBeUndefined();
    files['resources/declaration.md'] = resource('updated: 2019-04-01\n');
    const after = plan(files);
    for (const permalink of [
      '/resources/declaration/',
      '/resources/',
      '/',
      '/countries/',
      '/countries/thailand/',
    ])
      expect(after.get(permalink)?.lastModified()).toBe('2019-04-01');
  });

  test('pages name their anchors without being rendered', () => {
    const pages = plan(smallSite());
    expect(pages.get('/news/workshop/')?.anchors()).toEqual(['what-they-agreed']);
    for (const page of pages.values()) {
      const html = printPage(page);
      for (const anchor of page.anchors()) expect(html).toContain(`id="${anchor}"`);
    }
  });
});

describe('every page', () => {
  const validator = new HtmlValidate(
    new StaticConfigLoader(JSON.parse(readFileSync('.htmlvalidate.json', 'utf8'))),
  );

  test('is valid HTML, in three languages and under a base path', async () => {
    const files = smallSiteInThreeLanguages();
    // A language without interface texts, too.
    files['resources/handbook.fa.md'] = files['resources/handbook.md']!;
    for (const page of plan(files, { basePath: '/base' }).values()) {
      const report = await validator.validateString(printPage(page), page.permalink);
      expect(report.results.flatMap(({ messages }) => messages.map(({ message }) => message))).toEqual([]);
    }
  });

  test('begins with the skip link, then the exit link', () => {
    for (const page of plan(smallSiteInThreeLanguages()).values()) {
      const [skip, exit] = printPage(page).match(/<(?:a|button|input|summary)\b[^>]*>/g) ?? [];
      expect(skip).toBe('<a class="skip" href="#page_main">');
      expect(exit).toBe(
        '<a class="skip" data-exit href="https://www.bbc.com/weather" rel="nofollow noreferrer">',
      );
    }
  });

  test('has one h1, skips no level of heading, and holds no inline script or style', () => {
    for (const page of plan(smallSiteInThreeLanguages()).values()) {
      const html = printPage(page);
      const levels = [...html.matchAll(/<h([1-6])\b/g)].map(([, level]) => Number(level));
      expect(levels.filter((level) => level === 1)).toEqual([1]);
      expect(levels[0]).toBe(1);
      for (const [i, level] of levels.entries()) if (i > 0) expect(level - levels[i - 1]!).toBeLessThan(2);
      expect(html).not.toMatch(/\sstyle=|<style|\son[a-z]+=|javascript:/);
      for (const [script] of html.matchAll(/<script\b[^>]*>/g))
        expect(script).toMatch(/ src="\/assets\/|type="application\/(?:ld\+)?json"/);
    }
  });

  test('says its address, in whole, and its feeds; a preview says noindex', () => {
    const pages = plan(smallSite(), { basePath: '/base' });
    const html = rendered(pages, '/news/workshop/');
    expect(html).toContain('<link rel="canonical" href="https://lantern.example/base/news/workshop/">');
    const feeds = (page: string) =>
      [
        ...rendered(pages, page).matchAll(/<link rel="alternate" type="(.*?)" title="(.*?)" href="(.*?)">/g),
      ].map(([, type, title, href]) => [type, title, href]);
    const ofSite = [
      ['application/rss+xml', 'Lantern Test News (RSS)', '/base/feed.xml'],
      ['application/atom+xml', 'Lantern Test News (Atom)', '/base/atom.xml'],
      ['application/feed+json', 'Lantern Test News (JSON Feed)', '/base/feed.json'],
    ];
    expect(feeds('/news/workshop/')).toEqual(ofSite);
    expect(feeds('/countries/burma/')).toEqual([
      ['application/rss+xml', 'Burma – Lantern Test News (RSS)', '/base/countries/burma/feed.xml'],
      ['application/atom+xml', 'Burma – Lantern Test News (Atom)', '/base/countries/burma/atom.xml'],
      ['application/feed+json', 'Burma – Lantern Test News (JSON Feed)', '/base/countries/burma/feed.json'],
      ...ofSite,
    ]);
    expect(html).toContain('<link rel="stylesheet" href="/base/assets/site-1.css">');
    expect(html).not.toContain('noindex');
    expect(render(smallSite(), '/', { isPreview: true })).toContain('content="noindex"');
    expect(rendered(pages, '/404.html')).toContain('content="noindex"');
    // Its address never holds a query, so that it is one page for a search engine too.
    expect(rendered(pages, '/search/')).not.toContain('noindex');
  });

  test('of every href under a base path, none leads out of it', () => {
    for (const page of plan(smallSiteInThreeLanguages(), { basePath: '/base' }).values()) {
      for (const [, href] of printPage(page).matchAll(/(?:href|src|data-target|data-root)="(\/[^"]*)"/g))
        expect(href).toMatch(/^\/base\//);
    }
  });
});

describe('an item', () => {
  test('names its source in the words of its relation', () => {
    const source = (relation: string, title: string): string =>
      words(
        render(
          withNews(
            `source: { title: "${title}", publisher: UNIAP China, date: 2007-08, relation: ${relation} }`,
          ),
          '/news/extra/',
        ),
      );
    expect(source('adapted', 'A Platform')).toContain(
      'Adapted from: “A Platform.” UNIAP China. August 2007.',
    );
    expect(source('excerpt', 'A Platform.')).toContain('Excerpt from: “A Platform.” UNIAP China.');
    expect(source('reprinted', 'A Platform?')).toContain('Reprinted from: “A Platform?” UNIAP China.');
    expect(source('own', 'A Platform')).not.toContain('UNIAP China');
  });

  test('shows when it was updated and what was corrected', () => {
    const text = words(
      render(
        withNews('updated: 2010-03-09\ncorrections: [{ date: 2010-03-08, text: "A <name> was wrong." }]'),
        '/news/extra/',
      ),
    );
    expect(text).toContain('March 4, 2010 · Updated March 9, 2010');
    expect(text).toContain('Corrections March 8, 2010: A <name> was wrong.');
  });

  test('leads to the one before and the one after it', () => {
    const html = render(smallSite(), '/news/second-meeting/');
    expect(html).toMatch(/class="older">.*href="\/news\/workshop\/"/s);
    expect(html).toMatch(/class="newer">.*href="\/news\/no-country\/"/s);
    expect(render(smallSite(), '/news/workshop/')).not.toContain('class="older"');
  });

  test('is related to older items that share a country or topic, and to no newer one', () => {
    const related = (permalink: string): string[] => {
      const [, section = ''] =
        /<section class="related">(.*?)<\/section>/s.exec(render(smallSite(), permalink)) ?? [];
      return [...section.matchAll(/href="([^"]*)"/g)].map(([, href]) => href!);
    };
    expect(related('/news/second-meeting/')).toEqual(['/news/workshop/']);
    expect(related('/resources/handbook/')).toEqual(['/news/workshop/', '/news/second-meeting/']);
    expect(related('/news/workshop/')).toEqual([]);
    expect(related('/news/no-country/')).toEqual([]);
  });

  test('a new item changes no old page but that of its neighbour and of lists', () => {
    const before = plan(smallSite());
    const after = plan(withNews('countries: [burma]\ntopics: [training]'));
    const items = [...before.values()].filter(({ layout }) => ['news', 'resource', 'page'].includes(layout));
    const changed = items.filter((page) => rendered(after, page.permalink) !== printPage(page));
    expect(changed.map(({ permalink }) => permalink)).toEqual(['/news/no-country/']);
  });

  test('a long text has a list of its headings, a short one has none', () => {
    const long = Array.from(
      { length: 5 },
      (_, i) => `## Part ${i + 1}\n\n${'Words and words. '.repeat(80)}`,
    ).join('\n\n');
    const html = render(withNews('', long), '/news/extra/');
    expect(html.match(/<details class="contents" open>.*<\/details>/s)?.[0]).toContain(
      '<a href="#part-5">Part 5</a>',
    );
    expect(
      render(withNews('', '## One\n\n## Two\n\n## Three\n\n## Four\n\nText.'), '/news/extra/'),
    ).not.toContain('class="contents"');
  });

  test('headings of a long text have links beside them that are no part of them', () => {
    const long = Array.from(
      { length: 5 },
      (_, i) => `## Part ${i + 1}\n\n${'Words and words. '.repeat(80)}`,
    ).join('\n\n');
    const html = render(withNews('', long), '/news/extra/');
    expect(html).toContain(
      '<div class="anchored"><h2 id="part-5">Part 5</h2><a class="anchor" href="#part-5" aria-labelledby="item_anchor part-5">#</a></div>',
    );
    expect(html).toContain('<span id="item_anchor" hidden>');
  });

  test('a correction is told below the title, with a way to it', () => {
    const html = render(
      withNews('corrections: [{ date: 2010-03-08, text: Later. }, { date: 2010-03-06, text: Earlier. }]'),
      '/news/extra/',
    );
    expect(words(/<header class="item-head">.*?<\/header>/s.exec(html)?.[0] ?? '')).toContain(
      'Corrected March 8, 2010',
    );
    expect(html).toMatch(/href="#item_corrections".*<section class="corrections" id="item_corrections">/s);
  });

  test('is cited by what it says of itself; a page about the site is not', () => {
    const cite = (files: Readonly<Record<string, string | Uint8Array>>, permalink: string): string =>
      words(/<details class="cite">.*?<\/details>/s.exec(render(files, permalink))?.[0] ?? '');
    expect(cite(withNews(''), '/news/extra/')).toContain('Lantern Test Desk. (2010, March 4).');
    expect(cite(withNews('authors: [A. Writer]'), '/news/extra/')).toContain('A. Writer. (2010, March 4).');
    const source = (relation: string): string =>
      `source: { title: Elsewhere, publisher: UNIAP China, relation: ${relation} }`;
    expect(cite(withNews(source('reprinted')), '/news/extra/')).toContain('UNIAP China. (2010, March 4).');
    expect(cite(withNews(source('adapted')), '/news/extra/')).toContain('Lantern Test Desk. (2010');
    expect(cite(smallSite(), '/about/')).toBe('');
  });

  test('of many countries the first are shown and the rest is folded', () => {
    const slugs = Array.from({ length: 40 }, (_, i) => `land-${i + 1}`);
    const files = withNews(`countries: [${slugs.join(', ')}]`);
    const vocabulary = slugs.map((slug) => `- { slug: ${slug}, name: { en: Land ${slug.slice(5)} } }`);
    const html = render(
      {
        ...files,
        'vocabulary/countries.yaml': `${files['vocabulary/countries.yaml']}\n${vocabulary.join('\n')}\n`,
      },
      '/news/extra/',
    );
    const [, open = '', folded = ''] =
      /<dt>Countries<\/dt>(.*?)<details class="more-labels">(.*?)<\/details>/s.exec(html) ?? [];
    expect([open.match(/<li>/g)?.length, folded.match(/<li>/g)?.length]).toEqual([12, 28]);
    expect(words(folded)).toContain('and 28 more');
  });

  test('a title that looks like markup is text, in the page, its head and its data', () => {
    const title = '</title><script>alert("x")</script> & more';
    const files = {
      ...smallSite(),
      'news/2010/x.md': news('2010-01-01').replace('News of 2010-01-01', `'${title}'`),
    };
    const pages = plan(files);
    for (const permalink of ['/news/x/', '/', '/news/', '/news/2010/01/', '/news/no-country/']) {
      expect(rendered(pages, permalink)).not.toContain('<script>');
    }
    const html = rendered(pages, '/news/x/');
    expect(words(/<h1>.*<\/h1>/.exec(html)?.[0] ?? '')).toBe(title);
    const [, json = ''] = /<script type="application\/ld\+json">(.*?)<\/script>/.exec(html) ?? [];
    expect(JSON.parse(json)).toMatchObject({ '@type': 'NewsArticle', headline: title });
  });

  test('says what it is in OpenGraph and JSON-LD', () => {
    const html = render(smallSite(), '/news/second-meeting/');
    expect(html).toContain('<meta property="og:type" content="article">');
    expect(html).toContain('<meta property="article:published_time" content="2008-02-29T09:30:00+07:00">');
    expect(html).toContain('<meta property="article:modified_time" content="2008-03-02">');
    const [, json = ''] = /<script type="application\/ld\+json">(.*?)<\/script>/.exec(html) ?? [];
    expect(JSON.parse(json)).toEqual({
      '@context': 'https://schema.org',
      '@type': 'NewsArticle',
      headline: 'Second meeting: what changed',
      url: 'https://lantern.example/news/second-meeting/',
      mainEntityOfPage: 'https://lantern.example/news/second-meeting/',
      inLanguage: 'en',
      datePublished: '2008-02-29T09:30:00+07:00',
      dateModified: '2008-03-02',
      description: expect.stringContaining('The second meeting looked at what had changed'),
      author: [{ '@type': 'Person', name: 'A. Writer' }],
      publisher: { '@type': 'Organization', name: 'Lantern Test Desk' },
    });
    expect(render(smallSite(), '/about/')).not.toContain('application/ld+json');
  });

  test('a resource offers its file with type and size, or its address elsewhere', () => {
    const files = {
      ...smallSite(),
      'resources/table.md': '---\ntitle: A table\nkind: dataset\nfile: table.csv\nyear: 2017\n---\n',
      'resources/table.csv': 'x'.repeat(114_000),
    };
    const pages = plan(files);
    expect(words(rendered(pages, '/resources/table/'))).toContain('Download CSV, 114 kB');
    expect(rendered(pages, '/resources/table/')).toContain('href="/resources/table/table.csv" download');
    expect(words(rendered(pages, '/resources/'))).toContain('2017 CSV, 114 kB');
    expect(rendered(pages, '/resources/handbook/')).toContain(
      'class="button" href="https://lantern.example/handbook.html" rel="noreferrer"',
    );
  });

  test('a draft is marked wherever it is shown', () => {
    const files = withNews('draft: true\ncountries: [burma]');
    expect(plan(files).has('/news/extra/')).toBe(false);
    const pages = plan(files, { showDrafts: true });
    for (const permalink of ['/news/extra/', '/', '/news/', '/news/2010/03/', '/countries/burma/']) {
      expect(rendered(pages, permalink)).toContain('<strong class="draft">Draft</strong>');
    }
    const early = plan(withNews('publish: 2020-01-02'), { showDrafts: true });
    expect(rendered(early, '/news/extra/')).toContain('class="draft"');
    expect(rendered(early, '/news/workshop/')).not.toContain('class="draft"');
  });
});

describe('lists', () => {
  /** The small site with so many more items about Burma, spread over the months of 2011 and 2012. */
  function manyNews(count: number): Record<string, string> {
    const files = smallSite();
    for (let i = 0; i < count; i += 1) {
      const month = String((i % 12) + 1).padStart(2, '0');
      const year = 2011 + (i % 2);
      files[`news/${year}/n${i}.md`] = news(`${year}-${month}-11`, 'countries: [burma]\n').replace(
        'News of',
        `Item ${i} of`,
      );
    }
    return files;
  }

  test('a country with many news shows the newest thirty and leads to its years', () => {
    const pages = plan(manyNews(36));
    const html = rendered(pages, '/countries/burma/');
    expect(html.match(/<h3 class="entry-title">.*?href="\/news\//gs)).toHaveLength(30);
    expect(words(html)).toContain('2012 18');
    expect(html).toContain('href="/countries/burma/2011/"');
    expect(rendered(pages, '/countries/burma/2011/').match(/<h3 class="entry-title">/g)).toHaveLength(18);
    expect(pages.has('/countries/thailand/2007/')).toBe(false);
  });

  test('years and months are counted, newest first', () => {
    const html = render(manyNews(24), '/news/');
    const years = [...html.matchAll(/class="year"><a href="([^"]*)">.*?class="count">(\d+)/g)];
    expect(years.map(([, href, count]) => [href, count])).toEqual([
      ['/news/2012/', '12'],
      ['/news/2011/', '12'],
      ['/news/2009/', '1'],
      ['/news/2008/', '1'],
      ['/news/2007/', '1'],
    ]);
  });

  test('a year with very many items leads to its months instead of holding all', () => {
    const files = manyNews(240);
    const html = render(files, '/news/2012/');
    expect(html).not.toContain('entry-title');
    expect(html.match(/href="\/news\/2012\/\d\d\/"/g)).toHaveLength(6);
    expect(render(files, '/news/2012/02/').match(/<h2 class="entry-title">/g)).toHaveLength(20);
  });

  test('an empty section of a country is left out', () => {
    const html = render(smallSite(), '/countries/thailand/');
    expect(html).toContain('id="section_news"');
    expect(html).not.toMatch(/section_(?:facts|law|toolkit|pages|elsewhere)/);
    expect(render(smallSite(), '/countries/burma/')).toContain('id="section_toolkit"');
  });

  test('a fact stands with its source and the day on which the source said so', () => {
    const files = smallSite();
    files['vocabulary/countries.yaml'] += `- slug: fiji
  name: { en: Fiji }
  text: { en: "About *Fiji*." }
  facts:
    - label: { en: Current situation }
      text: { en: "One *fact*.\\n\\nAnother." }
      as-of: 2017-03-29
      source: { title: A Factbook, publisher: An Agency, url: "https://lantern.example/f" }
`;
    const html = render(files, '/countries/fiji/');
    expect(html).toContain('About <em>Fiji</em>.');
    expect(html).toContain('<p>One *fact*.</p>\n<p>Another.</p>');
    expect(words(html)).toContain('Source: A Factbook, An Agency. As of March 29, 2017.');
  });
});

describe('languages', () => {
  const files = smallSiteInThreeLanguages();
  const pages = plan(files);

  test('a page has its language and direction, and its translations as alternates', () => {
    const html = rendered(pages, '/ar/news/workshop/');
    expect(html).toContain('<html lang="ar" dir="rtl">');
    expect(
      [...html.matchAll(/rel="alternate" hreflang="([^"]*)" href="([^"]*)"/g)].map(([, ...pair]) => pair),
    ).toEqual([
      ['en', 'https://lantern.example/news/workshop/'],
      ['ar', 'https://lantern.example/ar/news/workshop/'],
      ['th', 'https://lantern.example/th/news/workshop/'],
      ['x-default', 'https://lantern.example/news/workshop/'],
    ]);
    expect(rendered(pages, '/about/')).not.toContain('rel="alternate" hreflang');
  });

  test('the language switch leads to the translation, or to the start of the other tree', () => {
    expect(rendered(pages, '/news/workshop/')).toContain(
      '<a href="/th/news/workshop/" hreflang="th" lang="th" dir="ltr">ไทย</a>',
    );
    expect(rendered(pages, '/news/no-country/')).toContain(
      '<a href="/th/" hreflang="th" lang="th" dir="ltr">ไทย</a>',
    );
    expect(render(smallSite(), '/')).not.toContain('class="languages"');
  });

  test('navigation leads to the translation when there is one, else to the site’s language, marked', () => {
    const html = rendered(
      plan({ ...files, 'pages/about.th.md': '---\ntitle: เกี่ยวกับเรา\n---\n\nข้อความ\n' }),
      '/th/',
    );
    expect(html).toContain('<a href="/th/about/"><bdi lang="en" dir="ltr">About</bdi></a>');
    expect(html).toContain(
      '<a href="/how-you-can-help/" hreflang="en"><bdi lang="en" dir="ltr">How You Can Help</bdi></a>',
    );
  });

  test('a country is called by its name in the page’s language, else by the site’s, marked', () => {
    const named = { ...files };
    named['vocabulary/countries.yaml'] = named['vocabulary/countries.yaml']!.replace(
      'en: Burma',
      'en: Burma\n    th: เมียนมา',
    );
    const html = render(named, '/th/news/workshop/');
    expect(html).toContain('<a href="/th/countries/burma/">เมียนมา</a>');
    expect(html).toContain('<a href="/th/countries/thailand/"><bdi lang="en" dir="ltr">Thailand</bdi></a>');
  });

  test('a language without interface texts speaks the site’s, each text marked', () => {
    const { 'i18n/th.yaml': _, ...without } = files;
    const html = render(without, '/th/news/workshop/');
    expect(html).toContain('<a href="/th/news/"><span lang="en" dir="ltr">News</span></a>');
    expect(html).toContain('<time datetime="2007-08-17" lang="en" dir="ltr">August 17, 2007</time>');
  });

  test('a text that only the site’s language has is marked too', () => {
    const partly = { ...files, 'i18n/th.yaml': files['i18n/th.yaml']!.replace(/^ {2}skip: .*\n/m, '') };
    expect(render(partly, '/th/')).toContain('<span lang="en" dir="ltr">Skip to main content</span>');
  });
});

describe('the campaign', () => {
  function campaign(lines: string): Record<string, string> {
    const files = smallSite();
    files['site.yaml'] +=
      `campaign:\n  title: Linking Needs\n  text: Give time.\n  url: /about/\n  link-text: Find out more\n${lines}`;
    return files;
  }
  const isShown = (files: Files, now: string): boolean =>
    render(files, '/', { nowMs: Date.parse(now) }).includes('Linking Needs');

  test('is shown without dates', () => {
    expect(isShown(campaign(''), '2020-01-01T00:00:00Z')).toBe(true);
  });

  test('is shown from the first moment of its first day to the last of its last, in the site’s time zone', () => {
    const files = campaign('  starts: 2020-03-01\n  ends: 2020-03-31\n');
    files['site.yaml'] = files['site.yaml']!.replace('timezone: UTC', 'timezone: Asia/Bangkok');
    expect(isShown(files, '2020-02-29T16:59:59Z')).toBe(false);
    expect(isShown(files, '2020-02-29T17:00:00Z')).toBe(true);
    expect(isShown(files, '2020-03-31T16:59:59Z')).toBe(true);
    expect(isShown(files, '2020-03-31T17:00:00Z')).toBe(false);
  });

  test('starts at midnight on the day on which clocks change', () => {
    const files = campaign('  starts: 2020-03-08\n');
    files['site.yaml'] = files['site.yaml']!.replace('timezone: UTC', 'timezone: America/New_York');
    expect(isShown(files, '2020-03-08T04:59:59Z')).toBe(false);
    expect(isShown(files, '2020-03-08T05:00:00Z')).toBe(true);
  });
});

describe('search', () => {
  test('the search page tells its script where everything is, and stands in no form', () => {
    const html = render(smallSite(), '/search/', { basePath: '/base' });
    expect(html).toContain(
      'data-search data-language="en" data-root="/base/search/en/root.js" data-base="/base" data-engine="/base/assets/search-engine-1.js" data-worker="/base/assets/search-worker-1.js" data-tools="/base/assets/search-tools-1.js" data-words="/base/assets/search-words-en-',
    );
    const [, texts = ''] = /data-texts>([^<]*)</.exec(html) ?? [];
    expect(JSON.parse(texts).count).toBe('{n} results for “{query}”');
    expect(html).toMatch(
      /<search[^>]*>\s*<label for="q"[^>]*>Search this site<.*<input type="search" name="q" id="q" disabled/s,
    );
    for (const part of [
      'data-late',
      'data-announced role="status"',
      'data-count',
      'data-error hidden',
      '<ol class="results" data-results>',
    ])
      expect(html).toContain(part);
    expect(html).not.toContain('<form');
    expect(html).toContain('<noscript>');
    expect(html).toContain('<script src="/base/assets/search-page-1.js" defer></script>');
  });

  test('the script of a language’s words has what can be chosen by name, the years in the language’s own era', () => {
    const pages = plan(smallSiteInThreeLanguages());
    const choices = (permalink: string, name: string) =>
      wordsOf(pages, permalink)
        .filters.find((filter) => filter.name === name)!
        .choices.map(({ value, name: text }) => [value, text]);
    const english = choices('/search/', 'country');
    expect(english[0]).toEqual(['', 'All countries']);
    expect(english.length).toBeGreaterThan(1);
    const names = english.slice(1).map(([, text]) => text!);
    expect(names).toEqual([...names].sort());
    const [newest, ...older] = choices('/th/search/', 'year').slice(1);
    expect(Number(newest![1]) - Number(newest![0])).toBe(543);
    expect(older.at(-1)![0]).toBe('0');
    expect(choices('/search/', 'kind').map(([value]) => value)).toEqual([
      '',
      'news',
      'resource',
      'page',
      'country',
      'topic',
    ]);
    expect(choices('/search/', 'order').map(([value]) => value)).toEqual(['', 'newest', 'oldest']);
  });

  test('names of another language are marked, and the script is named by what it holds', () => {
    const files = smallSiteInThreeLanguages();
    const pages = plan(Object.fromEntries(Object.entries(files).filter(([path]) => path !== 'i18n/th.yaml')));
    const { filters } = wordsOf(pages, '/th/search/');
    expect(filters[0]!.choices[0]).toEqual({
      ...{ value: '', name: 'All countries', language: 'en', direction: 'ltr' },
    });
    const path = (from: typeof pages, permalink: string) => from.get(permalink)!.script!.path;
    expect(path(pages, '/search/')).toBe(path(plan(files), '/search/'));
    expect(path(pages, '/th/search/')).not.toBe(path(plan(files), '/th/search/'));
    expect(rendered(pages, '/th/search/')).toContain(`data-words="/${path(pages, '/th/search/')}"`);
  });

  test('the search page leads to every section and year, and offers the most used names', () => {
    const pages = plan(smallSite());
    const html = rendered(pages, '/search/');
    const browse = html.slice(html.indexOf('class="browse"'));
    for (const permalink of pages.keys()) {
      if (/^\/(?:countries|topics|resources|news|news\/\d{4})\/$/.test(permalink))
        expect(browse).toContain(`href="${permalink}"`);
    }
    const [, hints = ''] = /data-hints hidden>([\s\S]*?)<\/div>/.exec(html) ?? [];
    const examples = [...hints.matchAll(/href="#q=([^"]+)">([^<]+)</g)];
    expect(examples.length).toBeGreaterThan(1);
    for (const [, query, text] of examples) expect(decodeURIComponent(query!)).toBe(words(text!));
  });

  test('every other page has one box that leads to the search page, in the header or in its main part', () => {
    const pages = plan(smallSiteInThreeLanguages());
    for (const [permalink, { language, layout }] of pages) {
      const html = rendered(pages, permalink);
      const target = language === 'en' ? '/search/' : `/${language}/search/`;
      const main = html.indexOf('<main');
      const places = [...html.matchAll(/<search [^>]*data-search-box data-target="([^"]*)"/g)];
      if (layout === 'search') {
        expect(places).toEqual([]);
        // Its own script has the exit: no other is waited for.
        expect([...html.matchAll(/<script src="([^"]*)" defer/g)].map(([, src]) => src)).toEqual([
          '/assets/search-page-1.js',
        ]);
        continue;
      }
      expect(places.map(([, href]) => href)).toEqual([target]);
      expect(places[0]!.index > main).toBe(layout === 'home' || layout === 'not-found');
      expect(html.match(/ id="q"/g)?.length).toBe(1);
      // What is loaded later is named in data alone.
      expect([...html.matchAll(/<script src="([^"]*)"/g)].map(([, src]) => src)).toEqual([
        '/assets/every-page-1.js',
      ]);
    }
  });

  test('a box tells its scripts where everything is, stands in no form, and is a link without JavaScript', () => {
    const html = render(smallSite(), '/about/', { basePath: '/base' });
    expect(html).toContain(
      'data-search-box data-target="/base/search/" data-language="en" data-root="/base/search/en/root.js" data-base="/base" data-engine="/base/assets/search-engine-1.js" data-worker="/base/assets/search-worker-1.js" data-suggestions="/base/assets/suggestions-1.js" data-marks="/base/assets/mark-words-1.js"',
    );
    const [, texts = ''] = /data-texts="([^"]*)"/.exec(html) ?? [];
    expect(JSON.parse(words(texts))['suggest.all']).toBe('Search for “{query}”');
    expect(html).toMatch(
      /<label for="q"[^>]*>Search this site<\/label>\s*<div[^>]*>\s*<input [^>]*id="q" disabled/,
    );
    expect(html).toMatch(/<noscript><a [^>]*href="\/base\/search\/">Go to search<\/a><\/noscript>/);
    expect(html).not.toContain('<form');
    expect(html).not.toContain('data-texts-language');
  });

  test('texts of scripts that a language lacks are marked as what they are', () => {
    const files = smallSiteInThreeLanguages();
    const pages = plan(Object.fromEntries(Object.entries(files).filter(([path]) => path !== 'i18n/th.yaml')));
    expect(rendered(pages, '/th/')).toContain('data-texts-language="en" data-texts-direction="ltr"');
  });
});

describe('home', () => {
  test('leads with the newest item and its summary, then the rest, then the ways in', () => {
    const html = render(smallSite(), '/');
    const text = words(html.slice(html.indexOf('<main')));
    const order = [
      'News for a test',
      'A short note',
      'A note that belongs to no country and no topic.',
      'Second meeting: what changed',
      'Workshop brings judges together',
      'Countries',
      'Topics',
      'Resources',
      'Inquiry Corner',
    ];
    const places = order.map((one) => text.indexOf(one));
    expect(places.every((place) => place >= 0)).toBe(true);
    expect([...places].sort((a, b) => a - b)).toEqual(places);
  });

  test('a tree without news shows what it has', () => {
    const { site: _, ...files } = {
      ...smallSite(),
      'resources/handbook.fa.md': smallSite()['resources/handbook.md']!,
      site: '',
    };
    const html = render(files, '/fa/');
    expect(html).not.toContain('class="front"');
    expect(html).not.toContain('application/rss+xml');
    expect(html).toContain('href="/fa/resources/handbook/"');
  });
});

test('rendering again gives the same bytes', () => {
  const files = smallSiteInThreeLanguages();
  const first = [...plan(files).values()].map((page) => printPage(page));
  expect([...plan(files).values()].map((page) => printPage(page))).toEqual(first);
});

test('a layout reads nothing but the view: that of another site prints it the same', () => {
  const pages = [...plan(smallSiteInThreeLanguages()).values()];
  const others = new Map<string, PlannedPage>();
  const elsewhere = plan(
    { ...smallSite(), 'site.yaml': smallSite()['site.yaml']!.replace('Lantern Test News', 'Another Paper') },
    { basePath: '/elsewhere', nowMs: 0, isPreview: true, showDrafts: true },
  );
  for (const page of elsewhere.values()) others.set(page.layout, page);
  const compared = pages.filter((page) => others.has(page.layout));
  expect(new Set(compared.map(({ layout }) => layout)).size).toBeGreaterThan(8);
  for (const page of compared) {
    const view = page.makeView();
    const html = others.get(page.layout)!.print(view);
    expect(html).toBe(printPage(page));
    expect(html).not.toContain('Another Paper');
    expect(page.print(view)).toBe(html);
  }
});

test('a view tells all that a page shows: the same content gives the same fingerprints, another clock or address others', () => {
  const files = smallSiteInThreeLanguages();
  const fingerprints = (changed: Partial<BuildOptions> = {}) =>
    [...plan(files, changed).values()].map((page) => fingerprintOf(page.makeView()));
  const first = fingerprints();
  expect(new Set(first).size).toBe(first.length);
  expect(fingerprints()).toEqual(first);
  expect(fingerprints({ nowMs: noon2020 + 1 })).toEqual(first);
  const moved = fingerprints({ basePath: '/below' });
  expect(moved.filter((fingerprint, i) => fingerprint === first[i])).toEqual([]);
});

test('pages whose views have one fingerprint have the same bytes', () => {
  const files = smallSiteInThreeLanguages();
  const before = plan(files);
  const edits: Files[] = [
    { ...files, 'news/2010/extra.md': news('2010-03-04') },
    { ...files, 'news/2007/workshop.md': files['news/2007/workshop.md']!.replace('title: ', 'title: New ') },
    { ...files, 'news/2007/workshop.md': `${files['news/2007/workshop.md']}\nOne more line.\n` },
  ];
  for (const edit of edits) {
    let kept = 0;
    for (const [permalink, page] of plan(edit)) {
      const old = before.get(permalink);
      if (old === undefined || fingerprintOf(old.makeView()) !== fingerprintOf(page.makeView())) continue;
      kept += 1;
      expect(printPage(page)).toBe(printPage(old));
    }
    expect(kept).toBeGreaterThan(0);
  }
});

describe('forms', () => {
  const forms = `forms:
  newsletter: netlify
  inquiry: netlify
  email: desk@lantern.example
  phone: "+00 (0) 123 456"
  text:
    en: Come to the <desk> & ask.
    th: มาที่โต๊ะ
`;
  function withForms(changed = forms): Record<string, string> {
    const files = smallSiteInThreeLanguages();
    files['site.yaml'] += changed;
    for (const [slug, tag, title] of [
      ['contact', 'th', 'ติดต่อเรา'],
      ['contact', 'ar', 'اتصل بنا'],
      ['subscribe', 'th', 'รับข่าว'],
      ['subscribe', 'ar', 'المتابعة'],
    ])
      files[`pages/${slug}.${tag}.md`] = `---\ntitle: ${title}\n---\n\n${title}\n`;
    return files;
  }
  /** The page as a folder that opens from file:// has it. */
  function inFolder(html: string, permalink: string): string {
    return pageForFolder(html, `${permalink.slice(1)}index.html`, {
      files: new Set(),
      origin: 'https://lantern.example',
      basePath: '/base',
      exitPage: 'exit.html',
    });
  }
  const trees: [string, string][] = [
    ['en', ''],
    ['th', '/th'],
    ['ar', '/ar'],
  ];

  describe.each(trees)('in %s', (language, tree) => {
    const pages = plan(withForms(), { basePath: '/base' });

    test('are found by the host without a script, and are thanked for by a page of their own', () => {
      for (const [kind, slug] of [
        ['inquiry', 'contact'],
        ['newsletter', 'subscribe'],
      ]) {
        const html = rendered(pages, `${tree}/${slug}/`);
        const [form] = /<form [\s\S]*?<\/form>/.exec(html)!;
        const thanks = `${tree}/${slug}/thanks/`;
        expect(form).toContain(
          `<form name="${kind}-${language}" method="post" action="/base${thanks}" data-netlify="true" netlify-honeypot="bot-field" data-site-only>`,
        );
        expect(form).toContain(`<input type="hidden" name="form-name" value="${kind}-${language}">`);
        expect(form).toMatch(/<p hidden>.*name="bot-field"/);
        const page = pages.get(thanks)!;
        expect(page.isListed).toBe(false);
        expect(printPage(page)).toContain('content="noindex"');
        expect(words(printPage(page))).toContain('Lantern Test Desk');
        expect(printPage(page)).toContain(`href="/base${tree}/${slug}/"`);
      }
    });

    test('ask for no more than they need, and label and name each field', () => {
      const fields = (slug: string) =>
        [
          ...rendered(pages, `${tree}/${slug}/`).matchAll(
            /<(?:input|textarea) id="(\w+)" name="(\w+)"([^>]*)>/g,
          ),
        ].map(([, id, name, rest]) => [
          id,
          name,
          / required/.test(rest!),
          /autocomplete="(\w+)"/.exec(rest!)?.[1],
        ]);
      expect(fields('contact')).toEqual([
        ['form_message', 'message', true, 'off'],
        ['form_name', 'name', false, 'name'],
        ['form_email', 'email', false, 'email'],
      ]);
      expect(fields('subscribe')).toEqual([['form_email', 'email', true, 'email']]);
      for (const id of ['form_message', 'form_name', 'form_email'])
        expect(rendered(pages, `${tree}/contact/`)).toContain(`<label for="${id}">`);
    });

    test('say where the data goes, and name the other ways, as the settings have them', () => {
      for (const slug of ['contact', 'subscribe']) {
        const html = rendered(pages, `${tree}/${slug}/`);
        const form = /<form [\s\S]*?<\/form>/.exec(html)![0];
        expect(words(form)).toMatch(/Netlify[\s\S]*Lantern Test Desk/);
        expect(html).toContain('<a href="mailto:desk@lantern.example">');
        expect(html).toContain('<a href="tel:+00123456">');
        expect(words(html)).toContain(language === 'th' ? 'มาที่โต๊ะ' : 'Come to the <desk> & ask.');
      }
    });

    test('and their thanks are valid HTML', async () => {
      const validator = new HtmlValidate(
        new StaticConfigLoader({
          extends: ['html-validate:recommended'],
          elements: ['html5'],
          rules: { 'long-title': 'off', 'valid-id': ['error', { relaxed: true }] },
        }),
      );
      for (const path of ['contact/', 'subscribe/', 'contact/thanks/', 'subscribe/thanks/']) {
        const html = rendered(pages, `${tree}/${path}`);
        const copies = isSiteOnly(html) ? [] : [inFolder(html, `${tree}/${path}`)];
        for (const text of [html, ...copies]) {
          const { results } = await validator.validateString(text, path);
          expect(results.flatMap(({ messages }) => messages)).toEqual([]);
        }
      }
    });

    test('give way to the other ways in a copy that nothing can be sent from', () => {
      for (const slug of ['contact', 'subscribe']) {
        const html = rendered(pages, `${tree}/${slug}/`);
        const copy = inFolder(html, `${tree}/${slug}/`);
        expect(copy).not.toMatch(/<form|data-netlify|<textarea|<p[^>]* hidden/);
        // The header has the search box.
        expect(copy.slice(copy.indexOf('<main'))).not.toContain('<input');
        for (const way of ['mailto:desk@lantern.example', 'tel:+00123456']) expect(copy).toContain(way);
        // The sentence in the form's place: hidden on the web, shown in the copy.
        const [, sentence = ''] = /<p data-folder-only hidden>(.*?)<\/p>/.exec(html)!;
        expect(copy).toMatch(new RegExp(`<p data-folder-only ?>${sentence}</p>`));
        expect(isSiteOnly(rendered(pages, `${tree}/${slug}/thanks/`))).toBe(true);
        expect(isSiteOnly(html)).toBe(false);
      }
    });
  });

  test('are promised where they are, and nowhere else', () => {
    const invitation = 'Sign up for our newsletter';
    expect(render(withForms(), '/')).toContain(invitation);
    const html = render(withForms(''), '/');
    expect(html).not.toContain(invitation);
    expect(html).toMatch(/<ul>(?:(?!<\/ul>)[\s\S])*<li><a href="\/subscribe\/">How to subscribe<\/a><\/li>/);
  });

  test('have names and fields that no two share', () => {
    const names = [...plan(withForms()).values()].flatMap((page) =>
      [...printPage(page).matchAll(/<form name="(.*?)"/g)].map(([, name]) => name),
    );
    expect(names.sort()).toEqual([
      ...['inquiry-ar', 'inquiry-en', 'inquiry-th', 'newsletter-ar', 'newsletter-en', 'newsletter-th'],
    ]);
  });

  test('are nowhere unless they are turned on', () => {
    for (const settings of ['', 'forms:\n  newsletter: none\n']) {
      const pages = plan(withForms(settings));
      for (const [permalink, page] of pages) {
        expect(permalink).not.toContain('thanks');
        expect(printPage(page)).not.toContain('<form');
      }
    }
    const one = plan(withForms('forms:\n  inquiry: netlify\n  email: a@b.example\n'));
    expect(rendered(one, '/contact/')).toContain('<form');
    expect(rendered(one, '/subscribe/')).not.toContain('<form');
  });

  test('of a language without texts of its own are marked as the site’s language', () => {
    const files = withForms();
    files['pages/contact.fa.md'] = '---\ntitle: تماس\n---\n\nمتن\n';
    const html = render(files, '/fa/contact/');
    expect(html).toContain('name="inquiry-fa"');
    expect(html).toContain('<label for="form_message"><span lang="en" dir="ltr">Your message</span></label>');
  });
});

describe('the map of a home page', () => {
  const map: RegionMap = {
    width: 640,
    height: 500,
    land: 'm0 0 10 0 0 10z',
    borders: 'm5 5 9 9',
    countries: [
      { code: 'MM', path: 'm20 20 9 0 0 9z', name: { x: 24, y: 24, room: 80 } },
      { code: 'TH', path: 'm40 40 9 0 0 9z', name: { x: 44, y: 44, room: 20 } },
      { code: 'PW', target: { x: 90, y: 90, reach: 12 } },
    ],
  };
  const home = (files: Files, permalink = '/') => rendered(plan(files, {}, map), permalink);
  const svgOf = (html: string) => /<figure class="map">[\s\S]*?<\/figure>/.exec(html)?.[0] ?? '';

  test('has a link for each country with a page, named with its number of items, in the order of the list', () => {
    const html = home(smallSite());
    expect([...svgOf(html).matchAll(/<a href="([^"]*)"><title>([^<]*)/g)].map(([, ...link]) => link)).toEqual(
      [
        ['/countries/burma/', 'Burma, 2 items'],
        ['/countries/thailand/', 'Thailand, 2 items'],
      ],
    );
    const side = /<div class="map-side"[\s\S]*?<\/div>/.exec(html)?.[0] ?? '';
    expect([...side.matchAll(/href="([^"]*)"/g)].map(([, href]) => href)).toEqual([
      '/countries/burma/',
      '/countries/thailand/',
    ]);
    expect(words(html)).toContain('Borders: Natural Earth');
  });

  test('writes a name where there is room for it, and hides it from screen readers, who have heard it', () => {
    const svg = svgOf(home(smallSite()));
    expect(svg).toContain('<g class="map-names" aria-hidden="true"><text x="24" y="24">Burma</text></g>');
  });

  test('shows a country without a page as land, and one that is only a dot not at all', () => {
    const files = smallSite();
    files['vocabulary/countries.yaml'] += '- slug: palau\n  name: { en: Palau }\n  iso: PW\n';
    const svg = svgOf(home({ ...files, 'news/2010/x.md': news('2010-01-01') }));
    expect(svg).not.toContain('circle');
    const more = svgOf(home({ ...files, 'news/2010/x.md': news('2010-01-01', 'countries: [palau]\n') }));
    expect(more).toMatch(
      /<title>Palau, 1 item<\/title><circle class="map-target" cx="90" cy="90" r="12"\/><circle cx="90" cy="90" r="5"\/>/,
    );
  });

  test('a country off the map stands in a list of its own', () => {
    const files = smallSite();
    files['vocabulary/countries.yaml'] += '- slug: peru\n  name: { en: Peru }\n  iso: PE\n';
    const html = home({ ...files, 'news/2010/x.md': news('2010-01-01', 'countries: [peru]\n') });
    expect(svgOf(html)).not.toContain('Peru');
    expect(words(html)).toMatch(/Other countries\s*Peru/);
  });

  test('a name that the page’s language lacks is said in its own, without a number in another', () => {
    const html = home(smallSiteInThreeLanguages(), '/th/');
    for (const [, attributes, label] of svgOf(html).matchAll(/<a href="[^"]*"([^>]*)><title>([^<]*)/g)) {
      if (attributes === '') expect(label).toMatch(/ \d+ รายการ$/);
      else
        expect([attributes, label]).toEqual([' lang="en" dir="ltr"', expect.stringMatching(/^[A-Z][a-z]+$/)]);
    }
    expect(svgOf(html)).toMatch(/<text x="24" y="24"( lang="en" dir="ltr")?>[^<]+<\/text>/);
    expect(svgOf(html)).not.toContain('<bdi');
  });

  test('there is none when no country with a page lies in the region, nor without the setting', () => {
    const noCountries = { ...map, countries: [] };
    expect(rendered(plan(smallSite(), {}, noCountries), '/')).not.toContain('<svg class="map');
    expect(render(smallSite(), '/')).not.toContain('<svg class="map');
  });
});

describe('a home page without much to show', () => {
  const few = (keep: RegExp): Record<string, string> =>
    Object.fromEntries(
      Object.entries(smallSite()).filter(([path]) => !path.startsWith('news/') || keep.test(path)),
    );

  test('with one item gives it the whole width: there is no list of latest', () => {
    const html = render(few(/workshop/), '/');
    expect(html).toContain('class="lead"');
    expect(html).not.toContain('class="latest"');
  });

  test('without news begins with what there is', () => {
    const html = render(few(/^$/), '/');
    expect(html).not.toContain('class="front"');
    expect(html).toContain('id="home_resources_title"');
  });
});
