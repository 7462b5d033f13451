// The files that a folder needs to be a content folder beside its items: settings, vocabulary, interface texts. What is
// not known from the source is said plainly to be a guess; nothing of the demo site stands in them.
import { yamlScalar } from '../validate/explain-issue.ts';

export interface NewFolder {
  readonly name: string;
  readonly description?: string;
  readonly language: string;
  readonly timezone?: string;
  /** Old site, for ids. */
  readonly origin?: string;
  readonly licence?: string;
  /** Languages of the items. */
  readonly languages: readonly string[];
  /** Interface texts of the product by tag: the text of i18n/<tag>.yaml. */
  readonly interfaceTexts: ReadonlyMap<string, string>;
}

/** @returns path below the content folder → text */
export function newContentFolder(folder: NewFolder): Map<string, string> {
  const { name, language } = folder;
  const line = (text: string, length: number): string => {
    const single = text.replace(/\s+/g, ' ').trim();
    return yamlScalar(single.length <= length ? single : `${single.slice(0, length - 1)}…`);
  };
  const description = folder.description?.trim() || name;
  const site = [
    '# What the whole site says about itself. Written by the import: please look at every line, above all `url`, which',
    '# must be where the new site will be published.',
    `name: ${line(name, 200)}`,
    `tagline: ${line(description, 300)}`,
    `description: ${line(description, 1000)}`,
    'url: https://new-site.example',
    `language: ${language}`,
    `timezone: ${folder.timezone ?? 'UTC'}`,
    'publisher:',
    `  name: ${line(name, 200)}`,
    '# A neutral, well-known site: where the exit link leads readers who must leave at once.',
    'exit:',
    '  url: https://www.bbc.com/weather',
    'feed-items: 30',
    ...(folder.licence === undefined ? [] : [`footer: ${line(folder.licence, 2000)}`]),
    '',
  ];
  const files = new Map<string, string>([
    ['site.yaml', site.join('\n')],
    ['vocabulary/countries.yaml', '[]\n'],
    ['vocabulary/topics.yaml', '[]\n'],
  ]);
  for (const [path, text] of interfaceFiles(folder)) files.set(path, text);
  return files;
}

/** Texts of the site's own language, of every language that the product speaks, and of tags that need a file to be known. */
export function interfaceFiles({ language, languages, interfaceTexts }: NewFolder): Map<string, string> {
  const files = new Map<string, string>();
  const base =
    interfaceTexts.get(language) ?? interfaceTexts.get(language.split('-')[0]!) ?? interfaceTexts.get('en');
  if (base === undefined) throw new Error('the interface texts of the product are missing');
  for (const tag of new Set([language, ...languages])) {
    const own = interfaceTexts.get(tag);
    if (own !== undefined) files.set(`i18n/${tag}.yaml`, own);
    else if (tag === language || tag.split('-')[0]!.length > 2)
      files.set(`i18n/${tag}.yaml`, borrowedTexts(base, tag));
  }
  return files;
}

function borrowedTexts(base: string, tag: string): string {
  const isRightToLeft = /^(?:ar|arc|ckb|dv|fa|glk|he|khw|ks|lrc|mzn|nqo|pnb|ps|sd|syr|ug|ur|yi)(?:-|$)/.test(
    tag,
  );
  return `# These words are still those of another language: please translate them.\n${base
    .replace(/^direction: .*$/m, `direction: ${isRightToLeft ? 'rtl' : 'ltr'}`)
    .replace(/^language-name: .*$/m, `language-name: ${tag}`)
    .replace(/^year-offset: .*$/m, 'year-offset: 0')}`;
}
