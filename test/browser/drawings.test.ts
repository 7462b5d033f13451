// Drawings opened by themselves from the disk, where no policy of the host protects a reader: what is published of the
// hostile ones runs nothing and asks for nothing.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { cleanSvg, isSvgFault } from '../../src/build/clean-svg.ts';
import { vectors } from '../build/svg-vectors.ts';
import { launchChromium } from '../support/chromium.ts';
import { temporaryFolder, writeFiles } from '../support/folder.ts';

test('a cleaned drawing runs nothing and asks for nothing, where the same drawing did', async () => {
  const folder = temporaryFolder();
  const files: Record<string, string> = {};
  for (const [index, [, text]] of vectors.entries()) {
    const found = cleanSvg(new TextEncoder().encode(text));
    if (isSvgFault(found)) throw new Error(found.message);
    files[`${index}-raw.svg`] = text;
    files[`${index}-clean.svg`] = found.text;
  }
  writeFiles(folder, files);
  const browser = await launchChromium();
  try {
    const page = await browser.newPage();
    const acts = { raw: 0, clean: 0 };
    let kind: 'raw' | 'clean' = 'clean';
    let own = '';
    page.on('dialog', (dialog) => {
      acts[kind] += 1;
      void dialog.dismiss();
    });
    page.on('request', (request) => {
      if (request.url() !== own) acts[kind] += 1;
    });
    for (kind of ['clean', 'raw'] as const) {
      for (const index of vectors.keys()) {
        own = pathToFileURL(join(folder, `${index}-${kind}.svg`)).href;
        await page.goto(own, { waitUntil: 'load' });
        const shapes = await page.evaluate(() => document.querySelectorAll('rect, path').length);
        if (kind === 'clean') expect(shapes, vectors[index]![0]).toBeGreaterThan(0);
      }
    }
    expect(acts.clean).toBe(0);
    // The watch sees what it should: otherwise the line above would say nothing.
    expect(acts.raw).toBeGreaterThan(10);
  } finally {
    await browser.close();
  }
});
