// The controlled vocabulary: one slug for a country or topic, by whatever name an editor calls it.
import type { z } from 'zod';
import type { Country, IsoDate, LanguageTag, LocalizedText, SourceFile, Topic } from '../model.ts';
import type { Problem } from '../problem.ts';
import { asAbsoluteUrl } from './absolute-url.ts';
import { type CountriesData, countriesSchema, type TopicsData, topicsSchema } from './content-schema.ts';
import { explainIssues, problemAt, show } from './explain-issue.ts';
import { fold, foldWords } from './fold.ts';
import { languageTag } from './language-tag.ts';
import { nearest } from './nearest.ts';

export interface Vocabulary<Entry> {
  readonly entries: readonly Entry[];
  /** False when the file could not be read or has problems: words are then not called unknown. */
  readonly isComplete: boolean;
  /** @returns the slug for a slug, a name in any language or an alias; compared without case, in NFC */
  slugOf(word: string): string | undefined;
  /** A word that the vocabulary knows and that is near to `word`. */
  nearestTo(word: string): string | undefined;
}

interface VocabularyContext {
  readonly language: LanguageTag;
  readonly timezone: string;
  readonly problems: Problem[];
}

/** Under this key stands the list of a YAML file that is a list (load/load-file.ts). */
const listKey = 'list';

export function readCountries(
  source: SourceFile | undefined,
  isMissing: boolean,
  context: VocabularyContext,
): Vocabulary<Country> {
  return readVocabulary(
    source,
    isMissing,
    countriesSchema,
    (entry: CountriesData[number]): Country => ({
      slug: entry.slug.normalize('NFC'),
      name: localized(entry.name),
      aliases: (entry.aliases ?? []).map((alias) => alias.trim()),
      ...(entry.iso === undefined ? {} : { iso: entry.iso }),
      ...(entry.text === undefined ? {} : { text: localized(entry.text) }),
      facts: (entry.facts ?? []).map((fact) => ({
        label: localized(fact.label),
        text: localized(fact.text),
        asOf: fact['as-of'] as IsoDate,
        source: {
          title: fact.source.title.trim(),
          ...(fact.source.publisher === undefined ? {} : { publisher: fact.source.publisher.trim() }),
          ...(fact.source.url === undefined ? {} : { url: asAbsoluteUrl(fact.source.url) }),
        },
      })),
    }),
    context,
  );
}

export function readTopics(
  source: SourceFile | undefined,
  isMissing: boolean,
  context: VocabularyContext,
): Vocabulary<Topic> {
  return readVocabulary(
    source,
    isMissing,
    topicsSchema,
    (entry: TopicsData[number]): Topic => ({
      slug: entry.slug.normalize('NFC'),
      name: localized(entry.name),
      aliases: (entry.aliases ?? []).map((alias) => alias.trim()),
      ...(entry.text === undefined ? {} : { text: localized(entry.text) }),
    }),
    context,
  );
}

function localized(text: Readonly<Record<string, string>>): LocalizedText {
  return Object.fromEntries(
    Object.entries(text).map(([tag, value]) => [languageTag(tag) ?? tag, value.trim()]),
  );
}

interface EntryData {
  readonly slug: string;
  readonly name: Readonly<Record<string, string>>;
  readonly aliases?: readonly string[];
}

function readVocabulary<
  Data extends EntryData,
  Entry extends { readonly slug: string; readonly name: LocalizedText; readonly aliases: readonly string[] },
>(
  source: SourceFile | undefined,
  isMissing: boolean,
  schema: z.ZodType<Data[]>,
  entryOf: (data: Data) => Entry,
  context: VocabularyContext,
): Vocabulary<Entry> {
  // No file is an empty vocabulary; a file that could not be read has had its problem already.
  if (source === undefined) return vocabularyOf([], isMissing);
  const list = source.frontmatter[listKey];
  if (!Array.isArray(list) || Object.keys(source.frontmatter).length !== 1) {
    context.problems.push(
      problemAt(
        source,
        { line: 1, column: 1 },
        'value-shape',
        'This file should be a list; each entry begins with `- slug: …`.',
        'Begin the file with  - slug: the-first-one',
      ),
    );
    return vocabularyOf([], false);
  }
  const result = schema.safeParse(list);
  if (!result.success) {
    context.problems.push(
      ...explainIssues(result.error.issues, schema, list, source, context.timezone, [listKey]),
    );
    return vocabularyOf([], false);
  }
  const before = context.problems.length;
  checkWords(result.data, source, context);
  const isComplete = context.problems.length === before;
  return vocabularyOf(result.data.map(entryOf), isComplete);
}

/** No word may mean two entries; every text needs the site's language; keys of texts are language tags. */
function checkWords(entries: readonly EntryData[], source: SourceFile, context: VocabularyContext): void {
  const ownerOf = new Map<string, number>();
  for (const [index, entry] of entries.entries()) {
    const words: [word: string, path: (string | number)[]][] = [
      [entry.slug, ['slug']],
      ...Object.entries(entry.name).map(([tag, name]): [string, string[]] => [name, ['name', tag]]),
      ...(entry.aliases ?? []).map((alias, at): [string, (string | number)[]] => [alias, ['aliases', at]]),
    ];
    for (const [word, path] of words) {
      const folded = foldWords(word);
      const owner = ownerOf.get(folded);
      if (owner === undefined) ownerOf.set(folded, index);
      else if (owner !== index) {
        const other = source.positionOf([listKey, owner, 'slug']);
        context.problems.push(
          problemAt(
            source,
            source.positionOf([listKey, index, ...path]),
            'vocabulary-twice',
            `${show(word)} is already a word for \`${entries[owner]!.slug}\` (line ${other.line}).`,
            'Delete it from one of the two, or make one entry of both.',
          ),
        );
      }
    }
    checkTags(entry, [listKey, index], source, context, new Set(['name', 'text', 'label']));
  }
}

/** Below keys of these names stand texts by language: their tags are known, and the site's language is among them. */
export function checkTags(
  value: unknown,
  path: (string | number)[],
  source: SourceFile,
  context: VocabularyContext,
  localizedKeys: ReadonlySet<string>,
): void {
  if (typeof value !== 'object' || value === null) return;
  const isLocalized = localizedKeys.has(String(path.at(-1)));
  if (isLocalized) {
    for (const tag of Object.keys(value)) {
      if (languageTag(tag) !== tag)
        context.problems.push(
          problemAt(
            source,
            source.positionOf([...path, tag], 'key'),
            'language-unknown',
            `\`${tag}\` is not the tag of a language.`,
            `Write a tag such as  ${languageTag(tag) ?? 'en'}: …`,
          ),
        );
    }
    if (!Object.hasOwn(value, context.language)) {
      context.problems.push(
        problemAt(
          source,
          source.positionOf(path),
          'language-missing',
          `\`${path.at(-1)}\` lacks the site’s language, \`${context.language}\`.`,
          `Add a line under it:  ${context.language}: …`,
        ),
      );
    }
    return;
  }
  for (const [key, inner] of Object.entries(value)) {
    checkTags(inner, [...path, Array.isArray(value) ? Number(key) : key], source, context, localizedKeys);
  }
}

function vocabularyOf<
  Entry extends { readonly slug: string; readonly name: LocalizedText; readonly aliases: readonly string[] },
>(entries: readonly Entry[], isComplete: boolean): Vocabulary<Entry> {
  const slugs = new Map<string, string>();
  const shown: string[] = [];
  for (const entry of entries) {
    const words = [entry.slug, ...Object.values(entry.name), ...entry.aliases];
    shown.push(...words);
    for (const word of words) slugs.set(foldWords(word), entry.slug);
  }
  return {
    entries,
    isComplete,
    // Most words are slugs or names as they stand: the raw word is tried before it is folded.
    slugOf: (word) => slugs.get(word) ?? slugs.get(foldWords(word)),
    nearestTo(word) {
      const near = nearest(word, shown);
      // `thailnd` is near to the slug and to the name: the slug is what the vocabulary calls it.
      return near === undefined ? undefined : (slugs.get(foldWords(near)) ?? fold(near));
    },
  };
}
