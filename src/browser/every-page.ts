// The base script of every page, the search page included: the ways to leave it at once and, where it has one, its search
// box. It comes with each page on the slowest of lines: a test keeps it small.
import { startExit } from './exit.ts';
import { startSearchBox } from './search-box.ts';

startExit();
startSearchBox();
