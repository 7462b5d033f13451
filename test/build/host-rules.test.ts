import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { headersFor, readHostRules, redirectFor } from '../../src/build/host-rules.ts';

const ours = readHostRules(readFileSync(new URL('../../netlify.toml', import.meta.url), 'utf8'), '');

describe('the headers of netlify.toml', () => {
  test.each(['/', '/news/x/', '/404.html', '/assets/site-1.css', '/search/en/root.js'])(
    '%s has every security header',
    (path) => {
      const headers = headersFor(ours, path);
      expect(headers['content-security-policy']).toBe(
        "default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types offprint",
      );
      expect(headers['referrer-policy']).toBe('no-referrer');
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['permissions-policy']).toContain('geolocation=()');
    },
  );

  test('hashed names are kept for ever, search roots are asked for anew, pages are the host’s own default', () => {
    const caching = (path: string) => headersFor(ours, path)['cache-control'];
    const forever = 'public, max-age=31536000, immutable';
    expect(caching('/assets/site-0123456789ab.css')).toBe(forever);
    expect(caching('/search/en/index-0123456789abcdef.js')).toBe(forever);
    expect(caching('/search/zh-CN/cards-0123456789abcdef.js')).toBe(forever);
    for (const language of ['en', 'zh-CN']) expect(caching(`/search/${language}/root.js`)).toBe('no-cache');
    for (const path of ['/', '/search/', '/zh-CN/search/', '/feed.xml', '/site-state.json']) {
      expect(caching(path)).toBeUndefined();
    }
  });

  test('no path gets one header from two rules', () => {
    for (const path of ['/', '/assets/a-1.js', '/search/en/root.js', '/search/zh-CN/index-1.js']) {
      const names = ours.headers.flatMap((rule) =>
        Object.keys(headersFor({ headers: [rule], redirects: [] }, path)),
      );
      expect(names).toHaveLength(new Set(names).size);
    }
  });
});

describe('rules in general', () => {
  const rules = readHostRules(
    `[[headers]]
for = "/a/*"
values = { X-One = "1", x-two = "a" }
[[headers]]
for = "/a/:name/c"
values = { X-Two = "b" }
[[redirects]]
from = "/toml/*"
to = "/new/:splat"
[[redirects]]
from = "/both"
to = "/toml-wins"
`,
    '# a comment\n/both /lines-win 302\n/old/:slug/ /news/:slug/ 301!\n',
  );

  test('two rules with one header are joined by a comma', () => {
    expect(headersFor(rules, '/a/b/c')).toEqual({ 'x-one': '1', 'x-two': 'a, b' });
    expect(headersFor(rules, '/a')).toEqual({ 'x-one': '1', 'x-two': 'a' });
    expect(headersFor(rules, '/ab')).toEqual({});
  });

  test('_redirects come before netlify.toml, and placeholders are filled in and encoded', () => {
    expect(redirectFor(rules, '/both')).toMatchObject({ to: '/lines-win', status: 302, isForced: false });
    expect(redirectFor(rules, '/old/ข่าว')).toMatchObject({
      to: `/news/${encodeURIComponent('ข่าว')}/`,
      isForced: true,
    });
    expect(redirectFor(rules, '/toml/x/y z')).toMatchObject({ to: '/new/x/y%20z', status: 301 });
    expect(redirectFor(rules, '/elsewhere')).toBeUndefined();
  });

  test('a rule is compared decoded, and nothing that is encoded becomes a pattern', () => {
    const encoded = readHostRules(
      '',
      `/${encodeURIComponent('ข่าว')}/ /a/ 301!\n/x%2A/ /b/\n/%3Aname/ /c/\n/%zz/ /d/\n`,
    );
    expect(redirectFor(encoded, '/ข่าว')).toMatchObject({ to: '/a/', isForced: true });
    expect(redirectFor(encoded, '/xy/')).toBeUndefined();
    expect(redirectFor(encoded, '/other/')).toBeUndefined();
    expect(redirectFor(encoded, '/%zz/')?.to).toBe('/d/');
  });

  test('a pattern is no regular expression', () => {
    const dotted = readHostRules('[[headers]]\nfor = "/a.b(c"\nvalues = { x = "1" }\n', '');
    expect(headersFor(dotted, '/a.b(c')).toEqual({ x: '1' });
    expect(headersFor(dotted, '/axb(c')).toEqual({});
  });
});
