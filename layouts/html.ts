// Markup that is safe by construction: the tag `html` escapes every value put into it, unless that value was made
// by the same tag or by render/markdown.ts. HTML Living Standard §13.3, "escaping a string".
import type { SafeHtml } from '../src/model.ts';

/** What may stand in a template. Absent values print nothing, arrays print their members one after another. */
export type HtmlValue = SafeHtml | string | number | false | null | undefined | readonly HtmlValue[];

const mustEscape = /[&<>"']/;

/** Text for an element's content or a quoted attribute. */
export function escapeHtml(text: string): string {
  if (!mustEscape.test(text)) return text;
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

// The indentation of our source is no part of the page: cut once for each template, not once for each page.
const trimmedTemplates = new WeakMap<TemplateStringsArray, readonly string[]>();

function withoutIndentation(strings: TemplateStringsArray): readonly string[] {
  let trimmed = trimmedTemplates.get(strings);
  if (trimmed === undefined) {
    trimmed = strings.map((part) => part.replaceAll(/\n\s*/g, '\n'));
    trimmedTemplates.set(strings, trimmed);
  }
  return trimmed;
}

function print(value: HtmlValue): string {
  if (typeof value === 'string') return escapeHtml(value);
  if (typeof value === 'number') return String(value);
  if (value === undefined || value === null || value === false) return '';
  if ('html' in value) return value.html;
  let printed = '';
  for (const member of value) printed += print(member);
  return printed;
}

/** Tagged template: a value inside a tag must stand in a quoted attribute. */
export function html(strings: TemplateStringsArray, ...values: readonly HtmlValue[]): SafeHtml {
  const parts = withoutIndentation(strings);
  let printed = parts[0] ?? '';
  for (let i = 0; i < values.length; i += 1) printed += print(values[i]) + parts[i + 1];
  return { html: printed };
}

/** Members with a separator between them; absent members take no separator. */
export function joinHtml(members: readonly HtmlValue[], separator: HtmlValue): SafeHtml {
  const between = print(separator);
  return {
    html: members
      .map(print)
      .filter((printed) => printed !== '')
      .join(between),
  };
}

/** Attributes by name, each with a space before it; `true` prints the name alone, absent values print nothing. */
export function attributes(
  values: Readonly<Record<string, string | number | boolean | undefined>>,
): SafeHtml {
  let printed = '';
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined || value === false) continue;
    printed += value === true ? ` ${name}` : ` ${name}="${escapeHtml(String(value))}"`;
  }
  return { html: printed };
}

/** JSON that may stand in a script element of type application/ld+json: no `<`, no line separator. */
export function jsonForScript(value: unknown): SafeHtml {
  return {
    html: JSON.stringify(value)
      .replaceAll('<', '\\u003c')
      .replaceAll('\u2028', '\\u2028')
      .replaceAll('\u2029', '\\u2029'),
  };
}

/** Nothing at all. */
export const nothing: SafeHtml = { html: '' };
