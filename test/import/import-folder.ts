// Imports a folder as the command does, into a folder of the test's own; and the corpus, where it is there.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readContent } from '../../src/build/read-content.ts';
import { type ImportInput, type ImportResult, importSite } from '../../src/import/import-site.ts';
import type { FileReport, Note } from '../../src/import/report.ts';
import { readSourceFolder } from '../../src/import/source-folder.ts';
import { writeImport } from '../../src/import/write-import.ts';
import { repository } from '../support/run.ts';

/** Real sites, beside the repository; a test that needs them is skipped, and says so, where they are not. */
export const corpus = join(repository, '..', 'shared', 'corpus');
export const hasCorpus = existsSync(corpus);
if (!hasCorpus) console.warn('No corpus beside the repository: the imports of whole real sites are skipped.');

export const fixtures = join(repository, 'test', 'fixtures', 'import');

const i18n = join(repository, 'content', 'i18n');

export interface Imported extends ImportResult {
  readonly content: string;
  /** By the path of the source. */
  readonly byPath: ReadonlyMap<string, FileReport>;
  /** Text of a file of the content folder. */
  read(path: string): string;
  /** Text of the file that a source became. */
  became(path: string): string;
  notes(path: string): readonly Note[];
}

export async function importFolder(
  source: string,
  content: string,
  options: Partial<Pick<ImportInput, 'from' | 'origin' | 'type' | 'licence' | 'nowMs'>> = {},
): Promise<Imported> {
  const { folder, entries } = await readSourceFolder(source, content);
  const existing =
    existsSync(content) && readdirSync(content).length > 0 ? (await readContent(content)).files : [];
  const result = importSite({
    source,
    entries,
    from: 'auto',
    content,
    existing,
    interfaceTexts: new Map(
      readdirSync(i18n).map((name) => [name.replace(/\.yaml$/, ''), readFileSync(join(i18n, name), 'utf8')]),
    ),
    nowMs: Date.parse('2026-06-01T00:00:00Z'),
    ...options,
  });
  await writeImport(content, folder, result.files, () => {});
  const byPath = new Map(result.report.files.map((file) => [file.path, file]));
  const read = (path: string) => readFileSync(join(content, path), 'utf8');
  return {
    ...result,
    content,
    byPath,
    read,
    became(path) {
      const to = byPath.get(path)?.to;
      if (to === undefined) throw new Error(`${path} became nothing: ${JSON.stringify(byPath.get(path))}`);
      return read(to);
    },
    notes: (path) => byPath.get(path)?.notes ?? [],
  };
}
