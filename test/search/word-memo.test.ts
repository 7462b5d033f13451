import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addToHash, WordMemo } from '../../src/search/word-memo.ts';

function hashOf(word: string): number {
  let hash = 0;
  for (let at = 0; at < word.length; at += 1) hash = addToHash(hash, word.charCodeAt(at));
  return hash;
}

describe('the memo of words', () => {
  it('knows what a Map of the same words knows, however they lie in their texts', () => {
    const anyWord = fc.string({ unit: 'binary', maxLength: 64 }).filter((word) => word.length <= 64);
    fc.assert(
      fc.property(fc.array(fc.tuple(anyWord, fc.nat()), { maxLength: 60 }), (entries) => {
        const memo = new WordMemo();
        const map = new Map<string, number>();
        for (const [word, value] of entries) {
          const text = `<${word}>`;
          const known = memo.get(text, 1, 1 + word.length, hashOf(word));
          expect(known).toBe(map.get(word) ?? -1);
          if (known >= 0) continue;
          memo.set(text, 1, 1 + word.length, hashOf(word), value);
          map.set(word, value);
        }
        for (const [word, value] of map) expect(memo.get(word, 0, word.length, hashOf(word))).toBe(value);
      }),
    );
  });

  it('keeps words apart whose hashes are the same, and forgets some rather than search long', () => {
    const memo = new WordMemo();
    const words = Array.from({ length: 1000 }, (_, i) => `w${i}`);
    words.forEach((word, i) => void memo.set(word, 0, word.length, 7, i));
    const found = words.map((word) => memo.get(word, 0, word.length, 7));
    expect(found.slice(0, 10)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    for (const [i, value] of found.entries()) expect([i, -1]).toContain(value);
    expect(found.at(-1)).toBe(-1);
  });

  it('keeps all words as it grows, and takes none that is very long', () => {
    const memo = new WordMemo();
    const words = Array.from({ length: 100_000 }, (_, i) => `word${i}`);
    words.forEach((word, i) => void memo.set(word, 0, word.length, hashOf(word), i));
    const lost = words.filter((word, i) => memo.get(word, 0, word.length, hashOf(word)) !== i);
    expect(lost).toEqual([]);
    expect([memo.takes(64), memo.takes(65)]).toEqual([true, false]);
  });
});
