// content/i18n/<tag>.yaml → the words of the interface. The site's language must have them all; another language that
// lacks one leaves it to the site's language, which layouts mark as such, and says so as a warning.
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
    if (tag === siteLanguage) checkComplete(result.data.texts, source, problems);
    else if (base !== undefined) compareWithBase(result.data.texts, base, source, problems);
    if (problems.slice(before).some((problem) => problem.severity === 'error')) continue;
    texts.set(tag, interfaceTextsOf(tag, result.data));
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

function checkComplete(own: Readonly<Record<string, string>>, source: SourceFile, problems: Problem[]): void {
  const known = new Set(interfaceTextKeys);
  const unknown = Object.keys(own).filter((key) => !known.has(key));
  for (const key of interfaceTextKeys) {
    if (Object.hasOwn(own, key)) continue;
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
