// The one schema of content: frontmatter of the three types, vocabulary, site settings, interface texts. Types, checks,
// docs/frontmatter.schema.json (JSON Schema 2020-12) and docs/frontmatter.md all come from it. What needs more than one
// value (vocabulary, other files, other items) is checked beside it.
import * as z from 'zod';
import { colourForm } from '../colour.ts';
import { type ItemType, resourceKinds } from '../model.ts';
import { parseDate } from './iso-date.ts';
import { languageTag } from './language-tag.ts';
import { aliasFault } from './permalink.ts';
import type { RuleId } from './rules.ts';
import { isTimeZone } from './site-time.ts';
import { slugFault } from './slug.ts';

/** What an editor should know about a key: used in problems and in docs/frontmatter.md. */
export interface KeyNote {
  /** Completes "should be …". */
  readonly shape: string;
  /** Valid YAML lines that set the key. */
  readonly example: string;
  readonly description: string;
}

const notes = new WeakMap<object, KeyNote>();

function key<Schema extends z.ZodType>(schema: Schema, note: KeyNote): Schema {
  const described = schema.meta({ description: note.description }) as Schema;
  notes.set(described, note);
  return described;
}

/** The note of a key's schema, through `optional`. */
export function noteOf(schema: unknown): KeyNote | undefined {
  for (
    let inner = schema;
    typeof inner === 'object' && inner !== null;
    inner = definitionOf(inner).innerType
  ) {
    const note = notes.get(inner);
    if (note !== undefined) return note;
  }
  return undefined;
}

interface Definition {
  readonly innerType?: object;
  readonly shape?: Readonly<Record<string, object>>;
  readonly element?: object;
  readonly valueType?: object;
}

function definitionOf(schema: object): Definition {
  return (schema as { _zod: { def: Definition } })._zod.def;
}

/** The schema at a path of keys and indexes; undefined where the schema knows no such key. */
export function schemaAt(schema: object, path: readonly PropertyKey[]): object | undefined {
  let current: object | undefined = unwrapped(schema);
  let atKey: object | undefined = schema;
  for (const part of path) {
    if (current === undefined) return undefined;
    const definition = definitionOf(current);
    atKey =
      typeof part === 'number'
        ? definition.element
        : definition.shape !== undefined
          ? Object.hasOwn(definition.shape, part)
            ? definition.shape[String(part)]
            : undefined
          : definition.valueType;
    current = atKey === undefined ? undefined : unwrapped(atKey);
  }
  return atKey;
}

function unwrapped(schema: object): object {
  let inner = schema;
  for (let next = definitionOf(inner).innerType; next !== undefined; next = definitionOf(inner).innerType)
    inner = next;
  return inner;
}

/** Keys that an object schema knows, in the schema's order. */
export function keysOf(schema: object | undefined): string[] {
  return schema === undefined ? [] : Object.keys(definitionOf(unwrapped(schema)).shape ?? {});
}

/** A fault of a value that the schema itself cannot word: turned into a Problem by explain-issue.ts. */
export interface ValueFault {
  readonly rule: RuleId;
  /** Completes "The value of `key` ", when `message` is not given. */
  readonly reason: string;
  /** A value that would be right: the mend pastes `key: value`. */
  readonly suggestion?: string;
  readonly mend?: string;
  /** A date that is none: the explanation knows the site's time zone. */
  readonly isDate?: boolean;
}

function checked<Schema extends z.ZodType<string>>(
  schema: Schema,
  faultOf: (value: string) => ValueFault | undefined,
): Schema {
  return schema.check((context) => {
    const fault = faultOf(context.value);
    if (fault !== undefined) {
      context.issues.push({ code: 'custom', input: context.value, params: { fault }, continue: true });
    }
  }) as Schema;
}

const text = (maxLength = 10_000) =>
  checked(z.string(), (value) => {
    if (value.trim() === '') return { rule: 'value-empty', reason: 'is empty' };
    if (value.length > maxLength)
      return {
        rule: 'value-too-long',
        reason: `has ${value.length} characters; ${maxLength} are the most`,
        mend: 'Shorten it.',
      };
    return undefined;
  });

const line = (maxLength = 1000) =>
  checked(text(maxLength), (value) =>
    value.trim().includes('\n')
      ? {
          rule: 'value-lines',
          reason: 'has more than one line',
          suggestion: value.trim().replace(/\s*\n\s*/g, ' '),
        }
      : undefined,
  );

const date = () =>
  checked(z.string(), (value) =>
    parseDate(value) === undefined ? { rule: 'date-form', reason: 'is not a date', isDate: true } : undefined,
  );

const calendarDate = () =>
  checked(date(), (value) =>
    parseDate(value)?.instantMs !== undefined
      ? {
          rule: 'date-form',
          reason: 'has a time; here only the day is wanted',
          suggestion: value.slice(0, 10),
        }
      : undefined,
  );

/** http and https alone; whatever else a URL may be leads readers nowhere or runs something. */
const absoluteUrl = () => checked(z.string(), urlFault);

function urlFault(value: string): ValueFault | undefined {
  const fault = (reason: string, suggestion?: string): ValueFault => ({
    rule: 'url-form',
    reason,
    suggestion,
    mend:
      suggestion === undefined ? 'Write a whole address that begins with https:// or http://.' : undefined,
  });
  if (!/^https?:\/\//i.test(value)) {
    const guess = /^[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:[/?#]|$)/i.test(value) ? `https://${value}` : undefined;
    return fault('is not a whole address that begins with https:// or http://', guess);
  }
  if (/\s/.test(value))
    return fault(
      'holds a space',
      /\s/.test(value.trim()) ? value.trim().replace(/\s/g, '%20') : value.trim(),
    );
  let url: URL;
  try {
    url = new URL(value);
  } catch {
    return fault('cannot be read as an address');
  }
  if (url.username !== '' || url.password !== '') return fault('holds a user name or password');
  return undefined;
}

const siteUrl = () =>
  checked(absoluteUrl(), (value) =>
    /[?#]/.test(value)
      ? {
          rule: 'url-form',
          reason: 'holds `?` or `#`; the address of a site has neither',
          suggestion: value.replace(/[?#].*$/, ''),
        }
      : undefined,
  );

/** A path of the site or an absolute URL. */
const link = () =>
  checked(z.string(), (value) => {
    if (!value.startsWith('/')) return urlFault(value);
    const fault = aliasFault(value.replace(/[?#].*$/, ''));
    return fault === undefined
      ? undefined
      : { rule: 'url-form', reason: fault.reason, suggestion: fault.suggestion };
  });

const maxIdLength = 200;
const identity = () =>
  checked(z.string(), (value) => {
    if (value.length > maxIdLength)
      return {
        rule: 'id-form',
        reason: `has ${value.length} characters; ${maxIdLength} are the most`,
        mend: 'Delete the line: the item then gets an id by itself.',
      };
    // Some feed readers make a link of an id: it may be nothing that runs.
    if (!/^(?:urn:|tag:|https?:\/\/)[^\s<>"\\^`{|}]+$/i.test(value)) {
      return {
        rule: 'id-form',
        reason: 'is not an absolute URI without spaces that begins with urn:, tag:, https:// or http://',
        mend: 'Write a URI such as `urn:uuid:…` or `https://…`, or delete the line: the item then gets an id by itself.',
      };
    }
    return undefined;
  });

const slug = () =>
  checked(z.string(), (value) => {
    const fault = slugFault(value.normalize('NFC'));
    return fault === undefined
      ? undefined
      : { rule: fault.rule, reason: fault.reason, suggestion: fault.suggestion };
  });

const alias = () =>
  checked(z.string(), (value) => {
    const fault = aliasFault(value);
    if (fault === undefined) return undefined;
    return {
      rule: 'alias-form',
      reason: fault.reason,
      suggestion: fault.suggestion,
      mend:
        fault.suggestion === undefined
          ? 'Write the old path alone, such as /old/page.html, or delete it from the list.'
          : undefined,
    };
  });

const email = () =>
  checked(z.string(), (value) =>
    /^[^\s@<>"]+@[^\s@<>"]+\.[^\s@<>"]+$/.test(value)
      ? undefined
      : {
          rule: 'value-shape',
          reason: 'is not an e-mail address',
          mend: 'Write it as  email: desk@example.org',
        },
  );

const words = () => z.array(line(200));
const localized = (maxLength?: number) => z.record(z.string(), text(maxLength));

// ── items ─────────────────────────────────────────────────────────────────────────────────────────────

export const sourceRelations = ['adapted', 'excerpt', 'reprinted', 'own'] as const;

const sourceSchema = z.strictObject({
  title: key(line().optional(), {
    shape: 'one line of text',
    example: 'title: Draft plan reviewed',
    description: 'Title of the text that this one comes from.',
  }),
  publisher: key(line().optional(), {
    shape: 'one line of text',
    example: 'publisher: UNIAP China',
    description: 'Who published it.',
  }),
  date: key(
    z
      .union([
        checked(z.string(), (value) =>
          parseDate(value) !== undefined || /^[1-9]\d{3}(?:-(?:0[1-9]|1[0-2]))?$/.test(value)
            ? undefined
            : { rule: 'date-form', reason: 'is not a date', isDate: true },
        ),
        z.int().min(1000).max(9999),
      ])
      .optional(),
    {
      shape: 'a date, or a month or a year when the source gives no more',
      example: 'date: 2007-08',
      description: 'When it was published: `2007-08-17`, `2007-08` or `2007`.',
    },
  ),
  url: key(absoluteUrl().optional(), {
    shape: 'a whole address',
    example: 'url: https://example.org/report',
    description: 'Where it can be read.',
  }),
  relation: key(z.enum(sourceRelations).optional(), {
    shape: 'one of adapted, excerpt, reprinted, own',
    example: 'relation: adapted',
    description:
      'How this text stands to it: `adapted` (rewritten), `excerpt` (a part, word for word), `reprinted` (the whole, word for word), `own` (it is our own). Default: `adapted`.',
  }),
});

const imageSchema = z.strictObject({
  file: key(line(300), {
    shape: 'the name of a file',
    example: 'file: workshop.jpg',
    description:
      'Name of the image file, which lies beside this file or in a folder below. PNG, JPEG, GIF, WebP, AVIF or SVG.',
  }),
  alt: key(line(), {
    shape: 'one line of text',
    example: 'alt: Judges at a long table',
    description: 'What the image shows, for readers who cannot see it.',
  }),
  caption: key(line().optional(), {
    shape: 'one line of text',
    example: 'caption: The second day',
    description: 'Printed below the image.',
  }),
  credit: key(line().optional(), {
    shape: 'one line of text',
    example: 'credit: A. Photographer',
    description: 'Who made the image.',
  }),
});

const correctionSchema = z.strictObject({
  date: key(calendarDate(), {
    shape: 'a date: year-month-day',
    example: 'date: 2007-09-01',
    description: 'The day of the correction.',
  }),
  text: key(text(2000), {
    shape: 'text',
    example: 'text: The meeting was in March, not in May.',
    description: 'What was wrong and what is right.',
  }),
});

const draftSchema = key(z.boolean().optional(), {
  shape: 'true or false',
  example: 'draft: true',
  description: 'A draft is published nowhere; `npm run dev` shows it. Leave the line out for `false`.',
});

/** In UTF-16 units. */
export const maxTitleLength = 500;
const title = key(line(maxTitleLength), {
  shape: 'one line of text',
  example: 'title: Workshop reviews draft plan',
  description: 'The headline. Put quotes round it when it holds a colon.',
});

const common = {
  updated: key(date().optional(), {
    shape: 'a date: year-month-day',
    example: 'updated: 2007-09-02',
    description: 'When the text was last changed in substance.',
  }),
  slug: key(slug().optional(), {
    shape: 'small letters, digits and hyphens',
    example: 'slug: workshop-2007',
    description: 'The last part of the address. Default: the name of the file.',
  }),
  summary: key(text(300).optional(), {
    shape: 'at most 300 characters of text',
    example: 'summary: Officials from 24 ministries met.',
    description: 'Shown in lists and feeds. Default: the first paragraph.',
  }),
  countries: key(words().optional(), {
    shape: 'a list of countries',
    example: 'countries: [burma, thailand]',
    description: 'Countries that the text is about, by any name that vocabulary/countries.yaml knows.',
  }),
  topics: key(words().optional(), {
    shape: 'a list of topics',
    example: 'topics: [training]',
    description: 'Topics, by any name that vocabulary/topics.yaml knows.',
  }),
  source: key(sourceSchema.optional(), {
    shape: 'the keys title, publisher, date, url, relation, each on an indented line',
    example:
      'source:\n  title: Draft plan reviewed\n  publisher: UNIAP China\n  date: 2007-08\n  relation: adapted',
    description: 'Where the text comes from: makes the “Adapted from” line.',
  }),
  authors: key(words().optional(), {
    shape: 'a list of names',
    example: 'authors: [A. Writer, B. Writer]',
    description: 'Who wrote the text.',
  }),
  image: key(imageSchema.optional(), {
    shape: 'the keys file, alt, caption, credit, each on an indented line',
    example: 'image:\n  file: workshop.jpg\n  alt: Judges at a long table',
    description: 'A picture for the top of the page.',
  }),
  aliases: key(z.array(alias()).optional(), {
    shape: 'a list of old addresses, each beginning with /',
    example: 'aliases: [/old/workshop.html]',
    description: 'Old addresses of this text: they lead to the new one.',
  }),
  draft: draftSchema,
  publish: key(date().optional(), {
    shape: 'a date: year-month-day',
    example: 'publish: 2007-08-20',
    description: 'Embargo: the text appears nowhere before. A day begins at 00:00 on the site’s clock.',
  }),
  expires: key(date().optional(), {
    shape: 'a date: year-month-day',
    example: 'expires: 2008-01-01',
    description: 'From then on the text appears nowhere.',
  }),
  corrections: key(z.array(correctionSchema).optional(), {
    shape: 'a list, each entry with date and text',
    example: 'corrections:\n  - date: 2007-09-01\n    text: The meeting was in March.',
    description: 'What was corrected, shown with the text.',
  }),
  id: key(identity().optional(), {
    shape: 'an absolute URI that begins with urn:, tag:, https:// or http://',
    example: 'id: urn:uuid:7d0c2f5e-3b7a-4d55-9c61-2b8e4f1a90d3',
    description:
      'Identity in feeds; never change it once published. Without it one is made from the address, so you need not write any.',
  }),
} as const;

const dateNote: KeyNote = {
  shape: 'a date: year-month-day',
  example: 'date: 2007-08-17',
  description:
    'The day it is about or was written, `2007-08-17`; or with time and offset, `2007-08-17T09:30:00+07:00`. A date in the future is an embargo.',
};

export const newsSchema = z.strictObject({ title, date: key(date(), dateNote), ...common });

export const resourceSchema = z.strictObject({
  title,
  kind: key(z.enum(resourceKinds), {
    shape: `one of ${resourceKinds.join(', ')}`,
    example: 'kind: law',
    description: `What it is: ${resourceKinds.join(', ')}.`,
  }),
  date: key(date().optional(), dateNote),
  year: key(z.int().min(1000).max(9999).optional(), {
    shape: 'a year in four digits',
    example: 'year: 2005',
    description: 'The year, when there is no date. A resource needs `date` or `year`.',
  }),
  publisher: key(line().optional(), {
    shape: 'one line of text',
    example: 'publisher: Ministry of Justice',
    description: 'Who published it.',
  }),
  file: key(line(300).optional(), {
    shape: 'the name of a file',
    example: 'file: handbook.pdf',
    description:
      'A document to download, which lies beside this file or in a folder below. Its type and size are shown.',
  }),
  url: key(absoluteUrl().optional(), {
    shape: 'a whole address',
    example: 'url: https://example.org/law.html',
    description: 'A document elsewhere.',
  }),
  ...common,
});

export const pageSchema = z.strictObject({
  title,
  date: key(date().optional(), dateNote),
  ...common,
});

export const itemSchemas = {
  news: newsSchema,
  resource: resourceSchema,
  page: pageSchema,
} as const satisfies Record<ItemType, z.ZodType>;

export type NewsFrontmatter = z.infer<typeof newsSchema>;
export type ResourceFrontmatter = z.infer<typeof resourceSchema>;
export type PageFrontmatter = z.infer<typeof pageSchema>;

// ── vocabulary ────────────────────────────────────────────────────────────────────────────────────────

const nameNote: KeyNote = {
  shape: 'a name for each language',
  example: 'name: { en: Burma, th: เมียนมา }',
  description: 'The name in each language; at least in the site’s.',
};
const landingNote: KeyNote = {
  shape: 'a text for each language',
  example: 'text:\n  en: A few sentences.',
  description: 'Markdown at the top of the page, for each language.',
};
const aliasesNote: KeyNote = {
  shape: 'a list of other names',
  example: 'aliases: [Myanmar]',
  description: 'Other names by which items and searches may call it.',
};
const slugNote: KeyNote = {
  shape: 'small letters, digits and hyphens',
  example: 'slug: burma',
  description: 'The last part of its address.',
};

const factSchema = z.strictObject({
  label: key(localized(200), {
    shape: 'a text for each language',
    example: 'label: { en: Current situation }',
    description: 'What the fact is about.',
  }),
  text: key(localized(), {
    shape: 'a text for each language',
    example: 'text: { en: Two sentences. }',
    description: 'The fact, word for word.',
  }),
  'as-of': key(calendarDate(), {
    shape: 'a date: year-month-day',
    example: 'as-of: 2017-03-29',
    description: 'The day on which the source said so.',
  }),
  source: key(
    z.strictObject({
      title: key(line(), {
        shape: 'one line of text',
        example: 'title: The World Factbook',
        description: 'Title of the source.',
      }),
      publisher: key(line().optional(), {
        shape: 'one line of text',
        example: 'publisher: A publisher',
        description: 'Who published it.',
      }),
      url: key(absoluteUrl().optional(), {
        shape: 'a whole address',
        example: 'url: https://example.org/',
        description: 'Where it can be read.',
      }),
    }),
    {
      shape: 'the keys title, publisher, url, each on an indented line',
      example: 'source: { title: The World Factbook }',
      description: 'Who says so. No fact without a source.',
    },
  ),
});

export const countriesSchema = z.array(
  z.strictObject({
    slug: key(slug(), slugNote),
    name: key(localized(200), nameNote),
    aliases: key(words().optional(), aliasesNote),
    iso: key(
      checked(z.string(), (value) =>
        /^[A-Z]{2}$/.test(value)
          ? undefined
          : {
              rule: 'value-shape',
              reason: 'is not two capital letters (ISO 3166-1)',
              suggestion: /^[a-z]{2}$/i.test(value) ? value.toUpperCase() : undefined,
            },
      ).optional(),
      { shape: 'two capital letters', example: 'iso: MM', description: 'Two-letter code of ISO 3166-1.' },
    ),
    text: key(localized().optional(), landingNote),
    facts: key(z.array(factSchema).optional(), {
      shape: 'a list, each entry with label, text, as-of and source',
      example:
        'facts:\n  - label: { en: Current situation }\n    text: { en: Two sentences. }\n    as-of: 2017-03-29\n    source: { title: The World Factbook }',
      description: 'Facts, each with its source and date.',
    }),
  }),
);

export const topicsSchema = z.array(
  z.strictObject({
    slug: key(slug(), { ...slugNote, example: 'slug: training' }),
    name: key(localized(200), { ...nameNote, example: 'name: { en: Training }' }),
    aliases: key(words().optional(), { ...aliasesNote, example: 'aliases: [education]' }),
    text: key(localized().optional(), landingNote),
  }),
);

// ── interface texts ───────────────────────────────────────────────────────────────────────────────────

export const interfaceTextsSchema = z.strictObject({
  direction: key(z.enum(['ltr', 'rtl']), {
    shape: 'ltr or rtl',
    example: 'direction: ltr',
    description: '`rtl` for scripts that run from right to left.',
  }),
  'language-name': key(line(100), {
    shape: 'one line of text',
    example: 'language-name: English',
    description: 'The language’s own name for itself.',
  }),
  months: key(z.array(line(100)).length(12), {
    shape: 'a list of twelve names',
    example:
      'months: [January, February, March, April, May, June, July, August, September, October, November, December]',
    description: 'January to December.',
  }),
  'date-format': key(line(200), {
    shape: 'a text with {day}, {month} and {year}',
    example: 'date-format: "{month} {day}, {year}"',
    description: 'How a date is written.',
  }),
  'month-format': key(line(200), {
    shape: 'a text with {month} and {year}',
    example: 'month-format: "{month} {year}"',
    description: 'How a month is written.',
  }),
  'year-offset': key(z.int().optional(), {
    shape: 'a whole number',
    example: 'year-offset: 543',
    description: 'Added to the year when a date is shown: 543 in Thai.',
  }),
  texts: key(z.record(z.string(), text(2000)), {
    shape: 'a text for each key',
    example: 'texts:\n  nav.home: Home',
    description: 'Every word of the interface, with {placeholders}.',
  }),
});

// ── site settings ─────────────────────────────────────────────────────────────────────────────────────

const navigationSchema = z.array(
  z.strictObject({
    text: key(line(200), {
      shape: 'one line of text',
      example: 'text: About',
      description: 'The words of the link.',
    }),
    url: key(link(), {
      shape: 'an address of the site or a whole address',
      example: 'url: /about/',
      description: 'Where it leads.',
    }),
  }),
);
const navigationNote: KeyNote = {
  shape: 'a list, each entry with text and url',
  example: 'navigation:\n  - text: About\n    url: /about/',
  description: 'Links of the header, beside the sections.',
};

const campaignSchema = z.strictObject({
  title: key(line(200), {
    shape: 'one line of text',
    example: 'title: Linking Needs with Resources',
    description: 'Headline of the box.',
  }),
  text: key(text(2000), { shape: 'text', example: 'text: Two sentences.', description: 'What it is about.' }),
  url: key(link(), {
    shape: 'an address of the site or a whole address',
    example: 'url: /how-you-can-help/',
    description: 'Where its link leads.',
  }),
  'link-text': key(line(200), {
    shape: 'one line of text',
    example: 'link-text: Read more',
    description: 'The words of its link.',
  }),
  starts: key(date().optional(), {
    shape: 'a date: year-month-day',
    example: 'starts: 2026-01-01',
    description: 'The box is shown from then on.',
  }),
  ends: key(date().optional(), {
    shape: 'a date: year-month-day',
    example: 'ends: 2026-12-31',
    description: 'The box is shown until then.',
  }),
});
const campaignNote: KeyNote = {
  shape: 'the keys title, text, url, link-text, starts, ends, each on an indented line',
  example:
    'campaign:\n  title: Linking Needs with Resources\n  text: Two sentences.\n  url: /how-you-can-help/\n  link-text: Read more',
  description: 'A box on the home page.',
};

const spoken = {
  name: key(line(200), {
    shape: 'one line of text',
    example: 'name: Lantern News',
    description: 'Name of the site.',
  }),
  tagline: key(line(300), {
    shape: 'one line of text',
    example: 'tagline: News that must reach people',
    description: 'Printed beside the name.',
  }),
  description: key(text(1000), {
    shape: 'text',
    example: 'description: What the site is, in a sentence or two.',
    description: 'For search engines and feeds.',
  }),
} as const;
const footerSchema = key(text(2000).optional(), {
  shape: 'text',
  example: 'footer: Published by the Lantern Desk.',
  description: 'Last line of every page.',
});

const formService = z.enum(['netlify', 'none']).optional();
const formsSchema = z.strictObject({
  newsletter: key(formService, {
    shape: 'netlify or none',
    example: 'newsletter: netlify',
    description:
      '`netlify`: the page `pages/subscribe.md` ends with a form that asks for an e-mail address. Default: `none`.',
  }),
  inquiry: key(formService, {
    shape: 'netlify or none',
    example: 'inquiry: netlify',
    description: '`netlify`: the page `pages/contact.md` ends with a form for messages. Default: `none`.',
  }),
  email: key(email().optional(), {
    shape: 'an e-mail address',
    example: 'email: desk@example.org',
    description: 'Another way to reach you. Default: `email` of `publisher`.',
  }),
  phone: key(
    checked(z.string(), (value) =>
      /^\+?[0-9][0-9 ().-]{2,30}$/.test(value)
        ? undefined
        : {
            rule: 'value-shape',
            reason: 'is not a telephone number',
            mend: 'Write it with digits and spaces, in quotes:  phone: "+00 000 000"',
          },
    ).optional(),
    {
      shape: 'a telephone number, in quotes',
      example: 'phone: "+00 000 000"',
      description: 'Another way to reach you.',
    },
  ),
  text: key(localized(1000).optional(), {
    shape: 'a text for each language',
    example: 'text:\n  en: Come to the desk on any weekday.',
    description: 'Another way to reach you, in words.',
  }),
});

const colour = (note: Omit<KeyNote, 'shape'>) =>
  key(
    checked(z.string(), (value) => {
      if (colourForm.test(value)) return undefined;
      const meant = `#${value.replace(/^#/, '').slice(0, 6)}`;
      return {
        rule: 'colour-form',
        reason: 'is not a colour in hexadecimal digits',
        ...(colourForm.test(meant)
          ? { suggestion: meant }
          : { mend: 'Write `#`, two digits each for red, green and blue, and quotes:  "#0b5a63"' }),
      };
    }).optional(),
    { shape: 'a colour as #rrggbb or #rgb, in quotes', ...note },
  );

const paletteSchema = z.strictObject({
  paper: colour({ example: 'paper: "#fbf8f2"', description: 'The ground of a page.' }),
  surface: colour({
    example: 'surface: "#f3eee4"',
    description: 'The ground of what stands apart from a text.',
  }),
  ink: colour({ example: 'ink: "#1f1b16"', description: 'Texts.' }),
  soft: colour({ example: 'soft: "#5f574b"', description: 'Dates and other words beside a text.' }),
  rule: colour({ example: 'rule: "#d9d0c1"', description: 'Lines; they carry no text.' }),
  accent: colour({ example: 'accent: "#0b5a63"', description: 'The way on: links and buttons.' }),
  'accent-deep': colour({
    example: 'accent-deep: "#083f46"',
    description: 'The same below a pointer, and for readers who ask for more contrast.',
  }),
  'on-accent': colour({ example: 'on-accent: "#ffffff"', description: 'Words on the accent.' }),
  mark: colour({ example: 'mark: "#ffe58a"', description: 'The ground of marked words.' }),
  warn: colour({ example: 'warn: "#9a2f14"', description: 'Words that warn.' }),
});
const paletteShape = 'names of colours, each on an indented line';

/** @param most degrees, both ways */
const degrees = (most: number, edge: string, example: string) =>
  key(z.number().min(-most).max(most), {
    shape: `degrees: a number from -${most} to ${most}`,
    example,
    description: `The region’s ${edge} edge, in degrees.`,
  });

const mapSchema = z.strictObject({
  west: degrees(180, 'western', 'west: 65'),
  south: degrees(90, 'southern', 'south: -48'),
  east: degrees(180, 'eastern', 'east: 180'),
  north: degrees(90, 'northern', 'north: 55'),
});

export const siteSchema = z.strictObject({
  ...spoken,
  url: key(siteUrl(), {
    shape: 'a whole address',
    example: 'url: https://news.example.org',
    description: 'Where the site is published.',
  }),
  'id-base': key(absoluteUrl().optional(), {
    shape: 'a whole address',
    example: 'id-base: https://news.example.org',
    description:
      'Ids of items that have none are made from it; set it to the old address when the site moves, so that feed readers do not show everything anew. Default: url.',
  }),
  language: key(
    checked(z.string(), (value) => {
      const tag = languageTag(value);
      return tag === value
        ? undefined
        : {
            rule: 'language-unknown',
            reason: 'is not the tag of a language',
            suggestion: tag,
            mend: tag === undefined ? 'Write a tag such as  language: en' : undefined,
          };
    }),
    {
      shape: 'the tag of a language',
      example: 'language: en',
      description: 'Main language of the site: `en`, `th`, `zh-CN`.',
    },
  ),
  timezone: key(
    checked(z.string(), (value) =>
      isTimeZone(value)
        ? undefined
        : {
            rule: 'timezone-unknown',
            reason: 'is not the name of a time zone',
            mend: 'Write a name of the IANA list, such as  timezone: Asia/Bangkok',
          },
    ).optional(),
    {
      shape: 'the name of a time zone',
      example: 'timezone: Asia/Bangkok',
      description: 'A calendar date begins at 00:00 here. Default: UTC.',
    },
  ),
  publisher: key(
    z.strictObject({
      name: key(line(200), {
        shape: 'one line of text',
        example: 'name: Lantern Desk',
        description: 'Name of the organisation.',
      }),
      url: key(absoluteUrl().optional(), {
        shape: 'a whole address',
        example: 'url: https://example.org/',
        description: 'Its site.',
      }),
      email: key(email().optional(), {
        shape: 'an e-mail address',
        example: 'email: desk@example.org',
        description: 'Its e-mail address, shown on pages and in feeds.',
      }),
    }),
    {
      shape: 'the keys name, url, email, each on an indented line',
      example: 'publisher: { name: Lantern Desk }',
      description: 'Who publishes the site.',
    },
  ),
  navigation: key(navigationSchema.optional(), navigationNote),
  exit: key(
    z.strictObject({
      url: key(absoluteUrl(), {
        shape: 'a whole address',
        example: 'url: https://www.bbc.com/weather',
        description: 'A neutral, well-known site.',
      }),
      text: key(line(200).optional(), {
        shape: 'one line of text',
        example: 'text: Exit this page',
        description: 'The words of the link.',
      }),
    }),
    {
      shape: 'the keys url and text',
      example: 'exit: { url: "https://www.bbc.com/weather" }',
      description: 'Where the exit link leads readers who must leave at once.',
    },
  ),
  'feed-items': key(z.int().min(1).max(1000).optional(), {
    shape: 'a whole number from 1 to 1000',
    example: 'feed-items: 30',
    description: 'How many of the newest items a feed holds. Default: 30.',
  }),
  'title-pictures': key(z.boolean().optional(), {
    shape: '`true` or `false`',
    example: 'title-pictures: true',
    description:
      'Other sites show a picture beside a link to an item: its own, or with `true` one of its title, made with the fonts of the machine that builds. Default: false.',
  }),
  forms: key(formsSchema.optional(), {
    shape: 'the keys newsletter, inquiry, email, phone, text, each on an indented line',
    example: 'forms:\n  inquiry: netlify\n  email: desk@example.org',
    description:
      'Forms that the host’s form service takes in, and at least one other way to reach you. Turn one on only when somebody reads what is sent.',
  }),
  map: key(mapSchema.optional(), {
    shape: 'the keys west, south, east, north, in degrees',
    example: 'map: { west: 65, south: -48, east: 180, north: 55 }',
    description:
      'The region that home pages show as a map: countries of the vocabulary that have an `iso` code are links to their pages. East less than west: the region crosses the line of 180 degrees. Without it there is no map.',
  }),
  campaign: key(campaignSchema.optional(), campaignNote),
  footer: footerSchema,
  mark: key(line(200).optional(), {
    shape: 'the name of an SVG file beside site.yaml',
    example: 'mark: mark.svg',
    description:
      'The mark beside the name, and the icon of the site in a browser. Draw it so that it can be told at 16 pixels, on light and on dark. Default: no mark, and the icon of Offprint.',
  }),
  colours: key(
    z
      .strictObject({
        light: key(paletteSchema.optional(), {
          shape: paletteShape,
          example: 'light: { accent: "#0b5a63" }',
          description: 'On light ground.',
        }),
        dark: key(paletteSchema.optional(), {
          shape: paletteShape,
          example: 'dark: { accent: "#7fcbd2" }',
          description: 'For readers whose device is set to dark.',
        }),
      })
      .optional(),
    {
      shape: 'the keys light and dark, and below each names of colours',
      example: 'colours:\n  light: { accent: "#0b5a63" }\n  dark: { accent: "#7fcbd2" }',
      description:
        'Colours in place of those of Offprint; what is not named stays. Words need a contrast of 4.5:1 with their ground (WCAG 2.2).',
    },
  ),
  editions: key(
    z
      .record(
        z.string(),
        z.strictObject({
          name: spoken.name.optional(),
          tagline: spoken.tagline.optional(),
          description: spoken.description.optional(),
          navigation: key(navigationSchema.optional(), navigationNote),
          campaign: key(campaignSchema.optional(), campaignNote),
          footer: footerSchema,
        }),
      )
      .optional(),
    {
      shape: 'the tag of a language, and below it what that language’s part says in its own words',
      example: 'editions:\n  th:\n    tagline: …',
      description: 'What the part of another language says in its own words.',
    },
  ),
});

export type CountriesData = z.infer<typeof countriesSchema>;
export type TopicsData = z.infer<typeof topicsSchema>;
export type InterfaceTextsData = z.infer<typeof interfaceTextsSchema>;
export type SiteData = z.infer<typeof siteSchema>;
