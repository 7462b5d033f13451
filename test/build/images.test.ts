// Pictures of the content through a whole build: what readers get of them, and what is refused.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { type ImageMemory, planImages } from '../../src/build/images.ts';
import { smallSite } from '../small-site.ts';
import { listFiles, temporaryFolder, writeFiles } from '../support/folder.ts';
import { runScript } from '../support/run.ts';

const item = 'news/2007/workshop.md';
const place = 'A place nobody must know';

/** Noise, so that every pixel counts; a photo as a phone takes it, lying on its side, with where it was taken. */
function photo(width: number, height: number) {
  return sharp({
    create: {
      width,
      height,
      channels: 3,
      background: '#808080',
      noise: { type: 'gaussian', mean: 120, sigma: 30 },
    },
  })
    .withExif({
      IFD0: { Artist: place },
      IFD3: {
        GPSLatitudeRef: 'N',
        GPSLatitude: '16/1 48/1 0/1',
        GPSLongitudeRef: 'E',
        GPSLongitude: '96/1 9/1 0/1',
      },
    })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer();
}

async function build(files: Record<string, string | Uint8Array>, ...extra: string[]) {
  const folder = temporaryFolder();
  writeFiles(join(folder, 'content'), files);
  const outcome = await runScript('build', [
    ...['--content', join(folder, 'content'), '--output', join(folder, 'site'), '--no-search', ...extra],
  ]);
  return { ...outcome, folder, site: join(folder, 'site') };
}

function siteWith(image: string, body = ''): Record<string, string> {
  const files = smallSite();
  files[item] = files[item]!.replace('topics: [training]\n', `topics: [training]\n${image}`) + body;
  return files;
}

const named = (file: string) => `image:\n  file: ${file}\n  alt: Judges in a hall\n`;

test('what is known of pictures stands in the order of the files, however long each was looked at', async () => {
  const folder = temporaryFolder();
  const sizes = [3000, 40, 2000, 41, 1000, 42];
  const files = await Promise.all(
    sizes.map(async (width, i) => {
      const name = `${i}.jpg`;
      const bytes = await photo(width, 40);
      writeFiles(folder, { [name]: bytes });
      return { path: name, displayPath: name, diskPath: join(folder, name), size: bytes.length };
    }),
  );
  // The later ones are there already: without a look at them they are first.
  const memory: ImageMemory = { states: new WeakMap(), damage: new WeakMap() };
  await planImages(files.slice(3), true, memory);
  const planned = await planImages(files, true, memory);
  expect([...planned.keys()]).toEqual(files.map(({ path }) => path));
});

describe('a photo', () => {
  test('comes upright, in sizes and formats, and without a word of where it was taken', async () => {
    const bytes = await photo(1800, 1200);
    expect(bytes.includes(place)).toBe(true);
    const files = siteWith(named('photo.jpg'), '\n![Again](photo.jpg "Title")\n\n[The file](photo.jpg)\n');
    const { status, stderr, site } = await build(
      { ...files, 'news/2007/photo.jpg': bytes },
      '--base-path',
      '/base',
    );
    expect(status, stderr).toBe(0);

    const shown = await sharp(`${site}/news/workshop/photo.jpg`).metadata();
    expect([shown.width, shown.height, shown.exif, shown.orientation]).toEqual([
      1200,
      1800,
      undefined,
      undefined,
    ]);
    const made = listFiles(site).filter((path) => path.startsWith('assets/images/'));
    expect(made.map((path) => path.replace(/^.*-/, ''))).toEqual([
      '1200.avif',
      '1200.webp',
      '400.avif',
      '400.webp',
      '800.avif',
      '800.webp',
    ]);
    for (const path of made) {
      const { width, height, exif, xmp } = await sharp(join(site, path)).metadata();
      expect([width, height, exif, xmp]).toEqual([
        Number(/-(\d+)\./.exec(path)![1]),
        width * 1.5,
        undefined,
        undefined,
      ]);
      expect(readFileSync(join(site, path)).includes(place)).toBe(false);
    }
    expect(readFileSync(`${site}/news/workshop/photo.jpg`).includes(place)).toBe(false);

    const html = readFileSync(`${site}/news/workshop/index.html`, 'utf8');
    const pictures = [...html.matchAll(/<picture>(.*?)<\/picture>/g)].map(([, inner]) => inner!);
    expect(pictures.length).toBe(2);
    for (const inner of pictures) {
      expect(inner).toMatch(
        /^<source media="\(prefers-reduced-data: reduce\)" type="image\/avif" srcset="\/base\/assets\/images\/\w+-400\.avif"><source media="[^"]+" type="image\/webp" srcset="[^"]+"><source type="image\/avif" srcset="\/base\/assets\/images\/\w+-400\.avif 400w, [^"]+ 800w, [^"]+ 1200w" sizes="[^"]+"><source type="image\/webp"/,
      );
      expect(inner).toMatch(/<img src="[^"]*photo\.jpg" alt="[^"]+" class="tall" width="1200" height="1800"/);
    }
  }, 240_000);

  test('without sizes is cleaned all the same', async () => {
    const { status, site } = await build(
      { ...siteWith(named('photo.jpg')), 'news/2007/photo.jpg': await photo(600, 400) },
      '--no-images',
    );
    expect(status).toBe(0);
    const { width, exif } = await sharp(`${site}/news/workshop/photo.jpg`).metadata();
    expect([width, exif]).toEqual([400, undefined]);
    expect(existsSync(`${site}/assets/images`)).toBe(false);
  });
});

test('a drawing keeps every pixel', async () => {
  const png = await sharp(await photo(300, 200))
    .png()
    .toBuffer();
  const { site } = await build({ ...siteWith(named('plan.png')), 'news/2007/plan.png': png });
  const [webp] = listFiles(site).filter((path) => path.endsWith('.webp'));
  const pixels = (bytes: Buffer) => sharp(bytes).ensureAlpha().raw().toBuffer();
  expect(await pixels(readFileSync(join(site, webp!)))).toEqual(await pixels(png));
  expect(await pixels(readFileSync(`${site}/news/workshop/plan.png`))).toEqual(await pixels(png));
});

describe('a drawing in SVG', () => {
  const drawing = (inner: string, size = 'viewBox="0 0 3200 1600"') =>
    `<svg xmlns="http://www.w3.org/2000/svg" ${size}><rect width="9" height="9"/>${inner}</svg>`;

  test('is shown with its size, written anew, in the page, the feeds and the folder; its loss is told where it is named', async () => {
    const files = siteWith(named('chart.svg'), '\n![Again](chart.svg)\n\n[The file](other.svg)\n');
    const { status, stderr, folder, site } = await build({
      ...files,
      'news/2007/chart.svg': drawing(
        '<script>alert(1)</script><a href="https://x.example/"><path d="M0 0"/></a>',
      ),
      'news/2007/other.svg': drawing('<g onload="alert(1)"/>'),
    });
    expect(status, stderr).toBe(0);
    const lines = files[item]!.split('\n');
    const line = (words: string) => lines.findIndex((text) => text.includes(words)) + 1;
    expect(stderr).toContain(
      `content/${item}:${line('file: chart.svg')}:9: warning: The picture “chart.svg” is shown without its scripts and links:`,
    );
    expect(stderr).toMatch(
      new RegExp(`${line('other.svg')}:\\d+: warning: The picture “other.svg” .*scripts`),
    );
    const published = readFileSync(`${site}/news/workshop/chart.svg`, 'utf8');
    expect(published).toBe(
      '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 3200 1600"><rect width="9" height="9"/><g><path d="M0 0"/></g></svg>\n',
    );
    expect(readFileSync(`${site}/news/workshop/other.svg`, 'utf8')).not.toContain('onload');
    const html = readFileSync(`${site}/news/workshop/index.html`, 'utf8');
    expect([
      ...html.matchAll(/<img src="[^"]*chart\.svg" alt="[^"]+" width="1600" height="800"/g),
    ]).toHaveLength(2);
    for (const feed of ['feed.xml', 'atom.xml', 'feed.json'])
      expect(readFileSync(`${site}/${feed}`, 'utf8')).toMatch(/https:\/\/[\w.]+\/news\/workshop\/chart\.svg/);

    const away = join(folder, 'away');
    const carried = await runScript('archive', ['--output', site, '--folder', away]);
    expect(carried.status, carried.stderr).toBe(0);
    expect(readFileSync(`${away}/news/workshop/chart.svg`, 'utf8')).toBe(published);
  });

  test.each([
    ['left open', drawing('<g>'), 'line 1, column', 'image-broken'],
    ['without a size', drawing('', ''), 'does not say how large it is', 'image-broken'],
    ['of too many bytes', drawing(' '.repeat(2_000_000)), 'is an SVG of 2.0 MB', 'image-too-large'],
  ])('%s is refused where it is named', async (_, text, words, rule) => {
    for (const files of [siteWith(named('a.svg')), siteWith('', '\n![What](a.svg)\n')]) {
      const { status, stderr } = await build({ ...files, 'news/2007/a.svg': text });
      expect(status).toBe(1);
      expect(stderr).toMatch(/workshop\.md:\d+:\d+: The picture “a\.svg” /);
      expect(stderr).toContain(words);
      expect(stderr).toContain(`(${rule})`);
    }
  });
});

describe('is refused where it is named', () => {
  /** A head that promises more pixels than any memory holds. */
  async function bomb(): Promise<Buffer> {
    const png = await sharp({ create: { width: 8, height: 8, channels: 3, background: '#fff' } })
      .png()
      .toBuffer();
    png.writeUInt32BE(30_000, 16);
    png.writeUInt32BE(30_000, 20);
    png.writeInt32BE((await import('node:zlib')).crc32(png.subarray(12, 29)) | 0, 29);
    return png;
  }

  test.each([
    [
      'a picture of 30,000 × 30,000',
      'big.png',
      bomb,
      'has 30000 × 30000 pixels, more than the 100 million',
      'image-too-large',
    ],
    [
      'a picture cut short',
      'cut.jpg',
      async () => (await photo(600, 400)).subarray(0, 20_000),
      'cut short',
      'image-broken',
    ],
    [
      'a text that is called a picture',
      'text.png',
      async () => Buffer.from('no picture'),
      'cannot be read',
      'image-broken',
    ],
    [
      'an SVG that is called a PNG',
      'svg.png',
      async () =>
        Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>1</script></svg>'),
      'cannot be read',
      'image-broken',
    ],
  ])('%s', async (_, name, make, words, rule) => {
    const bytes = await make();
    const ofItem = siteWith(named(name));
    const ofBody = siteWith('', `\nA line.\n\n![What](${name})\n`);
    for (const files of [ofItem, ofBody]) {
      const { status, stderr, site } = await build({ ...files, [`news/2007/${name}`]: bytes });
      expect(status, stderr).toBe(1);
      const lines = files[item]!.split('\n');
      const line = lines.findIndex((text) => text.includes(name)) + 1;
      const column = lines[line - 1]!.indexOf(name) + 1;
      expect(stderr).toContain(`content/${item}:${line}:${column}: The picture “${name}” `);
      expect(stderr).toContain(words);
      expect(stderr).toContain(`(${rule})`);
      expect(existsSync(site)).toBe(false);
    }
  });

  test('a picture that nothing names stops nothing, and is published nowhere', async () => {
    const { status, site } = await build({ ...smallSite(), 'news/2007/text.png': 'no picture' });
    expect(status).toBe(0);
    expect(listFiles(site).filter((path) => path.endsWith('.png'))).toEqual([]);
  });
});
