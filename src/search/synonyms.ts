// Names and aliases of the vocabulary → what the root tells of them: for a name that a reader may type, the other names
// of the same country or topic that the index holds.
import type { LanguageTag, Site } from '../model.ts';
import { compareText } from '../problem.ts';
import { loadPipelines } from './lunr-with-pipeline.ts';
import { otherScripts } from './other-scripts.ts';
import { clustersOf, fold, knowOtherScripts, pairsOf, piecesOf } from './pipeline.ts';
import type { Synonyms } from './shard-format.ts';
import { knowStemmers } from './stemmers.ts';

/** Names of one thing, as they are written; first the one that it is printed by. */
export type SynonymGroup = readonly string[];

/** @returns for one language: by country and topic its name there, its name in the site's language, all aliases */
export function vocabularyNames(
  { settings, countries, topics }: Pick<Site, 'settings' | 'countries' | 'topics'>,
  language: LanguageTag,
): SynonymGroup[] {
  return [...countries, ...topics].map(({ name, aliases }) => {
    const names = [name[language], name[settings.language], ...aliases];
    return [...new Set(names.filter((each) => each !== undefined))];
  });
}

interface Name {
  readonly written: string;
  /** As a reader's own words are looked up: see `Synonyms`. */
  readonly key: string;
  readonly words: ReadonlySet<string>;
  readonly isInIndex: boolean;
  readonly isLatin: boolean;
}

/**
 * Another name is left out when the index lacks one of its words, as it would find nothing; when it holds all words of
 * the typed one, as it would find nothing more; and when it is a part of the typed one, as it would find other things
 * ("protection" for "victim protection"). What is printed in another script than Latin is not looked for in Latin
 * letters, though it may be typed so: texts of that language hardly have them.
 * @param terms every term of the index
 */
export function synonymsIn(
  groups: readonly SynonymGroup[],
  terms: ReadonlySet<string>,
  language: string,
): Synonyms {
  const nameOf = nameReader(terms, language);
  const byKey = new Map<string, Map<string, string>>();
  for (const group of groups) {
    const names = group.map(nameOf).filter(({ key }) => key !== '');
    const isLatin = nameOf(group[0] ?? '').isLatin;
    for (const typed of names) {
      for (const other of names) {
        if (!other.isInIndex || other.isLatin !== isLatin || isWithin(typed, other) || isWithin(other, typed))
          continue;
        const others = byKey.get(typed.key) ?? new Map<string, string>();
        // Two spellings of one key are one name: the first stays.
        if (!others.has(other.key)) others.set(other.key, other.written);
        byKey.set(typed.key, others);
      }
    }
  }
  return [...byKey]
    .sort(([a], [b]) => compareText(a, b))
    .map(([key, others]) => [key, ...[...others.values()].map(withFolded)]);
}

function isWithin(a: Name, b: Name): boolean {
  return [...a.words].every((word) => b.words.has(word));
}

/** A reader's browser folds ASCII alone before it knows other scripts. */
function withFolded(written: string): string | [string, string] {
  const lower = written.toLowerCase();
  const folded = fold(lower);
  return folded === lower ? written : [written, folded];
}

function nameReader(terms: ReadonlySet<string>, language: string): (written: string) => Name {
  knowOtherScripts(otherScripts);
  knowStemmers();
  const { index, search } = loadPipelines(language);
  const termOf = (word: string): string => search.runString(word)[0] ?? '';
  let list: readonly string[] | undefined;
  const isInIndex = ({ text, isRun }: { readonly text: string; readonly isRun: boolean }): boolean => {
    if (!isRun) return terms.has(termOf(text));
    const pairs = pairsOf(clustersOf(text));
    const last = pairs.pop() ?? '';
    list ??= [...terms];
    // A run may go on after its last cluster.
    return pairs.every((pair) => terms.has(pair)) && list.some((term) => term.startsWith(last));
  };
  return (written) => {
    const pieces = written
      .toLowerCase()
      .split(/[\s-]+/)
      .flatMap((token) => piecesOf(fold(token)))
      .filter(({ text, isRun }) => isRun || index.runString(text).length > 0);
    const words = pieces.map(({ text, isRun }) => (isRun ? text : termOf(text)));
    return {
      written,
      key: words.join(' '),
      words: new Set(words),
      isInIndex: pieces.every(isInIndex),
      isLatin: /[a-z]/i.test(written.normalize('NFD')),
    };
  };
}
