// Content as a map → what pages are planned from: the road of a build up to there, without a disk.
import { expect } from 'vitest';
import type { AbsoluteUrl, AssetPaths, BuildOptions } from '../../src/model.ts';
import type { PlanInput } from '../../src/render/plan-pages.ts';
import { checkContent, type Files, noon2020 } from '../validate/check-content.ts';
import { renderItems } from './render-items.ts';

/** Of content without an error, at noon on the first day of 2020. */
export function planInputOf(
  files: Files,
  assets: AssetPaths,
  changed: Partial<BuildOptions> = {},
): PlanInput {
  const options: BuildOptions = {
    origin: 'https://lantern.example' as AbsoluteUrl,
    basePath: '',
    nowMs: noon2020,
    showDrafts: false,
    isPreview: false,
    ...changed,
  };
  const { site, problems } = checkContent(files, options);
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  if (site === undefined) throw new Error('no site');
  return { site, items: renderItems(site, options), options, assets };
}
