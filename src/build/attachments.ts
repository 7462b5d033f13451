// The files that items name as standing beside them: their copies in the output, and pictures that cannot be shown.
import type { Attachment, Item, OutputFile, RenderedItem, Site } from '../model.ts';
import type { Problem } from '../problem.ts';
import { sourceOf } from '../validate/item-source.ts';
import {
  findDamage,
  type ImageFault,
  type ImageMemory,
  type ImageState,
  isDrawing,
  isFault,
} from './images.ts';

/** Path below the content folder of a file that an item names as standing beside it. */
export function besideItem(item: Item, name: string): string {
  const path = sourceOf(item)?.path ?? '';
  return path.slice(0, path.lastIndexOf('/') + 1) + plainName(name);
}

/** `./my%20photo.jpg` as the file is called. */
function plainName(written: string): string {
  const name = written
    .trim()
    .replace(/[?#].*$/, '')
    .replace(/^(?:\.\/)+/, '');
  try {
    return decodeURIComponent(name).normalize('NFC');
  } catch {
    return name.normalize('NFC');
  }
}

/** Pictures that cannot be shown, each where a text names it. */
export async function checkImages(
  items: readonly RenderedItem[],
  ofBodies: ReadonlyMap<string, readonly Attachment[]>,
  images: ReadonlyMap<string, ImageState>,
  imageMemory: ImageMemory | undefined,
): Promise<Problem[]> {
  const problems: Problem[] = [];
  const faults = new Map<string, ImageFault | undefined>();
  for (const { item, body } of items) {
    for (const { name, path } of attachmentsOf(item, ofBodies)) {
      const state = images.get(path);
      if (state === undefined) continue;
      if (!faults.has(path)) faults.set(path, isFault(state) ? state : await findDamage(state, imageMemory));
      const fault = faults.get(path);
      const removed = isDrawing(state) ? state.removed : [];
      if (fault === undefined && removed.length === 0) continue;
      const key = item.image?.file.path === path ? ['image', 'file'] : ['file'];
      const inBody = body.links.find(({ href }) => plainName(href) === name)?.position;
      const position = item.attachments.some((attachment) => attachment.path === path)
        ? sourceOf(item)?.positionOf(key)
        : inBody;
      problems.push({
        file: item.file,
        ...(position ?? { line: 1, column: 1 }),
        ...(fault === undefined
          ? {
              rule: 'svg-cleaned',
              severity: 'warning',
              message: `The picture “${name}” is shown without its ${listed(removed)}: a drawing here holds shapes and words alone.`,
              mend: 'Look at it on the page; if something is missing, save it as PNG and write that name here.',
            }
          : {
              rule: fault.rule,
              severity: 'error',
              message: `The picture “${name}” ${fault.message}`,
              mend: fault.mend,
            }),
      });
    }
  }
  return problems;
}

/** `a, b and c`. */
export function listed(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}

/** Those of the frontmatter, then those of the text. */
function attachmentsOf(
  item: Item,
  ofBodies: ReadonlyMap<string, readonly Attachment[]>,
): readonly Attachment[] {
  const ofBody = ofBodies.size === 0 ? undefined : ofBodies.get(item.permalink);
  return ofBody === undefined ? item.attachments : [...item.attachments, ...ofBody];
}

/** Copies of every file that a published item names, once each, into the item's own folder. */
export function copiesOf(site: Site, ofBodies: ReadonlyMap<string, readonly Attachment[]>): OutputFile[] {
  const copies = new Map<string, OutputFile>();
  for (const item of site.items) {
    for (const attachment of attachmentsOf(item, ofBodies)) {
      const copyOf = site.files.get(attachment.path);
      if (copyOf === undefined)
        throw new Error(`${item.file} names ${attachment.path}, which is not in the content`);
      const path = attachment.address.replace(/^\//, '');
      copies.set(path, { path, copyOf });
    }
  }
  return [...copies.values()];
}
