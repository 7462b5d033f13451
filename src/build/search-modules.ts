// The search engine as modules for a worker: one that every search waits for, and later ones that it imports when a
// search asks for them. esbuild alone would put what both need into a file more, which the first would wait for too:
// here that stays in the first, and the later ones take it from there.
import { basename } from 'node:path';
import {
  type BuildOptions,
  type OutputFile as BundledFile,
  build,
  type Metafile,
  type Plugin,
} from 'esbuild';

/** The global of the worker's scope under which the first module leaves what later ones need. */
const sharedGlobal = 'offprintShared';

/**
 * @param options of the whole, for modules with splitting
 * @returns modules that name each other by file name; the entry's own is first
 */
export async function bundleSearchModules({
  mangleProps,
  ...options
}: BuildOptions & { write: false }): Promise<{ readonly name: string; readonly text: string }[]> {
  const { outputFiles, metafile } = await build({
    ...options,
    format: 'esm',
    splitting: true,
    minify: false,
    metafile: true,
    mangleProps,
    entryNames: '[name]',
    chunkNames: '[name]-[hash]',
  });
  const parts = outputFiles.map((file) => ({
    name: basename(file.path),
    text: file.text,
    ...describe(file, metafile?.outputs ?? {}),
  }));
  const entry = parts.filter(({ isEntry }) => isEntry);
  const later = parts.filter(({ isLater }) => isLater);
  /** Each value that a later module takes, by the file that exports it and its name there. */
  const places = new Map<string, number>();
  for (const { text } of later) {
    for (const [, list = '', file = ''] of text.matchAll(importStatement)) {
      for (const { name } of importsOf(list)) {
        const key = `${file} ${name}`;
        if (!places.has(key)) places.set(key, places.size);
      }
    }
  }
  return Promise.all(
    [...entry, ...later].map(async ({ name, text, isEntry }) => {
      const contents = isEntry ? leaveShared(name, places) : takeShared(text, places);
      const { outputFiles: made } = await build({
        ...options,
        format: 'esm',
        stdin: { contents, loader: 'js' },
        entryPoints: [],
        plugins: [inPlaceOf(parts)],
      });
      return { name, text: made[0]?.text ?? '' };
    }),
  );
}

function describe({ path }: BundledFile, outputs: Metafile['outputs']) {
  const isLater = Object.values(outputs).some(({ imports }) =>
    imports.some((each) => each.kind === 'dynamic-import' && basename(each.path) === basename(path)),
  );
  const isEntry = Object.entries(outputs).some(
    ([own, { entryPoint }]) => entryPoint !== undefined && basename(own) === basename(path),
  );
  return { isLater, isEntry: isEntry && !isLater };
}

/** The entry with all that is shared in it, which it leaves for later ones. */
function leaveShared(entry: string, places: ReadonlyMap<string, number>): string {
  const imports = [...places].map(([key, i]) => {
    const [file, name] = key.split(' ');
    return `import {${name} as shared${i}} from "./${file}";`;
  });
  const values = [...places.values()].map((i) => `shared${i}`);
  return [`import "./${entry}";`, ...imports, `globalThis.${sharedGlobal} = [${values}];`].join('\n');
}

/** Its imports from what is shared become values that the entry has left. */
function takeShared(text: string, places: ReadonlyMap<string, number>): string {
  return text.replace(importStatement, (_, list: string, file: string) => {
    const taken = importsOf(list).map(({ name, local }) => `${places.get(`${file} ${name}`)}: ${local}`);
    return `const {${taken}} = globalThis.${sharedGlobal};`;
  });
}

/** As esbuild prints it. */
const importStatement = /^import \{([^}]*)\} from "\.\/([^"]+)";$/gm;

function importsOf(list: string): { readonly name: string; readonly local: string }[] {
  return list
    .split(',')
    .map((each) => each.trim().split(' as '))
    .map(([name = '', local = name]) => ({ name, local }));
}

/** Files that were made before stand for those of the disk; what is imported later stays apart. */
function inPlaceOf(files: readonly { readonly name: string; readonly text: string }[]): Plugin {
  return {
    name: 'made-before',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^\.\// }, ({ path, kind }) =>
        kind === 'dynamic-import' ? { path, external: true } : { path: basename(path), namespace: 'made' },
      );
      onLoad({ filter: /./, namespace: 'made' }, ({ path }) => ({
        contents: files.find(({ name }) => name === path)?.text ?? '',
        loader: 'js',
      }));
    },
  };
}
