// A way in which a system makes the address of an item.
import type { SourceItem } from './source-item.ts';

export interface AddressPattern {
  /** As the report names it. */
  readonly name: string;
  /** Undefined when the item lacks what it needs. */
  make(item: SourceItem): string | undefined;
}

export function dateParts(item: SourceItem): readonly [string, string, string] | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})/.exec(item.date ?? '');
  return match === null ? undefined : [match[1]!, match[2]!, match[3]!];
}
