// Each script of the search page finds the texts that it says: the first in the page, the late one in its own words.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

/** Keys that a script's sources ask for. Those put together from parts are `kind.…` and `error-…`. */
function asked(...names: readonly string[]): Set<string> {
  const sources = names.map((name) => readFileSync(`src/browser/${name}.ts`, 'utf8')).join('\n');
  const calls = sources.matchAll(/\btext\(\s*(?:[^'()]*\?\s*'([a-z.-]+)'\s*:\s*)?'([a-z.-]+)'/g);
  return new Set(
    [...calls].flatMap(([, first, second]) => [first, second]).filter((key) => key !== undefined),
  );
}

/** Keys that a source of ours hands over. */
function handed(path: string, list: string): string[] {
  const [, inside = ''] =
    new RegExp(`const ${list} = \\[([\\s\\S]*?)\\n\\]`).exec(readFileSync(path, 'utf8')) ?? [];
  return [...inside.matchAll(/'([a-z.-]+)'/g)].map(([, key = '']) => key);
}

test('the late script has the texts that it says', () => {
  const keys = asked(
    ...['answer-notes', 'filter-panel', 'other-languages', 'result-count', 'search-tools', 'whole-index'],
  );
  keys.delete('list.comma');
  expect(handed('src/render/search-words.ts', 'lateTexts').sort()).toEqual([...keys].sort());
});

test('the page has the texts that its first script says', () => {
  const texts = handed('layouts/search-page.ts', 'ofScript');
  expect(texts).toEqual(expect.arrayContaining([...asked('search-page', 'failure-box', 'result-count')]));
});
