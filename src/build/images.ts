// Pictures of the content as readers get them: upright, in a few sizes and formats, without what a camera writes into
// a file (where it was, whose it is, when). What was made is kept by the
// hash of its source and of the settings, in .cache/images. Drawings (SVG) are cleaned and have no sizes.
import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import type { Sharp } from 'sharp';
import type { ContentFile, OutputFile, ResponsiveImage } from '../model.ts';
import { cachePart, defaultCacheFolder } from './cache-folder.ts';
import { cleanSvg, isSvgFault, type SvgFault, svgLimits, svgTooLarge } from './clean-svg.ts';
import { SurroundingsError } from './command-line.ts';
import { keep, readKept } from './picture-cache.ts';
import { reason } from './read-content.ts';

const cacheFolder = cachePart(defaultCacheFolder, 'images');

/** Widths in pixels: a phone, a phone with a fine screen or a column of text, the same column on a fine screen. */
const widths = [400, 800, 1600];
const maxWidth = 1600;
/** More than any camera's picture needs for a page; decoded, it takes half a gigabyte. Frames of an animation count. */
export const maxPixels = 100_000_000;
/** Raised whenever a setting below changes what is made. */
const settingsVersion = 1;
/** Libvips keeps its own threads busy with one picture; a second one hides the wait for the disk. */
const picturesAtOnce = 2;

/** Loaded at the first picture: it takes as long as a small check. */
async function loadSharp() {
  return (await import('sharp')).default;
}

const imageTypes = /\.(?:png|jpe?g|gif|webp|avif|svg)$/i;
const svgType = /\.svg$/i;
type Format = 'jpeg' | 'png' | 'gif' | 'webp' | 'avif';

/** What was found wrong with a picture, in words that follow its name. */
export interface ImageFault {
  readonly rule: 'image-broken' | 'image-too-large';
  readonly message: string;
  readonly mend: string;
}

interface Variant {
  /** Below the output. */
  readonly path: string;
  readonly width: number;
  readonly format: Format;
}

/** A picture that can be shown, and how. */
export interface ImagePlan {
  readonly file: ContentFile;
  readonly shown: ResponsiveImage;
  readonly format: Format;
  readonly isAnimated: boolean;
  /** Of source and settings. */
  readonly hash: string;
  readonly variants: readonly Variant[];
}

/** A drawing: what is published is there already. */
export interface SvgPlan {
  readonly shown: ResponsiveImage;
  readonly svg: string;
  /** What it has lost, in words that follow “without”. */
  readonly removed: readonly string[];
}

export type ImageState = ImagePlan | SvgPlan | ImageFault;

export function isFault(state: ImageState): state is ImageFault {
  return 'rule' in state;
}

export function isDrawing(state: ImageState): state is SvgPlan {
  return 'svg' in state;
}

export function isImage(path: string): boolean {
  return imageTypes.test(path);
}

/** What a living process knows of pictures: the same ContentFile is the same picture (ContentMemory). */
export class ImageMemory {
  readonly states = new WeakMap<ContentFile, { readonly withSizes: boolean; readonly state: ImageState }>();
  /** Of plans, whether they can be decoded. */
  readonly damage = new WeakMap<ImageState, ImageFault | 'none'>();
}

/**
 * Reads the head of every picture.
 * @param withSizes false: each picture in its own format alone, still upright and without camera data
 * @param memory with it, a picture that did not change is not read again
 * @returns by path below the content folder
 */
export async function planImages(
  files: Iterable<ContentFile>,
  withSizes: boolean,
  memory?: ImageMemory,
): Promise<Map<string, ImageState>> {
  const images = [...files].filter(({ path }) => isImage(path));
  const states = new Map<string, ImageState>();
  await eachOf(images, async (file) => {
    const known = memory?.states.get(file);
    const state = known?.withSizes === withSizes ? known.state : await planImage(file, withSizes);
    memory?.states.set(file, { withSizes, state });
    states.set(file.path, state);
  });
  // In the order of the files, whichever was looked at first: what is made of the map is compared with that of before.
  return new Map(images.map(({ path }) => [path, states.get(path)!]));
}

async function planDrawing(file: ContentFile): Promise<SvgPlan | ImageFault> {
  if (file.size > svgLimits.bytes) return svgFault(svgTooLarge(file.size));
  const cleaned = cleanSvg(await readImage(file));
  if (isSvgFault(cleaned)) return svgFault(cleaned);
  const { text, width, height, removed } = cleaned;
  const shownWidth = Math.min(width, maxWidth);
  const shown = { width: shownWidth, height: Math.max(1, Math.round((height * shownWidth) / width)) };
  return { shown: { ...shown, sources: [] }, svg: text, removed };
}

function svgFault({ kind, message }: SvgFault): ImageFault {
  return kind === 'broken'
    ? {
        rule: 'image-broken',
        message,
        mend: 'Open it in a drawing program and save it anew as plain SVG, or as PNG and write that name here.',
      }
    : {
        rule: 'image-too-large',
        message,
        mend: 'Save it as PNG, 2000 pixels wide for example, and write that name here.',
      };
}

async function planImage(file: ContentFile, withSizes: boolean): Promise<ImageState> {
  if (svgType.test(file.path)) return planDrawing(file);
  const sharp = await loadSharp();
  const bytes = await readImage(file);
  let head: Awaited<ReturnType<Sharp['metadata']>>;
  try {
    head = await sharp(bytes, { limitInputPixels: false }).metadata();
  } catch {
    return broken;
  }
  const format = formatOf(head);
  if (format === undefined || !(head.width > 0 && head.height > 0)) return broken;
  const pages = head.pages ?? 1;
  const frameHeight = head.pageHeight ?? head.height;
  if (head.width * frameHeight * pages > maxPixels) {
    return {
      rule: 'image-too-large',
      message: `has ${head.width} × ${frameHeight} pixels${pages > 1 ? ` in ${pages} frames` : ''}, more than the ${maxPixels / 1_000_000} million that can be made into a page's picture.`,
      mend: 'Save it smaller, 2000 pixels wide for example, under the same name.',
    };
  }
  const isAnimated = pages > 1 && (format === 'gif' || format === 'webp');
  const isTurned = (head.orientation ?? 1) >= 5;
  const [width, height] = isTurned ? [frameHeight, head.width] : [head.width, frameHeight];
  const hash = createHash('sha256')
    .update(`${settingsVersion} ${sharp.versions.sharp} ${sharp.versions.vips}\0`)
    .update(bytes)
    .digest('hex')
    .slice(0, 16);
  const shownWidth = isAnimated ? width : Math.min(width, maxWidth);
  const shown = { width: shownWidth, height: Math.max(1, Math.round((height * shownWidth) / width)) };
  const formats = withSizes && !isAnimated ? modernFormats[format] : [];
  const ownWidths = [...widths.filter((one) => one < shownWidth), shownWidth];
  const variantsOf = (kind: Format) =>
    ownWidths.map((one) => ({ path: `assets/images/${hash}-${one}.${kind}`, width: one, format: kind }));
  return {
    file,
    format,
    isAnimated,
    hash,
    variants: formats.flatMap(variantsOf),
    shown: { ...shown, sources: formats.map((kind) => ({ type: `image/${kind}`, files: variantsOf(kind) })) },
  };
}

/** Of drawings and screenshots every pixel counts: WebP keeps them all. */
const modernFormats: Readonly<Record<Format, readonly Format[]>> = {
  jpeg: ['avif', 'webp'],
  png: ['webp'],
  gif: ['webp'],
  webp: ['avif'],
  avif: [],
};

const broken: ImageFault = {
  rule: 'image-broken',
  message: 'cannot be read as a picture: it is damaged, cut short, or of another kind than its name says.',
  mend: 'Open it in a program for pictures and save it anew as PNG or JPEG, under the name that stands here.',
};

function formatOf(head: { readonly format: string; readonly compression?: string }): Format | undefined {
  if (head.format === 'heif') return head.compression === 'av1' ? 'avif' : undefined;
  const known: readonly string[] = ['jpeg', 'png', 'gif', 'webp', 'avif'];
  return known.includes(head.format) ? (head.format as Format) : undefined;
}

/**
 * Reads all of a picture, fast and small: what the head does not tell (a file that is cut short) shows here.
 * @returns undefined when it is whole
 */
export async function findDamage(
  plan: ImagePlan | SvgPlan,
  memory?: ImageMemory,
): Promise<ImageFault | undefined> {
  if (isDrawing(plan)) return undefined;
  const known = memory?.damage.get(plan);
  if (known !== undefined) return known === 'none' ? undefined : known;
  const fault = await damageOf(plan);
  memory?.damage.set(plan, fault ?? 'none');
  return fault;
}

async function damageOf(plan: ImagePlan): Promise<ImageFault | undefined> {
  if (readKept(cacheFolder, cacheName(plan, plan.shown.width, plan.format)) !== undefined) return undefined;
  const sharp = await loadSharp();
  const bytes = await readImage(plan.file);
  try {
    await sharp(bytes, decoding(plan)).resize({ width: 16 }).raw().toBuffer();
    return undefined;
  } catch {
    return broken;
  }
}

/** Why a file cannot be published as a picture, in words that follow its name; undefined when it can. */
export async function pictureFault(diskPath: string): Promise<string | undefined> {
  if (svgType.test(diskPath)) {
    const { size } = await stat(diskPath);
    const cleaned = size > svgLimits.bytes ? svgTooLarge(size) : cleanSvg(await readFile(diskPath));
    return isSvgFault(cleaned) ? `it ${cleaned.message.replace(/\.$/, '')}` : undefined;
  }
  const sharp = await loadSharp();
  try {
    // Small, but every row is decoded: a file that is cut short fails too.
    const image = sharp(diskPath, { limitInputPixels: maxPixels, failOn: 'truncated' });
    await image.resize({ width: 16 }).raw().toBuffer();
    return undefined;
  } catch {
    return 'it cannot be read as a picture, or is larger than one can be published';
  }
}

/**
 * The files of the output: each picture at its own address, cleaned, and its variants.
 * @param copies of pictures and other files; what is no picture stays as it is
 */
export async function publishImages(
  copies: readonly OutputFile[],
  images: ReadonlyMap<string, ImageState>,
): Promise<OutputFile[]> {
  const published = new Map<string, OutputFile>();
  const wanted = new Map<string, { plan: ImagePlan; variants: Map<string, Variant> }>();
  for (const copy of copies) {
    if (!('copyOf' in copy) || !isImage(copy.copyOf.path)) {
      published.set(copy.path, copy);
      continue;
    }
    const plan = images.get(copy.copyOf.path);
    if (plan === undefined || isFault(plan)) {
      throw new Error(`${copy.copyOf.displayPath} was not found fit to be published`);
    }
    if (isDrawing(plan)) {
      published.set(copy.path, { path: copy.path, contents: plan.svg });
      continue;
    }
    const own: Variant = { path: copy.path, width: plan.shown.width, format: plan.format };
    const variants = wanted.get(plan.file.path)?.variants ?? new Map<string, Variant>();
    for (const variant of [own, ...plan.variants]) variants.set(variant.path, variant);
    wanted.set(plan.file.path, { plan, variants });
  }
  await eachOf([...wanted.values()], async ({ plan, variants }) => {
    for (const { path, width, format } of variants.values()) {
      published.set(path, { path, contents: await encoded(plan, width, format) });
    }
  });
  return [...published.values()];
}

async function encoded(plan: ImagePlan, width: number, format: Format): Promise<Uint8Array> {
  const name = cacheName(plan, width, format);
  const kept = readKept(cacheFolder, name);
  if (kept !== undefined) return kept;
  const sharp = await loadSharp();
  const source = sharp(await readImage(plan.file), decoding(plan));
  // Upright first: what is not kept is the note that says how to turn it. Colours become sRGB; all else is left out.
  const sized = source.autoOrient();
  if (!plan.isAnimated) sized.resize({ width, withoutEnlargement: true });
  const bytes = await encode(sized, format, plan.format).toBuffer();
  keep(cacheFolder, name, bytes);
  return bytes;
}

function encode(image: Sharp, format: Format, from: Format): Sharp {
  switch (format) {
    case 'jpeg':
      return image.jpeg({ quality: 80, mozjpeg: true });
    case 'png':
      return image.png({ compressionLevel: 9 });
    case 'gif':
      return image.gif();
    case 'webp':
      return image.webp(from === 'png' || from === 'gif' ? { lossless: true } : { quality: 76 });
    case 'avif':
      return image.avif({ quality: 52, effort: 4 });
  }
}

function decoding(plan: ImagePlan) {
  return { limitInputPixels: maxPixels, failOn: 'truncated', animated: plan.isAnimated } as const;
}

function cacheName(plan: ImagePlan, width: number, format: Format): string {
  return `${plan.hash}-${width}.${format}`;
}

async function readImage(file: ContentFile): Promise<Buffer> {
  try {
    return await readFile(file.diskPath);
  } catch (error) {
    throw new SurroundingsError(
      `cannot read ${file.displayPath}: ${reason(error)}`,
      'Give yourself the right to read it (chmod u+r FILE), then run again.',
      error,
    );
  }
}

async function eachOf<Value>(values: readonly Value[], work: (value: Value) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async () => {
    for (let index = next++; index < values.length; index = next++) await work(values[index]!);
  };
  await Promise.all(Array.from({ length: Math.min(picturesAtOnce, values.length) }, worker));
}
