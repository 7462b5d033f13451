// The words of a Jekyll or Eleventy text, by regular expressions alone: no parser of Markdown or HTML that the import uses
// has a part in it, so that both can be wrong only by different mistakes. Words are runs of letters and digits; marks of
// emphasis and code (* _ ` ~) join what they stand in.

const named: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  nbsp: ' ',
  copy: '©',
  mdash: '—',
  ndash: '–',
  rsquo: '’',
  lsquo: '‘',
  ldquo: '“',
  rdquo: '”',
  hellip: '…',
  eacute: 'é',
  middot: '·',
  bull: '•',
  reg: '®',
  trade: '™',
  rarr: '→',
  larr: '←',
  times: '×',
  frac12: '½',
  check: '✓',
};

function decode(text: string): string {
  return text.replace(/&(?:#(\d+)|#x([0-9a-f]+)|(\w+));/gi, (entity, decimal, hex, name) =>
    decimal
      ? String.fromCodePoint(Number(decimal))
      : hex
        ? String.fromCodePoint(Number.parseInt(hex, 16))
        : (named[name] ?? entity),
  );
}

export function wordsIn(text: string): string[] {
  return (
    text
      .normalize('NFC')
      .replace(/[*_`~\\]/g, '')
      .match(/[\p{L}\p{N}\p{M}]+/gu) ?? []
  );
}

/** What a reader of `html` reads. */
export function wordsOfHtml(html: string): string[] {
  return wordsIn(
    decode(
      html
        .replace(/<img\b[^>]*?\balt="([^"]*)"[^>]*>/g, '$1')
        .replace(/<\/?(?:em|strong|code|a|s|del)\b[^>]*>/g, '')
        .replace(/<[^>]+>/g, ' '),
    ),
  );
}

const htmlTags =
  /<\/?(?:a|abbr|aside|b|blockquote|br|caption|center|cite|code|dd|del|details|div|dl|dt|em|figcaption|figure|footer|h[1-6]|header|hr|i|image|img|label|li|link|ol|p|pre|section|small|span|strong|sub|summary|sup|symbol|svg|table|tbody|td|th|thead|time|title|tr|u|ul|use)(?:\s(?:"[^"]*"|'[^']*'|[^'">])*)?\/?>/gi;

/** @param body below the head */
export function wordsOfSource(body: string): string[] {
  // Code is kept as it is: what would be markup elsewhere becomes space in it.
  const held: string[] = [];
  const hold = (code: string) =>
    `\u0001${
      held.push(
        code
          .replace(/\{%-?\s*(?:end)?raw\s*-?%\}/g, '')
          .replace(/[^\p{L}\p{N}\p{M}_*~`\\&;#]/gu, ' ')
          .replace(/&/g, ' '),
      ) - 1
    }\u0002`;
  let text = body.replace(/\r\n?/g, '\n');
  text = text.replace(
    /^((?: {0,3}|[ \t>]*(?:[-*+] +|\d+[.)] +))(?:> ?)*)(`{3,}|~{3,})[^\n]*\n[\s\S]*?^[ \t>]*\2[`~]*[ \t]*$/gm,
    (block) => hold(block.replace(/^[^\n]*\n/, '').replace(/\n[^\n]*$/, '')),
  );
  text = text.replace(
    /(?<![\\`])(`+)(?!`)((?:(?!\n[ \t]*\n)[\s\S])*?[^`])\1(?!`)/g,
    (_all, _ticks, code: string) => hold(code),
  );
  // Template syntax that is known.
  text = text.replace(/\{%-?\s*comment\s*-?%\}[\s\S]*?\{%-?\s*endcomment\s*-?%\}/g, ' ');
  text = text.replace(/\{%-?\s*(?:end)?raw\s*-?%\}/g, '');
  text = text.replace(
    /\{%-?\s*(image|image_with_class)\s+"([\s\S]*?)"\s*-?%\}/g,
    (_all, tag: string, inner: string) => {
      const words = inner.split(/"\s+"/).slice(1);
      return ` ${tag === 'image_with_class' && words.length < 2 ? '' : (words.at(-1) ?? '')} `;
    },
  );
  text = text.replace(/\{%-?\s*include\s+"linked-figure\.html",([\s\S]*?)-?%\}/g, (_all, rest: string) => {
    const value = (key: string) => new RegExp(`\\b${key}:\\s*"([^"]*)"`).exec(rest)?.[1] ?? '';
    const [alt, caption] = [value('alt'), value('caption')];
    return ` ${alt === '' ? caption : `${alt} ${caption}`} `;
  });
  text = text.replace(
    /\{\{\s*"([^"]*)"\s*\|\s*embed(?::\s*(?:"([^"]*)"|'([^']*)'))?\s*\}\}/g,
    (_all, url, a, b) => ` ${a ?? b ?? url} `,
  );
  text = text.replace(
    /\{\{-?\s*(?:["'][^"']*["']\s*\|\s*url|site\.baseurl|image(?:\s*\|\s*url)?|page\.image)\s*-?\}\}/g,
    'ADDRESS',
  );
  // What is no text.
  const defined = new Set(
    [...text.matchAll(/^[ \t]{0,3}\[(?!\^)([^\]\n]+)\]:/gm)].map((match) => match[1]!.toLowerCase()),
  );
  text = text.replace(/\bhref="([^"\s<>]+)>/g, 'href="$1">');
  text = text.replace(
    /(<img\b[^<>]*\balt=")([^<>]*)("\s*\/>)/g,
    (_all, before, alt, after) => before + alt.replace(/"(?!\s+\w+=)(?<!=")/g, ' ') + after,
  );
  text = text.replace(/<!--[\s\S]*?-->/g, ' ');
  text = text.replace(/<(script|style|svg)\b[\s\S]*?<\/\1>/gi, ' ');
  text = text.replace(
    /<iframe\b([\s\S]*?)>\s*<\/iframe>/gi,
    (_all, attributes: string) =>
      ` ${/\btitle="([^"]*)"/.exec(attributes)?.[1] ?? /\btitle='([^']*)'/.exec(attributes)?.[1] ?? /\bsrc="([^"]*)"/.exec(attributes)?.[1]?.replace(/^\/\//, 'https://') ?? ''} `,
  );
  text = text.replace(
    /<img\b(?:"[^"]*"|'[^']*'|[^'">])*>/gi,
    (tag) => ` ${/\balt=\s*"([^"]*)"/.exec(tag)?.[1] ?? /\balt='([^']*)'/.exec(tag)?.[1] ?? ''} `,
  );
  text = text.replace(/\{:?\s*(?:[.#][\w-]+\s*)+\}/g, ' ');
  text = text.replace(/^[ \t]{0,3}\[(?!\^)[^\]\n]+\]:[ \t]*\S+[ \t]*(?:["'(][^\n]*["')])?[ \t]*$/gm, ' ');
  text = text.replace(/(?<!<br\/>\n)^([ \t>]*(?:[-*+][ \t]+)?)\d{1,3}[.)][ \t]+/gm, '$1');
  // Links: their words, twice for a picture within a link.
  for (let round = 0; round < 2; round += 1)
    text = text.replace(
      /!?\[((?:\\.|\[[^[\]]*\]|[^[\]\\])*)\]\(\s*(?:<[^>]*>|(?:[^()\s]|\([^()]*\))*)(?:\s+(?:"[^"]*"|'[^']*'))?\s*\)/g,
      '$1',
    );
  text = text.replace(/!?\[((?:\\.|[^[\]\\])*)\]\[([^\]]*)\]/g, (all, words: string, id: string) =>
    defined.has((id || words).toLowerCase()) ? words : all,
  );
  text = text.replace(htmlTags, (tag) =>
    /^<\/?(?:a|b|code|em|i|span|strong|sub|sup|u)\b/i.test(tag) ? '' : ' ',
  );
  return wordsIn(decode(text).replace(/\u0001(\d+)\u0002/g, (_all, index) => held[Number(index)] ?? ''));
}
