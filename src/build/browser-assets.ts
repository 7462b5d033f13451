// Bundles what the reader's browser runs (esbuild) and shrinks the style sheet. Pages run classic scripts, which work
// from file:// too; the search engine is one more of those and, for its worker over http(s), a module that loads what
// the first results do not need after them. Names hold a hash of the contents, so that they can be cached for ever; no
// path of this machine stands in them.
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { type OutputFile as BundledFile, build, stop } from 'esbuild';
import type { AssetPaths } from '../model.ts';
import { hashOf } from './fingerprint.ts';
import { lunrForBrowsers, lunrProperties } from './lunr-for-browsers.ts';
import { minifyScripts } from './minify-script.ts';
import { repository } from './repository.ts';
import { bundleSearchModules } from './search-modules.ts';

const scripts = {
  everyPage: 'src/browser/every-page.ts',
  suggestions: 'src/browser/suggestions.ts',
  markWords: 'src/browser/mark-words.ts',
  searchPage: 'src/browser/search-page.ts',
  searchTools: 'src/browser/search-tools.ts',
  searchEngine: 'src/browser/search-engine.ts',
} as const;
const searchWorker = 'src/browser/search-worker.ts';
const styleSheet = 'layouts/site.css';
const icon = 'layouts/icon.svg';
/** Names in them are said elsewhere too: in files of the index, as labels of functions, in messages. */
const sharedNames = [
  'src/search/shard-format.ts',
  'src/search/pipeline.ts',
  'src/search-client/client.ts',
  'src/search-client/engine-messages.ts',
];
const fullPipeline = 'src/search/full-pipeline.ts';
/** Browsers of 2020 and later, as phones that are no longer updated have them. */
export const scriptTarget = 'es2020';
/**
 * The search needs DecompressionStream, which Firefox and Safari have since 2023; and no phone is left with a Chrome
 * between 81 and 95, the last for Android 4 and 5.
 */
export const engineTarget = ['chrome95', 'firefox113', 'safari16.4'];
export const styleTarget = ['chrome90', 'firefox88', 'safari14'];
/** Hexadecimal digits of SHA-256 in a name: 48 bits, for a handful of files. */
const hashDigits = 12;

export interface AssetFile {
  /** Below the output. */
  readonly path: string;
  readonly contents: Uint8Array;
}

export interface BrowserAssets {
  readonly paths: AssetPaths;
  readonly files: readonly AssetFile[];
}

/** Below the output: `assets/site-1a2b3c4d5e6f.css` for `site.css`. */
export function assetPath(name: string, contents: string | Uint8Array): string {
  const hash = hashOf(contents).slice(0, hashDigits);
  return `assets/${name.replace(/(\.\w+)$/, `-${hash}$1`)}`;
}

/** Reads src/browser/ and layouts/site.css; the same sources give the same bytes wherever they lie. */
export async function buildBrowserAssets(): Promise<BrowserAssets> {
  const { made, modules } = await withEsbuild(bundleAll);
  const files: AssetFile[] = [];
  const publishAs = (name: string, contents: Uint8Array): string => {
    const path = assetPath(name, contents);
    files.push({ path, contents });
    return path;
  };
  const classic = made.filter(({ path }) => path.endsWith('.js'));
  const minified = await minifyScripts([
    ...classic.map(({ text }) => ({ code: text, isModule: false })),
    ...modules.map(({ text }) => ({ code: text, isModule: true })),
  ]);
  const shrunk = new Map(classic.map(({ path }, i) => [path, minified[i]!]));
  const publish = (source: string): string => {
    const name = basename(source).replace(/\.ts$/, '.js');
    const file = made.find(({ path }) => basename(path) === name);
    if (file === undefined) throw new Error(`esbuild made no ${name}`);
    const script = shrunk.get(file.path);
    return publishAs(name, script === undefined ? file.contents : bytesOf(script));
  };
  const shrunkModules = modules.map(({ name }, i) => ({ name, text: minified[classic.length + i]! }));
  const workerPath = publishModules(shrunkModules, publishAs);
  return {
    paths: {
      styleSheet: publish(styleSheet),
      icon: publishAs(basename(icon), readFileSync(repository + icon)),
      everyPage: publish(scripts.everyPage),
      suggestions: publish(scripts.suggestions),
      markWords: publish(scripts.markWords),
      searchPage: publish(scripts.searchPage),
      searchTools: publish(scripts.searchTools),
      searchEngine: publish(scripts.searchEngine),
      searchWorker: workerPath,
    },
    files,
  };
}

async function bundleAll() {
  const common = {
    absWorkingDir: repository,
    bundle: true,
    minify: true,
    outdir: 'assets',
    outbase: '.',
    // lunr's licence asks that its notice goes with it.
    legalComments: 'inline',
    logLevel: 'silent',
    write: false,
  } as const;
  const script = {
    ...common,
    platform: 'browser',
    // Whatever the checkout's own tsconfig says of paths and targets, browsers get this.
    tsconfigRaw: { compilerOptions: {} },
  } as const;
  const { searchEngine, ...ofPages } = scripts;
  const [ofEveryPage, engine, styles] = await Promise.all([
    build({ ...script, entryPoints: Object.values(ofPages), format: 'iife', target: scriptTarget }),
    build({
      ...script,
      entryPoints: [searchEngine],
      format: 'iife',
      target: engineTarget,
      plugins: [lunrForBrowsers],
    }),
    build({ ...common, entryPoints: [styleSheet], target: styleTarget }),
  ]);
  const modules = await bundleSearchModules({
    ...script,
    entryPoints: [searchWorker],
    target: engineTarget,
    plugins: [lunrForBrowsers],
    mangleProps: wholeWord(shortenedNames(ofEveryPage.outputFiles)),
  });
  return { made: [...ofEveryPage.outputFiles, ...engine.outputFiles, ...styles.outputFiles], modules };
}

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/**
 * What the worker's modules call lunr's properties is theirs alone: but for names that the pages' scripts have too, as
 * those may travel in messages, and for `sharedNames`.
 */
function shortenedNames(ofPages: readonly BundledFile[]): string[] {
  const others = [
    ...ofPages.map(({ text }) => text),
    ...sharedNames.map((path) => readFileSync(repository + path, 'utf8')),
  ];
  const known = new Set(others.flatMap((text) => text.match(/[A-Za-z_$][\w$]*/g) ?? []));
  return lunrProperties().filter((name) => !known.has(name));
}

function wholeWord(names: readonly string[]): RegExp {
  return new RegExp(`^(?:${names.join('|')})$`);
}

let bundling = 0;

/** esbuild's own process would stay for as long as ours and hold its memory: it goes when nobody bundles any more. */
export async function withEsbuild<Made>(bundle: () => Promise<Made>): Promise<Made> {
  bundling += 1;
  try {
    return await bundle();
  } finally {
    bundling -= 1;
    if (bundling === 0) await stop();
  }
}

/** A classic script that registers our pipeline functions in the global `lunr`: for whoever checks the full index. */
export async function buildPipelineScript(): Promise<string> {
  const { outputFiles } = await withEsbuild(() =>
    build({
      absWorkingDir: repository,
      entryPoints: [fullPipeline],
      bundle: true,
      // Names stay: people may want to read it.
      minifyWhitespace: true,
      charset: 'ascii',
      format: 'iife',
      platform: 'neutral',
      target: scriptTarget,
      tsconfigRaw: { compilerOptions: {} },
      logLevel: 'silent',
      write: false,
    }),
  );
  const [made] = outputFiles;
  if (made === undefined) throw new Error(`esbuild made nothing of ${fullPipeline}`);
  return made.text;
}

/**
 * Modules name each other: one is published when all that it imports are, under the names that those got.
 * @returns the path of the worker's own
 */
function publishModules(
  modules: readonly { readonly name: string; readonly text: string }[],
  publishAs: (name: string, contents: Uint8Array) => string,
): string {
  const names = modules.map(({ name }) => name);
  const published = new Map<string, string>();
  const workerName = basename(searchWorker).replace(/\.ts$/, '.js');
  while (published.size < modules.length) {
    const before = published.size;
    for (const { name, text } of modules) {
      const imported = names.filter((other) => other !== name && text.includes(other));
      if (published.has(name) || imported.some((other) => !published.has(other))) continue;
      const renamed = imported.reduce(
        (code, other) => code.replaceAll(other, basename(published.get(other) ?? '')),
        text,
      );
      const shortName = name === workerName ? name : `search-${name.replace(/-[0-9A-Z]{8}\.js$/, '.js')}`;
      published.set(name, publishAs(shortName, bytesOf(renamed)));
    }
    if (published.size === before) throw new Error('modules of the search import each other in a circle');
  }
  return published.get(workerName) ?? '';
}
