// The only file that changes the output folder. A build is written whole into a folder aside (the spare of the cache, or
// one beside the output), verified, then swapped in by two renames; whatever happens in between, the last good output
// or the new one stands there, never a mix. The names of the folders are the journal: <output>.new-<pid> is being
// built, <output>.old-<pid> is the last good output on its way out, and if <output> is missing beside an old one, the
// old one goes back.
//
// SIGKILL and a full disk are provided for; a power cut is not (an fsync of every file costs more than the build).
import {
  closeSync,
  existsSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import type { Fingerprint, OutputFile } from '../model.ts';
import { compareText } from '../problem.ts';
import { parseSiteState } from '../validate/previous-state.ts';
import { SurroundingsError, UsageError } from './command-line.ts';
import { LastOutput, stateFile } from './last-output.ts';
import { OutputCache } from './output-cache.ts';
import { type HeldLock, hasLock, isAlive, livingHolder, takeLock } from './output-lock.ts';
import { reason } from './read-content.ts';
import { type Place, StagedOutput as StagedFiles } from './staged-output.ts';
import { StagingFolder } from './staging-folder.ts';

/** An output folder that this process alone may write, until `close`. */
export interface OpenOutput {
  /** Absolute, links resolved. */
  readonly path: string;
  /** The fingerprint under which the last build made this file, if it is still there as that build left it. */
  fingerprintOf(path: string): Fingerprint | undefined;
  /** SHA-256 of the file's bytes, base64url, if it is there and can be kept. */
  hashOf(path: string): string | undefined;
  /** Whether nothing else is there: no other file, link or folder. */
  holdsOnly(paths: Iterable<string>): boolean;
  /** Begins the new output; files come one by one. The last good output stays until it is finished. */
  begin(): StagedOutput;
  /**
   * Replaces the folder's whole contents.
   * @returns total size in bytes
   * @throws SurroundingsError when the disk is full, read-only or the like; the last good output is untouched
   */
  replaceWith(files: readonly OutputFile[]): Promise<number>;
  /** Removes what is half done and lets the lock go. May be called at any moment, more than once; waits for nothing. */
  close(): void;
}

export type StagedOutput = Pick<
  StagedFiles,
  'put' | 'keep' | 'read' | 'paths' | 'sizeOf' | 'hashOf' | 'finish'
>;

export interface OutputOptions {
  /**
   * Where manifests and spare folders of outputs are kept, each in a folder of its own; undefined: nowhere.
   */
  readonly cacheFolder: string | undefined;
}

/** Number of files by which the spare may lag behind: what the next build links and removes in a moment. */
const maxSpareLag = 1000;

/** The output folder as an absolute path, a link to a folder resolved, so that its sisters are on the same disk. */
export function resolveOutput(output: string): string {
  const absolute = resolve(output);
  try {
    return realpathSync(absolute);
  } catch {
    try {
      return join(realpathSync(dirname(absolute)), basename(absolute));
    } catch {
      return absolute;
    }
  }
}

/** What stands at the top of an output of these files: the names that SiteState.entries keeps. */
export function topEntries(paths: Iterable<string>): string[] {
  const names = new Set<string>();
  for (const path of paths) names.add(path.split('/', 1)[0]!);
  return [...names].sort(compareText);
}

/** Put into any folder that is looked at, by the system and not by a person. */
const leftByDesktops = new Set(['.DS_Store', 'Thumbs.db', 'desktop.ini']);

/**
 * Refuses a folder that holds what our last build did not make: the build would delete it.
 * @param made names at the top of the output that are ours
 * @throws UsageError
 */
export function checkEntries(output: string, made: readonly string[]): void {
  let names: string[];
  try {
    names = readdirSync(resolveOutput(output));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw writeFault(output, error);
  }
  // A disk may give a name back in another Unicode form than it was given.
  const ours = new Set(made.map((name) => name.normalize('NFC')));
  const foreign = names.filter((name) => !ours.has(name.normalize('NFC')));
  refuseForeign(output, foreign);
}

/** @throws UsageError when there is any */
function refuseForeign(output: string, names: readonly string[]): void {
  const foreign = names
    .filter((name) => !leftByDesktops.has(name.slice(name.lastIndexOf('/') + 1)))
    .sort(compareText);
  if (foreign.length === 0) return;
  const shown = foreign.slice(0, 5).join(', ');
  const more = foreign.length > 5 ? ` and ${foreign.length - 5} more` : '';
  throw new UsageError(
    `${output} holds what the last build did not make, and would lose it: ${shown}${more}`,
    'Move it elsewhere (a file for the site belongs beside the text that names it, in the content folder), or name another folder: --output my-site',
  );
}

/**
 * Refuses a folder that is not ours to replace.
 * @param keepOut folders that a build must never replace or lie in: the content folder; and the repository, which it
 *   may lie in but not replace
 * @returns whether all that the folder holds is known to be ours. If not, an older build of ours kept no list of what
 *   it made: checkEntries must be asked again when it is known what the new one makes
 * @throws UsageError
 */
export function checkOutputFolder(
  output: string,
  keepOut: { content: string; repository: string },
): { isKnownOurs: boolean } {
  const path = resolveOutput(output);
  const isWithin = (inner: string, outer: string) => {
    const way = relative(outer, inner);
    return way === '' || !(way === '..' || way.startsWith(`..${sep}`) || /^[A-Za-z]:/.test(way));
  };
  const content = resolveOutput(keepOut.content);
  const mend = 'Name a folder of its own for the site: --output my-site';
  if (isWithin(content, path) || isWithin(path, content)) {
    throw new UsageError(`the site cannot be written to ${output}: the content folder is there`, mend);
  }
  if (isWithin(resolveOutput(keepOut.repository), path) || isWithin(resolve('.'), path)) {
    throw new UsageError(`the site cannot be written to ${output}: this program itself is there`, mend);
  }
  let names: string[];
  try {
    if (!lstatSync(path).isDirectory()) throw new UsageError(`${output} is a file, not a folder`, mend);
    names = readdirSync(path);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { isKnownOurs: true };
    throw new SurroundingsError(`cannot open the output folder ${output}: ${reason(error)}`, mend, error);
  }
  if (names.length > 0 && !names.includes(stateFile)) {
    throw new UsageError(
      `${output} holds files that this program did not make (it has no ${stateFile}), and would lose them`,
      'Empty it, or name another folder: --output my-site',
    );
  }
  if (names.length === 0) return { isKnownOurs: true };
  const entries = entriesOfState(output, join(path, stateFile));
  if (entries === undefined) return { isKnownOurs: false };
  checkEntries(output, entries);
  return { isKnownOurs: true };
}

/** What the last build says it made; undefined when it was too old to say. */
function entriesOfState(output: string, path: string): readonly string[] | undefined {
  let text = '';
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EISDIR') {
      throw new SurroundingsError(
        `cannot read ${join(output, stateFile)}: ${reason(error)}`,
        'Give yourself the right to read it, or name another folder: --output my-site',
        error,
      );
    }
  }
  const state = parseSiteState(text);
  const entries: unknown = state?.entries;
  const isList = Array.isArray(entries) && entries.every((name) => typeof name === 'string');
  if (state === undefined || !(entries === undefined || isList)) {
    throw new UsageError(
      `${join(output, stateFile)} cannot be understood: whether the folder is ours, and which addresses were published, is not known`,
      `Put the file back as the last build left it, or look into ${output} and delete it; the next build then compares with nothing.`,
    );
  }
  return state.entries;
}

/**
 * Takes the output folder for this process: one build at a time. Leftovers of a build that was killed are cleaned up,
 * and the last good output is put back if it was on its way out.
 * @throws SurroundingsError when another build holds it, naming its pid, or the disk refuses; UsageError when it holds
 *   what the last build did not make
 */
export function openOutput(output: string, { cacheFolder }: OutputOptions): OpenOutput {
  const path = resolveOutput(output);
  try {
    mkdirSync(dirname(path), { recursive: true });
  } catch (error) {
    throw writeFault(output, error);
  }
  const lock = takeLock(path);
  const cache = cacheFolder === undefined ? undefined : new OutputCache(cacheFolder, path);
  let isOpen = true;
  const close = () => {
    if (!isOpen) return;
    isOpen = false;
    try {
      cleanUpLeftovers(path);
    } finally {
      lock.release();
    }
  };
  let last: LastOutput;
  try {
    cleanUpLeftovers(path);
    last = new LastOutput(path, cache?.readManifest());
    refuseForeign(output, last.foreign);
  } catch (error) {
    lock.release();
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    throw writeFault(output, error);
  }

  let usesSpare = false;
  const place: Place = {
    last,
    isWanted: () => isOpen,
    stage: () => cache?.stageSpare() ?? new StagingFolder(`${path}.new-${process.pid}`, undefined),
    remember: (manifest) => cache?.writeManifest(manifest),
    swap: (staged, manifest) => {
      flushFolder(staged.path);
      const oldFolder = `${path}.old-${process.pid}`;
      cache?.writeManifestOfNext(manifest);
      if (existsSync(path)) renameSync(path, oldFolder);
      try {
        renameSync(staged.path, path);
      } catch (error) {
        if (existsSync(oldFolder)) renameSync(oldFolder, path);
        throw error;
      }
      flushFolder(dirname(path));
      usesSpare = cache?.isSpare(staged) === true;
      if (!existsSync(oldFolder)) return;
      if (!usesSpare || !cache?.keepSpare(oldFolder)) rmSync(oldFolder, { recursive: true, force: true });
    },
    spareToLevel: (changedFiles) => {
      const isFar = last.found === undefined || changedFiles > maxSpareLag;
      return isFar && usesSpare ? cache?.spare() : undefined;
    },
  };
  /** The disk's errors in words. */
  const told = <Value>(work: () => Value): Value => {
    const tell = (error: unknown): never => {
      const { code } = error as NodeJS.ErrnoException;
      if (code === undefined) throw error;
      // On a full disk the spare gives its place back; one that made trouble is made anew.
      cache?.dropSpare();
      throw writeFault(output, error);
    };
    try {
      const value = work();
      return value instanceof Promise ? (value.catch(tell) as Value) : value;
    } catch (error) {
      return tell(error);
    }
  };
  const begin = (): StagedOutput => {
    const staged = new StagedFiles(place);
    return {
      put: (file) => told(() => staged.put(file)),
      keep: (file) => staged.keep(file),
      read: (file) => told(() => staged.read(file)),
      paths: () => staged.paths(),
      sizeOf: (file) => staged.sizeOf(file),
      hashOf: (file) => staged.hashOf(file),
      finish: () => told(() => staged.finish()),
    };
  };
  const replaceWith = async (files: readonly OutputFile[]): Promise<number> => {
    const staged = begin();
    for (const file of [...files].sort((a, b) => compareText(a.path, b.path))) {
      const pause = staged.put(file);
      if (pause !== undefined) await pause;
    }
    return (await staged.finish()).totalBytes;
  };
  return {
    path,
    fingerprintOf: (file) => last.fingerprintOf(file),
    hashOf: (file) => last.intact(file)?.hash,
    holdsOnly: (paths) => last.holdsOnly(paths),
    begin,
    replaceWith,
    close,
  };
}

/**
 * Any command that reads an output begins here: if a build was killed in the middle of its swap, the last good output
 * goes back. Nothing happens when nothing is left over, or a build is running.
 */
export function recoverOutput(output: string): void {
  const path = resolveOutput(output);
  const isTidy = existsSync(path) || leftoversOf(path).old.length === 0;
  if ((isTidy && !hasLock(path)) || livingHolder(path) !== undefined) return;
  let lock: HeldLock;
  try {
    lock = takeLock(path);
  } catch (error) {
    // Somebody else began to build, or the disk is read-only and a whole output is there to be read all the same.
    if (existsSync(path)) return;
    throw error;
  }
  try {
    cleanUpLeftovers(path);
  } finally {
    lock.release();
  }
}

/** What builds of this output may have left beside it, by kind. Names, not paths. */
function leftoversOf(path: string): { old: string[]; new: string[]; drafts: string[] } {
  const name = basename(path);
  let beside: string[];
  try {
    beside = readdirSync(dirname(path));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { old: [], new: [], drafts: [] };
    throw error;
  }
  const named = (pattern: RegExp) =>
    beside.filter((entry) => entry.startsWith(name) && pattern.test(entry.slice(name.length)));
  return { old: named(/^\.old-\d+$/), new: named(/^\.new-\d+$/), drafts: named(/^\.lock-(?:stale-)?\d+$/) };
}

/** To be called with the lock held: every folder of these names is then nobody's. */
function cleanUpLeftovers(path: string): void {
  const parent = dirname(path);
  const leftovers = leftoversOf(path);
  for (const old of leftovers.old) {
    if (existsSync(path)) rmSync(join(parent, old), { recursive: true, force: true });
    else renameSync(join(parent, old), path);
  }
  for (const unfinished of leftovers.new) rmSync(join(parent, unfinished), { recursive: true, force: true });
  for (const draft of leftovers.drafts) {
    // A living process may be about to ask for the lock.
    const pid = Number(draft.slice(draft.lastIndexOf('-') + 1));
    if (!isAlive({ pid, startedAt: '' })) rmSync(join(parent, draft), { force: true });
  }
}

/** Asks the disk to keep a folder's names now. Not every system can open a folder: there it is left to the disk. */
function flushFolder(folder: string): void {
  try {
    const handle = openSync(folder, 'r');
    try {
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
  } catch {
    // Windows.
  }
}

function writeFault(output: string, error: unknown): SurroundingsError {
  const code = (error as NodeJS.ErrnoException).code;
  const mend =
    code === 'ENOSPC' || code === 'EDQUOT'
      ? 'Free some space, then run again. The last good site is untouched.'
      : code === 'EXDEV' || code === 'EBUSY'
        ? 'The folder is a disk of its own or in use: name a folder inside it: --output DISK/site'
        : 'Give yourself the right to write there, or name another place: --output my-site. The last good site is untouched.';
  return new SurroundingsError(`cannot write the site to ${output}: ${reason(error)}`, mend, error);
}
