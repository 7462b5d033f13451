// The site generators that builds are compared of: the same posts written as each wants them, beside a site of its own
// in bench/generators/, and the commands that build and serve it. Ours runs in a copy of this repository, so that its
// cache can be thrown away and a layout changed without touching the one that someone works in.
import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { maxNewsOfLabel } from '../src/render/label-view.ts';
import { summarize } from '../src/render/summary.ts';
import type { CorpusText } from './corpus.ts';
import { type Post, vocabularyNames, writeContentFolder } from './posts.ts';

export type PeerGenerator = 'hugo' | 'eleventy' | 'astro';
export type GeneratorName = 'ours' | PeerGenerator;

/** A program to be run, with what it needs to know. */
export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** A site that is ready to be built. Paths are absolute. */
export interface GeneratorSite {
  readonly name: GeneratorName;
  readonly version: string;
  readonly output: string;
  /** Removed before a build that has nothing to go by; the output is among them. */
  readonly traces: readonly string[];
  readonly build: Command;
  /** Serves on `port`, and builds again what changed; undefined where it is not measured. */
  serve?(port: number): Command;
  /** File of a post, of which `slug` is the name. */
  fileOf(post: Post): string;
}

export class GeneratorMissing extends Error {}

const repository = fileURLToPath(new URL('../', import.meta.url));
const generatorSources = join(repository, 'bench', 'generators');
const benchModules = join(repository, 'bench', 'node_modules');

// ── ours ──────────────────────────────────────────────────────────────────────────────────────────────

const notCopied = new Set(['.git', '.cache', 'node_modules', 'bench', 'test', 'docs', 'coverage']);

/** Copies the program, not its caches, into `folder`. What a layout change did to an earlier copy is gone after. */
function copyProgram(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(repository)) {
    if (notCopied.has(name) || name.startsWith('_site')) continue;
    cpSync(join(repository, name), join(folder, name), { recursive: true });
  }
  symlinkSync(join(repository, 'node_modules'), join(folder, 'node_modules'));
}

export interface OurSite extends GeneratorSite {
  /** `npm run build` with more options. */
  buildWith(...options: string[]): Command;
  /** Changes every page by its layout; each time anew. */
  changeLayout(): void;
}

export function prepareOurs(workFolder: string, count: number, corpus: CorpusText[]): OurSite {
  const folder = resolve(workFolder, `ours-${count}`);
  const [program, content, output] = ['program', 'content', 'output'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  rmSync(folder, { recursive: true, force: true });
  copyProgram(program);
  writeContentFolder(content, count, corpus);
  const npmRun = (script: string, ...args: string[]): Command => ({
    program: 'npm',
    args: ['run', '-s', script, '--', '--content', content, ...args],
    cwd: program,
  });
  const buildWith = (...options: string[]) => npmRun('build', '--output', output, '--no-images', ...options);
  const { version } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as {
    version: string;
  };
  let layoutChanges = 0;
  return {
    name: 'ours',
    version,
    output,
    traces: [output, join(program, '.cache')],
    build: buildWith('--no-search'),
    buildWith,
    serve: (port) => npmRun('dev', '--port', String(port)),
    fileOf: ({ date, slug }) => join(content, 'news', date.slice(0, 4), `${slug}.md`),
    changeLayout: () => {
      layoutChanges += 1;
      const path = join(program, 'layouts', 'document.ts');
      const before = readFileSync(path, 'utf8');
      const after = before.replace(
        /class="colophon(?: colophon-\d+)?"/,
        `class="colophon colophon-${layoutChanges}"`,
      );
      if (after === before) throw new Error(`${path} has no class="colophon" to change`);
      writeFileSync(path, after);
    },
  };
}

// ── peers ─────────────────────────────────────────────────────────────────────────────────────────────

/**
 * Writes the site of a peer into a folder of its own, which is emptied first.
 * @throws GeneratorMissing when the program is not installed
 */
export function preparePeer(name: PeerGenerator, workFolder: string, posts: readonly Post[]): GeneratorSite {
  const folder = resolve(workFolder, `${name}-${posts.length}`);
  const version = versionOf(name);
  rmSync(folder, { recursive: true, force: true });
  cpSync(join(generatorSources, name), folder, { recursive: true });
  const inFolder = (...parts: string[]) => join(folder, ...parts);
  const writeAll = (files: Iterable<readonly [string, string]>): void => {
    for (const [path, text] of files) {
      mkdirSync(dirname(inFolder(path)), { recursive: true });
      writeFileSync(inFolder(path), text);
    }
  };
  const vocabulary = usedVocabulary(posts);
  const copyAssets = (publicFolder: string): void => {
    const assets = inFolder(publicFolder, 'assets');
    mkdirSync(assets, { recursive: true });
    for (const name of ['site.css', 'icon.svg']) {
      cpSync(join(repository, 'layouts', name), join(assets, name));
    }
  };
  const pathOf = { hugo: hugoPath, eleventy: flatPath, astro: flatPath }[name];
  const fileOf = (post: Post): string => inFolder(pathOf(post));

  switch (name) {
    case 'hugo': {
      writeAll(hugoFiles(posts, vocabulary));
      copyAssets('static');
      const hugo = (...args: string[]): Command => ({ program: 'hugo', args, cwd: folder });
      return {
        name,
        version,
        output: inFolder('public'),
        traces: [inFolder('public'), inFolder('resources')],
        build: hugo('--quiet', '--cacheDir', inFolder('.hugo-cache')),
        serve: (port) =>
          hugo(
            'server',
            '--port',
            String(port),
            '--bind',
            '127.0.0.1',
            '--cacheDir',
            inFolder('.hugo-cache'),
          ),
        fileOf,
      };
    }
    case 'eleventy': {
      symlinkSync(benchModules, inFolder('node_modules'));
      writeAll(posts.map((post) => [flatPath(post), printPeerPost(post, eleventyTags(post))]));
      writeAll(Object.entries(eleventyData(vocabulary)).map(([file, data]) => [file, JSON.stringify(data)]));
      copyAssets('public');
      const eleventy = (...args: string[]): Command => ({
        program: process.execPath,
        args: [join(benchModules, '@11ty/eleventy/cmd.cjs'), '--quiet', ...args],
        cwd: folder,
      });
      return {
        name,
        version,
        output: inFolder('_site'),
        traces: [inFolder('_site'), inFolder('.cache')],
        build: eleventy(),
        serve: (port) => eleventy('--serve', '--incremental', `--port=${port}`),
        fileOf,
      };
    }
    case 'astro': {
      symlinkSync(benchModules, inFolder('node_modules'));
      writeAll(posts.map((post) => [flatPath(post), printPeerPost(post)]));
      writeAll([
        ['src/data/metadata.json', JSON.stringify(siteMetadata)],
        ['src/data/vocabulary.json', JSON.stringify(vocabulary)],
      ]);
      copyAssets('public');
      return {
        name,
        version,
        output: inFolder('dist'),
        traces: [
          inFolder('dist'),
          inFolder('.astro'),
          join(benchModules, '.astro'),
          join(benchModules, '.vite'),
        ],
        build: {
          program: node24(),
          args: [join(benchModules, 'astro/bin/astro.mjs'), 'build', '--silent'],
          cwd: folder,
          env: { ASTRO_TELEMETRY_DISABLED: '1' },
        },
        fileOf,
      };
    }
  }
}

function versionOf(name: PeerGenerator): string {
  if (name === 'hugo') {
    try {
      const said = execFileSync('hugo', ['version'], { encoding: 'utf8' });
      return /v([\d.]+)/.exec(said)?.[1] ?? said.trim();
    } catch {
      throw new GeneratorMissing('hugo is not installed; apt-get install hugo');
    }
  }
  const folder = name === 'eleventy' ? '@11ty/eleventy' : 'astro';
  const path = join(benchModules, folder, 'package.json');
  if (!existsSync(path)) {
    throw new GeneratorMissing(`${folder} is not installed; npm ci --prefix bench`);
  }
  return (JSON.parse(readFileSync(path, 'utf8')) as { version: string }).version;
}

let pathOfNode24: string | undefined;

/** Astro needs a newer Node than we do. Asked for once, so that the time of npx is in no figure. */
function node24(): string {
  try {
    pathOfNode24 ??= execFileSync(
      'npx',
      ['--yes', '--package', 'node@24', '--', 'node', '-p', 'process.execPath'],
      { encoding: 'utf8' },
    ).trim();
  } catch {
    throw new GeneratorMissing('Node 24, which Astro needs, could not be had: npx -p node@24 node -v');
  }
  return pathOfNode24;
}

export interface NamedLabel {
  readonly slug: string;
  readonly name: string;
}

export type NamedVocabulary = Readonly<Record<'countries' | 'topics', readonly NamedLabel[]>>;

/** Countries and topics that a post names, by name. */
export function usedVocabulary(posts: readonly Post[]): NamedVocabulary {
  const used = (kind: 'countries' | 'topics'): NamedLabel[] => {
    const slugs = new Set(posts.flatMap((post) => post[kind]));
    const collator = new Intl.Collator('en');
    return vocabularyNames(kind)
      .filter(({ slug }) => slugs.has(slug))
      .sort((a, b) => collator.compare(a.name, b.name));
  };
  return { countries: used('countries'), topics: used('topics') };
}

/** The site's settings as bench/posts.ts has them for ours. */
const siteMetadata = {
  name: 'Bench News',
  tagline: 'Posts to measure on',
  description: 'Paragraphs of real texts, put together by chance.',
  url: 'https://bench.example',
  language: 'en',
  footer: 'Not to be published.',
  sections: [
    { url: '/news/', text: 'News' },
    { url: '/countries/', text: 'Countries' },
    { url: '/topics/', text: 'Topics' },
  ],
};

/** As ours, with the summary that ours makes itself where there is none: peers need not do without. */
export function printPeerPost(post: Post, more: Readonly<Record<string, readonly string[]>> = {}): string {
  const lists = Object.entries({ countries: post.countries, topics: post.topics, ...more });
  const head = [
    `title: ${JSON.stringify(post.title)}`,
    `date: ${post.date}`,
    `summary: ${JSON.stringify(post.summary ?? summarize(post.paragraphs[0]?.plainText ?? ''))}`,
    ...lists
      .filter(([, values]) => values.length > 0)
      .map(([key, values]) => `${key}: ${JSON.stringify(values)}`),
  ];
  return `---\n${head.join('\n')}\n---\n\n${post.paragraphs.map(({ markdown }) => markdown).join('\n\n')}\n`;
}

function flatPath({ slug }: Post): string {
  return `content/news/${slug}.md`;
}

// ── Eleventy ──────────────────────────────────────────────────────────────────────────────────────────

/** The base blog's posts say by tags what they are about. */
function eleventyTags({ countries, topics }: Post): { tags: string[] } {
  return {
    tags: [...countries.map((slug) => `countries/${slug}`), ...topics.map((slug) => `topics/${slug}`)],
  };
}

function eleventyData(vocabulary: NamedVocabulary): Record<string, unknown> {
  const names = (kind: 'countries' | 'topics', prefix = '') =>
    Object.fromEntries(vocabulary[kind].map(({ slug, name }) => [prefix + slug, name]));
  return {
    '_data/metadata.json': siteMetadata,
    '_data/vocabulary.json': vocabulary,
    '_data/countryNames.json': names('countries'),
    '_data/topicNames.json': names('topics'),
    '_data/labelNames.json': { ...names('countries', 'countries/'), ...names('topics', 'topics/') },
  };
}

// ── Hugo ──────────────────────────────────────────────────────────────────────────────────────────────

function hugoPath({ date, slug }: Post): string {
  return `content/news/${date.slice(0, 4)}/${date.slice(5, 7)}/${slug}.md`;
}

/** Posts, sections for years and months, and names of terms. Which labels are cut by year is counted here. */
export function* hugoFiles(
  posts: readonly Post[],
  vocabulary: NamedVocabulary,
): Generator<readonly [string, string]> {
  const section = (path: string, values: Readonly<Record<string, unknown>>): readonly [string, string] => [
    `content/${path}/_index.md`,
    `${JSON.stringify(values, null, 2)}\n`,
  ];
  const counts = new Map<string, number>();
  const labelsOf = ({ countries, topics }: Post): string[] => [
    ...countries.map((slug) => `countries/${slug}`),
    ...topics.map((slug) => `topics/${slug}`),
  ];
  for (const post of posts) {
    for (const label of labelsOf(post)) counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  const months = new Set<string>();
  for (const post of posts) {
    const ofPost = labelsOf(post)
      .filter((label) => counts.get(label)! > maxNewsOfLabel)
      .map((label) => `${label}/${post.date.slice(0, 4)}`);
    months.add(post.date.slice(0, 7));
    yield [hugoPath(post), printPeerPost(post, { labelyears: ofPost })];
  }
  yield section('news', { title: 'News' });
  for (const year of new Set([...months].map((month) => month.slice(0, 4)))) {
    yield section(`news/${year}`, { title: `News of ${year}`, year: Number(year) });
  }
  for (const month of months) {
    const [year = '', number = ''] = month.split('-');
    const name = monthName(number);
    yield section(`news/${year}/${number}`, {
      title: `News of ${name} ${year}`,
      month: Number(number),
      name,
    });
  }
  for (const [kind, title] of [
    ['countries', 'Countries'],
    ['topics', 'Topics'],
  ] as const) {
    yield section(kind, { title });
    for (const { slug, name } of vocabulary[kind]) {
      yield section(`${kind}/${slug}`, { title: name, outputs: ['HTML', 'RSS'] });
    }
  }
  yield section('labelyears', { title: 'By year', _build: { render: 'never' } });
}

function monthName(number: string): string {
  return new Date(Date.UTC(2000, Number(number) - 1, 1)).toLocaleString('en', {
    month: 'long',
    timeZone: 'UTC',
  });
}
