// Whether a body holds anything that a reader would see.

/** What readers do not see: white space, zero widths, soft hyphens, marks of direction, as characters or entities. */
const unseen =
  /[\p{White_Space}\p{Default_Ignorable_Code_Point}\u2800]|&(?:nbsp|shy|zwj|zwnj|ensp|emsp|thinsp|ZeroWidthSpace|#160|#173|#820[345]|#x(?:A0|AD|200[BCD]));/giu;
/** A link reference definition (CommonMark 0.31.2 §4.7), at a line's beginning. */
const definition =
  /[ \t]*\[(?:[^[\]\\]|\\.)+\]:[ \t]*\n?[ \t]*(?:<[^<>\n]*>|[^\s<]\S*)(?:(?:[ \t]+|[ \t]*\n[ \t]*)(?:"[^"]*"|'[^']*'|\([^()]*\)))?[ \t]*(?:\n|$)/y;

/** A first line that begins with such a letter is a text, whatever follows. */
const plainBeginning = /^[ \t\n]*[A-Za-z0-9\u00C0-\u024F]/;

/** Nothing but definitions of links, thematic breaks, marks of Markdown without a text, and what cannot be seen. */
export function isBlankBody(body: string): boolean {
  if (plainBeginning.test(body)) return false;
  // Stops at the first line with a text, which is mostly the first or the second.
  for (let start = 0; start < body.length; ) {
    definition.lastIndex = start;
    const match = definition.exec(body);
    if (match !== null) {
      start += match[0].length;
      continue;
    }
    const end = body.indexOf('\n', start);
    const line = body.slice(start, end === -1 ? body.length : end);
    if (!/^[#>*+_`~-]*$/.test(line.replace(unseen, ''))) return false;
    start += line.length + 1;
  }
  return true;
}
