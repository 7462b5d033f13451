// How the peers index a document: the same three fields with the boosts that ours have, and the cards beside them.
import { type searchFields as ours, searchFields } from '../src/search/shard-format.ts';

export type FieldName = (typeof ours)[number]['name'];

export const fieldNames: readonly FieldName[] = searchFields.map(({ name }) => name);

/** For building and loading alike: MiniSearch does not keep them in its index. */
export const miniSearchOptions = {
  fields: [...fieldNames],
  storeFields: ['url', 'title', 'date', 'summary'],
  searchOptions: { boost: Object.fromEntries(searchFields.map(({ name, boost }) => [name, boost])) },
};
