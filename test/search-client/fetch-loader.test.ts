import { describe, expect, it } from 'vitest';
import { printContainer } from '../../src/search/shard-format.ts';
import { createFetchLoader } from '../../src/search-client/loaders/fetch-loader.ts';

const container = { name: 'en/root', byteLength: 3, base64: 'YWJj' };

function load(answer: () => Response | Promise<Response>, asked: string[] = []): Promise<unknown> {
  const fetcher = async (url: unknown) => {
    asked.push(String(url));
    return answer();
  };
  return createFetchLoader('https://host.example/base/search/', fetcher as typeof fetch)('en/root');
}

describe('a file over http', () => {
  it('is cut out of its script', async () => {
    const asked: string[] = [];
    expect(await load(() => new Response(printContainer(container)), asked)).toEqual(container);
    expect(asked).toEqual(['https://host.example/base/search/en/root.js']);
  });

  it.each([
    ['missing', () => new Response('', { status: 404 })],
    ['missing', () => new Response('', { status: 410 })],
    ['unreachable', () => new Response('', { status: 500 })],
    ['unreachable', () => Promise.reject(new TypeError('Failed to fetch'))],
    ['cut-short', () => new Response(printContainer(container).slice(0, 20))],
    ['foreign', () => new Response('<!doctype html><h1>Welcome</h1>')],
  ] as const)('that is %s says so', async (fault, answer) => {
    await expect(load(answer)).rejects.toMatchObject({ fault, file: 'en/root' });
  });
});

it('what came spoilt is asked for past the browser’s cache, where it may lie for a year', async () => {
  const answers = [
    printContainer(container).slice(0, 20),
    printContainer(container),
    printContainer(container),
  ];
  const caches: (string | undefined)[] = [];
  const fetcher = async (_: unknown, init?: RequestInit) => {
    caches.push(init?.cache);
    return new Response(answers.shift());
  };
  const load = createFetchLoader('https://host.example/search/', fetcher as typeof fetch);
  await expect(load('en/root')).rejects.toMatchObject({ fault: 'cut-short' });
  expect(await load('en/root', true)).toEqual(container);
  await load('en/root');
  expect(caches).toEqual(['default', 'reload', 'default']);
});
