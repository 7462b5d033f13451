// The engine's modules as a worker runs them, shortened names and all, against the client that they are made from.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type BrowserAssets, buildBrowserAssets } from '../../src/build/browser-assets.ts';
import { createSearchClient, type SearchOptions } from '../../src/search-client/client.ts';
import type {
  EngineAnnouncement,
  EngineQuestion,
  EngineReply,
  NumberedQuestion,
} from '../../src/search-client/engine-messages.ts';
import { filesOf, loaderOf } from '../search-client/indexed-texts.ts';
import { thousandPosts } from '../search-client/thousand-posts.ts';
import { writeFiles } from '../support/folder.ts';

const origin = 'https://news.example';
const index = filesOf(thousandPosts().slice(-300));

const folder = mkdtempSync(join(tmpdir(), 'offprint-test-'));
let assets: BrowserAssets;
let ask: (question: EngineQuestion) => Promise<EngineReply>;
beforeAll(async () => {
  assets = await buildBrowserAssets();
  writeFiles(folder, { 'package.json': '{"type":"module"}' });
  writeFiles(
    folder,
    Object.fromEntries(assets.files.map((file) => [file.path, 'contents' in file ? file.contents : ''])),
  );
  ask = await startWorker(pathToFileURL(join(folder, assets.paths.searchWorker)).href);
  await ask({ kind: 'start', language: 'en', folder: `${origin}/search/` });
});
afterAll(() => {
  vi.unstubAllGlobals();
  rmSync(folder, { recursive: true });
});

/** Runs the worker's module here, with what it needs of a worker's scope. */
async function startWorker(address: string): Promise<typeof ask> {
  let listen: ((event: { data: NumberedQuestion }) => void) | undefined;
  const waiting = new Map<number, (reply: EngineReply) => void>();
  vi.stubGlobal('addEventListener', (_type: string, listener: typeof listen) => {
    listen = listener;
  });
  vi.stubGlobal('postMessage', (announcement: EngineAnnouncement) => {
    if ('reply' in announcement) waiting.get(announcement.number)?.(structuredClone(announcement.reply));
  });
  vi.stubGlobal('fetch', async (url: string) => {
    const text = index.get(url.slice(origin.length + 1));
    return new Response(text ?? '', { status: text === undefined ? 404 : 200 });
  });
  await import(/* @vite-ignore */ address);
  return (question) =>
    new Promise((resolve) => {
      const number = waiting.size + 1;
      waiting.set(number, resolve);
      listen?.({ data: structuredClone({ number, question }) });
    });
}

describe('the modules of a worker', () => {
  const client = createSearchClient({ language: 'en', load: loaderOf(index) });
  const queries: readonly [string, SearchOptions][] = [
    ['trafficking', { limit: 5 }],
    ['the', {}],
    ['', {}],
    ['forced labor', { limit: 5, excerpts: true }],
    ['forced xyzzyplugh', { limit: 5 }],
    ['secretary report to congress', { limit: 3, offset: 2, excerpts: true }],
    ['"human rights"', { limit: 5, excerpts: true }],
    ['"rights human" labor', { limit: 5 }],
    ['víctims', { limit: 5, excerpts: true }],
    ['แรงงาน', { limit: 5, excerpts: true }],
    ['+person -labor', { limit: 5 }],
    ['-labor', { limit: 5 }],
    ['title:trafficking^3 labor', { limit: 5, excerpts: true }],
    ['child*', { limit: 5 }],
    ['*tion', { limit: 5 }],
    ['traficking~1', { limit: 5, excerpts: true }],
    ['trafficking~99', {}],
    ['unknown:field +', {}],
    ['person', { limit: 5, lunr: true }],
    ['person', { limit: 5, filters: { kind: 'news' } }],
    ['person', { limit: 5, filters: { country: 'nowhere' } }],
  ];
  it.each(queries)('answer as the client does: %s %o', async (query, options) => {
    const answer = await client.search(query, options);
    expect(await ask({ kind: 'search', query, options })).toEqual({ kind: 'answer', answer });
  });

  it('bring the whole index, and answer from it', async () => {
    const { wholeBytes } = await client.preload();
    expect(await ask({ kind: 'preload' })).toEqual({ kind: 'ready', wholeBytes });
    expect(await ask({ kind: 'download' })).toEqual({ kind: 'ready' });
    vi.stubGlobal('fetch', () => Promise.reject(new Error('offline')));
    await client.downloadWhole();
    const options = { limit: 5, excerpts: true };
    const answer = await client.search('slavery', options);
    expect(await ask({ kind: 'search', query: 'slavery', options })).toEqual({ kind: 'answer', answer });
  });
});
