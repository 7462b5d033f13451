// Why a file of the index could not be used: told to the reader in words, never swallowed.

export type IndexFileFault =
  /** The server or the disk has no such file: a deploy took it away, or it was never there. */
  | 'missing'
  /** No answer, or one of failure. */
  | 'unreachable'
  /** It ends too early, or does not unpack to the length it states. */
  | 'cut-short'
  /** Something else answers at its address. */
  | 'foreign'
  /** Made by another version of this software. */
  | 'other-version';

export class IndexFileError extends Error {
  override readonly name = 'IndexFileError';
  readonly fault: IndexFileFault;
  /** The container's name, `en/root`. */
  readonly file: string;

  constructor(fault: IndexFileFault, file: string, options?: ErrorOptions) {
    super(`search index file ${file}: ${fault}`, options);
    this.fault = fault;
    this.file = file;
  }
}
