// The site of an earlier build: what it said of itself, and which of its addresses are gone.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SiteState } from '../model.ts';
import { hasErrors, type Problem } from '../problem.ts';
import { compareWithPreviousState, parseSiteState } from '../validate/previous-state.ts';
import { UsageError } from './command-line.ts';
import { stateFile } from './last-output.ts';
import type { SitePlan } from './plan-site.ts';
import { displayFolder, reason } from './read-content.ts';
import type { Reporter } from './stage-clock.ts';

export function readPreviousState(
  folder: string,
  isGiven: boolean,
  reporter: Reporter,
): SiteState | undefined {
  const path = join(folder, stateFile);
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (isGiven) {
      throw new UsageError(
        `--previous ${folder} is no site that this program built: ${path} cannot be read, ${reason(error)}`,
        'Name the folder of an earlier build, or leave --previous out.',
      );
    }
    return undefined;
  }
  const state = parseSiteState(text);
  if (state === undefined) {
    if (isGiven)
      throw new UsageError(`${path} cannot be understood`, 'Leave --previous out, or build that site anew.');
    reporter.note(`${path} cannot be understood: addresses were not compared with the last build.`);
  }
  return state;
}

/** Addresses that were lost since the last build; nothing when there was none. */
export function comparePlan(
  plan: SitePlan,
  problems: readonly Problem[],
  state: SiteState | undefined,
  { content, allowDrop }: { readonly content: string; readonly allowDrop: boolean },
): Problem[] {
  if (state === undefined) return [];
  // Items whose files have errors are missing from the plan, and are not gone for that.
  const isDropAllowed = allowDrop || hasErrors(problems);
  return compareWithPreviousState(
    plan.publishedSite,
    plan.allItems,
    state,
    isDropAllowed,
    displayFolder(content),
  );
}
