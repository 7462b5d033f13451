import { describe, expect, it } from 'vitest';
import { minifyScripts } from '../../src/build/minify-script.ts';

describe('scripts that are minified', () => {
  it('come back in their order, with the notices that licences ask for', async () => {
    const [classic, module] = await minifyScripts([
      { code: '/*! by whoever */ function shown(given) { return given + 1; }', isModule: false },
      { code: 'function hidden(given) { return given + 1; } export const two = hidden(1);', isModule: true },
    ]);
    expect(classic).toContain('/*! by whoever */');
    expect(classic).toContain('function shown(');
    expect(module).toContain('export');
    expect(module).not.toContain('hidden');
  });

  it('and one that cannot be read is told by what is wrong with it', async () => {
    await expect(minifyScripts([{ code: 'const = 1;', isModule: true }])).rejects.toThrow(
      /^the minifier ended with status 1: .*Unexpected token `=`/s,
    );
  });
});
