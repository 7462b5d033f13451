// What results may be narrowed by, out of the filter columns. A filter only removes results.
import type { FilterColumns } from '../search/further-codec.ts';
import { type SearchKind, searchKinds } from '../search/shard-format.ts';

export interface ResultFilters {
  /** Slugs. */
  readonly country?: string;
  readonly topic?: string;
  readonly year?: number;
  readonly kind?: SearchKind;
}

/** Whether a document passes all filters; a slug that no document has lets none pass. */
export function createFilter(
  columns: FilterColumns,
  { country, topic, year, kind }: ResultFilters,
): (document: number) => boolean {
  const countryPlace = country === undefined ? -1 : columns.countrySlugs.indexOf(country);
  const topicPlace = topic === undefined ? -1 : columns.topicSlugs.indexOf(topic);
  const kindPlace = kind === undefined ? -1 : searchKinds.indexOf(kind);
  return (document) =>
    (country === undefined || columns.countries[document]?.includes(countryPlace) === true) &&
    (topic === undefined || columns.topics[document]?.includes(topicPlace) === true) &&
    (year === undefined || columns.years[document] === year) &&
    (kind === undefined || columns.kinds[document] === kindPlace);
}
