// Base64 (RFC 4648 §4) → bytes, and the hashes that name files. No Buffer: a browser has none.

export function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  const binary = atob(base64);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i += 1) bytes[i] = binary.charCodeAt(i);
  return bytes;
}

/** Hashes of `size` bytes each, base64 together → each in hex. */
export function hashesOf(base64: string, size: number): string[] {
  const bytes = bytesOf(base64);
  const hashes: string[] = [];
  for (let start = 0; start + size <= bytes.length; start += size) {
    let hash = '';
    for (const byte of bytes.subarray(start, start + size)) hash += byte.toString(16).padStart(2, '0');
    hashes.push(hash);
  }
  return hashes;
}
