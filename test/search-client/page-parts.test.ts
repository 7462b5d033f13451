import fc from 'fast-check';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { type Asking, askInOrder } from '../../src/browser/ask-in-order.ts';
import { type ChoiceName, hashOfQuery, hashOfSearch, readHash } from '../../src/browser/query-address.ts';
import { createScriptPolicy } from '../../src/browser/script-policy.ts';
import { searchKinds } from '../../src/search/shard-format.ts';
import { printDate } from '../../src/search-client/calendar-date.ts';

describe('the search in the address', () => {
  const anyText = fc.string({ unit: 'binary', maxLength: 40 });
  const chosen = fc.string({ unit: 'binary', minLength: 1, maxLength: 20 });

  it('reads back as it was typed and chosen', () => {
    const choices = fc.record(
      {
        country: chosen,
        topic: chosen,
        year: fc.integer({ min: 0, max: 9999 }).map(String),
        kind: fc.constantFrom(...searchKinds),
        order: fc.constantFrom('newest', 'oldest'),
      } satisfies Record<ChoiceName, unknown>,
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(anyText, choices, fc.boolean(), (query, picked, asTyped) => {
        const hash = hashOfSearch({ query, choices: picked, asTyped });
        const isExact = asTyped && query !== '';
        expect(readHash(hash)).toEqual({ query, choices: picked, ...(isExact && { asTyped }) });
        expect(hash).toMatch(/^(?:#[\w.!~*'()%=&-]+)?$/);
      }),
    );
  });

  it.each([
    ['order', 'sideways'],
    ['order', 'relevance'],
    ['order', 'constructor'],
    ['kind', 'books'],
    ['kind', '__proto__'],
    ['kind', 'News'],
    ['year', 'last'],
    ['year', '1e3'],
    ['exact', 'yes'],
  ])('has nothing chosen where its %s is %s', (name, value) => {
    expect(readHash(`#q=a&country=burma&${name}=${value}`)).toEqual({
      query: 'a',
      choices: { country: 'burma' },
    });
  });

  it('asks for the very words of a query, and not of none', () => {
    expect(readHash('#q=labuor&exact=1')).toEqual({ query: 'labuor', choices: {}, asTyped: true });
    expect(hashOfSearch({ query: 'labuor', choices: {}, asTyped: true })).toBe('#q=labuor&exact=1');
    expect(readHash('#exact=1')).toEqual({ query: '', choices: {} });
  });

  it('without choices is that which the box of other pages makes', () => {
    fc.assert(
      fc.property(anyText, (query) => {
        expect(hashOfSearch({ query, choices: {} })).toBe(hashOfQuery(query));
      }),
    );
  });

  it('loses nothing but half of a surrogate pair, which an address cannot hold', () => {
    expect(readHash(hashOfQuery('a\ud800b\u{1F600}\udc00')).query).toBe('a\ufffdb\u{1F600}\ufffd');
  });

  it('of a broken escape is taken as it stands, of another hash is none, and of two the first holds', () => {
    expect(readHash('#q=%E0%A4').query).toBe('%E0%A4');
    expect(readHash('#main')).toEqual({ query: '', choices: {} });
    expect(readHash('')).toEqual({ query: '', choices: {} });
    expect(hashOfQuery('')).toBe('');
    expect(readHash('#q=a&q=b&kind=news&constructor=1')).toEqual({ query: 'a', choices: { kind: 'news' } });
  });
});

/** Questions under way by name, to be answered by hand. */
function heldAsking(): {
  asking: Asking<string>;
  started: string[];
  shown: string[];
  end(name: string): Promise<void>;
} {
  const started: string[] = [];
  const shown: string[] = [];
  const held = new Map<string, () => void>();
  const asking = askInOrder<string>(async (name, isNewest) => {
    started.push(name);
    await new Promise<void>((resolve) => held.set(name, resolve));
    if (isNewest()) shown.push(name);
  });
  return {
    asking,
    started,
    shown,
    async end(name) {
      held.get(name)?.();
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

describe('questions while typing', () => {
  it('wait for the one under way, and of those in between none is asked', async () => {
    const { asking, started, shown, end } = heldAsking();
    for (const name of ['tr', 'tra', 'traf', 'traff']) asking.ask(name, false);
    expect(started).toEqual(['tr']);
    await end('tr');
    expect(started).toEqual(['tr', 'traff']);
    await end('traff');
    expect(shown).toEqual(['traff']);
  });

  it('are overtaken by one that is urgent, whenever the older is answered', async () => {
    const { asking, started, shown, end } = heldAsking();
    asking.ask('old', false);
    asking.ask('waiting', false);
    asking.ask('new', true);
    expect(started).toEqual(['old', 'new']);
    await end('new');
    await end('old');
    expect(started).toEqual(['old', 'new']);
    expect(shown).toEqual(['new']);
  });

  it('that were dropped show nothing and are not asked', async () => {
    const { asking, started, shown, end } = heldAsking();
    asking.ask('first', false);
    asking.ask('second', false);
    asking.drop();
    await end('first');
    expect([started, shown]).toEqual([['first'], []]);
  });

  it('are not held up for ever by one that does not come back', () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const { asking, started } = heldAsking();
    asking.ask('lost', false);
    asking.ask('next', false);
    vi.advanceTimersByTime(2_900);
    expect(started).toEqual(['lost']);
    vi.advanceTimersByTime(200);
    expect(started).toEqual(['lost', 'next']);
  });
});

describe('the script policy', () => {
  const pass = createScriptPolicy('file:///site/search/en/', ['file:///site/assets/search-engine-1a2b.js']);

  it('lets the engine and the files of the index pass', () => {
    for (const url of [
      'file:///site/assets/search-engine-1a2b.js',
      'file:///site/search/en/root.js',
      'file:///site/search/en/terms-01234567.js',
    ]) {
      expect(pass(url)).toBe(url);
    }
  });

  it.each([
    'https://other.example/search/en/root.js',
    'file:///site/search/en/../../evil.js',
    'file:///site/search/en/root.js?x',
    'file:///site/search/en/terms-01234567.js#x',
    'file:///site/search/th/root.js',
    'data:text/javascript,1',
    '',
  ])('stops %s', (url) => {
    expect(() => pass(url)).toThrow(TypeError);
  });
});

describe('a date', () => {
  const thai = {
    months: [
      'มกราคม',
      'กุมภาพันธ์',
      'มีนาคม',
      'เมษายน',
      'พฤษภาคม',
      'มิถุนายน',
      'กรกฎาคม',
      'สิงหาคม',
      'กันยายน',
      'ตุลาคม',
      'พฤศจิกายน',
      'ธันวาคม',
    ],
    dateFormat: '{day} {month} {year}',
    yearOffset: 543,
  };

  it('is printed in the language’s own words and era, whatever time stands after it', () => {
    expect(printDate('2007-08-17', thai)).toBe('17 สิงหาคม 2550');
    expect(printDate('2007-08-17T23:59:59-11:00', thai)).toBe('17 สิงหาคม 2550');
  });

  it('is a year in that era where the author gave no more', () => {
    expect(printDate('2023', thai)).toBe('2566');
    expect(printDate('2023', undefined)).toBe('2023');
  });

  it('stays as the author wrote it without them, and empty without a date', () => {
    expect(printDate('2007-08-17', undefined)).toBe('2007-08-17');
    expect(printDate('', thai)).toBe('');
  });
});
