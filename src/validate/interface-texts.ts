// content/i18n/<tag>.yaml → the words of the interface. The site's language says which keys there are; another language
// that lacks one speaks the site's language there, and says so as a warning.
import type { InterfaceTexts, LanguageTag, SourceFile } from '../model.ts';
import { compareText, type Problem } from '../problem.ts';
import { type InterfaceTextsData, interfaceTextsSchema } from './content-schema.ts';
import { explainIssues, problemAt } from './explain-issue.ts';
import { nearest } from './nearest.ts';

/** Placeholders that the two formats must hold. */
const formatPlaceholders = {
  'date-format': ['{day}', '{month}', '{year}'],
  'month-format': ['{month}', '{year}'],
} as const;

/**
 * @param sources by language tag, canonical
 * @returns texts by language tag; languages with problems are left out
 */
export function readInterfaceTexts(
  sources: ReadonlyMap<LanguageTag, SourceFile>,
  siteLanguage: LanguageTag,
  problems: Problem[],
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
    const own = base === undefined ? result.data.texts : withBase(result.data.texts, base, source, problems);
    if (problems.slice(before).some((problem) => problem.severity === 'error')) continue;
    texts.set(tag, interfaceTextsOf(tag, result.data, own));
  }
  return texts;
}

function interfaceTextsOf(
  language: LanguageTag,
  data: InterfaceTextsData,
  texts: Readonly<Record<string, string>>,
): InterfaceTexts {
  return {
    language,
    direction: data.direction,
    languageName: data['language-name'].trim(),
    months: data.months.map((month) => month.trim()),
    dateFormat: data['date-format'],
    monthFormat: data['month-format'],
    yearOffset: data['year-offset'] ?? 0,
    texts,
  };
}

function withBase(
  own: Readonly<Record<string, string>>,
  base: InterfaceTexts,
  source: SourceFile,
  problems: Problem[],
): Record<string, string> {
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
  // Without the base's texts: a layout must know which words are not in this language, to mark them.
  return { ...own };
}

function placeholdersOf(text: string): string {
  return [...new Set(text.match(/\{[a-z-]+\}/g) ?? [])].sort().join(' ');
}
