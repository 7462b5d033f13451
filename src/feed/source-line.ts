// Where an adapted text comes from, in the words of its language: the line that its page has, for feed readers.
import type { InterfaceTexts, Site, Source } from '../model.ts';
import { element, type XmlElement, type XmlNode } from './xml.ts';

/** `Adapted from: “Title.” Publisher. August 2007.` Undefined for an own text and where nothing is named. */
export function sourceLine(source: Source, texts: FeedTexts): XmlElement | undefined {
  const { title, publisher, date, url, relation } = source;
  if (relation === 'own' || (title === undefined && publisher === undefined)) return undefined;
  const link = (text: string): XmlNode => (url === undefined ? text : element('a', { href: url }, text));
  const parts: XmlNode[][] = [[texts.of(`source.${relation}`)]];
  if (title !== undefined) {
    parts.push(texts.fill(hasEnd(title) ? 'source.title-ended' : 'source.title', 'title', link(title)));
  }
  if (publisher !== undefined) {
    const part = title === undefined ? link(publisher) : publisher;
    parts.push(texts.fill(hasEnd(publisher) ? 'source.part-ended' : 'source.part', 'part', part));
  }
  if (date !== undefined) parts.push(texts.fill('source.part', 'part', texts.date(date)));
  return element('p', {}, ...parts.flatMap((part, index) => (index === 0 ? part : [' ', ...part])));
}

/** A title that ends in a mark of its own takes no full stop. */
function hasEnd(text: string): boolean {
  return /[.!?…。！？؟።။]["”’»]?$/u.test(text);
}

/** Interface texts of one language, those of the site's language where it lacks them. */
export class FeedTexts {
  readonly #own: InterfaceTexts;
  readonly #fallback: InterfaceTexts;

  constructor(site: Site, language: string) {
    const fallback = site.interfaceTexts.get(site.settings.language);
    if (fallback === undefined) throw new Error(`no interface texts in ${site.settings.language}`);
    this.#fallback = fallback;
    this.#own = site.interfaceTexts.get(language) ?? fallback;
  }

  /** @throws Error for a key that no language has: keys are ours */
  of(key: string): string {
    for (const { texts } of [this.#own, this.#fallback]) {
      if (Object.hasOwn(texts, key)) return texts[key]!;
    }
    throw new Error(`no interface text “${key}” in ${this.#own.language} nor in ${this.#fallback.language}`);
  }

  /** The text with a node in place of `{name}`. */
  fill(key: string, name: string, value: XmlNode): XmlNode[] {
    return this.of(key)
      .split(`{${name}}`)
      .flatMap((text, index): XmlNode[] => (index === 0 ? [text] : [value, text]))
      .filter((node) => node !== '');
  }

  /** `2007-08-17`, `2007-08` or `2007` in words; of a date with time, the calendar date at its own offset. */
  date(date: string): string {
    const { dateFormat, monthFormat, months, yearOffset } = this.#own;
    const [year, month, day] = date.slice(0, 10).split('-');
    const yearText = String(Number(year) + yearOffset);
    if (month === undefined) return yearText;
    return (day === undefined ? monthFormat : dateFormat)
      .replaceAll('{year}', yearText)
      .replaceAll('{month}', months[Number(month) - 1] ?? month)
      .replaceAll('{day}', String(Number(day ?? 0)));
  }
}
