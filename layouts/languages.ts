// What a page must know of a language that has no interface texts of its own: its direction and its name for itself.
// Tags after BCP 47 (RFC 5646); scripts of right-to-left writing after UAX #9 and the CLDR likely subtags.

const rightToLeftLanguages = new Set(
  'ar arc ckb dv fa glk he khw ks lrc mzn nqo pnb ps sd syr ug ur yi'.split(' '),
);
const rightToLeftScripts = new Set('adlm arab aran hebr mand nkoo rohg samr syrc thaa'.split(' '));

/** Direction of a language's usual script, or of the script that the tag names (`pa-Arab`). */
export function directionOf(language: string): 'ltr' | 'rtl' {
  const [primary = '', ...rest] = language.toLowerCase().split('-');
  const script = rest.find((subtag) => subtag.length === 4 && /^[a-z]/.test(subtag));
  const isRightToLeft =
    script === undefined ? rightToLeftLanguages.has(primary) : rightToLeftScripts.has(script);
  return isRightToLeft ? 'rtl' : 'ltr';
}

// Names as the languages give themselves (CLDR). A table of ours: Intl.DisplayNames differs between ICU versions.
const ownNames: Readonly<Record<string, string>> = {
  am: 'አማርኛ',
  ar: 'العربية',
  bn: 'বাংলা',
  cs: 'Čeština',
  de: 'Deutsch',
  el: 'Ελληνικά',
  en: 'English',
  es: 'Español',
  fa: 'فارسی',
  fil: 'Filipino',
  fr: 'Français',
  he: 'עברית',
  hi: 'हिन्दी',
  hu: 'Magyar',
  id: 'Bahasa Indonesia',
  it: 'Italiano',
  ja: '日本語',
  km: 'ខ្មែរ',
  ko: '한국어',
  ku: 'Kurdî',
  lo: 'ລາວ',
  ms: 'Bahasa Melayu',
  my: 'မြန်မာ',
  ne: 'नेपाली',
  nl: 'Nederlands',
  pl: 'Polski',
  ps: 'پښتو',
  pt: 'Português',
  'pt-BR': 'Português (Brasil)',
  ro: 'Română',
  ru: 'Русский',
  si: 'සිංහල',
  so: 'Soomaali',
  sq: 'Shqip',
  sr: 'Српски',
  sw: 'Kiswahili',
  ta: 'தமிழ்',
  th: 'ไทย',
  tl: 'Tagalog',
  tr: 'Türkçe',
  uk: 'Українська',
  ur: 'اردو',
  vi: 'Tiếng Việt',
  zh: '中文',
  'zh-CN': '简体中文',
  'zh-Hans': '简体中文',
  'zh-Hant': '繁體中文',
  'zh-TW': '繁體中文',
};

/** A language's own name; the tag itself when we know none. */
export function languageNameOf(language: string): string {
  return ownNames[language] ?? ownNames[language.split('-')[0] ?? ''] ?? language;
}
