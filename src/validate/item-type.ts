// The folder that a Markdown file lies in says what it is.
import type { ItemType } from '../model.ts';

export const itemFolders: Readonly<Record<string, ItemType>> = {
  news: 'news',
  resources: 'resource',
  pages: 'page',
};

const itemPath = /^([^/]+)\/.*\.md$/;

/** @param path below the content folder. @returns undefined for a file that is no item */
export function itemTypeOf(path: string): ItemType | undefined {
  const folder = itemPath.exec(path)?.[1];
  return folder !== undefined && Object.hasOwn(itemFolders, folder) ? itemFolders[folder] : undefined;
}
