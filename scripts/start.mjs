// `node scripts/start.mjs build --archive` runs scripts/build.ts, fast: the command with all modules and packages that it
// imports is made one file of plain JavaScript (esbuild), kept in .cache/program and used again while its sources are the
// same. Node loads one file in a third of the time and memory that a loader of TypeScript takes for some hundreds. Where
// no such file can be made (.cache cannot be written to, a source does not parse) tsx loads the sources themselves, and
// tells what is wrong with them. Why: docs/decisions/014-one-file-to-start.md.
import { createHash } from 'node:crypto';
import {
  accessSync,
  constants,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { SourceMap } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { sourcesBelow } from '../src/build/source-files.mjs';

const repository = fileURLToPath(new URL('../', import.meta.url));
const programs = join(repository, '.cache', 'program');
/** All that decides what a program is, below the repository; packages are what npm says that it installed. */
const sourceFolders = ['layouts', 'scripts', 'src'];
const sourceFiles = ['package.json', 'tsconfig.json', 'package-lock.json', 'node_modules/.package-lock.json'];
/** Packages that bring programs of the machine's own kind, and one that no command here needs. */
const packagesApart = ['esbuild', 'sharp', '@11ty/eleventy-dev-server'];
/** Of a command, the one in use among them: whoever takes a change back finds the program of before. */
const keptPrograms = 2;

const [, , command, ...args] = process.argv;
const source = join(repository, 'scripts', `${command}.ts`);
process.argv = [process.execPath, source, ...args];

/** Hash of the sources before anything was made or loaded of them. */
let keyAtStart;
const program = await findProgram();
// src/build/code-version.ts asks before it keeps what this program made.
globalThis[Symbol.for('offprint.hasItsSources')] = () => keyOfSources() === keyAtStart;
if (program === undefined) {
  keyAtStart = keyOfSources();
  await import('tsx');
  await import(pathToFileURL(source).href);
} else {
  mapStacks(program);
  await import(pathToFileURL(program).href);
}

/** @returns path of a program that is whole and of these sources; undefined where none can be made */
async function findProgram() {
  try {
    const key = keyOfSources();
    keyAtStart = key;
    const path = join(programs, `${command}-${key}.mjs`);
    if (isWhole(path)) return path;
    mkdirSync(programs, { recursive: true });
    accessSync(programs, constants.W_OK);
    const { code, map } = await bundle();
    // Sources that changed meanwhile: nobody knows which of them went in.
    if (keyOfSources() !== key) return undefined;
    put(`${path}.map`, map);
    put(path, `${code}${seal(code, map)}`);
    removeOthers(path);
    return path;
  } catch {
    return undefined;
  }
}

function keyOfSources() {
  const hash = createHash('sha256').update(`${process.versions.node}\0${repository}\0`);
  const inFolders = sourceFolders.flatMap((folder) => sourcesBelow(repository, folder));
  for (const path of [...inFolders.sort(), ...sourceFiles]) {
    const bytes = readIfThere(join(repository, path));
    hash.update(`${path}\0${bytes?.length ?? 'none'}\0`);
    if (bytes !== undefined) hash.update(bytes);
  }
  return hash.digest('hex').slice(0, 32);
}

/** The last line of a program: a file that was cut short or spoilt does not have the one that it should. */
function seal(code, map) {
  return `\n// ${sha256(code)} ${sha256(map)}\n`;
}

function isWhole(path) {
  const [bytes, map] = [readIfThere(path), readIfThere(`${path}.map`)];
  if (bytes === undefined || map === undefined) return false;
  const sealBytes = seal('', '').length;
  const code = bytes.subarray(0, -sealBytes);
  return bytes.subarray(-sealBytes).toString('latin1') === seal(code, map);
}

/** @returns one module that needs nothing but Node and `packagesApart`, and its source map */
async function bundle() {
  const { build, stop } = await import('esbuild');
  try {
    const { outputFiles } = await build({
      absWorkingDir: repository,
      entryPoints: [source],
      outfile: join(programs, 'program.mjs'),
      write: false,
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: `node${process.versions.node}`,
      sourcemap: 'external',
      sourcesContent: false,
      // What packages in CommonJS call.
      banner: {
        js: `import { createRequire as requireOfProgram } from 'node:module'; const require = requireOfProgram(${JSON.stringify(pathToFileURL(source).href)});`,
      },
      plugins: [modulesInTheirPlace()],
      logLevel: 'silent',
    });
    const [map, code] = ['.map', '.mjs'].map((end) => outputFiles.find(({ path }) => path.endsWith(end)));
    return { code: code.text, map: map.text };
  } finally {
    // Its process would stay for as long as ours, and hold memory.
    await stop();
  }
}

/** A plugin: a module in the program still says where its source lies, and packages apart are found from there. */
function modulesInTheirPlace() {
  return {
    name: 'modules-in-their-place',
    setup({ onLoad, onResolve }) {
      onLoad({ filter: /\.(?:ts|m?js)$/ }, ({ path }) => {
        const text = readFileSync(path, 'utf8');
        if (!text.includes('import.meta.url')) return undefined;
        return {
          contents: text.replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href)),
          loader: path.endsWith('.ts') ? 'ts' : 'js',
        };
      });
      onResolve({ filter: new RegExp(`^(?:${packagesApart.join('|')})$`) }, ({ path }) => ({
        path: import.meta.resolve(path),
        external: true,
      }));
    },
  };
}

/** Beside and renamed: two commands that start at once each find a whole file. */
function put(path, contents) {
  const aside = `${path}.${process.pid}`;
  try {
    writeFileSync(aside, contents);
    // What a file cannot take the place of.
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) rmSync(path, { recursive: true });
    renameSync(aside, path);
  } finally {
    rmSync(aside, { force: true });
  }
}

/** Only a program that starts is read, so that none is in use for longer than it takes to read it. */
function removeOthers(path) {
  const ofCommand = readdirSync(programs)
    .filter((name) => name.startsWith(`${command}-`) && name.endsWith('.mjs'))
    .map((name) => join(programs, name))
    .map((other) => ({ other, changedMs: other === path ? Infinity : statSync(other).mtimeMs }))
    .sort((a, b) => b.changedMs - a.changedMs);
  for (const { other } of ofCommand.slice(keptPrograms)) {
    for (const old of [other, `${other}.map`]) rmSync(old, { force: true });
  }
}

/**
 * Stacks name places in the sources. As --enable-source-maps has it, but the map is read when a stack is asked for, not
 * at each start.
 */
function mapStacks(path) {
  const url = pathToFileURL(path).href;
  let map;
  const placeInSource = (line, column) => {
    map ??= new SourceMap(JSON.parse(readFileSync(`${path}.map`, 'utf8')));
    const { originalSource, originalLine, originalColumn } = map.findEntry(line - 1, column - 1);
    if (originalSource === undefined) return undefined;
    return `${new URL(originalSource, url).href}:${originalLine + 1}:${originalColumn + 1}`;
  };
  Error.prepareStackTrace = (error, frames) => {
    const lines = frames.map((frame) => {
      const text = `\n    at ${frame}`;
      if (frame.getFileName() !== url) return text;
      const [line, column] = [frame.getLineNumber(), frame.getColumnNumber()];
      try {
        const place = placeInSource(line, column);
        return place === undefined ? text : text.replace(`${url}:${line}:${column}`, () => place);
      } catch {
        // The map is gone: the program's own place is told.
        return text;
      }
    });
    return `${Error.prototype.toString.call(error)}${lines.join('')}`;
  };
}

function sha256(bytes) {
  return createHash('sha256').update(bytes).digest('hex');
}

function readIfThere(path) {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}
