// Keeps each file of the index while it is of use: loads it once, unpacks it, and forgets a failure so that the
// next query tries again.
import type { Container } from '../search/shard-format.ts';
import { IndexFileError } from './index-file-error.ts';

/** Brings a container by its name; fails with an IndexFileError. One for each place that an index can live in. */
export type LoadContainer = (name: string) => Promise<Container>;

export class FileStore {
  readonly #load: LoadContainer;
  readonly #files = new Map<string, Promise<unknown>>();

  constructor(load: LoadContainer) {
    this.#load = load;
  }

  /** The decoded file; `decode` runs once for each time that the file is loaded. */
  get<Decoded>(name: string, decode: (payload: string) => Decoded): Promise<Decoded> {
    const held = this.#files.get(name);
    if (held) return held as Promise<Decoded>;
    const file = this.#load(name)
      .then(unpack)
      .then((payload) => {
        try {
          return decode(payload);
        } catch (cause) {
          throw cause instanceof IndexFileError ? cause : new IndexFileError('cut-short', name, { cause });
        }
      });
    this.#files.set(name, file);
    file.catch(() => this.forget(name));
    return file;
  }

  forget(name: string): void {
    this.#files.delete(name);
  }
}

async function unpack({ name, byteLength, base64 }: Container): Promise<string> {
  try {
    const stream = new Blob([bytesOf(base64)]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
    const payload = await new Response(stream).arrayBuffer();
    if (payload.byteLength === byteLength) return new TextDecoder().decode(payload);
  } catch (cause) {
    throw new IndexFileError('cut-short', name, { cause });
  }
  throw new IndexFileError('cut-short', name);
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  const binary = atob(base64);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i += 1) bytes[i] = binary.charCodeAt(i);
  return bytes;
}
