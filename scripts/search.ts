// npm run search: asks a built site through the code that the browser runs.
import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import {
  type Command,
  type ExitStatus,
  exitStatus,
  flag,
  nearest,
  parseChoice,
  parseCount,
  parsePath,
  runCommand,
  SurroundingsError,
  type Terminal,
  UsageError,
  value,
} from '../src/build/command-line.ts';
import { recoverOutput } from '../src/build/write-output.ts';
import { compareText } from '../src/problem.ts';
import { readFilters } from '../src/search/further-codec.ts';
import {
  rootName,
  type SearchKind,
  type SearchRoot,
  searchFields,
  searchKinds,
} from '../src/search/shard-format.ts';
import { knowStemmers } from '../src/search/stemmers.ts';
import {
  createSearchClient,
  type SearchClient,
  type SearchFailure,
  type SearchField,
  type SearchOptions,
  type SearchResults,
} from '../src/search-client/client.ts';
import { FileStore } from '../src/search-client/file-store.ts';
import { IndexFileError } from '../src/search-client/index-file-error.ts';
import { IndexFiles } from '../src/search-client/index-files.ts';
import { createDiskLoader } from '../src/search-client/loaders/disk-loader.ts';
import type { ResultOrder } from '../src/search-client/narrow-hits.ts';

interface Options {
  readonly lunr: boolean;
  readonly output: string | undefined;
  readonly language: string | undefined;
  readonly limit: number | undefined;
  readonly typing: boolean;
  readonly 'as-typed': boolean;
  readonly fields: SearchField[] | undefined;
  readonly json: boolean;
  readonly excerpts: boolean;
  readonly facets: boolean;
  readonly country: string | undefined;
  readonly topic: string | undefined;
  readonly year: number | undefined;
  readonly kind: SearchKind | undefined;
  readonly order: ResultOrder | undefined;
  readonly queries: string | undefined;
}

const orders = ['relevance', 'newest', 'oldest'] as const satisfies readonly ResultOrder[];

/** Results shown in the terminal unless --limit says otherwise; JSON gives all. */
const defaultLimit = 10;

const faultInWords: Record<IndexFileError['fault'], string> = {
  missing: 'is missing',
  unreachable: 'cannot be read',
  'cut-short': 'is damaged or cut short',
  foreign: 'is no file of this search index',
  'other-version': 'was made by another version of this program',
};

const command: Command<Options> = {
  name: 'search',
  about:
    'Searches a built site. Plain words must all be there; "words in quotes" stand together; +word -word title:word wor* word~1 are lunr\'s language. What would keep lunr busy for very long is refused: over 64 wildcards, over 8 before the end of words, a large ~N at a long word.',
  options: {
    lunr: flag("hand the text to lunr untouched, and keep lunr's order"),
    output: value('DIR', 'the built site; default _site', parsePath),
    language: value('TAG', "language to search; default the site's own", parsePath),
    limit: value('N', `show at most N results; default ${defaultLimit}, with --json all`, parseCount),
    typing: flag('the last word is unfinished: words that begin so will do'),
    'as-typed': flag('correct no word'),
    fields: value(
      'NAMES',
      `look there alone: ${searchFields.map(({ name }) => name).join(', ')}, with commas`,
      parseFields,
    ),
    json: flag('one JSON value on standard output'),
    excerpts: flag('with each result where its text matches: an excerpt and, of a long text, the section'),
    country: value('SLUG', 'only pages filed under this country', parsePath),
    topic: value('SLUG', 'only pages filed under this topic', parsePath),
    year: value('YEAR', 'only pages of this year; 0 for those without a date', parseYear),
    kind: value('KIND', `only pages of this kind: ${searchKinds.join(', ')}`, parseChoice(searchKinds)),
    order: value('ORDER', 'relevance (default), newest or oldest', parseChoice(orders)),
    facets: flag('with --json, how many results each of those filters would leave'),
    queries: value(
      'FILE|-',
      'many queries: one JSON string a line in, one JSON object a line out',
      parsePath,
    ),
  },
  words: {
    name: 'QUERY',
    help: 'The text to search for; it may begin with - or +.',
    most: 1,
    mayBeginWithDash: true,
  },
};

await runCommand(command, async ({ options, words }, terminal) => {
  const [query] = words;
  if ((query === undefined) === (options.queries === undefined)) {
    throw new UsageError(
      query === undefined ? 'search needs a QUERY' : 'search takes a QUERY or --queries, not both',
      'For example: npm run -s search -- "plan of action"',
    );
  }
  const output = options.output ?? '_site';
  recoverOutput(output);
  const folder = join(output, 'search');
  try {
    const language = await chooseLanguage(output, options.language);
    const client = createSearchClient({
      language,
      load: createDiskLoader(folder),
      loadStemmer: async () => knowStemmers(),
    });
    const { country, topic, year, kind, order, lunr, limit, excerpts, facets, fields } = options;
    if (country !== undefined || topic !== undefined) await checkSlugs(folder, language, { country, topic });
    const filters = { country, topic, year, kind };
    const reading = { lunr, isTyping: options.typing, asTyped: options['as-typed'], fields };
    const ask: SearchOptions = { ...reading, limit, excerpts, facets, filters, order };
    if (options.queries !== undefined) return await answerMany(client, options.queries, ask, terminal);
    if (query === undefined) return exitStatus.usage;
    const answer = await client.search(
      query,
      options.json ? ask : { ...ask, limit: ask.limit ?? defaultLimit },
    );
    if ('error' in answer) {
      terminal.tell(describeFailure(answer));
      if (options.json) terminal.print(`${JSON.stringify(answer)}\n`);
      return exitStatus.problems;
    }
    terminal.print(options.json ? `${JSON.stringify(plainAnswer(answer))}\n` : describe(answer));
    return exitStatus.success;
  } catch (error) {
    if (!(error instanceof IndexFileError)) throw error;
    throw new SurroundingsError(
      `${join(folder, `${error.file}.js`)} ${faultInWords[error.fault]}`,
      `Build the site anew: ${buildCommand(output)}`,
      error,
    );
  }
});

function parseFields(text: string, optionName: string): SearchField[] {
  const parseField = parseChoice(searchFields.map(({ name }) => name));
  return text.split(',').map((name) => parseField(name.trim(), optionName));
}

function parseYear(text: string, optionName: string): number {
  if (/^(?:0|[1-9]\d{3})$/.test(text)) return Number(text);
  throw new UsageError(
    `${optionName} ${text} is no year in four digits, nor 0 for pages without a date`,
    `For example: ${optionName} 2007`,
  );
}

/** What makes the folder that was asked for. */
function buildCommand(output: string): string {
  return output === '_site' ? 'npm run build' : `npm run build -- --output ${output}`;
}

/** The language asked for if the site has it; otherwise the site's own. */
async function chooseLanguage(output: string, wanted: string | undefined): Promise<string> {
  const folder = join(output, 'search');
  let languages: string[];
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    languages = entries
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name)
      .sort(compareText);
  } catch (cause) {
    throw new SurroundingsError(
      `there is no search index in ${folder}`,
      `Build the site first: ${buildCommand(output)}`,
      cause,
    );
  }
  const [first] = languages;
  if (first === undefined) {
    throw new SurroundingsError(
      `there is no search index in ${folder}`,
      `Build the site first: ${buildCommand(output)}`,
    );
  }
  if (wanted !== undefined) {
    const found = languages.find((language) => language.toLowerCase() === wanted.toLowerCase());
    if (found !== undefined) return found;
    throw new UsageError(
      `the site has no search index in ${wanted}; it has ${languages.join(', ')}`,
      `For example: --language ${nearest(wanted, languages) ?? first}`,
    );
  }
  const store = new FileStore(createDiskLoader(folder));
  for (const language of languages) {
    // A root of another version is refused by the client, in words; here it is only passed over.
    const root = await store.get(
      rootName(language),
      (payload) => JSON.parse(new TextDecoder().decode(payload)) as SearchRoot,
      ({ documentCount }) => documentCount,
    );
    if (root.isSiteLanguage) return language;
  }
  return first;
}

/** A slug that no page has would leave nothing of any query: more likely it is mistyped. */
async function checkSlugs(
  folder: string,
  language: string,
  wanted: { readonly country: string | undefined; readonly topic: string | undefined },
): Promise<void> {
  const files = await IndexFiles.open(language, new FileStore(createDiskLoader(folder)));
  const { filters, documentCount } = files.root;
  const { countrySlugs, topicSlugs } = await files.get('filters', filters, (payload) =>
    readFilters(payload, documentCount),
  );
  for (const [name, slugs] of [
    ['country', countrySlugs],
    ['topic', topicSlugs],
  ] as const) {
    const slug = wanted[name];
    if (slug === undefined || slugs.includes(slug)) continue;
    const near = nearest(slug, slugs) ?? slugs[0];
    throw new UsageError(
      `no page in ${language} is filed under the ${name} ${slug}`,
      near === undefined ? `Leave --${name} out: no page has one` : `For example: --${name} ${near}`,
    );
  }
}

/** One JSON string a line in, one JSON object a line out, in the same order. */
async function answerMany(
  client: SearchClient,
  file: string,
  options: SearchOptions,
  terminal: Terminal,
): Promise<ExitStatus> {
  const input = file === '-' ? process.stdin : createReadStream(file);
  let status: ExitStatus = exitStatus.success;
  let lineNumber = 0;
  try {
    for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
      lineNumber += 1;
      if (line.trim() === '') continue;
      const query = parseJsonString(line);
      if (query === undefined) {
        status = exitStatus.problems;
        const message = `line ${lineNumber} is no JSON string`;
        terminal.tell(
          `search: ${message}: ${line.slice(0, 80)}\n    Write the query in double quotes: "plan of action"\n`,
        );
        terminal.print(
          `${JSON.stringify({ query: null, error: { message, start: 0, end: line.length } })}\n`,
        );
        continue;
      }
      const answer = await client.search(query, options);
      terminal.print(`${JSON.stringify('error' in answer ? answer : plainAnswer(answer))}\n`);
    }
  } catch (error) {
    if (typeof (error as NodeJS.ErrnoException).code !== 'string') throw error;
    throw new SurroundingsError(`${file} cannot be read`, 'Name a file with one JSON string a line', error);
  }
  return status;
}

function parseJsonString(line: string): string | undefined {
  try {
    const parsed: unknown = JSON.parse(line);
    return typeof parsed === 'string' ? parsed : undefined;
  } catch {
    return undefined;
  }
}

function plainAnswer({ results, tooCommon: _, facets, ...answer }: SearchResults): object {
  return {
    ...answer,
    results: results.map(({ ref, url, title, date, score, terms, excerpt, section, forms }) => ({
      ref,
      url,
      title,
      date,
      score,
      terms,
      excerpt,
      section,
      forms,
    })),
    facets,
  };
}

function describe(answer: SearchResults): string {
  const { query, total, results } = answer;
  const heading = total === 1 ? `1 result for ${query}` : `${total} results for ${query}`;
  const notes = notesOf(answer).map((note) => `${note}\n`);
  const lines = results.map(({ url, title, date, score, section, excerpt = [] }) => {
    const address = section === undefined ? url : `${url}#${section.anchor}`;
    const shown = excerpt.map(({ text, isMarked }) => (isMarked ? `[${text}]` : text)).join('');
    const further = [[date, address].filter(Boolean).join('  '), section?.title, shown].filter(Boolean);
    return [`${score.toFixed(3)}  ${title}`, ...further.map((line) => `       ${line}`)].join('\n');
  });
  const rest = total > results.length ? `… and ${total - results.length} more: --limit ${total}\n` : '';
  return `${heading}\n${notes.join('')}${lines.map((line) => `${line}\n`).join('')}${rest}`;
}

/** How the text was read, in sentences. */
function notesOf(answer: SearchResults): string[] {
  const { relaxed, scattered, tooCommon, corrections, didYouMean, synonyms, cuts = [], total } = answer;
  const notes = corrections.map(
    ({ typed, used }) => `No page has ${typed}: this is for ${used} (--as-typed).`,
  );
  for (const { typed, also } of synonyms) notes.push(`${typed} is also ${also.join(', ')}.`);
  if (total > 0) {
    for (const { typed, pieces } of cuts)
      notes.push(`No page has ${typed} in one piece: this is for ${pieces.join(' and ')}.`);
  }
  if (scattered && cuts.length === 0) notes.push('No page has this phrase; these have its words.');
  if (relaxed) notes.push('No page has all these words; these have any of them.');
  if (tooCommon) notes.push('These words are too common to be searched for.');
  if (didYouMean !== undefined) notes.push(`Did you mean ${didYouMean}?`);
  return notes;
}

/** lunr's message, and the query with the place below it. */
function describeFailure({ query, error: { message, start, end } }: SearchFailure): string {
  const shown = query.replace(/\s/g, ' ');
  const isShort = shown.length <= 100;
  const place = isShort
    ? `    ${shown}\n    ${' '.repeat(start)}${'^'.repeat(Math.max(1, end - start))}\n`
    : '';
  return `search: ${message} (at ${end > start + 1 ? `${start + 1}-${end}` : start + 1})\n${place}`;
}
