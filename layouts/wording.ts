// The interface's own words in a page's language. A text that the language lacks comes from the site's language and
// then carries its own `lang` and `dir`, so that a screen reader does not read English with a Thai voice (WCAG 3.1.2).
import {
  fingerprintedAs,
  type InterfaceTexts,
  type IsoDate,
  type LanguageTag,
  type SafeHtml,
} from '../src/model.ts';
import { attributes, escapeHtml, type HtmlValue, html, joinHtml, nothing } from './html.ts';
import { directionOf } from './languages.ts';

export type Values = Readonly<Record<string, HtmlValue>>;
export type PlainValues = Readonly<Record<string, string | number>>;

export class Wording {
  readonly language: LanguageTag;
  readonly direction: 'ltr' | 'rtl';
  /** The language that `own` is written in: differs from `language` when there is no i18n file for it. */
  readonly ownLanguage: LanguageTag;
  readonly #own: InterfaceTexts;
  readonly #fallback: InterfaceTexts;
  // Most texts take no values and stand on every page.
  readonly #memo = new Map<string, SafeHtml>();
  // A day stands on its items' pages, on those of their neighbours and in lists.
  readonly #dates = new Map<IsoDate, SafeHtml>();

  /**
   * @param own texts of the page's language; undefined when it has none
   * @param fallback texts of the site's language
   */
  constructor(language: LanguageTag, own: InterfaceTexts | undefined, fallback: InterfaceTexts) {
    this.language = language;
    this.#own = own ?? fallback;
    this.#fallback = fallback;
    this.ownLanguage = this.#own.language;
    this.direction = own?.direction ?? directionOf(language);
  }

  /** All that it was made of, and nothing that it remembers. */
  get [fingerprintedAs](): unknown {
    return { language: this.language, own: this.#own, fallback: this.#fallback, direction: this.direction };
  }

  /** Language of the text that `key` gives. */
  languageOf(key: string): LanguageTag {
    return Object.hasOwn(this.#own.texts, key) ? this.ownLanguage : this.#fallback.language;
  }

  /** ` lang="…" dir="…"` when `language` is not the page's. */
  markLanguage(language: string): SafeHtml {
    if (language === this.language) return nothing;
    return attributes({ lang: language, dir: this.directionOf(language) });
  }

  /** For an element's content. Values in braces are escaped as in `html`; a fallback is wrapped in a marked span. */
  text(key: string, values?: Values): SafeHtml {
    if (values !== undefined) return this.#wrap(this.languageOf(key), fill(this.#template(key), values));
    let known = this.#memo.get(key);
    if (known === undefined) {
      known = this.#wrap(this.languageOf(key), html`${this.#template(key)}`);
      this.#memo.set(key, known);
    }
    return known;
  }

  /** For attributes, titles and data: no markup, no mark. */
  plain(key: string, values: PlainValues = {}): string {
    return this.#template(key).replaceAll(/\{([a-z]+)\}/g, (placeholder, name: string) =>
      Object.hasOwn(values, name) ? String(values[name]) : placeholder,
    );
  }

  /** Members of a list in one line, with this language's comma between them. */
  list(members: readonly HtmlValue[]): SafeHtml {
    return joinHtml(members, html`${this.text('list.comma')} `);
  }

  /** Text of the content in a language of its own: isolated (UAX #9) and marked when it is not the page's. */
  inLanguage(text: string, language: string): SafeHtml {
    if (language === this.language) return html`${text}`;
    return html`<bdi lang="${language}" dir="${this.directionOf(language)}">${text}</bdi>`;
  }

  /** `<time>` with the date that the author wrote; of a date with time, the calendar date at its own offset. */
  date(date: IsoDate): SafeHtml {
    let known = this.#dates.get(date);
    if (known === undefined) {
      known = html`<time datetime="${date}"${this.markLanguage(this.ownLanguage)}>${this.plainDate(date)}</time>`;
      this.#dates.set(date, known);
    }
    return known;
  }

  /** `2007-08-17`, `2007-08` or `2007` in words. */
  plainDate(date: string): string {
    const [year = '', month, day] = date.slice(0, 10).split('-');
    if (month === undefined) return this.year(Number(year));
    if (day === undefined) return this.#month(this.#own.monthFormat, Number(year), Number(month), '');
    return this.#month(this.#own.dateFormat, Number(year), Number(month), String(Number(day)));
  }

  /** `August 2007`. */
  month(year: number, month: number): SafeHtml {
    return this.#wrap(this.ownLanguage, html`${this.#month(this.#own.monthFormat, year, month, '')}`);
  }

  plainMonth(year: number, month: number): string {
    return this.#month(this.#own.monthFormat, year, month, '');
  }

  /** `August`. */
  monthName(month: number): SafeHtml {
    return this.#wrap(this.ownLanguage, html`${this.#own.months[month - 1] ?? String(month)}`);
  }

  /** The year as it is counted in the page's language. */
  year(year: number): string {
    return String(year + this.#own.yearOffset);
  }

  /** The year, marked as a text of its own language. */
  yearText(year: number): SafeHtml {
    return this.#wrap(this.ownLanguage, html`${this.year(year)}`);
  }

  /** Size of a file in words, steps of 1,000 as file managers and phones count; at most one decimal. */
  size(bytes: number): SafeHtml {
    if (bytes < 1_000) return this.text('size.bytes', { n: bytes });
    if (bytes < 999_500) return this.text('size.kb', { n: Math.round(bytes / 1_000) });
    const megabytes = bytes / 1_000_000;
    return this.text('size.mb', {
      n: megabytes < 10 ? String(Math.round(megabytes * 10) / 10) : Math.round(megabytes),
    });
  }

  /** Of a text in `language`, as the interface's files say it. */
  directionOf(language: string): 'ltr' | 'rtl' {
    if (language === this.#own.language) return this.#own.direction;
    return language === this.#fallback.language ? this.#fallback.direction : directionOf(language);
  }

  #month(format: string, year: number, month: number, day: string): string {
    const parts: Readonly<Record<string, string>> = {
      year: this.year(year),
      month: this.#own.months[month - 1] ?? String(month),
      day,
    };
    return format.replaceAll(/\{(year|month|day)\}/g, (_, name: string) => parts[name] ?? '');
  }

  #template(key: string): string {
    const own = this.#own.texts;
    if (Object.hasOwn(own, key)) return own[key] ?? '';
    const fallback = this.#fallback.texts;
    if (Object.hasOwn(fallback, key)) return fallback[key] ?? '';
    throw new Error(`no interface text “${key}” in ${this.ownLanguage} nor in ${this.#fallback.language}`);
  }

  #wrap(language: LanguageTag, text: SafeHtml): SafeHtml {
    if (language === this.language) return text;
    return html`<span${this.markLanguage(language)}>${text}</span>`;
  }
}

function fill(template: string, values: Values): SafeHtml {
  let printed = '';
  let end = 0;
  for (const match of template.matchAll(/\{([a-z]+)\}/g)) {
    const name = match[1] ?? '';
    printed += escapeHtml(template.slice(end, match.index));
    printed += Object.hasOwn(values, name) ? html`${values[name]}`.html : match[0];
    end = match.index + match[0].length;
  }
  return { html: printed + escapeHtml(template.slice(end)) };
}
