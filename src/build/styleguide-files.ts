// What the style guide has beside its pages, made only when it is asked for: a sheet, two scripts, two pictures. Below
// assets/, with a hash in each name, as everything that pages load.
import { readFileSync } from 'node:fs';
import { build } from 'esbuild';
import type { OutputFile } from '../model.ts';
import { readTokens, type Tokens } from '../render/styleguide/palette.ts';
import type { GuideFiles, GuidePicture } from '../render/styleguide/sample-views.ts';
import {
  assetPath,
  type BrowserAssets,
  engineTarget,
  scriptTarget,
  styleTarget,
  withEsbuild,
} from './browser-assets.ts';
import { repository } from './repository.ts';

const styleSheet = 'layouts/styleguide/styleguide.css';
const script = 'src/browser/guide-page.ts';
const worker = 'src/browser/guide-worker.ts';
/** Below assets/. Copies that are carried away are without it (src/archive/files-of-use.ts). */
const folder = 'styleguide/';

export interface StyleguideFiles {
  /** Where pages find them. */
  readonly paths: GuideFiles;
  readonly files: readonly OutputFile[];
}

/** @param assets those of the site: the style guide shows each step of the sheet's scales */
export async function buildStyleguideFiles(assets: BrowserAssets): Promise<StyleguideFiles> {
  const names = [...tokensOf(assets).light.keys()];
  const common = {
    absWorkingDir: repository,
    bundle: true,
    minify: true,
    logLevel: 'silent',
    write: false,
    tsconfigRaw: { compilerOptions: {} },
  } as const;
  const [sheet, pageScript, workerScript] = await withEsbuild(() =>
    Promise.all([
      build({
        ...common,
        stdin: {
          contents: `${readFileSync(repository + styleSheet, 'utf8')}${scaleRules(names)}`,
          loader: 'css',
        },
        target: styleTarget,
      }),
      build({ ...common, entryPoints: [script], format: 'iife', target: scriptTarget }),
      build({ ...common, entryPoints: [worker], format: 'esm', target: engineTarget }),
    ]),
  );
  const files: OutputFile[] = [];
  const publish = (name: string, contents: string): string => {
    const path = assetPath(folder + name, contents);
    files.push({ path, contents });
    return path;
  };
  const drawing = (name: string, width: number, height: number): GuidePicture => ({
    path: publish(name, drawingOf(width, height)),
    width,
    height,
  });
  return {
    paths: {
      styleSheet: publish('guide.css', sheet.outputFiles[0]!.text),
      script: publish('guide-page.js', pageScript.outputFiles[0]!.text),
      worker: publish('guide-worker.js', workerScript.outputFiles[0]!.text),
      wide: drawing('wide.svg', 1500, 500),
      tall: drawing('tall.svg', 500, 1500),
    },
    files,
  };
}

/** A class for each step of the scales, as no page may hold a style of its own. */
function scaleRules(names: readonly string[]): string {
  return names
    .map((name) => {
      if (name.startsWith('size-')) return `.guide-${name}{font-size:var(--${name})}\n`;
      return name.startsWith('space-') ? `.guide-${name}{inline-size:var(--${name})}\n` : '';
    })
    .join('');
}

/** Fields and lines by which it can be seen whether a picture is cut or stretched. */
function drawingOf(width: number, height: number): string {
  const [x, y] = [width / 2, height / 2];
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">
<rect width="${width}" height="${height}" fill="#cfd8d3"/>
<path d="M0 0L${width} ${height}M${width} 0L0 ${height}" stroke="#8fa39b" stroke-width="4"/>
<circle cx="${x}" cy="${y}" r="180" fill="#e9c98f"/>
<rect x="10" y="10" width="${width - 20}" height="${height - 20}" fill="none" stroke="#0b5a63" stroke-width="20"/>
</svg>
`;
}

/** Colours and scales of the style sheet as it is published. */
export function tokensOf({ paths, files }: BrowserAssets): Tokens {
  const sheet = files.find(({ path }) => path === paths.styleSheet);
  if (sheet === undefined) throw new Error('the site has no style sheet');
  return readTokens(new TextDecoder().decode(sheet.contents));
}
