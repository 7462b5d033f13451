// Bundles what the reader's browser runs (esbuild, one classic script for each entry) and shrinks the style sheet.
// Names hold a hash of the contents, so that they can be cached for ever; no path of this machine stands in them.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { AssetPaths, OutputFile } from '../model.ts';

const repository = fileURLToPath(new URL('../../', import.meta.url));
const scripts = {
  searchBox: 'src/browser/search-box.ts',
  searchPage: 'src/browser/search-page.ts',
  searchWorker: 'src/browser/search-worker.ts',
} as const;
const styleSheet = 'layouts/site.css';
const icon = 'layouts/icon.svg';
const fullPipeline = 'src/search/full-pipeline.ts';
/** Browsers of 2020 and later, as phones that are no longer updated have them. */
const scriptTarget = 'es2020';
const styleTarget = ['chrome90', 'firefox88', 'safari14'];
/** Hexadecimal digits of SHA-256 in a name: 48 bits, for a handful of files. */
const hashDigits = 12;

export interface BrowserAssets {
  readonly paths: AssetPaths;
  readonly files: readonly OutputFile[];
}

/** Reads src/browser/ and layouts/site.css; the same sources give the same bytes wherever they lie. */
export async function buildBrowserAssets(): Promise<BrowserAssets> {
  const common = {
    absWorkingDir: repository,
    bundle: true,
    minify: true,
    write: false,
    outdir: 'assets',
    outbase: '.',
    // lunr's licence asks that its notice goes with it.
    legalComments: 'inline',
    logLevel: 'silent',
  } as const;
  const [bundles, styles] = await Promise.all([
    build({
      ...common,
      entryPoints: Object.values(scripts),
      format: 'iife',
      platform: 'browser',
      target: scriptTarget,
      // Whatever the checkout's own tsconfig says of paths and targets, browsers get this.
      tsconfigRaw: { compilerOptions: {} },
    }),
    build({ ...common, entryPoints: [styleSheet], target: styleTarget }),
  ]);

  const files: OutputFile[] = [];
  const publishAs = (name: string, contents: Uint8Array): string => {
    const hash = createHash('sha256').update(contents).digest('hex').slice(0, hashDigits);
    const path = `assets/${name.replace(/(\.\w+)$/, `-${hash}$1`)}`;
    files.push({ path, contents });
    return path;
  };
  const publish = (source: string): string => {
    const name = basename(source).replace(/\.ts$/, '.js');
    const made = [...bundles.outputFiles, ...styles.outputFiles].find((file) => basename(file.path) === name);
    if (made === undefined) throw new Error(`esbuild made no ${name}`);
    return publishAs(name, made.contents);
  };
  return {
    paths: {
      styleSheet: publish(styleSheet),
      icon: publishAs(basename(icon), readFileSync(repository + icon)),
      searchBox: publish(scripts.searchBox),
      searchPage: publish(scripts.searchPage),
      searchWorker: publish(scripts.searchWorker),
    },
    files,
  };
}

/** A classic script that registers our pipeline functions in the global `lunr`: for whoever checks the full index. */
export async function buildPipelineScript(): Promise<string> {
  const { outputFiles } = await build({
    absWorkingDir: repository,
    entryPoints: [fullPipeline],
    bundle: true,
    write: false,
    // Names stay: people may want to read it.
    minifyWhitespace: true,
    charset: 'ascii',
    format: 'iife',
    platform: 'neutral',
    target: scriptTarget,
    tsconfigRaw: { compilerOptions: {} },
    logLevel: 'silent',
  });
  const [made] = outputFiles;
  if (made === undefined) throw new Error(`esbuild made nothing of ${fullPipeline}`);
  return made.text;
}
