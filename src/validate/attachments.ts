// Files that an item's frontmatter or site.yaml names: they lie beside it or below; an item's are published below its
// address.

import type { Attachment, ContentFile, KeyPath, Permalink, SourceFile } from '../model.ts';
import type { Problem } from '../problem.ts';
import { problemAt, show } from './explain-issue.ts';
import { fold } from './fold.ts';
import { nearest } from './nearest.ts';
import type { RuleId } from './rules.ts';
import { invisibleInNames, isWindowsDevice } from './slug.ts';

export const imageTypes = new Set(['png', 'jpg', 'jpeg', 'gif', 'webp', 'avif', 'svg']);
/** What a reader may be handed to download: nothing that a browser would run as a page of the site. SVG is published cleaned. */
export const documentTypes = new Set(
  'pdf txt csv tsv json rtf epub doc docx odt xls xlsx ods ppt pptx odp zip mp3 m4a ogg opus wav mp4 webm png jpg jpeg gif webp avif svg'.split(
    ' ',
  ),
);

/** Everything beside Markdown and YAML that content/ may hold. */
export function isKnownFileType(path: string): boolean {
  return documentTypes.has(typeOf(path));
}

/** The site's mark must be a drawing: it is shown at 16 pixels and at 64, and one file does for all. */
export function checkMark(source: SourceFile, finder: FileFinder, problems: Problem[]): void {
  const { mark } = source.frontmatter;
  if (typeof mark !== 'string') return;
  if (typeOf(mark) !== 'svg') {
    problems.push(
      problemAt(
        source,
        source.positionOf(['mark']),
        'file-type',
        `${show(mark)} is no drawing (SVG), which alone is sharp at every size.`,
        'Save it as plain SVG in a drawing program, lay it beside site.yaml, and write  mark: mark.svg',
      ),
    );
    return;
  }
  attachmentOf(mark, 'image', ['mark'], source, '/' as Permalink, finder, problems);
}

/** Of a file beside the one that names it, without what people write round it. */
export function fileNameOf(written: string): string {
  return written.trim().normalize('NFC').replace(/^\.\//, '');
}

function typeOf(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return name.includes('.') ? name.slice(name.lastIndexOf('.') + 1).toLowerCase() : '';
}

export interface FileFinder {
  find(path: string): ContentFile | undefined;
  /** The file of this name in another case or Unicode form. */
  findFolded(path: string): ContentFile | undefined;
  namesIn(folder: string): readonly string[];
}

export function fileFinder(files: ReadonlyMap<string, ContentFile>): FileFinder {
  let folded: Map<string, ContentFile> | undefined;
  let folders: Map<string, string[]> | undefined;
  return {
    find: (path) => files.get(path),
    findFolded(path) {
      folded ??= new Map([...files.values()].map((file) => [fold(file.path), file]));
      return folded.get(fold(path));
    },
    namesIn(folder) {
      if (folders === undefined) {
        folders = new Map();
        for (const { path } of files.values()) {
          const slash = path.lastIndexOf('/') + 1;
          const names = folders.get(path.slice(0, slash));
          if (names === undefined) folders.set(path.slice(0, slash), [path.slice(slash)]);
          else names.push(path.slice(slash));
        }
      }
      return folders.get(folder) ?? [];
    },
  };
}

/**
 * @param keyPath where the frontmatter names the file: the place of a problem
 * @returns undefined when a problem was found and added to `problems`
 */
export function attachmentOf(
  name: string,
  kind: 'image' | 'document',
  keyPath: KeyPath,
  source: SourceFile,
  permalink: Permalink,
  finder: FileFinder,
  problems: Problem[],
): Attachment | undefined {
  const refuse = (rule: RuleId, message: string, mend: string): undefined => {
    problems.push(problemAt(source, source.positionOf(keyPath), rule, message, mend));
    return undefined;
  };
  const key = String(keyPath.at(-1));
  const wanted = fileNameOf(name);
  const segments = wanted.split('/');
  if (
    /[\\:*?"<>|%#]/.test(wanted) ||
    invisibleInNames.test(wanted) ||
    segments.some((part) => part === '' || /^\.|[. ]$/.test(part) || isWindowsDevice(part))
  ) {
    return refuse(
      'file-name',
      `${show(name)} cannot be the name of a file beside this one.`,
      `Give the file a plain name of letters, digits, hyphens and a dot, lay it beside this file, and write  ${key}: name.${kind === 'image' ? 'jpg' : 'pdf'}`,
    );
  }
  const type = typeOf(wanted);
  if (!(kind === 'image' ? imageTypes : documentTypes).has(type)) {
    return refuse(
      'file-type',
      `${show(name)} is not a kind of file that can be ${kind === 'image' ? 'shown as a picture' : 'offered for download'}.`,
      `Save it as one of these: ${[...(kind === 'image' ? imageTypes : documentTypes)].join(', ')}.`,
    );
  }
  const folder = source.path.slice(0, source.path.lastIndexOf('/') + 1);
  const file = finder.find(folder + wanted);
  if (file !== undefined)
    return { name: wanted, path: file.path, address: permalink + wanted, size: file.size };
  const other = finder.findFolded(folder + wanted);
  if (other !== undefined) {
    const right = other.path.slice(folder.length);
    return refuse(
      'file-case',
      `The file is named ${show(right)}, not ${show(name)}; capital and small letters count.`,
      `Write it as:  ${key}: ${right}`,
    );
  }
  const near = nearest(wanted, finder.namesIn(folder));
  return refuse(
    'file-missing',
    `There is no file ${show(name)} beside this one.`,
    near === undefined
      ? `Lay the file into ${source.displayPath.slice(0, source.displayPath.lastIndexOf('/') + 1)} or correct the name.`
      : `Did you mean  ${key}: ${near}`,
  );
}
