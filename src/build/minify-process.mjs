// The process of minify-script.ts. Plain JavaScript, since it starts without a loader: scripts with SWC's options as
// JSON on standard input, their minified code as JSON on standard output.
import { text } from 'node:stream/consumers';
import { minify } from '@swc/core';

const scripts = JSON.parse(await text(process.stdin));
const minified = await Promise.all(scripts.map(({ code, options }) => minify(code, options)));
process.stdout.write(JSON.stringify(minified.map(({ code }) => code)));
