// From a checked item back to its file: so that what only the whole site can tell still has a line and a column.
import type { Item, SourceFile } from '../model.ts';

const sources = new WeakMap<Item, SourceFile>();

export function rememberSource(item: Item, source: SourceFile): void {
  sources.set(item, source);
}

/** Undefined for an item that validate/item.ts did not make. */
export function sourceOf(item: Item): SourceFile | undefined {
  return sources.get(item);
}
