// What a site's own settings change in the files that every page names: its colours stand before the style sheet, its
// mark takes the place of our icon. Both files are named by what they hold, as they were.
import type { OutputFile, SiteSettings } from '../model.ts';
import { colourNames, defaultPalettes, type Palettes, schemes } from '../palette.ts';
import type { Problem } from '../problem.ts';
import { problemAt } from '../validate/explain-issue.ts';
import { listed } from './attachments.ts';
import { assetPath, type BrowserAssets } from './browser-assets.ts';
import { type ImageState, isDrawing, isFault } from './images.ts';

/**
 * @param images by path below the content folder
 * @returns the assets as they are when the site has no look of its own, or a mark that cannot be shown
 */
export function dressAssets(
  assets: BrowserAssets,
  { palettes, mark }: Pick<SiteSettings, 'palettes' | 'mark'>,
  images: ReadonlyMap<string, ImageState>,
): BrowserAssets {
  const paths = { ...assets.paths };
  const files = new Map(assets.files.map((file) => [file.path, file]));
  const replace = (key: 'styleSheet' | 'icon', name: string, contents: string): void => {
    files.delete(paths[key]);
    paths[key] = assetPath(name, contents);
    files.set(paths[key], { path: paths[key], contents });
  };
  const colours = coloursOf(palettes);
  const sheet = files.get(paths.styleSheet);
  if (colours !== '' && sheet !== undefined) replace('styleSheet', 'site.css', colours + textOf(sheet));
  const drawing = mark === undefined ? undefined : images.get(mark);
  if (drawing !== undefined && isDrawing(drawing)) {
    replace('icon', 'mark.svg', drawing.svg);
    const { width, height } = drawing.shown;
    return { paths: { ...paths, mark: { width, height } }, files: [...files.values()] };
  }
  return { paths, files: [...files.values()] };
}

/** A mark that cannot be shown, or not as it was drawn. @param at where site.yaml names it */
export function markProblems(
  state: ImageState | undefined,
  source: Parameters<typeof problemAt>[0],
  at: Parameters<typeof problemAt>[1],
): Problem[] {
  if (state === undefined) return [];
  if (isFault(state))
    return [problemAt(source, at, state.rule, `The site’s mark ${state.message}`, state.mend)];
  if (!isDrawing(state) || state.removed.length === 0) return [];
  const message = `The site’s mark is shown without its ${listed(state.removed)}: a drawing here holds shapes and words alone.`;
  const mend = 'Look at it on a page; if something is missing, draw it with plain shapes.';
  return [problemAt(source, at, 'svg-cleaned', message, mend, 'warning')];
}

/**
 * Rules that win over tokens.css, whose own have no specificity, and give way to those for print and contrast, which
 * have the same and come later. A colour that is another in one scheme is told for both, since these would be equal.
 */
function coloursOf(palettes: Palettes): string {
  const changed = colourNames.filter((name) =>
    schemes.some((scheme) => palettes[scheme][name] !== defaultPalettes[scheme][name]),
  );
  if (changed.length === 0) return '';
  const [light, dark] = schemes.map(
    (scheme) => `:root{${changed.map((name) => `--${name}:${palettes[scheme][name]}`).join(';')}}`,
  );
  return `${light}@media (prefers-color-scheme:dark){${dark}}`;
}

function textOf(file: OutputFile): string {
  if (!('contents' in file)) throw new Error(`${file.path} is not made yet`);
  return typeof file.contents === 'string' ? file.contents : Buffer.from(file.contents).toString();
}
