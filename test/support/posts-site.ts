// A site of a few hundred posts for tests of the search: paragraphs of the demo site's own English texts, recombined by
// a seed, so that terms are spread as in life.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { smallSite } from '../small-site.ts';
import { writeFiles } from './folder.ts';
import { repository, runScript } from './run.ts';

/** Numerical Recipes' linear congruential generator: a number from 0 to `limit` - 1 at each call. */
function dice(seed: number): (limit: number) => number {
  let state = seed >>> 0;
  return (limit) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

function paragraphs(): string[] {
  const folder = join(repository, 'content/resources');
  const files = readdirSync(folder)
    .filter((name) => /^[^.]+\.md$/.test(name))
    .sort();
  return files.flatMap((name) =>
    readFileSync(join(folder, name), 'utf8')
      .replace(/^---\n[\s\S]*?\n---\n/, '')
      .split(/\n{2,}/)
      // Prose alone: no headings, lists, tables, links or other markup.
      .filter((text) => /^[A-Z“"][^#|<>[\]`{}*_\\]{120,900}$/.test(text) && !text.includes('\n ')),
  );
}

/** Content of a site with `count` posts, the same each time. Post 7 speaks of the names that objects have. */
export function postsContent(count: number, seed = 1): Record<string, string> {
  const texts = paragraphs();
  const roll = dice(seed);
  const files = smallSite();
  for (let number = 0; number < count; number += 1) {
    const body = Array.from({ length: 4 }, () => texts[roll(texts.length)] ?? '');
    const words = (texts[roll(texts.length)] ?? '').split(/\s+/).slice(0, 7).join(' ');
    const day = String(1 + roll(28)).padStart(2, '0');
    const month = String(1 + roll(12)).padStart(2, '0');
    const year = 2001 + (number % 20);
    if (number === 7) body.push('The words constructor, __proto__, hasOwnProperty and toString stand here.');
    files[`news/posts/post-${number}.md`] =
      `---\ntitle: ${JSON.stringify(`${words} ${number}`)}\ndate: ${year}-${month}-${day}\n---\n\n${body.join('\n\n')}\n`;
  }
  return files;
}

/** Builds a content folder with the command that users run. */
export async function buildContent(
  content: Readonly<Record<string, string | Uint8Array>>,
  folder: string,
  extra: readonly string[] = [],
): Promise<string> {
  const output = join(folder, 'site');
  writeFiles(join(folder, 'content'), content);
  const options = ['--content', join(folder, 'content'), '--output', output, '--now', '2026-01-01T00:00:00Z'];
  const outcome = await runScript('build', [...options, ...extra]);
  if (outcome.status !== 0) throw new Error(`The site of posts does not build:\n${outcome.stderr}`);
  return output;
}

/**
 * Writes a built site as a folder to be carried away, with the command that users run.
 * @param work the folder is made in it
 */
export async function carryAway(output: string, work: string): Promise<string> {
  const folder = join(work, 'folder');
  const outcome = await runScript('archive', ['--folder', folder, '--output', output]);
  if (outcome.status !== 0) throw new Error(`The site cannot be carried away:\n${outcome.stderr}`);
  return folder;
}
