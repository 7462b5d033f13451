import { Buffer } from 'node:buffer';
import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { gzipChunks } from '../../src/search/gzip-chunks.ts';

function* lines(count: number): Generator<string> {
  for (let i = 0; i < count; i += 1) yield `${i} แรงงาน \u{1f600} ${(i * 7919) % 1000}\n`;
}

describe('gzip in chunks', () => {
  it.each([{ count: 0 }, { count: 1 }, { count: 250_000 }])('unpacks to $count lines', ({ count }) => {
    const packed = Buffer.concat([...gzipChunks(lines(count))]);
    expect(gunzipSync(packed).equals(Buffer.from([...lines(count)].join('')))).toBe(true);
  });

  it('holds only a part at a time, and is hardly larger than the whole packed at once', () => {
    const chunks = [...gzipChunks(lines(250_000))];
    const whole = gzipSync([...lines(250_000)].join('')).length;
    const total = chunks.reduce((sum, { length }) => sum + length, 0);
    expect(total).toBeLessThan(whole * 1.01);
    expect(Math.max(...chunks.map(({ length }) => length))).toBeLessThan(whole / 3);
  });

  it('names no time and no system', () => {
    const [header] = gzipChunks(['text']);
    expect([...header!]).toEqual([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]);
  });
});
