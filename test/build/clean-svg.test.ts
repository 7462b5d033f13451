// Drawings that mean harm, and drawings as programs write them: what is published is parsed again and held against a
// list of its own, not the cleaner's.
import fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { describe, expect, test } from 'vitest';
import { type CleanSvg, cleanSvg, isSvgFault, type SvgFault, svgLimits } from '../../src/build/clean-svg.ts';
import { ns, shape, svg, vectors, xlink } from './svg-vectors.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);
const clean = (text: string) => cleanSvg(bytesOf(text));

function cleaned(text: string): CleanSvg {
  const found = clean(text);
  if (isSvgFault(found)) throw new Error(found.message);
  return found;
}

function fault(text: string): SvgFault {
  const found = clean(text);
  if (!isSvgFault(found)) throw new Error(`accepted: ${found.text}`);
  return found;
}

const mayStay = new Set(
  'svg g defs use symbol title desc path rect circle ellipse line polyline polygon text tspan textPath linearGradient radialGradient stop clipPath mask pattern marker'.split(
    ' ',
  ),
);
const neverAttributes =
  /^(?:on|style$|class$|src|action|formaction|attributename|values|to$|from$|by$|begin|filter|cursor|xml:base|xlink:|target|rel$)/i;

/** Throws at whatever could act, load or lead away. */
function expectHarmless(text: string): void {
  const parser = new SaxesParser({ xmlns: true });
  const fail = (what: string): never => {
    throw new Error(`${what} in ${text}`);
  };
  parser.on('error', (error) => fail(error.message));
  parser.on('doctype', () => fail('doctype'));
  parser.on('cdata', () => fail('CDATA'));
  parser.on('comment', () => fail('comment'));
  parser.on('processinginstruction', ({ target }) => fail(`<?${target}`));
  const [ids, targets] = [new Set<string>(), new Set<string>()];
  parser.on('opentag', ({ name, uri, attributes }) => {
    if (!mayStay.has(name)) fail(`<${name}>`);
    if (uri !== 'http://www.w3.org/2000/svg') fail(`namespace ${uri}`);
    for (const [key, { value }] of Object.entries(attributes)) {
      if (key === 'xmlns') continue;
      if (neverAttributes.test(key) || (key.includes(':') && !/^xml:(?:lang|space)$/.test(key))) fail(key);
      if (key === 'id') ids.add(value);
      else if (key === 'href') targets.add(/^#(i\d+)$/.exec(value)?.[1] ?? fail(`href ${value}`));
      else if (/url/i.test(value))
        targets.add(/^url\(#(i\d+)\)(?: [\w#(),.% ]+)?$/.exec(value)?.[1] ?? fail(`${key} ${value}`));
      if (/[:\\@<>]|script|\/\//i.test(value)) fail(`${key}="${value}"`);
    }
  });
  parser.write(text).close();
  for (const target of targets) if (!ids.has(target)) fail(`reference to nothing, ${target}`);
}

describe('harmless comes out of', () => {
  test.each(vectors)('%s', (_name, text, isTold) => {
    const found = cleaned(text);
    expectHarmless(found.text);
    expect(found.text).not.toMatch(/x\.example|alert\(1\)(?!&lt;)/);
    expect(found.removed.length > 0).toBe(isTold);
    // What is clean stays as it is.
    expect(clean(found.text)).toEqual({ ...found, removed: [] });
  });

  test('any mixture of them', () => {
    const pieces = [
      ...vectors.map(([, text]) => text.replace(/^(?:<[?!][^>]*>)+/, '')),
      '<script>',
      '</script>',
      '<style>',
      '</style>',
      '<![CDATA[',
      ']]>',
      '<!--',
      '-->',
      '<g ',
      '>',
      '"',
      "'",
      '&amp;',
      '&#x3c;',
      'url(',
      '#a',
      ')',
      'javascript:',
      ' onload=',
      '{',
      '}',
      ';',
      '\\',
      '\u202E',
      '\u0000',
      '@import ',
    ];
    const piece = fc.oneof(fc.constantFrom(...pieces), fc.string({ unit: 'binary', maxLength: 5 }));
    const inner = fc.array(piece, { maxLength: 6 }).map((list) => list.join(''));
    let accepted = 0;
    fc.assert(
      fc.property(inner, fc.constantFrom('text', 'style', 'attribute', 'css'), (found, where) => {
        const quoted = found.replace(/[&<"]/g, (char) => `&#${char.charCodeAt(0)};`);
        const text = {
          text: svg(found),
          style: svg(`<style>${quoted}</style>`),
          attribute: svg(
            `<path d="M0 0" fill="${quoted}" href="${quoted}" id="${quoted}" class="${quoted}"/>`,
          ),
          css: svg(`<path d="M0 0" style="fill:${quoted};font-family:${quoted}"/>`),
        }[where];
        const result = clean(text);
        if (isSvgFault(result)) return;
        accepted += 1;
        expectHarmless(result.text);
      }),
      { numRuns: 2000, seed: 7 },
    );
    expect(accepted).toBeGreaterThan(500);
  });
});

describe('a drawing as programs write it', () => {
  test('keeps its looks: classes, style attributes and references become attributes', () => {
    const found = cleaned(`<?xml version="1.0" encoding="utf-8"?>
      <!-- Generator: a program -->
      <!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
      <svg ${ns} ${xlink} xmlns:inkscape="urn:inkscape" viewBox="0 0 200 100" version="1.1" inkscape:version="1">
      <style>.a,.b{fill:#f00;stroke:none} .b{fill:blue} path#p{stroke:green!important}</style>
      <defs><linearGradient id="g"><stop offset="0" style="stop-color:#fff;-inkscape-x:1"/></linearGradient></defs>
      <path id="p" class="a b" d="M0 0
        L10 10" style="stroke:red"/>
      <use xlink:href="#p" x="3"/><rect fill="url('#g') red" width="5" height="5"/>
      <text font-family="'Noto Sans Thai', sans-serif">ไทย &amp; <tspan>عربي</tspan></text></svg>`);
    expect(found).toEqual({
      text: `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 100"><defs><linearGradient id="i1"><stop offset="0" stop-color="#fff"/></linearGradient></defs><path id="i2" d="M0 0 L10 10" fill="blue" stroke="green"/><use x="3" href="#i2"/><rect width="5" height="5" fill="url(#i1) red"/><text font-family="'Noto Sans Thai', sans-serif">ไทย &amp; <tspan>عربي</tspan></text></svg>\n`,
      width: 200,
      height: 100,
      removed: [],
    });
  });

  test.each([
    ['viewBox="0 0 300 200"', [300, 200]],
    ['viewBox="0,0,300,200" width="100%" height="100%"', [300, 200]],
    ['viewBox="0 0 300 200" width="150"', [150, 100]],
    ['viewBox="0 0 210 297" width="210mm" height="297mm"', [794, 1123]],
    ['width="40px" height="20"', [40, 20]],
  ])('with %s has a size', (attributes, size) => {
    const { width, height, text } = cleaned(`<svg ${ns} ${attributes}>${shape}</svg>`);
    expect([width, height]).toEqual(size);
    expect(text).toContain('viewBox="0');
  });

  test('without its namespace is mended', () => {
    expect(cleaned(`<svg viewBox="0 0 9 9">${shape}</svg>`).text).toContain(ns);
  });
});

describe('in plain words is refused', () => {
  const nested = (depth: number) => svg(`${'<g>'.repeat(depth)}${'</g>'.repeat(depth)}`);
  const tenfold = Array.from(
    { length: 9 },
    (_, level) => `<g id="n${level + 1}">${`<use href="#n${level}"/>`.repeat(10)}</g>`,
  ).join('');
  test.each([
    ['what is left open', `<svg ${ns} viewBox="0 0 9 9">\n<g></svg>`, 'broken', 'line 2, column'],
    ['what is no SVG', '<html/>', 'broken', 'begins with <html>'],
    ['what is empty', '', 'broken', 'SVG'],
    ['what has no size', `<svg ${ns}>${shape}</svg>`, 'broken', 'how large'],
    ['what has no area', `<svg ${ns} viewBox="0 0 0 9">${shape}</svg>`, 'broken', 'how large'],
    [
      'what shows nothing',
      `<svg ${ns} viewBox="0 0 9 9"><title>x</title></svg>`,
      'broken',
      'without a shape',
    ],
    [
      'what wraps a photo',
      `<svg ${ns} viewBox="0 0 9 9"><image href="data:image/png;base64,AA"/></svg>`,
      'broken',
      'wraps another picture',
    ],
    ['an entity', `<!DOCTYPE svg [<!ENTITY x "y">]>${svg('<text>&x;</text>')}`, 'broken', 'abbreviation'],
    [
      'a billion laughs',
      `<!DOCTYPE svg [<!ENTITY a "aaa"><!ENTITY b "&a;&a;">]>${svg('<text>&b;</text>')}`,
      'broken',
      'abbreviation',
    ],
    ['a billion uses', svg(`<g id="n0">${shape}</g>${tenfold}`), 'too-large', 'repeats'],
    ['a use of itself', svg('<g id="a"><use href="#a"/></g>'), 'broken', 'made of itself'],
    [
      'a pattern in itself',
      svg('<pattern id="p"><path d="M0 0" fill="url(#p)"/></pattern>'),
      'broken',
      'made of itself',
    ],
    ['too deep a nest', nested(svgLimits.depth), 'too-large', 'inside one another'],
    ['too many elements', svg('<g/>'.repeat(svgLimits.elements)), 'too-large', 'elements'],
    ['too many bytes', svg(' '.repeat(svgLimits.bytes)), 'too-large', 'MB'],
  ])('%s', (_name, text, kind, words) => {
    const found = fault(text);
    expect(found.kind).toBe(kind);
    expect(found.message).toContain(words);
  });

  test('what is not UTF-8, or compressed', () => {
    for (const bytes of [Uint8Array.of(0x1f, 0x8b, 8, 0), Uint8Array.of(0xff, 0xfe, 0x3c, 0)])
      expect(cleanSvg(bytes)).toMatchObject({ kind: 'broken' });
  });

  test('a chain of references without end in sight', () => {
    const chain = Array.from({ length: 5000 }, (_, n) => `<g id="n${n}"><use href="#n${n + 1}"/></g>`).join(
      '',
    );
    expect(fault(svg(chain)).kind).toBe('too-large');
  });
});

test('style sheets made to be slow end soon', () => {
  for (const sheet of [
    'a'.repeat(1_500_000),
    '{'.repeat(500_000),
    '/*'.repeat(500_000),
    '.a{x:y}'.repeat(200_000),
  ]) {
    const started = performance.now();
    clean(svg(`<style>${sheet}</style>${'<g class="a"/>'.repeat(1000)}`));
    expect(performance.now() - started).toBeLessThan(5000);
  }
});
