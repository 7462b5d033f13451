/** What a decoded value takes of memory, roughly, in bytes: objects and their parts, columns, texts of two bytes a unit. */
export function memorySize(value: unknown): number {
  if (typeof value === 'string') return 24 + 2 * value.length;
  if (typeof value !== 'object' || value === null) return 8;
  if (ArrayBuffer.isView(value)) return 100 + value.byteLength;
  let size = 100;
  for (const part of value instanceof Set ? value : Object.values(value)) size += memorySize(part);
  return size;
}
