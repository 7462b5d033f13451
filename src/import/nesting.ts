// How deep the elements of an HTML text stand within each other. Everything that walks their tree calls itself once a
// level, so a text without bounds would end the whole import; no page that people wrote comes near them.
import { Parser } from 'htmlparser2';

/** Elements within elements. Twice as many still fit the smallest stack that Node gives. */
const maxDepth = 400;
/** Lists and quotations within each other: the Markdown that is made of more is not read to its end. */
const maxBlockDepth = 90;
const blocks = /^(?:blockquote|[uo]l|li)$/;

/** The place of the first element that stands too deep, and a clause; undefined when none does. */
export function nestingFault(
  html: string,
): { readonly offset: number; readonly message: string } | undefined {
  // Nothing can stand deeper than there are tags.
  if (html.split('<', maxBlockDepth + 2).length <= maxBlockDepth) return undefined;
  let depth = 0;
  let blockDepth = 0;
  let fault: { offset: number; message: string } | undefined;
  const parser = new Parser({
    onopentag(name) {
      depth += 1;
      if (blocks.test(name)) blockDepth += 1;
      if (fault !== undefined) return;
      const [many, what] =
        depth > maxDepth
          ? [maxDepth, 'elements']
          : blockDepth > maxBlockDepth
            ? [maxBlockDepth, 'lists or quotations']
            : [0, ''];
      if (many > 0)
        fault = {
          offset: parser.startIndex,
          message: `more than ${many} ${what} stand within each other; a text so deep cannot be read`,
        };
    },
    onclosetag(name) {
      depth -= 1;
      if (blocks.test(name)) blockDepth -= 1;
    },
  });
  parser.end(html);
  return fault;
}

/** A text whose elements stand too deep: it is left out, and the rest is imported. */
export class NestedTooDeep extends Error {
  /** 1-based, of the body; undefined where only the text as a whole is known. */
  readonly line: number | undefined;

  constructor(message: string, line?: number) {
    super(message);
    this.line = line;
  }
}
