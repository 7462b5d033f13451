// A build plugin of Netlify (netlify.toml names it): the cache and the last site are put back before the build and kept
// after it, so that a build does only what has changed and a deploy uploads only that. Both go together: the cache knows
// what the last site holds. Without them, or with the wrong ones, the same site is built, only slower: whatever goes
// wrong here is told and fails nothing. https://docs.netlify.com/extend/develop-and-share/develop-build-plugins/

import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const cacheFolder = '.cache';

/** @param {{ constants: { PUBLISH_DIR: string }, utils: { cache: { restore(path: string): Promise<boolean> } } }} build */
export async function onPreBuild({ constants, utils }) {
  await eachFolder(constants, 'put back', (folder) => utils.cache.restore(folder));
}

/** @param {{ constants: { PUBLISH_DIR: string }, utils: { cache: { save(path: string): Promise<boolean> } } }} build */
export async function onPostBuild({ constants, utils }) {
  removeSpares(join(cacheFolder, 'outputs'));
  await eachFolder(constants, 'kept', (folder) => utils.cache.save(folder));
}

/** A spare output goes by inodes: of a copy a build would keep no file, so a copy of the whole site is carried for nothing. */
function removeSpares(outputs) {
  try {
    if (!existsSync(outputs)) return;
    for (const output of readdirSync(outputs)) {
      for (const name of ['spare', 'spare-manifest']) {
        rmSync(join(outputs, output, name), { recursive: true, force: true });
      }
    }
  } catch (error) {
    console.log(`The spare outputs could not be removed: ${messageOf(error)}`);
  }
}

async function eachFolder({ PUBLISH_DIR }, done, work) {
  for (const folder of [cacheFolder, PUBLISH_DIR]) {
    try {
      console.log(
        (await work(folder)) ? `${folder} is ${done}.` : `There is no ${folder} that could be ${done}.`,
      );
    } catch (error) {
      console.log(`${folder} could not be ${done}: ${messageOf(error)}`);
    }
  }
}

function messageOf(error) {
  return error instanceof Error ? error.message : String(error);
}
