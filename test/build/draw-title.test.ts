// The picture of a title: what is drawn, whatever the title holds.
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { escapeHtml } from '../../layouts/html.ts';
import { cutTitle, drawTitle, type TitleDesign } from '../../src/build/draw-title.ts';
import { palettePng } from '../../src/build/palette-png.ts';
import { fontFamilies, scriptOf, TitleFonts } from '../../src/build/title-fonts.ts';

const colours = { paper: '#fbf8f2', ink: '#1f1b16', accent: '#0b5a63', rule: '#d9d0c1' };
const english: TitleDesign = {
  title: 'Workshop brings judges together',
  siteName: 'Lantern News',
  language: 'en',
  direction: 'ltr',
  colours,
};

/** Bounds of what is not paper in the part of a picture that holds the title. */
async function inkOf(design: Partial<TitleDesign>) {
  const { data, info } = await sharp(await drawTitle({ ...english, ...design }))
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  expect([info.width, info.height]).toEqual([1200, 630]);
  const bounds = { left: info.width, right: 0, top: info.height, bottom: 0, dots: 0 };
  for (let y = 30; y < 512; y += 1) {
    for (let x = 0; x < info.width; x += 1) {
      if (data[(y * info.width + x) * 3] === 0xfb) continue;
      bounds.dots += 1;
      bounds.left = Math.min(bounds.left, x);
      bounds.right = Math.max(bounds.right, x);
      bounds.top = Math.min(bounds.top, y);
      bounds.bottom = Math.max(bounds.bottom, y);
    }
  }
  return bounds;
}

describe('a title', () => {
  test('is drawn the same each time, in a small PNG', async () => {
    const [one, other] = await Promise.all([drawTitle(english), drawTitle(english)]);
    expect(one.equals(other)).toBe(true);
    expect(one.length).toBeLessThan(40_000);
    expect(await sharp(one).metadata()).toMatchObject({ format: 'png', width: 1200, height: 630 });
  });

  test('begins at the side where its language does', async () => {
    const [ltr, rtl] = await Promise.all([inkOf({}), inkOf({ direction: 'rtl' })]);
    expect(ltr.left).toBeLessThan(100);
    expect(rtl.right).toBeGreaterThan(1100);
    expect(rtl.left).toBeGreaterThan(ltr.left + 50);
  });

  test('is text, not markup', async () => {
    const [marked, plain] = await Promise.all([
      inkOf({ title: '<b>A & B</b> &amp; <span' }),
      inkOf({ title: 'A & B & ' }),
    ]);
    expect(marked.dots).toBeGreaterThan(plain.dots * 2);
  });

  test.each([
    ['long', 'A title that goes on and on. '.repeat(20)],
    ['without spaces', 'x'.repeat(400)],
    ['of one word that is longer than a line', 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerk'],
    ['of letters with many marks', `Zalgo ${`a${'\u0301'.repeat(40)}`.repeat(20)}`],
    ['of one wide letter', '\uFDFD'],
    ['of nothing that can be seen', '\u2800'],
  ])('%s stays in its room', async (_, title) => {
    const { left, right, bottom } = await inkOf({ title });
    // 1200 where there is none.
    expect(left).toBeGreaterThanOrEqual(80);
    expect(right).toBeLessThanOrEqual(1120);
    expect(bottom).toBeLessThan(512);
  });

  test('is cut where no letter loses a mark', () => {
    expect(cutTitle('Workshop today', 9)).toBe('Workshop…');
    // ก, ไม้โท above it; Burmese က with its stacked က.
    expect(cutTitle('กก้ก', 2)).toBe('ก…');
    expect(cutTitle('ကက္ကက', 3)).toBe('က…');
    expect(cutTitle('a😀b', 2)).toBe('a…');
  });
});

test('markup of Pango in a text is only text', () => {
  expect(escapeHtml(`<b a="1" b='2'>&amp;`)).toBe('&lt;b a=&quot;1&quot; b=&#39;2&#39;&gt;&amp;amp;');
});

test('fonts are chosen by language, Latin letters the same in all', () => {
  expect(fontFamilies('ur').indexOf('Nastaliq')).toBeLessThan(fontFamilies('ur').indexOf('Naskh'));
  expect(fontFamilies('ar').indexOf('Nastaliq')).toBe(-1);
  expect(fontFamilies('th')).toMatch(/^Noto Serif,/);
  expect(fontFamilies('ja-JP').indexOf('CJK JP')).toBeLessThan(fontFamilies('ja-JP').indexOf('CJK SC'));
});

test('what a font lacks is found, and told by script and package', async () => {
  const fonts = new TitleFonts(undefined, '');
  const nobody = ['\u{10FFFA}', '\u0379'];
  expect([...(await fonts.missingIn([`a b\u200D${nobody.join('')}`, 'abc']))]).toEqual(nobody);
  expect([...(await fonts.missingIn([nobody[1]!]))]).toEqual([nobody[1]]);
  expect(scriptOf('ក')).toMatchObject({ name: 'Khmer', package: 'fonts-noto-core' });
  expect(scriptOf('漢')).toMatchObject({ package: 'fonts-noto-cjk' });
  expect(scriptOf('\u{10FFFA}')).toMatchObject({ name: 'other' });
});

test('a PNG of a palette is what went in', async () => {
  const pixels = Uint8Array.from([0, 1, 2, 3, 15, 14, 0, 0]);
  const palette = Array.from({ length: 16 }, (_, at) => [at, 2 * at, 255 - at] as const);
  const { data, info } = await sharp(await palettePng(pixels, 4, 2, palette))
    .raw()
    .toBuffer({ resolveWithObject: true });
  expect(info).toMatchObject({ width: 4, height: 2, channels: 3 });
  expect([...data]).toEqual([...pixels].flatMap((pixel) => palette[pixel]!));
});
