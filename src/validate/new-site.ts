// The content folder of a site of one's own, for `npm run new -- --site DIR`: settings, vocabulary, the pages that every
// site needs, one sample item. It builds as it is; every text says that it waits to be replaced, and none claims anything.

export interface NewSite {
  /** Today as a calendar date, for the sample item. */
  readonly date: string;
  /** An absolute URI for the sample item. */
  readonly id: string;
  /** Interface texts of the product: name of the file in i18n/ → its text. */
  readonly interfaceTexts: ReadonlyMap<string, string>;
}

const siteYaml = `# What the whole site says about itself. Change every line; docs/frontmatter.md explains each key.
name: New Site
tagline: A few words beside the name
description: What this site is, in a sentence or two.
# Where the site will be published.
url: https://new-site.example
language: en
# A calendar date begins at 00:00 here: a name such as Asia/Bangkok.
timezone: UTC
publisher:
  name: Name of the organisation
navigation:
  - { text: About Us, url: /about/ }
  - { text: Contact Us, url: /contact/ }
  - { text: Search, url: /search/ }
# Where the exit link leads readers who must leave at once: a neutral, well-known site.
exit:
  url: https://www.bbc.com/weather
feed-items: 30
# Forms, taken in by the form service of Netlify. Turn one on only when somebody reads what is sent, name at least one
# other way to reach you, and tell of it on the privacy page. Take the marks away to turn them on:
# forms:
#   newsletter: netlify
#   inquiry: netlify
#   email: desk@new-site.example
footer: Say here to whom the texts belong.
`;

const countries = `# Countries that texts may name. Take the marks away for a first one:
# - slug: some-country
#   name: { en: Some Country }
#   aliases: [Another Name of It]
#   iso: ZZ
`;

const topics = `# Topics that texts may name.
- slug: announcements
  name: { en: Announcements }
`;

function page(title: string, summary: string, body: string): string {
  return `---\ntitle: ${title}\nsummary: ${summary}\n---\n\n${body}`;
}

const pages: Readonly<Record<string, string>> = {
  about: page(
    'About Us',
    'Who publishes this site, and what it is for.',
    `This page waits for its text. Say who publishes the site, what it is for, and how a text is chosen and checked.
`,
  ),
  contact: page(
    'Contact Us',
    'How the publisher can be reached.',
    `This page waits for its text, and until it has one, nobody can be reached here. Say who answers, when, and in which languages; how a message is kept safe; and whether you help people in danger. If you do not, name somebody who does.
`,
  ),
  subscribe: page(
    'Subscribe',
    'How the news of this site can be followed.',
    `You can follow this site without leaving a name or an address. It has a feed: one file with the newest items in full. A feed reader, which is a program for a computer or a telephone, fetches the file now and then and shows what is new.

1. Install any feed reader.
2. Copy the address of the [feed of the news](/feed.xml).
3. In the reader, choose to add a feed and paste the address.

A country or topic with news has its own feed, named below the news on its page. Some readers ask for another kind of feed: [Atom](/atom.xml) and [JSON Feed](/feed.json) hold the same items.
`,
  ),
  'privacy-and-disclaimer': page(
    'Privacy and Disclaimer',
    'What this site knows of its readers.',
    `- The pages of this site set no cookies.
- They fetch nothing from other sites.
- The words of a search are not sent to anybody.

Say here who runs the computer that serves these pages, and how long it keeps a record of who asked for what. If the site has a form, say who reads what is sent, where it is kept and for how long.

Whoever uses the same device can see which pages were visited: read [how to use this site safely](/using-this-site-safely/).
`,
  ),
  'using-this-site-safely': page(
    'Using This Site Safely',
    'How to leave a page at once, and what leaving does not do.',
    `The exit link in the upper corner of each page opens a page of another site at once. So do three presses of the Shift key, with no other key between and less than five seconds from one to the next.

The visit still stands in the history of the browser, and its Back button may return here.

When somebody may be watching what you read, it is safer to read on a device that this person never uses.
`,
  ),
};

/** @returns path below the content folder → text, LF line ends */
export function newSiteFiles({ date, id, interfaceTexts }: NewSite): Map<string, string> {
  const files = new Map<string, string>([
    ['site.yaml', siteYaml],
    ['vocabulary/countries.yaml', countries],
    ['vocabulary/topics.yaml', topics],
  ]);
  for (const [name, text] of interfaceTexts) files.set(`i18n/${name}`, text);
  for (const [slug, text] of Object.entries(pages)) files.set(`pages/${slug}.md`, text);
  files.set(
    `news/${date.slice(0, 4)}/a-sample-item.md`,
    `---
id: ${id}
title: A sample item
date: ${date}
summary: It shows what an item looks like, and waits to be deleted.
topics: [announcements]
---

This item shows what an item looks like: its facts stand between the two lines of hyphens, its text below. Delete it once you have written one of your own:

    npm run new -- "Title of the news"
`,
  );
  return files;
}
