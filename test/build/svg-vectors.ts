// Drawings that mean harm: known ways to run, load or lead away from an SVG.

export const shape = '<rect width="9" height="9"/>';
export const xlink = 'xmlns:xlink="http://www.w3.org/1999/xlink"';
export const ns = 'xmlns="http://www.w3.org/2000/svg"';
export const svg = (inner: string, attributes = '') =>
  `<svg ${ns} ${xlink} viewBox="0 0 10 10" ${attributes}>${shape}${inner}</svg>`;

/** Each is told to the editor (`true`) or gone without a word, since it could do nothing. */
export const vectors: readonly (readonly [string, string, boolean])[] = [
  ['a script', svg('<script>alert(1)</script>'), true],
  ['a script in CDATA', svg('<script><![CDATA[alert(1)]]></script>'), true],
  ['a script by address', svg('<script href="https://x.example/a.js"/>'), true],
  ['a script by xlink', svg('<script xlink:href="data:text/javascript,alert(1)"/>'), true],
  [
    'a script under a prefix',
    `<s:svg xmlns:s="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><s:path d="M0 0"/><s:script>alert(1)</s:script></s:svg>`,
    true,
  ],
  ['a script of HTML', svg('<h:script xmlns:h="http://www.w3.org/1999/xhtml">alert(1)</h:script>'), true],
  [
    'a script of another default namespace',
    svg('<script xmlns="http://www.w3.org/1999/xhtml">alert(1)</script>'),
    true,
  ],
  ['a script in unknown elements', svg('<x:y xmlns:x="urn:x"><script>alert(1)</script></x:y>'), true],
  ['a script in the title', svg('<title>A<script>alert(1)</script></title>'), true],
  ['a script in metadata', svg('<metadata><script>alert(1)</script></metadata>'), true],
  ['onload on the root', svg('', 'onload="alert(1)"'), true],
  ['ONLOAD in capitals', svg('', 'ONLOAD="alert(1)"'), true],
  ['onclick', svg('<g onclick="alert(1)"><path d="M0 0"/></g>'), true],
  ['onbegin of an animation', svg('<animate onbegin="alert(1)" attributeName="x" dur="1s"/>'), true],
  ['onfocusin with tabindex', svg('<g tabindex="1" onfocusin="alert(1)"/>'), true],
  ['an event attribute under a prefix', svg('<g xmlns:e="urn:e" e:onclick="alert(1)"/>'), true],
  [
    'foreignObject',
    svg(
      '<foreignObject><body xmlns="http://www.w3.org/1999/xhtml"><img src="x" onerror="alert(1)"/></body></foreignObject>',
    ),
    true,
  ],
  ['an iframe', svg('<iframe xmlns="http://www.w3.org/1999/xhtml" src="javascript:alert(1)"/>'), true],
  ['a link to javascript:', svg('<a href="javascript:alert(1)"><text>x</text></a>'), true],
  [
    'a link by xlink with a tab inside',
    svg('<a xlink:href="java&#9;script:alert(1)"><text>x</text></a>'),
    true,
  ],
  ['a link to data:', svg('<a href="data:text/html,x"><path d="M0 0"/></a>'), true],
  ['set of href', svg('<a><set attributeName="href" to="javascript:alert(1)"/><text>x</text></a>'), true],
  [
    'animate of xlink:href',
    svg('<use><animate attributeName="xlink:href" values="javascript:alert(1)"/></use>'),
    true,
  ],
  ['use of data:', svg('<use href="data:image/svg+xml;base64,PHN2Zy8+#x"/>'), true],
  ['use of another file', svg('<use xlink:href="https://x.example/a.svg#b"/>'), true],
  ['use of a file beside it', svg('<use href="other.svg#b"/>'), true],
  ['use without a scheme', svg('<use href="//x.example/a.svg#b"/>'), true],
  ['use of itself in spaces, then elsewhere', svg('<use href=" # https://x.example"/>'), true],
  ['an image by address', svg('<image href="https://x.example/spy.png" width="1" height="1"/>'), true],
  ['an image of data:', svg('<image xlink:href="data:image/svg+xml,x"/>'), true],
  ['feImage', svg('<filter id="f"><feImage href="https://x.example/spy.png"/></filter>'), true],
  ['a filter by address', svg('<g filter="url(https://x.example/f.svg#f)"/>'), true],
  ['@import', svg('<style>@import "https://x.example/a.css"; rect{fill:red}</style>'), true],
  ['@import in CDATA', svg('<style><![CDATA[@import url(https://x.example/a.css);]]></style>'), true],
  ['@import in capitals after a comment', svg('<style>/* */@IMPORT url(//x.example/a);</style>'), true],
  ['@font-face', svg('<style>@font-face{font-family:x;src:url(https://x.example/f.woff)}</style>'), true],
  [
    'a background by address in style',
    svg('<style>rect{background:url(https://x.example/spy)}</style>'),
    true,
  ],
  ['a fill by address', svg('<path d="M0 0" fill="url(https://x.example/a.svg#g)"/>'), true],
  [
    'a fill by address in a style attribute',
    svg('<path d="M0 0" style="fill:url( \'https://x.example/a.svg#g\' )"/>'),
    true,
  ],
  [
    'a mask by address with an escape',
    svg('<style>rect{mask:\\75rl(https://x.example/a.svg#m)}</style>'),
    true,
  ],
  ['a marker by address', svg('<path d="M0 0" marker-end="url(data:image/svg+xml,x#m)"/>'), true],
  [
    'a clip-path split by a comment',
    svg('<path d="M0 0" style="clip-path:u/**/rl(https://x.example/#c)"/>'),
    true,
  ],
  ['image-set', svg('<path d="M0 0" style="cursor:image-set(url(https://x.example/c) 1x)"/>'), true],
  [
    'a style sheet that closes itself',
    svg('<style>&lt;/style&gt;&lt;script&gt;alert(1)&lt;/script&gt;</style>'),
    false,
  ],
  ['an XSL style sheet', `<?xml-stylesheet type="text/xsl" href="https://x.example/a.xsl"?>${svg('')}`, true],
  ['a processing instruction of PHP', svg('<?php system("x") ?>'), false],
  ['a doctype with an address', `<!DOCTYPE svg SYSTEM "https://x.example/a.dtd">${svg('')}`, false],
  ['entities that are not used', `<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>${svg('')}`, false],
  ['xml:base', svg('<g xml:base="https://x.example/"><use href="#a"/></g>'), true],
  ['a handler of SVG Tiny', svg('<handler type="application/ecmascript">alert(1)</handler>'), true],
  ['an audio element', svg('<audio xmlns="http://www.w3.org/1999/xhtml" src="https://x.example/a"/>'), true],
  ['an attribute that breaks out of its quotes', svg('<path d="M0 0&quot; onload=&quot;alert(1)"/>'), false],
  ['text that looks like a tag', svg('<text>&lt;script&gt;alert(1)&lt;/script&gt;</text>'), false],
  ['a font name that breaks out', svg('<text font-family="&quot;&gt;&lt;script&gt;">x</text>'), false],
  ['an id with a trick', svg('<path id="a&quot;&gt;" d="M0 0"/><use href="#a&quot;&gt;"/>'), false],
  ['a long s for script', svg('<ſcript>alert(1)</ſcript>'), true],
  ['names of an object', svg('<constructor/><__proto__/><g __proto__="x" constructor="y"/>'), true],
  [
    'a namespace that hides another',
    svg('<g xmlns:on="urn:x" on:load="x" xmlns:xlink="urn:y" xlink:href="javascript:x"/>'),
    false,
  ],
  ['href twice in two namespaces', svg('<use href="https://x.example/#a" xlink:href="#b"/>'), true],
];
