// What the program itself adds to the key of everything that is cached: a hash over our own sources, the packages and
// Node. Another program never meets what this one kept. Each hash is made once a process, in a few milliseconds.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Fingerprint } from '../model.ts';
import { compareText } from '../problem.ts';
import { SurroundingsError } from './command-line.ts';
import { fingerprintOf } from './fingerprint.ts';
import { repository } from './repository.ts';
import { sourcesBelow } from './source-files.mjs';

/** What decides a site's bytes beside its content. content/i18n holds the words that other sites fall back to. */
const programFolders = ['src', 'layouts', 'scripts', 'content/i18n'];
const programFiles = ['.eleventy.ts', 'package.json', 'tsconfig.json'];
/** What the packages should be, and what npm says that it installed. */
const packageFiles = ['package-lock.json', 'node_modules/.package-lock.json'];
/** Letters, sorting and dates come from ICU, which a system may bring itself. */
const engineVersions = ['node', 'v8', 'icu', 'unicode', 'zlib', 'tz'];

/** Every module path that a source of ours names, in whichever way it is loaded: from './x.ts', import(), new URL(). */
const modulePath = /['"](\.{1,2}\/[^'"\n]+\.(?:ts|mjs|js))['"]/g;

let programVersion: string | undefined;
const moduleVersions = new Map<string, string>();

/** SHA-256 in hex over everything of ours that a site is made by. */
export function codeVersion(): string {
  programVersion ??= hashOfProgram();
  return programVersion;
}

/**
 * To be asked before anything is kept under these hashes, or is put where readers find it: a source that was saved
 * since the program was loaded would be told to have made what the one before it made.
 * @throws SurroundingsError when a source is another than at the start
 */
export function checkSourcesUnchanged(): void {
  // scripts/start.mjs, which looked at the sources before any module was loaded, answers here.
  const { [Symbol.for('offprint.hasItsSources')]: hasItsSources } = globalThis as {
    readonly [question: symbol]: (() => boolean) | undefined;
  };
  if (hasItsSources?.() !== false && hashOfProgram() === codeVersion()) return;
  throw new SurroundingsError(
    'this program (src, layouts, scripts or its packages) was changed while it built the site',
    'Run it again.',
  );
}

function hashOfProgram(): string {
  return hashOf([
    ...programFolders.flatMap((folder) => sourcesBelow(repository, folder)),
    ...programFiles,
    ...packageFiles,
  ]);
}

/**
 * The same for a part: a module and all that it imports, so that a change elsewhere (in a layout, say) leaves what this
 * part made before as good as it was.
 * @param moduleUrl `import.meta.url` of a module of ours
 */
export function codeVersionOf(moduleUrl: string): string {
  const known = moduleVersions.get(moduleUrl);
  if (known !== undefined) return known;
  const version = hashOf([...modulesFrom(fileURLToPath(moduleUrl)), ...packageFiles]);
  moduleVersions.set(moduleUrl, version);
  return version;
}

/** Of something that this program makes: another version of it may make another thing of the same. */
export function fingerprintOfMade(data: unknown): Fingerprint {
  return fingerprintOf([codeVersion(), data]);
}

/** The files of a module and of what it imports, below the repository, in no order. */
export function modulesFrom(modulePathOnDisk: string): Set<string> {
  const found = new Set<string>();
  const walk = (path: string): void => {
    const below = relative(repository, path).split(sep).join('/');
    if (found.has(below)) return;
    const text = readIfThere(path)?.toString('utf8');
    // What looks like a module's path and is none, in a comment or a text, names no file.
    if (text === undefined) return;
    found.add(below);
    for (const [, imported = ''] of text.matchAll(modulePath)) walk(join(dirname(path), imported));
  };
  walk(modulePathOnDisk);
  return found;
}

function hashOf(paths: Iterable<string>): string {
  const hash = createHash('sha256');
  for (const name of engineVersions) hash.update(`${name} ${process.versions[name] ?? ''}\0`);
  for (const path of [...new Set(paths)].sort(compareText)) {
    const bytes = readIfThere(join(repository, path));
    hash.update(`${path}\0${bytes?.length ?? 'none'}\0`);
    if (bytes !== undefined) hash.update(bytes);
  }
  return hash.digest('hex');
}

function readIfThere(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw error;
  }
}
