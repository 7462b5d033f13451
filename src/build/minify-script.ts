// The last step of every script that readers get: SWC's minifier finds about a sixteenth more than esbuild's.
import { minify } from '@swc/core';

/** @param isModule a classic script's own names are left alone where they are seen by others */
export async function minifyScript(code: string, isModule: boolean): Promise<string> {
  // Licences ask that their notices stay; SWC loses one with the statement that it stands at.
  const notices = new Set(code.match(/\/\*![\s\S]*?\*\//g));
  const minified = await minify(code, {
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
  });
  return [...notices, minified.code].join('\n');
}
