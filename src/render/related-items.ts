// Older items on the same matters: found in the lists of an item's own countries and topics, never by comparing all
// with all. Only older ones, so that a new item changes no old page.
import type { ItemNode, LabelNodes, LanguageTree } from './language-tree.ts';

/** How far back each country and topic is looked through. */
const maxLookedAtPerLabel = 12;
const maxRelated = 4;

/** Most shared countries and topics first, then newest. Translations of the item itself are in other trees. */
export function relatedItems(tree: LanguageTree, node: ItemNode): ItemNode[] {
  const shared = new Map<ItemNode, number>();
  const look = (labels: ReadonlyMap<string, LabelNodes>, slugs: readonly string[]): void => {
    for (const slug of slugs) {
      const { all = [] } = labels.get(slug) ?? {};
      const end = firstNotBefore(all, node.order);
      for (let i = end - 1; i >= 0 && i >= end - maxLookedAtPerLabel; i -= 1) {
        const older = all[i]!;
        shared.set(older, (shared.get(older) ?? 0) + 1);
      }
    }
  };
  look(tree.countries, node.item.countries);
  look(tree.topics, node.item.topics);
  return [...shared]
    .sort(([a, countA], [b, countB]) => countB - countA || b.order - a.order)
    .slice(0, maxRelated)
    .map(([older]) => older);
}

/** Index of the first node whose order is at least `order`, by halving. */
function firstNotBefore(nodes: readonly ItemNode[], order: number): number {
  let low = 0;
  let high = nodes.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (nodes[middle]!.order < order) low = middle + 1;
    else high = middle;
  }
  return low;
}
