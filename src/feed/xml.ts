// A tree of elements → escaped XML 1.0 (W3C Recommendation, fifth edition): §2.2 characters, §2.4 escaping, §3.3.3
// attribute values. Nobody glues tags by hand, so nothing in a text can become one.

export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlNode[];
}

/** What was printed once and stands in several documents. */
export interface PrintedXml {
  readonly printed: string;
  /** Text takes no white space of ours beside it. */
  readonly isText: boolean;
}

/** A string is text. */
export type XmlNode = XmlElement | PrintedXml | string;

/** An element as `xmlDocument` would print it, wherever it stands. */
export function printElement(node: XmlElement): PrintedXml {
  return { printed: print(node, '\n'), isText: false };
}

export function printText(text: string): PrintedXml {
  return { printed: escapeXml(text), isText: true };
}

/** @throws Error for a name that XML does not allow: names are ours, never content */
export function element(
  name: string,
  attributes: Readonly<Record<string, string>> = {},
  ...children: readonly XmlNode[]
): XmlElement {
  for (const word of [name, ...Object.keys(attributes)]) {
    if (!/^[A-Za-z_][\w.-]*(?::[A-Za-z_][\w.-]*)?$/.test(word)) throw new Error(`not an XML name: ${word}`);
  }
  return { name, attributes, children };
}

/** A whole document, UTF-8, with a line for each element that holds no text. */
export function xmlDocument(root: XmlElement): string {
  return `<?xml version="1.0" encoding="utf-8"?>\n${print(root, '\n')}\n`;
}

/** Elements one after another without a declaration and without white space of ours: also good HTML. */
export function xmlFragment(nodes: readonly XmlNode[]): string {
  return nodes.map((node) => print(node, '')).join('');
}

/** @param lineBreak what stands before each child of an element without text */
function print(node: XmlNode, lineBreak: string): string {
  if (typeof node === 'string') return escapeXml(node);
  if ('printed' in node) return node.printed;
  let printed = `<${node.name}`;
  for (const [name, value] of Object.entries(node.attributes))
    printed += ` ${name}="${escapeXml(value, true)}"`;
  if (node.children.length === 0) return `${printed}/>`;
  printed += '>';
  // White space between elements is text once there is text beside it.
  const between = node.children.some(isText) ? '' : lineBreak;
  for (const child of node.children) printed += between + print(child, between);
  return `${printed}${between}</${node.name}>`;
}

function isText(node: XmlNode): boolean {
  return typeof node === 'string' || ('printed' in node && node.isText);
}

// Everything outside the production Char; half a surrogate pair too. Content with such letters is refused when it is
// read (faults.md row 16); this is the second guard.
const illegal = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  // Always, not only in `]]>`.
  '>': '&gt;',
  '"': '&quot;',
  // A reader makes line breaks of one kind of all, and spaces of those in attributes, unless they are written so.
  '\r': '&#13;',
  '\n': '&#10;',
  '\t': '&#9;',
};

function escapeXml(text: string, isAttribute = false): string {
  return text
    .replace(illegal, '')
    .replace(isAttribute ? /[&<>"\r\n\t]/g : /[&<>\r]/g, (character) => escapes[character]!);
}
