// MiniSearch: its index with the stored fields of the cards is one JSON file, loaded at focus or at the first search.
import MiniSearch from 'minisearch';
import { miniSearchOptions } from '../peer-options.ts';
import { startPage } from './results.ts';

let loading: Promise<MiniSearch> | undefined;

function load(): Promise<MiniSearch> {
  loading ??= fetch('/index.json')
    .then((response) => response.text())
    .then((json) => MiniSearch.loadJSON(json, miniSearchOptions));
  return loading;
}

startPage({
  preload: load,
  async search(query, most) {
    const results = (await load()).search(query).slice(0, most);
    return results.map(({ url, title, date, summary }) => ({ url, title, date, summary }));
  },
});
