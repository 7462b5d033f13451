// One Markdown file → one checked item, or all that stands against it.

import { parse as parseUuid, v5 as uuidV5 } from 'uuid';
import type {
  IsoDate,
  Item,
  ItemType,
  KeyPath,
  LanguageTag,
  Permalink,
  ResourceKind,
  SiteSettings,
  Source,
  SourceFile,
} from '../model.ts';
import type { Problem } from '../problem.ts';
import { asAbsoluteUrl } from './absolute-url.ts';
import { attachmentOf, type FileFinder } from './attachments.ts';
import {
  itemSchemas,
  type NewsFrontmatter,
  type PageFrontmatter,
  type ResourceFrontmatter,
} from './content-schema.ts';
import { explainIssues, pasteLine, problemAt, show } from './explain-issue.ts';
import { fold } from './fold.ts';
import { parseDate } from './iso-date.ts';
import { rememberSource } from './item-source.ts';
import { languageTag, looksLikeLanguageTag } from './language-tag.ts';
import { aliasPermalink, permalinkOf } from './permalink.ts';
import type { RuleId } from './rules.ts';
import type { InstantOf } from './site-time.ts';
import { invisibleInNames, plainFileName, slugFault, slugFrom } from './slug.ts';
import { sourceFactsOf } from './source-facts.ts';
import type { Vocabulary } from './vocabulary.ts';

export interface ItemContext {
  readonly settings: SiteSettings;
  readonly countries: Vocabulary<unknown>;
  readonly topics: Vocabulary<unknown>;
  readonly finder: FileFinder;
  readonly instantOf: InstantOf;
  /** The build's year, in UTC: a date far beyond it is mostly a slip. */
  readonly nowYear: number;
  /** Languages with interface texts: a tag of three letters is a language only when it is among them. */
  readonly knownLanguages: ReadonlySet<string>;
}

/** RFC 9562 §6.6, parsed once. */
const urlNamespace = parseUuid(uuidV5.URL);
const utf8 = new TextEncoder();

/** A frontmatter of any type: the keys that only some types have are optional here. */
type Frontmatter =
  | (NewsFrontmatter & Partial<Omit<ResourceFrontmatter, keyof NewsFrontmatter>>)
  | (PageFrontmatter & Partial<Omit<ResourceFrontmatter, keyof PageFrontmatter>>);

/** @returns undefined when an error was found; errors and warnings are added to `problems` */
export function readItem(
  type: ItemType,
  source: SourceFile,
  context: ItemContext,
  problems: Problem[],
): Item | undefined {
  const before = problems.length;
  const name = readFileName(source, context, problems);
  const isSound =
    sourceFactsOf(source).soundAs === type ||
    checkFrontmatter(type, source, context.settings.timezone, problems);
  // Checks that need no sound frontmatter run all the same: an editor wants to see everything at once.
  const raw = source.frontmatter;
  checkBody(type, source, problems);
  checkYears(source, context.nowYear, problems);
  if (type === 'resource' && raw.date === undefined && raw.year === undefined) {
    problems.push(
      problemAt(
        source,
        { line: 1, column: 1 },
        'key-missing',
        'A resource needs `date` or `year`.',
        'Add a line:  year: 2005  or  date: 2005-06-30',
      ),
    );
  }
  const countries = resolveWords('countries', raw.countries, context.countries, source, problems);
  const topics = resolveWords('topics', raw.topics, context.topics, source, problems);
  const slug = readSlug(raw.slug, name?.stem, source, problems);
  if (!isSound || name === undefined || slug === undefined) return undefined;

  const data = source.frontmatter as unknown as Frontmatter;
  const { settings } = context;
  const permalink = permalinkOf(type, slug, name.language, settings.language);
  const aliases = readAliases(data.aliases ?? [], permalink, source, problems);
  const imageFile =
    data.image === undefined
      ? undefined
      : attachmentOf(
          data.image.file,
          'image',
          ['image', 'file'],
          source,
          permalink,
          context.finder,
          problems,
        );
  const document =
    data.file === undefined
      ? undefined
      : attachmentOf(data.file, 'document', ['file'], source, permalink, context.finder, problems);
  checkSource(data.source, source, problems);
  checkTimes(data, source, context, problems);
  if (problems.slice(before).some((problem) => problem.severity === 'error')) return undefined;

  const attachments = [imageFile, document].filter((file) => file !== undefined);
  const base = {
    file: source.displayPath,
    id: data.id ?? `urn:uuid:${uuidV5(utf8.encode(settings.idBase + permalink), urlNamespace)}`,
    title: data.title.trim(),
    slug,
    language: name.language,
    permalink,
    translationKey: `${type}:${source.path.slice(source.path.indexOf('/') + 1, source.path.lastIndexOf('/') + 1)}${name.stem}`,
    ...(data.summary === undefined ? {} : { summary: data.summary.trim().replace(/\s+/g, ' ') }),
    ...(data.date === undefined ? {} : { date: data.date as IsoDate }),
    ...(data.updated === undefined ? {} : { updated: data.updated as IsoDate }),
    countries,
    topics,
    ...(data.source === undefined ? {} : { source: sourceOfText(data.source) }),
    authors: unique((data.authors ?? []).map((author) => author.trim())),
    ...(data.image === undefined || imageFile === undefined
      ? {}
      : {
          image: {
            file: imageFile,
            alt: data.image.alt.trim(),
            ...(data.image.caption === undefined ? {} : { caption: data.image.caption.trim() }),
            ...(data.image.credit === undefined ? {} : { credit: data.image.credit.trim() }),
          },
        }),
    aliases,
    isDraft: data.draft ?? false,
    ...(data.publish === undefined ? {} : { publish: data.publish as IsoDate }),
    ...(data.expires === undefined ? {} : { expires: data.expires as IsoDate }),
    corrections: (data.corrections ?? []).map(({ date, text }) => ({
      date: date as IsoDate,
      text: text.trim(),
    })),
    attachments:
      attachments.length === 2 && attachments[0]!.path === attachments[1]!.path
        ? attachments.slice(1)
        : attachments,
    bodyLine: source.bodyLine,
  };
  const withBody = new BodyOfSource(source);
  const item: Item =
    type === 'news'
      ? Object.assign(withBody, base, { type, date: data.date as IsoDate })
      : type === 'page'
        ? Object.assign(withBody, base, { type })
        : Object.assign(withBody, base, {
            type,
            kind: data.kind as ResourceKind,
            ...(data.publisher === undefined ? {} : { publisher: data.publisher.trim() }),
            ...(data.year === undefined ? {} : { year: data.year }),
            ...(document === undefined ? {} : { document }),
            ...(data.url === undefined ? {} : { url: asAbsoluteUrl(data.url) }),
          });
  rememberSource(item, source);
  return item;
}

/**
 * What an item is begun with: its text is decoded when it is asked for. The accessor is the prototype's, as with one of
 * its own V8 keeps each item as a table of names, and takes long to find anything in it.
 */
class BodyOfSource {
  readonly #source: SourceFile;
  constructor(source: SourceFile) {
    this.#source = source;
  }
  get body(): string {
    return this.#source.body;
  }
}

/** @returns whether it is sound */
function checkFrontmatter(
  type: ItemType,
  source: SourceFile,
  timezone: string,
  problems: Problem[],
): boolean {
  const schema = itemSchemas[type];
  const { error } = schema.safeParse(source.frontmatter);
  if (error === undefined) return true;
  problems.push(...explainIssues(error.issues, schema, source.frontmatter, source, timezone));
  return false;
}

interface FileName {
  /** Without language suffix and `.md`. */
  readonly stem: string;
  readonly language: LanguageTag;
}

function readFileName(source: SourceFile, context: ItemContext, problems: Problem[]): FileName | undefined {
  const name = source.path.slice(source.path.lastIndexOf('/') + 1).replace(/\.md$/, '');
  const dot = name.lastIndexOf('.');
  const suffix = name.slice(dot + 1);
  if (dot <= 0 || !looksLikeLanguageTag(suffix)) return { stem: name, language: context.settings.language };
  const tag = languageTag(suffix);
  if (tag !== undefined && (tag.split('-')[0]!.length === 2 || context.knownLanguages.has(tag)))
    return { stem: name.slice(0, dot), language: tag };
  const common: Readonly<Record<string, string>> = {
    jp: 'ja',
    cn: 'zh',
    kr: 'ko',
    vn: 'vi',
    kh: 'km',
    mm: 'my',
    us: 'en',
    tha: 'th',
  };
  const meant = common[suffix.toLowerCase()];
  problems.push(
    problemAt(
      source,
      { line: 1, column: 1 },
      'language-unknown',
      `The file’s name ends in \`.${suffix}.md\`, but \`${suffix}\` is not a language of this site.`,
      meant === undefined
        ? `Rename it without that part, or add the language’s words in i18n/${suffix}.yaml.`
        : `Rename it:  ${name.slice(0, dot)}.${meant}.md`,
    ),
  );
  return undefined;
}

function readSlug(
  raw: unknown,
  stem: string | undefined,
  source: SourceFile,
  problems: Problem[],
): string | undefined {
  if (raw !== undefined)
    return typeof raw === 'string' && slugFault(raw.normalize('NFC')) === undefined
      ? raw.normalize('NFC')
      : undefined;
  if (stem === undefined) return undefined;
  const refuse = (rule: RuleId, reason: string, suggestion: string): undefined => {
    problems.push(
      problemAt(
        source,
        { line: 1, column: 1 },
        rule,
        `The file’s name ${show(stem)} ${reason}, so it cannot be an address.`,
        `Rename the file, or add a line:  slug: ${suggestion}`,
      ),
    );
    return undefined;
  };
  const named = plainFileName(stem);
  const fault = slugFault(named);
  if (fault === undefined) return named;
  // Capital letters, spaces and the like are made into an address; what would surprise is asked for.
  if (fault.rule !== 'slug-form') return refuse(fault.rule, fault.reason, fault.suggestion);
  if (invisibleInNames.test(stem)) return refuse('slug-form', 'holds an invisible character', slugFrom(stem));
  // In the file's own script first: only a name without a letter or digit of any script is transliterated.
  const plain = named
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '-')
    .replace(/^[-\p{M}]+|-+$/gu, '');
  const plainFault = slugFault(plain);
  if (plainFault === undefined) return plain;
  if (plainFault.rule !== 'slug-form')
    return refuse(plainFault.rule, plainFault.reason, plainFault.suggestion);
  return slugFrom(stem);
}

function checkBody(type: ItemType, source: SourceFile, problems: Problem[]): void {
  if (!sourceFactsOf(source).isBlank) return;
  if (type === 'resource' && (source.frontmatter.file !== undefined || source.frontmatter.url !== undefined))
    return;
  const mend =
    type === 'resource'
      ? 'Write the text below the second `---` line, or name a document:  file: report.pdf  or  url: https://…'
      : 'Write the text below the second `---` line, or delete the file.';
  problems.push(
    problemAt(
      source,
      { line: 1, column: 1 },
      'body-missing',
      'There is no text below the frontmatter, so the page would be blank.',
      mend,
    ),
  );
}

function resolveWords(
  key: 'countries' | 'topics',
  raw: unknown,
  vocabulary: Vocabulary<unknown>,
  source: SourceFile,
  problems: Problem[],
): string[] {
  if (!Array.isArray(raw)) return [];
  const slugs: string[] = [];
  for (const [index, word] of raw.entries()) {
    if (typeof word !== 'string' || word.trim() === '') continue;
    const slug = vocabulary.slugOf(word);
    const path: KeyPath = [key, index];
    if (slug === undefined) {
      if (!vocabulary.isComplete) continue;
      const near = vocabulary.nearestTo(word);
      problems.push(
        problemAt(
          source,
          source.positionOf(path),
          key === 'countries' ? 'country-unknown' : 'topic-unknown',
          `${show(word)} is not in vocabulary/${key}.yaml${near === undefined ? '' : `; did you mean \`${near}\`?`}${near === undefined ? '.' : ''}`,
          near === undefined
            ? `Add it to vocabulary/${key}.yaml, or use a word that stands there.`
            : `Write it as:  ${key}: [${near}]`,
        ),
      );
    } else if (slugs.includes(slug)) {
      problems.push(
        problemAt(
          source,
          source.positionOf(path),
          'listed-twice',
          `${show(word)} is \`${slug}\`, which is listed already.`,
          'Delete one of the two.',
          'warning',
        ),
      );
    } else slugs.push(slug);
  }
  return slugs;
}

function readAliases(
  raw: readonly string[],
  permalink: Permalink,
  source: SourceFile,
  problems: Problem[],
): Permalink[] {
  const aliases: Permalink[] = [];
  for (const [index, text] of raw.entries()) {
    const alias = aliasPermalink(text);
    if (alias === permalink)
      problems.push(
        problemAt(
          source,
          source.positionOf(['aliases', index]),
          'alias-own',
          `\`${text}\` is the item’s own address, so it needs no alias.`,
          'Delete it from the list.',
        ),
      );
    else {
      const other = aliases.includes(alias) ? alias : aliases.find((one) => fold(one) === fold(alias));
      if (other !== undefined)
        problems.push(
          problemAt(
            source,
            source.positionOf(['aliases', index]),
            'listed-twice',
            other === alias
              ? `\`${text}\` is listed already.`
              : `\`${text}\` is \`${other}\`, which is listed already, but for capital letters: on many disks the two are one page.`,
            'Delete one of the two.',
            'warning',
          ),
        );
      // A host that tells the two apart redirects both.
      if (other !== alias) aliases.push(alias);
    }
  }
  return aliases;
}

/** A source without a word of what it is would print an empty line. */
function checkSource(data: Frontmatter['source'], source: SourceFile, problems: Problem[]): void {
  if (
    data === undefined ||
    data.relation === 'own' ||
    data.title !== undefined ||
    data.publisher !== undefined ||
    data.url !== undefined
  )
    return;
  problems.push(
    problemAt(
      source,
      source.positionOf(['source']),
      'value-empty',
      '`source` names neither title nor publisher nor url, so nobody can tell what the source is.',
      'Add a line under it:  title: …  or  publisher: …',
    ),
  );
}

function checkTimes(
  data: Frontmatter,
  source: SourceFile,
  { instantOf }: ItemContext,
  problems: Problem[],
): void {
  const { date, publish, expires, updated } = data;
  const start =
    publish !== undefined && date !== undefined
      ? instantOf(publish) > instantOf(date)
        ? publish
        : date
      : (publish ?? date);
  if (expires !== undefined && start !== undefined && instantOf(expires) <= instantOf(start)) {
    problems.push(
      problemAt(
        source,
        source.positionOf(['expires']),
        'times-order',
        `The text expires (${expires}) before it appears (${start}), so it appears never.`,
        'Correct one of the two dates, or use  draft: true',
        'warning',
      ),
    );
  }
  if (updated !== undefined && date !== undefined && updated.slice(0, 10) < date.slice(0, 10)) {
    problems.push(
      problemAt(
        source,
        source.positionOf(['updated']),
        'times-order',
        `The text was updated (${updated}) before its date (${date}).`,
        `Correct one of the two, or delete the line \`${pasteLine('updated', updated)}\`.`,
        'warning',
      ),
    );
  }
}

/** Years that the build's time is passed by before a date is called far. */
const maxYearsAhead = 10;
/** The Buddhist era counts 543 years more. */
const buddhistYears = 543;

/** Reads what the author wrote, so that it speaks up beside errors too. `expires` may lie as far ahead as it likes. */
function checkYears(source: SourceFile, nowYear: number, problems: Problem[]): void {
  const { frontmatter } = source;
  const check = (value: unknown, path: KeyPath): void => {
    const text = typeof value === 'number' ? String(value) : value;
    if (typeof text !== 'string' || !/^\d{4}(?:-\d{2})?$/.test(text.slice(0, 7))) return;
    const year = Number(text.slice(0, 4));
    if (year <= nowYear + maxYearsAhead) return;
    if (text.length > 7 && parseDate(text) === undefined) return;
    const meant = year - buddhistYears;
    const meantText = `${meant}${text.slice(4)}`;
    const isPlausible = meant >= 1900 && meant <= nowYear + 1;
    const name = path.join('.');
    problems.push(
      problemAt(
        source,
        source.positionOf(path),
        'date-far-future',
        `The year ${year} of \`${name}\` is ${year - nowYear} years ahead${
          name === 'date' || name === 'publish' ? '; until then the text appears nowhere' : ''
        }.`,
        isPlausible && (text.length <= 7 || parseDate(meantText) !== undefined)
          ? `Years are those of the Common Era, ${buddhistYears} less than of the Buddhist era:  ${path.at(-1)}: ${meantText}`
          : 'Correct the year if it is a slip.',
        'warning',
      ),
    );
  };
  for (const key of ['date', 'updated', 'publish', 'year']) check(frontmatter[key], [key]);
  const origin = frontmatter.source;
  if (typeof origin === 'object' && origin !== null && 'date' in origin)
    check(origin.date, ['source', 'date']);
}

function sourceOfText(source: NonNullable<Frontmatter['source']>): Source {
  return {
    ...(source.title === undefined ? {} : { title: source.title.trim() }),
    ...(source.publisher === undefined ? {} : { publisher: source.publisher.trim() }),
    ...(source.date === undefined ? {} : { date: String(source.date) }),
    ...(source.url === undefined ? {} : { url: asAbsoluteUrl(source.url) }),
    relation: source.relation ?? 'adapted',
  };
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)];
}
