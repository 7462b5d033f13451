// The last step of every script that readers get: SWC's minifier finds about a sixteenth more than esbuild's. It works in
// a process of its own: what it takes, 60 MB, is given back before pages are made.
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { JsMinifyOptions } from '@swc/core';

export interface LongScript {
  readonly code: string;
  /** A classic script's own names are left alone where they are seen by others. */
  readonly isModule: boolean;
}

/** @returns the code of each, in the same order. @throws Error with what SWC says of a script that it cannot read */
export async function minifyScripts(scripts: readonly LongScript[]): Promise<string[]> {
  const minified = await minifyAside(
    scripts.map(({ code, isModule }) => ({ code, options: optionsOf(isModule) })),
  );
  return scripts.map(({ code }, i) => {
    // Licences ask that their notices stay; SWC loses one with the statement that it stands at.
    const notices = new Set(code.match(/\/\*![\s\S]*?\*\//g));
    return [...notices, minified[i]!].join('\n');
  });
}

function optionsOf(isModule: boolean): JsMinifyOptions {
  return {
    module: isModule,
    compress: {
      ecma: 2020,
      passes: 3,
      toplevel: isModule,
      // Our getters and lunr's do nothing but get.
      pure_getters: true,
      unsafe_arrows: true,
      keep_fargs: false,
    },
    mangle: { toplevel: isModule },
    format: { ecma: 2020, comments: false, asciiOnly: true },
  };
}

async function minifyAside(
  scripts: readonly { readonly code: string; readonly options: JsMinifyOptions }[],
): Promise<readonly string[]> {
  const program = fileURLToPath(new URL('./minify-process.mjs', import.meta.url));
  const child = spawn(process.execPath, [program], { stdio: ['pipe', 'pipe', 'pipe'], windowsHide: true });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  // A process that ends before it has read everything says why on its standard error.
  child.stdin.on('error', () => {});
  child.stdin.end(JSON.stringify(scripts));
  const [printed, said, status] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  if (status !== 0) throw new Error(`the minifier ended with status ${status}: ${said.trim()}`);
  return JSON.parse(printed) as string[];
}
