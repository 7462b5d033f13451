// For `node --import tsx node_modules/@11ty/eleventy/cmd.cjs --config=.eleventy.ts`: the pages of content/ through
// Eleventy's own command, into .cache/eleventy/. `npm run build` makes the whole site; see src/build/eleventy.ts.
import type { UserConfig } from '@11ty/eleventy';
import { configureEleventy } from './src/build/eleventy.ts';
import { planForEleventy } from './src/build/pipeline.ts';

export default async function eleventyConfig(config: UserConfig): Promise<void> {
  configureEleventy(config, await planForEleventy('content'));
}
