// A checkout of its own for commands that write into content/ or watch layouts/: our code, and the small site as content.
import { cpSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { smallSite } from '../small-site.ts';
import { temporaryFolder, writeFiles } from '../support/folder.ts';
import { repository } from '../support/run.ts';

/** @returns its folder, to run a command in; it goes when the test ends */
export function checkout(): string {
  const folder = temporaryFolder();
  for (const name of ['scripts', 'src', 'layouts', 'netlify.toml', 'package.json', 'tsconfig.json']) {
    cpSync(join(repository, name), join(folder, name), { recursive: true });
  }
  symlinkSync(join(repository, 'node_modules'), join(folder, 'node_modules'));
  writeFiles(join(folder, 'content'), smallSite());
  return folder;
}
