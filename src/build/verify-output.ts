// Every path of the output is safe on every system, and no two of them clash on any.
// What is refused here the earlier stages should have refused with a position, so a refusal here is a bug of ours.

/** Windows device names: a file called so cannot be checked out or unpacked there, whatever its extension. */
const deviceName = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)/i;
/** Longest name of most file systems, in bytes. */
const maxNameBytes = 255;

/** Why a path must not be written, or undefined when it may. `path` is relative with `/` as separator. */
export function unsafePathReason(path: string): string | undefined {
  if (path === '') return 'it is empty';
  if (path.normalize('NFC') !== path) return 'it is not in NFC';
  if (/\p{Cs}/u.test(path)) return 'it holds half a character';
  for (const name of path.split('/')) {
    if (name === '') return 'it is absolute or has an empty part';
    if (name === '.' || name === '..') return 'it leads elsewhere';
    // Besides what Windows refuses: invisible characters that turn the direction of text.
    if (/[\u0000-\u001f\u007f-\u009f\\:*?"<>|\u200e\u200f\u202a-\u202e\u2066-\u2069]/.test(name)) {
      return 'it holds a character that a file name must not hold';
    }
    if (/[. ]$/.test(name)) return 'a part of it ends in a dot or space';
    if (deviceName.test(name)) return 'a part of it is a device of Windows';
    if (Buffer.byteLength(name) > maxNameBytes) return 'a part of it is too long';
  }
  return undefined;
}

/**
 * Every path safe, and no two one on a disk that ignores case, neither files nor the folders above them.
 * @throws Error naming the paths
 */
export function checkOutputPaths(paths: Iterable<string>): void {
  /** Folded path → the one spelling it may have, and whether it is a file. */
  const spellings = new Map<string, { path: string; isFile: boolean }>();
  for (const path of paths) {
    const unsafe = unsafePathReason(path);
    if (unsafe !== undefined) throw new Error(`output path ${JSON.stringify(path)} is not safe: ${unsafe}`);
    for (let end = path.length; end !== -1; end = path.lastIndexOf('/', end - 1)) {
      const part = path.slice(0, end);
      const isFile = end === path.length;
      const folded = part.toLowerCase();
      const known = spellings.get(folded);
      if (known === undefined) spellings.set(folded, { path: part, isFile });
      else if (known.path !== part || known.isFile || isFile) {
        throw new Error(`output paths ${JSON.stringify(known.path)} and ${JSON.stringify(path)} clash`);
      } else break;
    }
  }
}
