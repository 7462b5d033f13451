// Runs a function as though it stood in layouts/, at a line of its own; for pipeline.test.ts.
import { fileURLToPath } from 'node:url';
import { Script } from 'node:vm';

const filename = fileURLToPath(new URL('../../layouts/bad-item.ts', import.meta.url));

/** Throws from layouts/bad-item.ts:7:9. */
export const badLayout = new Script(`(function render() {\n  throw new Error('the title is missing');\n})`, {
  filename,
  lineOffset: 5,
}).runInThisContext() as () => string;
