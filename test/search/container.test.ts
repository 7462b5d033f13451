import { describe, expect, it } from 'vitest';
import { parseContainer, printContainer } from '../../src/search/shard-format.ts';

describe('a container', () => {
  const text = printContainer({ name: 'en/root', byteLength: 12, base64: 'YWJj' });

  it('reads back as it was written', () => {
    expect(parseContainer(text, 'en/root')).toEqual({ name: 'en/root', byteLength: 12, base64: 'YWJj' });
  });

  it('runs as a classic script that calls one global', () => {
    const calls: unknown[][] = [];
    new Function('offprintIndex', text)((...args: unknown[]) => calls.push(args));
    expect(calls).toEqual([[3, 'en/root', 12, 'YWJj']]);
  });

  it('that was cut short at any place is told from a whole one', () => {
    for (let length = 0; length < text.trimEnd().length; length += 1) {
      expect(parseContainer(text.slice(0, length), 'en/root')).toBe('cut-short');
    }
  });

  it('of another name, or another file altogether, is foreign', () => {
    expect(parseContainer(text, 'th/root')).toBe('foreign');
    expect(parseContainer('<!doctype html><title>Not found</title>', 'en/root')).toBe('foreign');
    expect(parseContainer('offprintIndex(3,"en/root",12e9,"YWJj");', 'en/root')).toBe('foreign');
  });

  it('of another version is told from a foreign file', () => {
    for (const version of ['', '2,', '4,']) {
      expect(parseContainer(`offprintIndex(${version}"en/root",12,"YWJj");`, 'en/root')).toBe(
        'other-version',
      );
    }
  });
});
