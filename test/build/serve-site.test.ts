import { symlinkSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { describe, expect, onTestFinished, test } from 'vitest';
import { SurroundingsError } from '../../src/build/command-line.ts';
import { readHostRules } from '../../src/build/host-rules.ts';
import { listen, siteListener } from '../../src/build/serve-site.ts';
import { temporaryFolder, writeFiles } from '../support/folder.ts';

const page = `<!doctype html><title>ü</title>${'<p>text</p>'.repeat(200)}`;
const rules = readHostRules(
  '[[headers]]\nfor = "/*"\nvalues = { X-Frame-Options = "DENY" }\n[[headers]]\nfor = "/assets/*"\nvalues = { Cache-Control = "immutable" }\n',
  '/old/ /news/ 301\n/base/whole/ /base/news/ 301!\n/news/ /forced/ 302!\n/index.html /never/\n',
);

interface Answer {
  status: number;
  headers: Record<string, string>;
  body: Buffer;
}

/** Asks with the path exactly as written: fetch would tidy `..` away. */
type Ask = (
  path: string,
  headers?: Record<string, string>,
  method?: string,
  sent?: string,
) => Promise<Answer>;

async function serve(basePath = ''): Promise<Ask & { folder: string }> {
  const folder = join(temporaryFolder(), 'site');
  writeFiles(folder, {
    'index.html': page,
    'about/index.html': page,
    'th/ข่าว/index.html': page,
    '404.html': 'not here',
    'assets/a.js': `let a;${' '.repeat(1000)}`,
    'feed.xml': '<rss/>',
    'paper.pdf': 'x'.repeat(5000),
    'news/index.html': page,
    '../secret.txt': 'secret',
    '../site-private/secret.txt': 'secret',
  });
  const server = createServer(siteListener({ folder, basePath, rules }));
  const port = await listen(server, 0, false);
  onTestFinished(() => void server.close());
  const ask: Ask = (path, headers = {}, method = 'GET', sent) =>
    new Promise((resolve, reject) => {
      request({ host: '127.0.0.1', port, path, method, headers, agent: false }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers as Record<string, string>,
            body: Buffer.concat(chunks),
          }),
        );
      })
        .on('error', reject)
        .end(sent);
    });
  return Object.assign(ask, { folder });
}

describe('a served site', () => {
  test('a page comes with its type, the headers of the rules, and the host’s default caching', async () => {
    const ask = await serve();
    const { status, headers, body } = await ask('/about/');
    expect(status).toBe(200);
    expect(body.toString()).toBe(page);
    expect(headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'x-frame-options': 'DENY',
      'cache-control': 'public, max-age=0, must-revalidate',
      'content-length': String(Buffer.byteLength(page)),
    });
    expect((await ask('/assets/a.js')).headers).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'immutable',
    });
    expect((await ask('/feed.xml')).headers['content-type']).toMatch(/xml; charset=utf-8$/);
    expect((await ask('/paper.pdf')).headers['content-type']).toBe('application/pdf');
  });

  test('text is compressed as the reader accepts, other files are not', async () => {
    const ask = await serve();
    const brotli = await ask('/', { 'accept-encoding': 'gzip, deflate, br' });
    expect(brotli.headers).toMatchObject({ 'content-encoding': 'br', vary: 'Accept-Encoding' });
    expect(brotliDecompressSync(brotli.body).toString()).toBe(page);
    const zipped = await ask('/', { 'accept-encoding': 'br;q=0, gzip' });
    expect(zipped.headers['content-encoding']).toBe('gzip');
    expect(gunzipSync(zipped.body).toString()).toBe(page);
    expect((await ask('/')).headers['content-encoding']).toBeUndefined();
    expect(
      (await ask('/paper.pdf', { 'accept-encoding': 'br' })).headers['content-encoding'],
    ).toBeUndefined();
  });

  test('what a reader has already is not sent again', async () => {
    const ask = await serve();
    const { etag } = (await ask('/', { 'accept-encoding': 'br' })).headers;
    const again = await ask('/', { 'accept-encoding': 'br', 'if-none-match': `"other", W/${etag}` });
    expect(again.status).toBe(304);
    expect(again.body).toHaveLength(0);
    expect(again.headers['x-frame-options']).toBe('DENY');
    expect((await ask('/', { 'if-none-match': '"other"' })).status).toBe(200);
  });

  test('HEAD tells the length and sends nothing; other methods are refused', async () => {
    const ask = await serve();
    const head = await ask('/', {}, 'HEAD');
    expect(head.headers['content-length']).toBe(String(Buffer.byteLength(page)));
    expect(head.body).toHaveLength(0);
    const post = await ask('/', {}, 'POST');
    expect(post.status).toBe(405);
    expect(post.headers.allow).toBe('GET, HEAD');
  });

  test('a form that is sent gets the page it was sent to; any other POST is refused', async () => {
    const ask = await serve('/base');
    const type = { 'content-type': 'application/x-www-form-urlencoded' };
    const sent = await ask('/base/about/', type, 'POST', 'form-name=inquiry-en&message=x');
    expect([sent.status, sent.body.toString()]).toEqual([200, page]);
    expect((await ask('/base/about/', type, 'POST', 'message=x')).status).toBe(405);
    expect((await ask('/base/about/', type, 'POST', `form-name=a&m=${'x'.repeat(1_000_000)}`)).status).toBe(
      405,
    );
    expect((await ask('/base/about/', {}, 'POST', 'form-name=inquiry-en')).status).toBe(405);
    expect((await ask('/base/nowhere/', type, 'POST', 'form-name=a')).status).toBe(404);
  });

  test('an unknown address gets the site’s 404 page, with its headers', async () => {
    const ask = await serve();
    const { status, body, headers } = await ask('/nowhere/');
    expect(status).toBe(404);
    expect(body.toString()).toBe('not here');
    expect(headers['x-frame-options']).toBe('DENY');
    expect((await ask('/nowhere/', { 'if-none-match': headers.etag! })).status).toBe(404);
  });

  test('a folder without its slash leads to it, with what stands after ?', async () => {
    const ask = await serve();
    const { status, headers } = await ask('/about?x=1');
    expect([status, headers.location]).toEqual([301, '/about/?x=1']);
    const thai = await ask(`/th/${encodeURIComponent('ข่าว')}`);
    expect(thai.headers.location).toBe(`/th/${encodeURIComponent('ข่าว')}/`);
    expect((await ask(thai.headers.location!)).status).toBe(200);
  });

  test('redirects apply where there is no file, forced ones everywhere', async () => {
    const ask = await serve();
    expect(await ask('/old/')).toMatchObject({ status: 301, headers: { location: '/news/' } });
    expect(await ask('/news/')).toMatchObject({ status: 302, headers: { location: '/forced/' } });
    expect((await ask('/index.html')).status).toBe(200);
  });

  test.each([
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/about/../../secret.txt',
    '/../site-private/secret.txt',
    '/..%5csecret.txt',
    '/%00',
    '//etc/passwd',
    '/link/secret.txt',
    '/link.txt',
  ])('%s leads to nothing outside the folder', async (path) => {
    const ask = await serve();
    symlinkSync('..', join(ask.folder, 'link'));
    symlinkSync('../secret.txt', join(ask.folder, 'link.txt'));
    const { status, body } = await ask(path);
    expect(status).toBe(404);
    expect(body.toString()).not.toContain('secret');
  });

  test('an address that cannot be decoded is refused', async () => {
    const ask = await serve();
    expect((await ask('/%zz')).status).toBe(400);
  });

  test('under a base path the site stands there alone', async () => {
    const ask = await serve('/base');
    expect((await ask('/base/about/')).status).toBe(200);
    expect((await ask('/base/about')).headers.location).toBe('/base/about/');
    expect((await ask('/base')).headers.location).toBe('/base/');
    expect((await ask('/')).headers.location).toBe('/base/');
    expect((await ask('/about/')).status).toBe(404);
    expect((await ask('/basement/')).status).toBe(404);
    expect((await ask('/base/old/')).headers.location).toBe('/base/news/');
    // The site's own lines name whole addresses.
    expect((await ask('/base/whole')).headers.location).toBe('/base/news/');
    expect((await ask('/base/assets/a.js')).headers['cache-control']).toBe('immutable');
  });
});

describe('a port', () => {
  test('that is taken is told in a sentence, or the next free one is tried', async () => {
    const first = createServer();
    const port = await listen(first, 0, false);
    onTestFinished(() => void first.close());
    const second = createServer();
    const error: unknown = await listen(second, port, false).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(SurroundingsError);
    expect((error as Error).message).toBe(`port ${port} is taken by another program`);
    const next = await listen(second, port, true);
    onTestFinished(() => void second.close());
    expect(next).toBeGreaterThan(port);
  });
});
