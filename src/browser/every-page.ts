// The base script of every page but the search page, whose own has the exit too: the ways to leave it at once, and its
// search box. It comes with each page on the slowest of lines: a test keeps it small.
import { startExit } from './exit.ts';
import { startSearchBox } from './search-box.ts';

startExit();
startSearchBox();
