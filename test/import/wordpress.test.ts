// WordPress exports: what a WXR file may hold, written here, and what becomes of it.
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder, writeFiles } from '../support/folder.ts';
import { runScript } from '../support/run.ts';
import { type Imported, importFolder } from './import-folder.ts';

const head = `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel>
<title>Harbour Desk</title>
<link>https://harbour.example</link>
<description>News of a test</description>
<language>en-US</language>
<wp:wxr_version>1.2</wp:wxr_version>
<wp:base_blog_url>https://harbour.example</wp:base_blog_url>
<wp:author><wp:author_login><![CDATA[mina]]></wp:author_login><wp:author_display_name><![CDATA[Mina Writer]]></wp:author_display_name></wp:author>
`;
const tail = '</channel>\n</rss>\n';

interface Post {
  readonly id: number;
  readonly title: string;
  readonly content?: string;
  readonly type?: string;
  readonly status?: string;
  readonly name?: string;
  readonly link?: string;
  readonly extra?: string;
  readonly local?: string;
  readonly utc?: string;
}

function item(post: Post): string {
  const { id, title, type = 'post', status = 'publish', name = `entry-${id}` } = post;
  return `<item>
<title>${title}</title>
<link>${post.link ?? `https://harbour.example/2019/05/${name}/`}</link>
<dc:creator><![CDATA[mina]]></dc:creator>
<guid isPermaLink="false">https://harbour.example/?p=${id}</guid>
<content:encoded>${post.content ?? '<![CDATA[Some words.]]>'}</content:encoded>
<excerpt:encoded><![CDATA[]]></excerpt:encoded>
<wp:post_id>${id}</wp:post_id>
<wp:post_date>${post.local ?? '2019-05-02 06:30:00'}</wp:post_date>
<wp:post_date_gmt>${post.utc ?? '2019-05-01 23:30:00'}</wp:post_date_gmt>
<wp:post_name>${name}</wp:post_name>
<wp:status>${status}</wp:status>
<wp:post_type>${type}</wp:post_type>
${post.extra ?? ''}</item>
`;
}

async function importExport(items: readonly string[], end = tail): Promise<Imported> {
  const folder = temporaryFolder();
  writeFiles(folder, { 'source/export.xml': head + items.join('') + end });
  return importFolder(join(folder, 'source', 'export.xml'), join(folder, 'content'));
}

async function problemsOf(site: Imported): Promise<unknown> {
  const { stdout } = await runScript('check', ['--content', site.content, '--strict', '--format', 'json']);
  return JSON.parse(stdout);
}

test('a post keeps its id, its time with the offset of its clock, its author, tags and categories', async () => {
  const site = await importExport([
    item({
      id: 7,
      title: '<![CDATA[Judges &amp; lawyers meet]]>',
      extra:
        '<category domain="category" nicename="training"><![CDATA[Training]]></category>\n<category domain="category" nicename="uncategorized"><![CDATA[Uncategorized]]></category>\n<category domain="post_tag" nicename="law"><![CDATA[The Law]]></category>\n',
    }),
  ]);
  expect(site.became('export.xml#1')).toBe(`---
id: https://harbour.example/?p=7
title: Judges & lawyers meet
date: 2019-05-02T06:30:00+07:00
topics: [the-law, training]
authors: [Mina Writer]
aliases:
  - /2019/05/entry-7/
---

Some words.
`);
  expect(site.read('vocabulary/topics.yaml')).toContain('- slug: the-law\n  name: { en: The Law }\n');
  expect(site.read('site.yaml')).toContain('name: Harbour Desk\n');
  expect(await problemsOf(site)).toEqual([]);
});

test('drafts, private and protected entries become drafts; pages are pages; the rest is passed over', async () => {
  const site = await importExport([
    item({ id: 1, title: 'Draft', status: 'draft', utc: '0000-00-00 00:00:00' }),
    item({ id: 2, title: 'Private', status: 'private' }),
    item({ id: 3, title: 'Secret', extra: '<wp:post_password>hush</wp:post_password>\n' }),
    item({ id: 4, title: 'About', type: 'page', name: 'about', link: 'https://harbour.example/about/' }),
    item({ id: 5, title: 'Gone', status: 'trash' }),
    item({ id: 6, title: 'Menu', type: 'nav_menu_item' }),
    item({ id: 8, title: 'Empty', content: '<![CDATA[]]>' }),
  ]);
  for (const number of [1, 2, 3]) expect(site.became(`export.xml#${number}`)).toContain('\ndraft: true\n');
  expect(site.byPath.get('export.xml#4')?.to).toBe('pages/about.md');
  expect(site.became('export.xml#4')).not.toContain('date:');
  expect(site.byPath.get('export.xml#5')?.outcome).toBe('passed-over');
  expect(site.byPath.get('export.xml#6')?.outcome).toBe('passed-over');
  expect(site.byPath.get('export.xml#7')?.outcome).toBe('left-out');
  expect(await problemsOf(site)).toEqual([]);
});

test('a link to a draft leads nowhere for readers, so it stays a link to the old site', async () => {
  const site = await importExport([
    item({ id: 1, title: 'Hidden', name: 'hidden', status: 'draft' }),
    item({
      id: 2,
      title: 'Shown',
      content:
        '<![CDATA[See <a href="https://harbour.example/2019/05/hidden/">it</a> and <a href="https://www.harbour.example/2019/05/entry-3/#more">the third</a>.]]>',
    }),
    item({ id: 3, title: 'Third' }),
  ]);
  const text = site.became('export.xml#2');
  expect(text).toContain('[it](https://harbour.example/2019/05/hidden/)');
  expect(text).toContain('[the third](/news/entry-3/)');
  expect(await problemsOf(site)).toEqual([]);
});

test('paragraphs, captions, galleries and films of the editor become Markdown', async () => {
  const attachment = (id: number, name: string, alt: string) =>
    item({
      id,
      title: name,
      type: 'attachment',
      status: 'inherit',
      extra: `<wp:attachment_url>https://harbour.example/up/${name}</wp:attachment_url>\n<wp:postmeta><wp:meta_key>_wp_attachment_image_alt</wp:meta_key><wp:meta_value><![CDATA[${alt}]]></wp:meta_value></wp:postmeta>\n`,
    });
  const site = await importExport([
    item({
      id: 1,
      title: 'Long',
      content: `<![CDATA[First line
second line

[caption id="x" align="left"]<img src="https://harbour.example/up/a.png" alt="A table" /> The second day[/caption]

[gallery ids="20,21"]

[youtube https://www.youtube.com/watch?v=abc]

[contact-form-7 id="4"]
<ul><li>One</li><li>Two</li></ul>
<script>alert(1)</script>]]>`,
    }),
    attachment(20, 'b.png', 'A harbour'),
    attachment(21, 'c.png', ''),
  ]);
  const text = site.became('export.xml#1');
  expect(text).toContain('First line  \nsecond line\n\n');
  expect(text).toContain('[A table](https://harbour.example/up/a.png) The second day');
  expect(text).toContain('[A harbour](https://harbour.example/up/b.png)');
  expect(text).toContain('[https://www.youtube.com/watch?v=abc](https://www.youtube.com/watch?v=abc)');
  expect(text).toContain('\\[contact-form-7 id="4"\\]');
  expect(text).toMatch(/- +One\n- +Two/);
  expect(text).not.toContain('alert');
  const kept = site.notes('export.xml#1').filter(({ rule }) => rule === 'tag-kept');
  const line = head.split('\n').length + 4 + 10;
  expect(kept.map(({ line, column }) => ({ line, column }))).toEqual([{ line, column: 1 }]);
  expect(await problemsOf(site)).toEqual([]);
});

test('blocks of the newer editor lose their comments alone', async () => {
  const site = await importExport([
    item({
      id: 1,
      title: 'Blocks',
      content:
        '<![CDATA[<!-- wp:paragraph -->\n<p>One <strong>bold</strong> word.</p>\n<!-- /wp:paragraph -->\n\n<!-- wp:heading -->\n<h2>Part</h2>\n<!-- /wp:heading -->\n\n<!-- wp:paragraph -->\n<p>Two.</p>\n<!-- /wp:paragraph -->]]>',
    }),
  ]);
  expect(site.became('export.xml#1')).toContain('---\n\nOne **bold** word.\n\n## Part\n\nTwo.\n');
});

test('a text that holds the end of a CDATA section comes whole', async () => {
  const site = await importExport([
    item({ id: 1, title: 'Split', content: '<![CDATA[Before ]]]]><![CDATA[> after &amp; more]]>' }),
  ]);
  expect(site.became('export.xml#1')).toContain('\n\nBefore \\]\\]> after & more\n');
});

test('names in other scripts become readable addresses, and their old ones stay as they were written', async () => {
  const site = await importExport([
    item({
      id: 1,
      title: 'การประชุม',
      name: '%E0%B8%81%E0%B8%B2%E0%B8%A3',
      link: 'https://harbour.example/%E0%B8%81%E0%B8%B2%E0%B8%A3/',
    }),
  ]);
  expect(site.became('export.xml#1')).toContain('  - /การ/\n');
  expect(await problemsOf(site)).toEqual([]);
});

test('an export that is cut off or broken is refused at its place; what stands before it is kept', async () => {
  const whole = item({ id: 1, title: 'Whole' });
  const cut = await importExport([whole, '<item>\n<title>Cut'], '');
  const broken = await importExport([whole, '<item><title>Broken & bare</title></item>\n']);
  const lines = (head + whole).split('\n').length;
  expect(cut.byPath.get('export.xml')?.outcome).toBe('left-out');
  expect(cut.byPath.get('export.xml')?.notes[0]).toMatchObject({ line: lines + 1, column: 11, rule: 'xml' });
  expect(broken.byPath.get('export.xml')?.notes[0]).toMatchObject({ line: lines, rule: 'xml' });
  for (const site of [cut, broken]) {
    expect(site.byPath.get('export.xml#1')?.outcome).toBe('imported');
    expect(await problemsOf(site)).toEqual([]);
  }
});

test('a link by the number of a text leads to it', async () => {
  const site = await importExport([
    item({ id: 1, title: 'A', content: '<![CDATA[<a href="https://harbour.example/?p=2">there</a>]]>' }),
    item({ id: 2, title: 'B' }),
  ]);
  expect(site.became('export.xml#1')).toContain('[there](/news/entry-2/)');
});

test('comments and the category that says nothing are left out, and told', async () => {
  const site = await importExport([
    item({
      id: 1,
      title: 'A',
      extra:
        '<category domain="category" nicename="x"><![CDATA[Uncategorised]]></category>\n' +
        '<wp:comment><wp:comment_content>One</wp:comment_content><wp:commentmeta><wp:meta_key>_thumbnail_id</wp:meta_key><wp:meta_value>7</wp:meta_value></wp:commentmeta></wp:comment>\n' +
        '<wp:comment><wp:comment_content>Two</wp:comment_content></wp:comment>\n',
    }),
  ]);
  expect(
    site
      .notes('export.xml#1')
      .filter(({ rule }) => /^(?:comments|category)-left$/.test(rule))
      .map(({ rule, message }) => `${rule}: ${message}`),
  ).toEqual([
    'category-left: the category “Uncategorized” says nothing and was left out',
    'comments-left: 2 comments of readers were left out',
  ]);
  expect(site.became('export.xml#1')).not.toContain('One');
});

test('entities that a file declares for itself are not expanded', async () => {
  const folder = temporaryFolder();
  const bomb = `<?xml version="1.0"?>\n<!DOCTYPE rss [<!ENTITY a "boom"><!ENTITY b "&a;&a;">]>\n${head.replace(/^<\?xml.*\n/, '')}${item({ id: 1, title: '&b;' })}${tail}`;
  writeFiles(folder, { 'export.xml': bomb, 'secret.txt': 'secret' });
  const site = await importFolder(join(folder, 'export.xml'), join(folder, 'content'), { from: 'wordpress' });
  expect(JSON.stringify(site.report)).not.toContain('boom');
  expect(site.byPath.get('export.xml')?.outcome).toBe('left-out');
});
