// Plain lunr as its guides show it: the whole serialised index and the cards are one JSON file.
import lunr from 'lunr';
import { startPage } from './results.ts';

interface Card {
  readonly url: string;
  readonly title: string;
  readonly date: string;
  readonly summary: string;
}

interface Loaded {
  readonly index: lunr.Index;
  readonly cards: readonly Card[];
}

let loading: Promise<Loaded> | undefined;

function load(): Promise<Loaded> {
  loading ??= fetch('/index.json')
    .then((response) => response.json())
    .then(({ index, cards }) => ({ index: lunr.Index.load(index), cards }));
  return loading;
}

startPage({
  preload: load,
  async search(query, most) {
    const { index, cards } = await load();
    return index
      .search(query)
      .slice(0, most)
      .map(({ ref }) => cards[Number(ref)]!);
  },
});
