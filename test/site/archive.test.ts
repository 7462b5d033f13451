// The site carried away: the archive of the demo site, unpacked, opened from file:// in two browsers that reach no
// network, and compared with the same site served.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser as Chromium } from 'playwright-core';
import type { Browser as Firefox } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoSite } from '../support/build-demo-site.ts';
import { launchChromium } from '../support/chromium.ts';
import { launchFirefox, watchedFirefoxPage } from '../support/firefox.ts';
import { hashFolder, listFiles, writeFiles } from '../support/folder.ts';
import { type NetworkWatch, watchNetwork } from '../support/network-watch.ts';
import { runScript } from '../support/run.ts';
import { askInPage, type Shown } from '../support/search-page.ts';
import { type ServedSite, serveSite } from '../support/serve.ts';
import { deadLinks } from '../support/site-links.ts';
import { unzip } from '../support/unzip.ts';

// The folder's name holds what file names hold in real life: a space, a hash, a percent sign, another script.
const work = '.cache/test/archive';
const output = demoSite;
const folder = `${work}/kept #1 50% สำเนา`;
const item = 'news/workshop-to-review-burmas-draft-national-plan-of-action/index.html';
const queries = [
  'trafficking',
  'forced labour',
  'naypyitaw workshop national plan of action',
  'burma',
  'víctims',
  '"human rights"',
  '+thailand -fishing',
  'title:universal',
  'fish*',
  'xyzzyplugh',
];

/** Addresses below the site alone, so that served and unpacked compare. */
function below(found: Shown, root: string): Shown {
  return { ...found, results: found.results.map((text) => text.replace(root, '/')) };
}

const fileUrl = (path: string) => pathToFileURL(join(folder, path)).href;
let served: ServedSite;
let network: NetworkWatch;
let expected: Shown[];
let chromium: Chromium;

beforeAll(async () => {
  rmSync(work, { recursive: true, force: true });
  const [zip] = readdirSync(`${output}/download`).filter((name) => name.endsWith('.zip'));
  writeFiles(folder, await unzip(readFileSync(`${output}/download/${zip}`)));
  served = await serveSite(output);
  network = await watchNetwork();
  const plain = await launchChromium();
  const page = await plain.newPage();
  await page.goto(`${served.origin}/search/`);
  expected = [];
  for (const query of queries) expected.push(await page.evaluate(askInPage, query));
  await plain.close();
  expect(expected.filter(({ results }) => results.length > 0).length).toBe(queries.length - 1);
  chromium = await launchChromium([
    `--proxy-server=http://127.0.0.1:${network.port}`,
    '--proxy-bypass-list=<-loopback>',
  ]);
});
afterAll(async () => {
  await Promise.all([chromium?.close(), served?.stop(), network?.stop()]);
});

describe('the archive', () => {
  test('holds the very folder that the archive command writes', async () => {
    const other = `${work}/folder`;
    const outcome = await runScript('archive', ['--folder', other, '--output', output]);
    expect(outcome.stderr).toBe('');
    expect(outcome.status).toBe(0);
    expect(hashFolder(folder)).toBe(hashFolder(other));
  });

  test('holds no link that leads nowhere, and none that needs a server', () => {
    // Links to the published site are absolute: what is left is the folder's own.
    expect(deadLinks(folder, 'https://folder.invalid')).toEqual([]);
    for (const path of listFiles(folder).filter((name) => name.endsWith('.html'))) {
      const html = readFileSync(join(folder, path), 'utf8');
      expect(html, path).not.toMatch(/(?:href|src|data-\w+)="(?:\/|[^":]*\/["#])/);
    }
  });

  test('lists the checksum of every file', () => {
    const lines = readFileSync(join(folder, 'SHA256SUMS'), 'utf8').trimEnd().split('\n');
    const files = listFiles(folder).filter((path) => path !== 'SHA256SUMS');
    const sums = files.map((path) => {
      return `${createHash('sha256')
        .update(readFileSync(join(folder, path)))
        .digest('hex')}  ${path}`;
    });
    expect(lines.toSorted()).toEqual(sums.toSorted());
  });

  test('is described by a page of the site in every language, which it does not hold itself', () => {
    const [zip] = readdirSync(`${output}/download`).filter((name) => name.endsWith('.zip'));
    const sum = createHash('sha256')
      .update(readFileSync(`${output}/download/${zip}`))
      .digest('hex');
    for (const tree of ['', 'th/', 'ar/']) {
      const page = readFileSync(`${output}/${tree}download/index.html`, 'utf8');
      expect(page).toContain(sum);
      expect(page).toContain(`href="/download/${zip}"`);
      expect(readFileSync(`${output}/${tree}index.html`, 'utf8')).toContain(`href="/${tree}download/"`);
      expect(readFileSync(join(folder, `${tree}index.html`), 'utf8')).not.toContain('download/');
    }
    expect(listFiles(folder).filter((path) => path.includes('download'))).toEqual([]);
  });
});

describe('from file:// in Chromium', () => {
  test('the pages are whole, the links work, and nothing asks the network', async () => {
    const page = await chromium.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('requestfailed', (request) => {
      // What the reader left behind by going on is no failure of the folder.
      const why = request.failure()?.errorText;
      if (why !== 'net::ERR_ABORTED') complaints.push(`${why}: ${request.url()}`);
    });
    await page.goto(fileUrl('index.html'));
    expect(await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)).not.toBe(
      'rgba(0, 0, 0, 0)',
    );
    await page.getByRole('link', { name: 'News', exact: true }).first().click();
    await page.getByRole('link', { name: /2007/ }).first().click();
    await page.goto(fileUrl(item));
    expect(await page.locator('h1').textContent()).toContain('Workshop');
    await page.locator('a.exit').click();
    expect(page.url()).toBe(fileUrl('12x12.html'));
    expect(await page.locator('td').last().textContent()).toBe('144');
    expect(complaints).toEqual([]);
    expect(network.requests).toEqual([]);
    await page.close();
  });

  test('search finds what it finds on the web, from its page and from the box', async () => {
    const page = await chromium.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(fileUrl('search/index.html'));
    const root = `${new URL(fileUrl('')).pathname}/`;
    for (const [number, query] of queries.entries()) {
      expect(below(await page.evaluate(askInPage, query), root)).toEqual(expected[number]);
    }
    await page.goto(fileUrl('index.html'));
    await page.locator('main [data-search-box] input').fill('peonage');
    await page.locator('main [data-search-box] input').press('Enter');
    await page.locator('[data-results] a').first().click();
    expect(await page.locator('h1').textContent()).toMatch(/peonage/i);
    await page.goto(fileUrl('th/search/index.html'));
    const thai = await page.evaluate(askInPage, 'แรงงานบังคับ');
    expect(thai.results.length).toBeGreaterThan(0);
    await page.locator('[data-results] a').first().click();
    expect(await page.locator('html').getAttribute('lang')).toBe('th');
    expect(complaints).toEqual([]);
    expect(network.requests).toEqual([]);
    await page.close();
  });

  test('the watch would have seen a request', async () => {
    const page = await chromium.newPage();
    await page.goto('http://site.invalid/').catch(() => undefined);
    expect(network.requests.splice(0)).not.toEqual([]);
    await page.close();
  });
});

describe('from file:// in Firefox', () => {
  let firefox: Firefox;
  let own: NetworkWatch;

  beforeAll(async () => {
    own = await watchNetwork();
    firefox = await launchFirefox({
      // Each file an origin of its own, as readers have it: the driver turns that off.
      'security.fileuri.strict_origin_policy': true,
      'network.proxy.type': 1,
      'network.proxy.http': '127.0.0.1',
      'network.proxy.http_port': own.port,
      'network.proxy.ssl': '127.0.0.1',
      'network.proxy.ssl_port': own.port,
      'network.proxy.no_proxies_on': '',
      'network.proxy.allow_hijacking_localhost': true,
    });
  });
  afterAll(async () => {
    await Promise.all([firefox?.close(), own?.stop()]);
  });

  test('pages, links and search work, and nothing asks the network', async () => {
    const { page, complaints } = await watchedFirefoxPage(firefox);
    await page.goto(fileUrl('index.html'));
    expect(await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)).not.toBe(
      'rgba(0, 0, 0, 0)',
    );
    await page.goto(fileUrl(item));
    expect(await page.$eval('h1', (heading) => heading.textContent)).toContain('Workshop');
    await page.goto(fileUrl('search/index.html'));
    const root = `${new URL(fileUrl('')).pathname}/`;
    for (const [number, query] of queries.entries()) {
      expect(below(await page.evaluate(askInPage, query), root)).toEqual(expected[number]);
    }
    await Promise.all([page.waitForNavigation(), page.$eval('a.exit', (link) => link.click())]);
    expect(page.url()).toBe(fileUrl('12x12.html'));
    expect(complaints).toEqual([]);
    expect(own.requests).toEqual([]);
    await page.goto('http://site.invalid/').catch(() => undefined);
    expect(own.requests).not.toEqual([]);
  });
});
