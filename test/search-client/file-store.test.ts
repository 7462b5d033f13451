import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Container } from '../../src/search/shard-format.ts';
import { FileStore } from '../../src/search-client/file-store.ts';
import { IndexFileError } from '../../src/search-client/index-file-error.ts';

/** Files that hold their own name, each of which decodes to so many bytes. */
function storeOf(maxBytes?: number) {
  const loads: string[] = [];
  const broken = new Set<string>();
  let running = 0;
  let mostRunning = 0;
  const load = async (name: string, wasSpoilt = false): Promise<Container> => {
    loads.push(wasSpoilt ? `${name}, past the cache` : name);
    running += 1;
    mostRunning = Math.max(mostRunning, running);
    await Promise.resolve();
    running -= 1;
    if (broken.has(name)) throw new IndexFileError('missing', name);
    const payload = Buffer.from(name);
    return { name, byteLength: payload.length, base64: deflateSync(payload).toString('base64') };
  };
  const store = new FileStore(load, maxBytes);
  const get = (name: string, size = 10) =>
    store.get(
      name,
      (payload) => new TextDecoder().decode(payload),
      () => size,
    );
  return { store, get, loads, broken, mostRunning: () => mostRunning };
}

describe('a file', () => {
  it('is loaded once, however many ask for it', async () => {
    const { get, loads } = storeOf();
    expect(await Promise.all([get('a'), get('a')])).toEqual(['a', 'a']);
    expect(await get('a')).toBe('a');
    expect(loads).toEqual(['a']);
  });

  it('that failed is forgotten, for all who asked, and tried again', async () => {
    const { get, loads, broken, store } = storeOf();
    broken.add('a');
    const asked = await Promise.allSettled([get('a'), get('a')]);
    expect(asked.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    broken.clear();
    expect(await get('a')).toBe('a');
    expect(loads).toEqual(['a', 'a']);
    expect(store.heldBytes).toBe(10);
  });

  it('that does not decode is cut short, and is tried again', async () => {
    const { store, loads } = storeOf();
    const spoilt = () => {
      throw new RangeError('no');
    };
    const fault = { name: 'IndexFileError', fault: 'cut-short', file: 'a' };
    await expect(store.get('a', spoilt, () => 1)).rejects.toMatchObject(fault);
    await expect(store.get('a', spoilt, () => 1)).rejects.toMatchObject(fault);
    // A browser may keep a spoilt file for a year.
    expect(loads).toEqual(['a', 'a, past the cache']);
    await store.get(
      'a',
      () => 'good',
      () => 1,
    );
    store.forget('a');
    await store.get(
      'a',
      () => 'good',
      () => 1,
    );
    expect(loads).toEqual(['a', 'a, past the cache', 'a, past the cache', 'a']);
  });
});

describe('what is held', () => {
  it('is bounded: the longest unused leaves first', async () => {
    const { get, store, loads } = storeOf(30);
    for (const name of ['a', 'b', 'c']) await get(name);
    await get('a');
    await get('d');
    expect(store.heldBytes).toBe(30);
    for (const name of ['a', 'c', 'd']) await get(name);
    expect(loads).toEqual(['a', 'b', 'c', 'd']);
    await get('b');
    expect(loads).toEqual(['a', 'b', 'c', 'd', 'b']);
  });

  it('is at least the newest, however large', async () => {
    const { get, store } = storeOf(30);
    await get('a');
    await get('large', 1000);
    expect(store.heldBytes).toBe(1000);
    await get('b');
    expect(store.heldBytes).toBe(10);
  });

  it('counts nothing for what was forgotten on its way', async () => {
    const { get, store } = storeOf();
    const asked = get('a');
    store.forget('a');
    expect(await asked).toBe('a');
    expect(store.heldBytes).toBe(0);
  });
});

describe('many files at once', () => {
  it('come some at a time', async () => {
    const { get, mostRunning } = storeOf();
    const names = Array.from({ length: 200 }, (_, i) => `${i}`);
    expect(await Promise.all(names.map((name) => get(name)))).toEqual(names);
    expect(mostRunning()).toBeLessThanOrEqual(24);
  });
});

describe('a file that is kept', () => {
  it('is not loaded again, though what was decoded of it has left', async () => {
    const { get, store, loads } = storeOf(10);
    expect((await store.keep('a', (payload) => payload.length)).value).toBe(1);
    await get('a');
    await get('b');
    await get('a');
    await store.keep('a');
    expect(loads).toEqual(['a', 'b']);
  });

  it('is asked for past the cache when it came spoilt, as any other file is', async () => {
    const { store, loads } = storeOf();
    const spoilt = () => {
      throw new RangeError('no');
    };
    await expect(store.keep('a', spoilt)).rejects.toMatchObject({ fault: 'cut-short', file: 'a' });
    await store.keep('a');
    expect(loads).toEqual(['a', 'a, past the cache']);
  });

  it('leaves with an index that is gone', async () => {
    const { get, store, loads } = storeOf();
    await store.keep('old');
    await store.keep('new');
    store.keepOnly(new Set(['new']));
    await get('new');
    await get('old');
    expect(loads).toEqual(['old', 'new', 'old']);
  });
});
