// content/i18n/<tag>.yaml → the words of the interface. The site's language must have them all; another language that
// lacks one leaves it to the site's language, which layouts mark as such, and says so as a warning. A text that is missing
// because it is younger than the file is taken from the product's own words of that language.
import type { InterfaceTexts, LanguageTag, SourceFile } from '../model.ts';
import { compareText, type Problem } from '../problem.ts';
import { type InterfaceTextsData, interfaceTextsSchema } from './content-schema.ts';
import { explainIssues, problemAt } from './explain-issue.ts';
import { interfaceTextKeys } from './interface-text-keys.ts';
import { nearest } from './nearest.ts';

/** Placeholders that the two formats must hold. */
const formatPlaceholders = {
  'date-format': ['{day}', '{month}', '{year}'],
  'month-format': ['{month}', '{year}'],
} as const;

/** The product's own words of a language; undefined when it does not speak it. */
export type BuiltInTexts = (language: LanguageTag) => Readonly<Record<string, string>> | undefined;

/** As many missing texts are told each with its line; more are told as one. */
const maxToldEach = 3;

/**
 * @param sources by language tag, canonical
 * @returns texts by language tag; languages with problems are left out
 */
export function readInterfaceTexts(
  sources: ReadonlyMap<LanguageTag, SourceFile>,
  siteLanguage: LanguageTag,
  problems: Problem[],
  builtIn: BuiltInTexts = () => undefined,
): Map<string, InterfaceTexts> {
  const texts = new Map<string, InterfaceTexts>();
  const tags = [...sources.keys()].sort(
    (a, b) => Number(b === siteLanguage) - Number(a === siteLanguage) || compareText(a, b),
  );
  for (const tag of tags) {
    const source = sources.get(tag)!;
    const result = interfaceTextsSchema.safeParse(source.frontmatter);
    if (!result.success) {
      problems.push(
        ...explainIssues(result.error.issues, interfaceTextsSchema, source.frontmatter, source, 'UTC'),
      );
      continue;
    }
    const before = problems.length;
    for (const [key, wanted] of Object.entries(formatPlaceholders)) {
      const format = result.data[key as keyof typeof formatPlaceholders];
      const missing = wanted.filter((placeholder) => !format.includes(placeholder));
      if (missing.length > 0)
        problems.push(
          problemAt(
            source,
            source.positionOf([key]),
            'text-placeholder',
            `\`${key}\` lacks ${missing.join(' and ')}.`,
            `Write it as, for example,  ${key}: "${wanted.join(' ')}"`,
          ),
        );
    }
    const base = texts.get(siteLanguage);
    const own = withBuiltIn(result.data.texts, tag, source, problems, builtIn);
    if (tag === siteLanguage) checkComplete(own, source, problems);
    else if (base !== undefined) compareWithBase(own, base, source, problems);
    if (problems.slice(before).some((problem) => problem.severity === 'error')) continue;
    texts.set(tag, interfaceTextsOf(tag, { ...result.data, texts: own }));
  }
  return texts;
}

function interfaceTextsOf(language: LanguageTag, data: InterfaceTextsData): InterfaceTexts {
  return {
    language,
    direction: data.direction,
    languageName: data['language-name'].trim(),
    months: data.months.map((month) => month.trim()),
    dateFormat: data['date-format'],
    monthFormat: data['month-format'],
    yearOffset: data['year-offset'] ?? 0,
    texts: data.texts,
  };
}

/** A misspelt key is no missing one: its line is the one to mend. */
function withBuiltIn(
  own: Readonly<Record<string, string>>,
  tag: LanguageTag,
  source: SourceFile,
  problems: Problem[],
  builtIn: BuiltInTexts,
): Readonly<Record<string, string>> {
  const known = new Set(interfaceTextKeys);
  const unknown = Object.keys(own).filter((key) => !known.has(key));
  const missing = interfaceTextKeys.filter(
    (key) => !Object.hasOwn(own, key) && nearest(key, unknown) === undefined,
  );
  const words = missing.length === 0 ? undefined : builtIn(tag);
  const lent = missing.filter((key) => words !== undefined && Object.hasOwn(words, key));
  if (words === undefined || lent.length === 0) return own;
  problems.push(
    problemAt(
      source,
      source.positionOf(['texts'], 'key'),
      'text-missing',
      `${lent.length === 1 ? `The text \`${lent[0]}\` is` : `${lent.length} texts are`} missing; Offprint’s own words are used.`,
      `Nothing need be done. To choose the words, add lines under \`texts\`:  ${pasteLines(lent, words)}`,
      'warning',
    ),
  );
  return { ...own, ...Object.fromEntries(lent.map((key) => [key, words[key]!])) };
}

/** @returns `a.b: "words"` and how many more, as one line */
function pasteLines(keys: readonly string[], words: Readonly<Record<string, string>>): string {
  const [first = ''] = keys;
  const more =
    keys.length === 1
      ? ''
      : `  and so for ${keys.slice(1).join(', ')} (their words: content/i18n of Offprint)`;
  return `${first}: "${words[first]}"${more}`;
}

function checkComplete(own: Readonly<Record<string, string>>, source: SourceFile, problems: Problem[]): void {
  const known = new Set(interfaceTextKeys);
  const unknown = Object.keys(own).filter((key) => !known.has(key));
  const missing = interfaceTextKeys.filter((key) => !Object.hasOwn(own, key));
  const plain = missing.filter((key) => nearest(key, unknown) === undefined);
  const isOne = plain.length > maxToldEach;
  if (isOne)
    problems.push(
      problemAt(
        source,
        source.positionOf(['texts'], 'key'),
        'text-missing',
        `${plain.length} texts are missing: ${plain.join(', ')}.`,
        'Copy their lines from Offprint’s own content/i18n/en.yaml to the end of this file, and translate them.',
      ),
    );
  for (const key of missing) {
    if (isOne && plain.includes(key)) continue;
    const slip = nearest(key, unknown);
    problems.push(
      problemAt(
        source,
        source.positionOf(slip === undefined ? ['texts'] : ['texts', slip], 'key'),
        'text-missing',
        `The text \`${key}\` is missing${slip === undefined ? '' : `; is \`${slip}\` meant?`}${slip === undefined ? '.' : ''}`,
        slip === undefined
          ? `Add a line under \`texts\`:  ${key}: …  (Offprint’s own i18n/en.yaml has the English words)`
          : `Write the key as  ${key}:`,
      ),
    );
  }
}

function compareWithBase(
  own: Readonly<Record<string, string>>,
  base: InterfaceTexts,
  source: SourceFile,
  problems: Problem[],
): void {
  for (const [key, text] of Object.entries(own)) {
    const baseText = Object.hasOwn(base.texts, key) ? base.texts[key] : undefined;
    if (baseText === undefined) {
      const near = nearest(key, Object.keys(base.texts));
      problems.push(
        problemAt(
          source,
          source.positionOf(['texts', key], 'key'),
          'text-unknown',
          `There is no text \`${key}\`${near === undefined ? '' : `; did you mean \`${near}\``} (the site’s language, \`${base.language}\`, has none).`,
          near === undefined ? 'Delete the line.' : `Write the key as  ${near}:`,
        ),
      );
      continue;
    }
    const [mine, theirs] = [placeholdersOf(text), placeholdersOf(baseText)];
    if (mine !== theirs) {
      problems.push(
        problemAt(
          source,
          source.positionOf(['texts', key]),
          'text-placeholder',
          `\`${key}\` should hold the placeholders ${theirs === '' ? '(none)' : theirs}, but holds ${mine === '' ? 'none' : mine}.`,
          `Keep the words in braces as they stand in the site’s language:  ${key}: "${baseText}"`,
        ),
      );
    }
  }
  const missing = Object.keys(base.texts).filter((key) => !Object.hasOwn(own, key));
  if (missing.length > maxToldEach) {
    problems.push(
      problemAt(
        source,
        source.positionOf(['texts'], 'key'),
        'text-missing',
        `${missing.length} texts are missing; the site’s language is used for them: ${missing.join(', ')}.`,
        `Copy their lines from i18n/${base.language}.yaml to the end of this file, and translate them.`,
        'warning',
      ),
    );
    return;
  }
  for (const key of missing) {
    problems.push(
      problemAt(
        source,
        source.positionOf(['texts'], 'key'),
        'text-missing',
        `The text \`${key}\` is missing; the site’s language is used for it.`,
        `Add a line under \`texts\`:  ${key}: "${base.texts[key]}"`,
        'warning',
      ),
    );
  }
}

function placeholdersOf(text: string): string {
  return [...new Set(text.match(/\{[a-z-]+\}/g) ?? [])].sort().join(' ');
}
