// A content folder as a map → what load and validate say of it: the road of src/build without a disk.
import { loadMarkdown, loadYaml } from '../../src/load/load-file.ts';
import type { ContentFile, SourceFile } from '../../src/model.ts';
import type { Problem } from '../../src/problem.ts';
import {
  type ValidateInput,
  type ValidateResult,
  validateContent,
} from '../../src/validate/validate-content.ts';

export type Files = Readonly<Record<string, string | Uint8Array>>;

export const noon2020 = Date.UTC(2020, 0, 1, 12);

export function contentFile(path: string, contents: string | Uint8Array): ContentFile {
  const bytes = typeof contents === 'string' ? new TextEncoder().encode(contents) : contents;
  const isText = /\.(?:md|yaml)$/.test(path);
  return {
    path: path.normalize('NFC'),
    displayPath: `content/${path.normalize('NFC')}`,
    diskPath: `/nowhere/${path}`,
    size: bytes.length,
    ...(isText ? { bytes } : {}),
  };
}

export function checkContent(
  files: Files,
  options: Partial<Pick<ValidateInput, 'nowMs' | 'showDrafts' | 'problems' | 'builtInTexts'>> = {},
): ValidateResult {
  const contentFiles = Object.entries(files).map(([path, contents]) => contentFile(path, contents));
  const problems: Problem[] = [...(options.problems ?? [])];
  const sources = new Map<string, SourceFile>();
  for (const file of contentFiles) {
    if (file.bytes === undefined) continue;
    const result = file.path.endsWith('.md') ? loadMarkdown(file) : loadYaml(file);
    problems.push(...result.problems);
    if (result.source !== undefined) sources.set(file.path, result.source);
  }
  return validateContent({
    contentFolder: 'content',
    files: contentFiles,
    problems,
    sources,
    nowMs: options.nowMs ?? noon2020,
    showDrafts: options.showDrafts ?? false,
    builtInTexts: options.builtInTexts,
  });
}

/** The problems of one file, as `line:column rule`. */
export function placesIn(result: ValidateResult, path: string): string[] {
  return result.problems
    .filter((problem) => problem.file === `content/${path}`)
    .map(({ line, column, rule }) => `${line}:${column} ${rule}`);
}
