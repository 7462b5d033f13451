// The only file that writes into the output folder. A build is written whole into a folder beside it, verified, then
// swapped in by two renames; whatever happens in between, the last good output or the new one stands there, never a
// mix. The names of the folders are the journal: <output>.new-<pid> is being built, <output>.old-<pid> is the last
// good output on its way out, and if <output> is missing beside an old one, the old one goes back.
//
// SIGKILL and a full disk are provided for; a power cut is not (an fsync of every file costs more than the build).
import {
  accessSync,
  chmodSync,
  closeSync,
  constants,
  copyFileSync,
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
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { ContentFile, Fingerprint, OutputFile } from '../model.ts';
import { compareText } from '../problem.ts';
import { parseSiteState } from '../validate/previous-state.ts';
import { SurroundingsError, UsageError } from './command-line.ts';
import { type HeldLock, hasLock, isAlive, livingHolder, takeLock } from './output-lock.ts';
import { reason } from './read-content.ts';
import { checkOutputPaths, checkWrittenFolder } from './verify-output.ts';

/** The file that marks a folder as an output of ours. */
export const stateFile = 'site-state.json';

const fileMode = 0o644;
const folderMode = 0o755;
/** Files written between two looks at the event loop, so that Ctrl-C is heard. */
const filesInOneGo = 64;

/** What a build did to its output. */
export interface OutputChanges {
  /** Of the whole output. */
  readonly totalBytes: number;
  /** Paths whose bytes are new, sorted. */
  readonly written: readonly string[];
  /** Paths that are gone, sorted. */
  readonly removed: readonly string[];
  /** Number of files that stayed as they were. */
  readonly kept: number;
}

/** The output in the making: files come one by one, and nothing is gathered in memory. */
export interface StagedOutput {
  /** Writes a file, or keeps the last output's where its bytes (of a late file: its fingerprint) are the same. */
  put(file: OutputFile): Promise<void> | undefined;
  /** The file stays as the last output has it: under the fingerprint that `fingerprintOf` told. */
  keep(path: string): void;
  /** Bytes of a file of the new output. */
  read(path: string): Uint8Array;
  /** Size of a file of the new output, in bytes. */
  sizeOf(path: string): number;
  /**
   * Verifies the new output and swaps it in.
   * @throws SurroundingsError when the disk is full, read-only or the like; the last good output is untouched
   */
  finish(): Promise<OutputChanges>;
}

/** An output folder that this process alone may write, until `close`. */
export interface OpenOutput {
  /** Absolute, links resolved. */
  readonly path: string;
  /** The fingerprint under which the last build made this file, if it is still there as that build left it. */
  fingerprintOf(path: string): Fingerprint | undefined;
  /** Begins the new output. The last good output stays until it is finished. */
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
  const foreign = names
    .filter((name) => !ours.has(name.normalize('NFC')) && !leftByDesktops.has(name))
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
 * @throws SurroundingsError when another build holds it, naming its pid, or the disk refuses
 */
export function openOutput(output: string): OpenOutput {
  const path = resolveOutput(output);
  try {
    mkdirSync(dirname(path), { recursive: true });
  } catch (error) {
    throw writeFault(output, error);
  }
  const lock = takeLock(path);
  const newFolder = `${path}.new-${process.pid}`;
  const oldFolder = `${path}.old-${process.pid}`;
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
  try {
    cleanUpLeftovers(path);
  } catch (error) {
    lock.release();
    throw writeFault(output, error);
  }

  const begin = (): StagedOutput => {
    const folder = new NewFolder(newFolder, () => isOpen);
    const telling = <Value>(step: () => Value): Value => {
      try {
        return step();
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === undefined) throw error;
        throw writeFault(output, error);
      }
    };
    return {
      put: (file) => telling(() => folder.put(file)),
      keep: (file) => {
        throw new Error(`the last output has no ${file} that can be kept`);
      },
      read: (file) => readFileSync(join(newFolder, file)),
      sizeOf: (file) => folder.sizes.get(file) ?? 0,
      finish: async () =>
        telling(() => {
          folder.close();
          const { sizes } = folder;
          checkOutputPaths([...sizes.keys()].sort(compareText));
          checkWrittenFolder(newFolder, sizes);
          flushFolder(newFolder);
          // From here to the end of the swap nothing waits, so that no signal of ours comes in between.
          if (existsSync(path)) renameSync(path, oldFolder);
          try {
            renameSync(newFolder, path);
          } catch (error) {
            if (existsSync(oldFolder)) renameSync(oldFolder, path);
            throw error;
          }
          flushFolder(dirname(path));
          rmSync(oldFolder, { recursive: true, force: true });
          let totalBytes = 0;
          for (const size of sizes.values()) totalBytes += size;
          return { totalBytes, written: [...sizes.keys()].sort(compareText), removed: [], kept: 0 };
        }),
    };
  };
  const replaceWith = async (files: readonly OutputFile[]): Promise<number> => {
    checkOutputPaths(files.map((file) => file.path).sort(compareText));
    const staged = begin();
    for (const file of files) await staged.put(file);
    return (await staged.finish()).totalBytes;
  };
  return { path, fingerprintOf: () => undefined, begin, replaceWith, close };
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

/** Modes are the same whatever the umask of the user: a site unpacked by a web server must be readable to it. */
class NewFolder {
  readonly sizes = new Map<string, number>();
  readonly #folder: string;
  readonly #isWanted: () => boolean;
  readonly #made = new Set<string>();

  constructor(folder: string, isWanted: () => boolean) {
    this.#folder = folder;
    this.#isWanted = isWanted;
  }

  put(file: OutputFile): Promise<void> | undefined {
    if (this.sizes.has(file.path)) throw new Error(`the output has two files ${JSON.stringify(file.path)}`);
    checkOutputPaths([file.path]);
    const usersMask = setUmask(0o022);
    try {
      const below = file.path.slice(0, Math.max(0, file.path.lastIndexOf('/')));
      this.#makeFolder('');
      this.#makeFolder(below);
      const target = join(this.#folder, file.path);
      if ('chunks' in file) {
        return writeChunks(target, file.chunks(), this.#isWanted).then((size) => {
          this.sizes.set(file.path, size);
        });
      }
      if ('copyOf' in file) {
        copySource(file.copyOf, target);
        this.sizes.set(file.path, file.copyOf.size);
      } else {
        const contents = 'make' in file ? file.make() : file.contents;
        const bytes = typeof contents === 'string' ? Buffer.from(contents) : contents;
        writeFileSync(target, bytes, { mode: fileMode, flag: 'wx' });
        this.sizes.set(file.path, bytes.length);
        if (usersMask === undefined) chmodSync(target, fileMode);
      }
    } finally {
      if (usersMask !== undefined) setUmask(usersMask);
    }
    return this.sizes.size % filesInOneGo === 0 ? lookUp(this.#isWanted) : undefined;
  }

  close(): void {
    this.#makeFolder('');
  }

  #makeFolder(below: string): void {
    if (this.#made.has(below)) return;
    mkdirSync(join(this.#folder, below), { recursive: true, mode: folderMode });
    this.#made.add(below);
    for (let end = below.length; end > 0; end = below.lastIndexOf('/', end - 1))
      this.#made.add(below.slice(0, end));
  }
}

/** @returns size in bytes */
async function writeChunks(
  target: string,
  chunks: Iterable<Uint8Array>,
  isWanted: () => boolean,
): Promise<number> {
  const handle = openSync(target, 'wx', fileMode);
  try {
    let size = 0;
    for (const chunk of chunks) {
      // A disk may take less than it is given.
      for (let at = 0; at < chunk.length; ) at += writeSync(handle, chunk, at);
      size += chunk.length;
      await lookUp(isWanted);
    }
    return size;
  } finally {
    closeSync(handle);
  }
}

/** Lets Ctrl-C be heard. */
async function lookUp(isWanted: () => boolean): Promise<void> {
  await setImmediate();
  if (!isWanted()) throw new SurroundingsError('the build was stopped', 'Run it again.');
}

function copySource(source: ContentFile, target: string): void {
  try {
    accessSync(source.diskPath, constants.R_OK);
  } catch (error) {
    throw new SurroundingsError(
      `cannot read ${source.displayPath}: ${reason(error)}`,
      'Give yourself the right to read it (chmod u+r FILE), then run again.',
      error,
    );
  }
  copyFileSync(source.diskPath, target);
  // A copy comes with the mode of its source.
  chmodSync(target, fileMode);
  if (statSync(target).size !== source.size) {
    throw new SurroundingsError(
      `${source.displayPath} was changed while the site was built`,
      'Run it again.',
    );
  }
}

/** The umask before; undefined where it cannot be set (a worker thread), and modes are then set file by file. */
function setUmask(mask: number): number | undefined {
  try {
    return process.umask(mask);
  } catch {
    return undefined;
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
