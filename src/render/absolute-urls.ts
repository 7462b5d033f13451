// HTML → the same HTML with every address whole, for feed readers, which show it far from its page.
// For HTML that we made (render/markdown.ts, layouts/): tags are well-formed, values stand in double quotes and hold no
// bare quote, so a walk over tags and attributes is exact, and everything but the addresses stays byte for byte.

const addressAttributes = new Set(['href', 'src', 'poster', 'cite', 'srcset', 'longdesc', 'action']);
/** A tag with its attributes: text of ours holds no bare `<`, a value in quotes may hold `>`. */
const tag = /<[a-z][^\s>"]*(?:\s+[^\s=>"]+(?:="[^"]*")?)*\s*\/?>/gi;
const attribute = /(\s)([^\s=>"]+)="([^"]*)"/g;

/**
 * @param pageUrl absolute, of the page that the HTML is a part of
 * @returns relative, root-relative and `#` addresses made absolute; whole ones stay as they are written
 */
export function absolutizeHtml(html: string, pageUrl: string): string {
  return html.replace(tag, (whole) =>
    whole.replace(attribute, (pair, space: string, name: string, value: string) => {
      const lower = name.toLowerCase();
      if (!addressAttributes.has(lower)) return pair;
      const absolute =
        lower === 'srcset' ? absoluteCandidates(value, pageUrl) : absoluteAddress(value, pageUrl);
      return `${space}${name}="${absolute}"`;
    }),
  );
}

/** `a.jpg 1x, b.jpg 2x`: HTML Living Standard §4.8.4.2.1; addresses hold no space. */
function absoluteCandidates(value: string, pageUrl: string): string {
  return value.replace(
    /(^|,\s+)(\s*)([^\s,]\S*)/g,
    (_whole, before: string, space: string, address: string) => {
      const comma = address.endsWith(',') ? ',' : '';
      return before + space + absoluteAddress(comma ? address.slice(0, -1) : address, pageUrl) + comma;
    },
  );
}

/** @param escaped as it stands between quotes */
function absoluteAddress(escaped: string, pageUrl: string): string {
  if (/^[a-z][a-z0-9+.-]*:/i.test(escaped)) return escaped;
  const address = escaped
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&');
  if (!URL.canParse(address, pageUrl)) return escaped;
  return new URL(address, pageUrl).href
    .replace(/&/g, '&amp;')
    .replace(/"/g, '&quot;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;');
}
