// What few searches need: scripts of its own, so that the first results do not wait for it. This one comes for a text
// that is more than plain Latin, and for the whole index.
export { otherScripts } from '../search/other-scripts.ts';
export { keepWhole } from './keep-whole.ts';
