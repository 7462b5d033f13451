// The search engine as modules for a worker: one that every search waits for, and later ones that it imports when a
// search asks for them. esbuild alone would put what both need into a file more, which the first would wait for too:
// here that stays in the first, and the later ones take it from there.
import { basename } from 'node:path';
import type { BuildOptions, BuildResult, OutputFile as BundledFile, Metafile, Plugin } from 'esbuild';

/** The global of the worker's scope under which the first module leaves what later ones need. */
const sharedGlobal = 'offprintShared';

type Bundle = (options: BuildOptions) => Promise<BuildResult<{ write: false }>>;

/**
 * @param options of the whole, for modules with splitting
 * @returns modules that name each other by file name; the entry's own is first
 */
export async function bundleSearchModules(
  bundle: Bundle,
  { mangleProps, ...options }: BuildOptions,
): Promise<{ readonly name: string; readonly text: string }[]> {
  const { outputFiles, metafile } = await bundle({
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
  const shared = parts.filter(({ isShared }) => isShared);
  /** Each value that is shared, by the file that exports it and its name there. */
  const places = new Map(
    shared.flatMap(({ name, exports }) => exports.map((each) => `${name} ${each}`)).map((key, i) => [key, i]),
  );
  const later = parts.filter(({ isShared, isEntry }) => !isShared && !isEntry);
  const entry = parts.filter(({ isEntry }) => isEntry);
  return Promise.all(
    [...entry, ...later].map(async ({ name, text, isEntry }) => {
      const contents = isEntry ? leaveShared(name, places) : takeShared(text, places);
      const { outputFiles: made } = await bundle({
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
  const [, output] = Object.entries(outputs).find(([own]) => basename(own) === basename(path)) ?? [];
  const dynamic = Object.values(outputs)
    .flatMap(({ imports }) => imports)
    .filter(({ kind }) => kind === 'dynamic-import');
  const isLater = dynamic.some((each) => basename(each.path) === basename(path));
  const isEntry = output?.entryPoint !== undefined && !isLater;
  return { isEntry, isShared: !isEntry && !isLater, exports: output?.exports ?? [] };
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

/** Its imports from what is shared, as esbuild prints them, become values that the entry has left. */
function takeShared(text: string, places: ReadonlyMap<string, number>): string {
  return text.replace(/^import \{([^}]*)\} from "\.\/([^"]+)";$/gm, (_, list: string, file: string) =>
    list
      .split(',')
      .map((each) => each.trim().split(' as '))
      .map(([name = '', local = name]) => {
        const place = places.get(`${file} ${name}`);
        if (place === undefined) throw new Error(`${file} shares no ${name}`);
        return `const ${local} = globalThis.${sharedGlobal}[${place}];`;
      })
      .join('\n'),
  );
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
