// A small valid content folder for tests: path below the content folder → text. Fresh each call, so that a test may
// change its copy. Interface texts are the product's own, so that a layout finds every text it asks for.
import { existsSync, readFileSync } from 'node:fs';

const i18nFolder = new URL('../content/i18n/', import.meta.url);

function interfaceTexts(tag: string): string | undefined {
  const file = new URL(`${tag}.yaml`, i18nFolder);
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

/** Three news items (one of them without a country), one resource, the pages that navigation names. English alone. */
export function smallSite(): Record<string, string> {
  return {
    'site.yaml': `name: Lantern Test News
tagline: News for a test
description: A small site that exists to be tested.
url: https://lantern.example
language: en
timezone: UTC
publisher:
  name: Lantern Test Desk
navigation:
  - text: How You Can Help
    url: /how-you-can-help/
  - text: About
    url: /about/
exit:
  url: https://www.bbc.com/weather
  text: Leave this site
feed-items: 30
footer: Written for tests.
`,
    'vocabulary/countries.yaml': `- slug: burma
  name:
    en: Burma
  aliases: [Myanmar]
  iso: MM
- slug: thailand
  name:
    en: Thailand
  iso: TH
`,
    'vocabulary/topics.yaml': `- slug: training
  name:
    en: Training
- slug: labour
  name:
    en: Labour
  aliases: [labor]
`,
    'i18n/en.yaml': readFileSync(new URL('en.yaml', i18nFolder), 'utf8'),
    'news/2007/workshop.md': `---
title: Workshop brings judges together
date: 2007-08-17
summary: Judges from two countries met for a week.
countries: [burma, thailand]
topics: [training]
source:
  title: Judges meet
  publisher: Lantern Test Desk
  date: 2007-08-17
  url: https://lantern.example/judges
  relation: adapted
---

Judges from **two countries** met for a week to compare their laws.

## What they agreed

They will meet again. See [the second meeting](/news/second-meeting/).
`,
    'news/2008/second-meeting.md': `---
title: "Second meeting: what changed"
date: 2008-02-29T09:30:00+07:00
updated: 2008-03-02
countries: [Thailand]
topics: [training, labour]
authors: [A. Writer]
---

The second meeting looked at what had changed since [the first](/news/workshop/).

- One law was passed.
- Two more are being written.
`,
    'news/2009/no-country.md': `---
title: A short note
date: 2009-01-05
---

A note that belongs to no country and no topic.
`,
    'resources/handbook.md': `---
title: Handbook for interviewers
kind: toolkit
date: 2008-06-01
publisher: Lantern Test Desk
url: https://lantern.example/handbook.html
countries: [burma]
topics: [training]
---

How to speak with a person who may have been harmed.
`,
    ...Object.fromEntries(
      [
        ['how-you-can-help', 'How You Can Help', 'Learn, speak, and give time.'],
        ['about', 'About', 'This site exists to be tested.'],
        ['contact', 'Contact', 'Write to the test desk.'],
        ['privacy', 'Privacy', 'Nothing is stored.'],
        ['disclaimer', 'Disclaimer', 'Nothing here is advice.'],
        ['subscribe', 'Subscribe', 'Read the feed at [feed.xml](/feed.xml).'],
      ].map(([slug, title, text]) => [`pages/${slug}.md`, `---\ntitle: ${title}\n---\n\n${text}\n`]),
    ),
  };
}

/** The small site with Thai and Arabic translations of one item. Interface texts of both only when the product has them. */
export function smallSiteInThreeLanguages(): Record<string, string> {
  const files = smallSite();
  for (const tag of ['th', 'ar']) {
    const texts = interfaceTexts(tag);
    if (texts !== undefined) files[`i18n/${tag}.yaml`] = texts;
  }
  files['news/2007/workshop.th.md'] = `---
title: การประชุมเชิงปฏิบัติการนำผู้พิพากษามาพบกัน
date: 2007-08-17
countries: [burma, thailand]
topics: [training]
---

ผู้พิพากษาจากสองประเทศพบกันเป็นเวลาหนึ่งสัปดาห์
`;
  files['news/2007/workshop.ar.md'] = `---
title: ورشة عمل تجمع القضاة
date: 2007-08-17
countries: [burma, thailand]
topics: [training]
---

اجتمع قضاة من بلدين لمدة أسبوع.
`;
  return files;
}
