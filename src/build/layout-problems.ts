// What a layout threw → a problem that names the place in it.
import { relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Problem } from '../problem.ts';
import type { RenderError } from './eleventy.ts';
import { repository } from './repository.ts';

/**
 * A layout that threw, named where it stands: once for each place, however many pages it spoilt.
 * @throws the first error that came from elsewhere than layouts/: a bug of ours
 */
export function layoutProblems(errors: readonly RenderError[]): Problem[] {
  const problems = new Map<string, Problem>();
  for (const error of errors) {
    const stack = error.cause instanceof Error ? (error.cause.stack ?? '') : '';
    const frames = [...stack.matchAll(/(?:\(|at |async )((?:file:\/\/)?[^\s()][^()\n]*?):(\d+):(\d+)\)?$/gm)];
    const frame = frames
      .map(([, file = '', line = '1', column = '1']) => {
        const path = file.startsWith('file://') ? fileURLToPath(file) : file;
        return {
          file: relative(repository, path).split(sep).join('/'),
          line: Number(line),
          column: Number(column),
        };
      })
      .find(({ file }) => file.startsWith('layouts/'));
    if (frame === undefined) throw error;
    const key = `${frame.file}:${frame.line}:${frame.column}`;
    if (problems.has(key)) continue;
    problems.set(key, {
      ...frame,
      rule: 'layout-failed',
      severity: 'error',
      message: `${error.message.charAt(0).toUpperCase()}${error.message.slice(1)}`,
      mend: 'Mend the layout at this line; every page that uses it waits for it.',
    });
  }
  return [...problems.values()];
}
