// Every rule that a problem can name: what it means and how it is mended. docs/problems.md is made from it; the type
// RuleId and a test hold that no rule is used without standing here.
export interface Rule {
  /** What was found, in a few words. */
  readonly title: string;
  readonly meaning: string;
  readonly mend: string;
}

const groups = {
  'The file as a whole': {
    'text-encoding': {
      title: 'The file is not UTF-8',
      meaning:
        'The file was saved as Windows-1252, Latin-1, UTF-16 or the like. Read as UTF-8, its accented letters would be lost.',
      mend: 'Open it in your editor and save it as UTF-8. In Notepad: Save As, then Encoding: UTF-8.',
    },
    'control-character': {
      title: 'An invisible character that pages and feeds may not hold',
      meaning:
        'Control characters, noncharacters, half characters and byte order marks inside a text come with copied text; a feed that holds one cannot be read at all.',
      mend: 'Delete it, or type the few letters around it anew.',
    },
    'file-empty': {
      title: 'The file is empty',
      meaning: 'An empty file would be a blank page.',
      mend: 'Write the text, or delete the file.',
    },
    'file-too-long': {
      title: 'The settings file is too long',
      meaning: 'Settings and vocabulary hold at most 8 MiB.',
      mend: 'Shorten it; long texts belong into pages.',
    },
    'file-too-large': {
      title: 'The text file is too large',
      meaning: 'A text has a largest size, so that one file cannot hold up the build.',
      mend: 'Cut it into several texts, or publish it as a file to download.',
    },
    'body-too-long': {
      title: 'The text is longer than 1 MiB',
      meaning: 'One page cannot be that long: no phone would open it.',
      mend: 'Split it into several items, or offer it as a file to download.',
    },
    'body-missing': {
      title: 'There is no text below the frontmatter',
      meaning:
        'The page would be blank: lines like `***`, definitions of links and invisible characters are no text. Only a resource with `file` or `url` may do without.',
      mend: 'Write the text below the second `---` line.',
    },
    'file-place': {
      title: 'The file lies where nothing is read',
      meaning:
        'Texts lie in news/, resources/ or pages/; settings are site.yaml, vocabulary/countries.yaml, vocabulary/topics.yaml and i18n/<language>.yaml. Anything else would be forgotten without a word.',
      mend: 'Move it to one of these places, or delete it.',
    },
    'file-name': {
      title: 'The file’s name does not work',
      meaning:
        'A text ends in .md; the name of a picture or document holds letters, digits, hyphens and a dot.',
      mend: 'Rename the file.',
    },
    'file-type': {
      title: 'The kind of file cannot be used',
      meaning:
        'Pictures are PNG, JPEG, GIF, WebP, AVIF or SVG; documents are PDF, CSV, Word and the like. A file that a browser would run as a page is refused.',
      mend: 'Save it as one of the kinds that the problem lists.',
    },
    'image-broken': {
      title: 'The picture cannot be read',
      meaning:
        'The file is damaged, cut short, or of another kind than its name says; readers would see nothing.',
      mend: 'Open it in a program for pictures and save it anew as PNG or JPEG.',
    },
    'image-too-large': {
      title: 'The picture is too large',
      meaning:
        'A picture is read whole before it is made smaller: one of more than 100 million pixels could stop the build for want of memory. A drawing (SVG) of more than 2 MB or 50,000 elements would stop a reader’s telephone.',
      mend: 'Save it smaller, 2000 pixels wide for example.',
    },
    'svg-cleaned': {
      title: 'The drawing has lost what a drawing may not hold',
      meaning:
        'SVG can hold scripts, links, animation and addresses of other sites, which would act on a reader or tell who reads. What is published is written anew, of shapes and words alone.',
      mend: 'Look at the picture on the page; if something is missing, save it as PNG.',
    },
    'file-twice': {
      title: 'Two files with one name',
      meaning:
        'The names differ only in capital letters, or in how accented letters are stored (NFC and NFD), so that only one of them survives on a disk of Windows or of a Mac.',
      mend: 'Delete or rename one of the two.',
    },
    'file-missing': {
      title: 'The file is not there',
      meaning:
        'A text or its frontmatter names a picture or document that does not lie beside it or in a folder below.',
      mend: 'Lay the file beside the text, or correct the name.',
    },
    'file-case': {
      title: 'The file’s name has other capital letters',
      meaning:
        'On the web `Photo.JPG` and `photo.jpg` are two files, even when your computer thinks they are one.',
      mend: 'Write the name as the problem gives it.',
    },
    'not-a-file': {
      title: 'Neither a file nor a folder',
      meaning: 'Something in the content folder is a device, a pipe or a socket.',
      mend: 'Delete it.',
    },
    'name-not-utf8': {
      title: 'The file’s name cannot be read',
      meaning: 'The name is not UTF-8 text.',
      mend: 'Rename the file with plain letters.',
    },
    'link-broken': {
      title: 'A symbolic link that leads nowhere',
      meaning: 'What it leads to is gone.',
      mend: 'Delete it, or put the file itself there.',
    },
    'link-outside': {
      title: 'A symbolic link that leads out of the content folder',
      meaning: 'What lies outside would be published.',
      mend: 'Delete it, or copy the file itself there.',
    },
    'link-to-folder': {
      title: 'A symbolic link to a folder',
      meaning: 'Each text has one place alone.',
      mend: 'Move the folder itself there.',
    },
  },
  'The frontmatter': {
    'frontmatter-missing': {
      title: 'There is no frontmatter',
      meaning: 'A text begins with a line `---`, the keys, and a second line `---`.',
      mend: 'Write these lines at the top of the file.',
    },
    'frontmatter-open': {
      title: 'The frontmatter is never closed',
      meaning: 'The second line `---` is missing, so that the whole text would be taken for keys.',
      mend: 'Write a line `---` between the keys and the text.',
    },
    'frontmatter-empty': {
      title: 'The frontmatter is empty',
      meaning: 'A text needs a title at least.',
      mend: 'Write `title: …` between the two lines.',
    },
    'frontmatter-shape': {
      title: 'The frontmatter is no list of keys',
      meaning: 'Each line sets a key: its name, a colon, a space, its value.',
      mend: 'Write `key: value` lines.',
    },
    'frontmatter-too-long': {
      title: 'The frontmatter is longer than 64 KiB',
      meaning: 'The text itself belongs below the second `---` line.',
      mend: 'Move it there.',
    },
    'fence-opening': {
      title: 'The first line opens something else',
      meaning:
        'Only `---` alone opens the frontmatter. `---js`, `---json`, `+++` and the like belong to other programs; nothing in a text is ever run.',
      mend: 'Replace the line by `---`, and write the keys as `key: value` lines.',
    },
    'fence-closing': {
      title: 'The frontmatter is closed by something else',
      meaning: 'Only a line `---` closes it, not `...`, `----` or `--- #`.',
      mend: 'Replace the line by `---`.',
    },
    'fence-late': {
      title: 'Something stands before the frontmatter',
      meaning: 'The very first line must be `---`; blank lines, comments or spaces before it hide the keys.',
      mend: 'Delete what stands before the first `---`.',
    },
    'yaml-colon': {
      title: 'A colon inside a text without quotes',
      meaning: 'A colon and a space part a key from its value; inside a value they need quotes.',
      mend: 'Put quotes round the value: `title: "Report: what changed"`.',
    },
    'yaml-colon-space': {
      title: 'No space after the colon',
      meaning: 'A key and its value are parted by a colon and a space.',
      mend: 'Put a space after the colon.',
    },
    'yaml-no-colon': {
      title: 'A line without a colon',
      meaning: 'The line names no key.',
      mend: 'Write the key, a colon and a space, then the value.',
    },
    'yaml-quote': {
      title: 'Quotes that do not match',
      meaning: 'A quote is opened and never closed, or more text follows the closing quote.',
      mend: 'Put quotes round the whole value; inside them use the other kind of quote.',
    },
    'yaml-special-character': {
      title: 'A text that begins with a special character',
      meaning:
        'Characters such as `[`, `{`, `@`, `%`, `` ` `` have a meaning of their own at the beginning of a value.',
      mend: 'Put quotes round the value.',
    },
    'yaml-tab': {
      title: 'A tab at the beginning of a line',
      meaning: 'Only spaces may indent.',
      mend: 'Replace the tab by two spaces.',
    },
    'yaml-indent': {
      title: 'A line that is indented differently',
      meaning: 'Lines of one group begin in the same column.',
      mend: 'Line it up with its neighbours.',
    },
    'yaml-syntax': {
      title: 'The keys cannot be read',
      meaning: 'A quote, bracket, comma or space is missing near this line.',
      mend: 'Compare with the line before; when in doubt put quotes round the value.',
    },
    'yaml-anchor': {
      title: 'A YAML anchor or alias',
      meaning:
        '`&name` and `*name` repeat values elsewhere; they can also make a small file endless, so they are not read.',
      mend: 'Write the value out, or put quotes round the text that begins with & or *.',
    },
    'yaml-tag': {
      title: 'A YAML tag',
      meaning: '`!name` would ask a program to make something of the value.',
      mend: 'Delete it, or put quotes round the text that begins with !.',
    },
    'yaml-merge': {
      title: 'A YAML merge key',
      meaning: '`<<` would copy keys from elsewhere.',
      mend: 'Write the keys out.',
    },
    'yaml-directive': {
      title: 'A YAML directive',
      meaning: 'A line that begins with % speaks to the YAML reader.',
      mend: 'Delete the line, or put quotes round the text.',
    },
    'yaml-several': {
      title: 'Several YAML documents in one file',
      meaning: '`---` or `...` inside the file begins or ends another document.',
      mend: 'Delete the line.',
    },
    'comment-in-value': {
      title: 'A # that hides the rest of the line',
      meaning: 'A space and # begin a comment, so that `title: Number #1` is only “Number”.',
      mend: 'Put quotes round the value; if it is a comment, give it a line of its own.',
    },
    'key-twice': {
      title: 'A key stands twice',
      meaning: 'Only one of the two values could count.',
      mend: 'Delete one of the two lines.',
    },
    'key-forbidden': {
      title: 'A name that no key may have',
      meaning: '`__proto__`, `constructor` and `prototype` reach into the program itself.',
      mend: 'Delete the line.',
    },
  },
  'Keys and values': {
    'key-missing': {
      title: 'A required key is missing',
      meaning: 'The item cannot be published without it. The problem stands at the first line of the file.',
      mend: 'Add the line that the problem shows.',
    },
    'key-unknown': {
      title: 'There is no such key',
      meaning:
        'The key would be ignored without a word; mostly it is a slip of the keys, or a key of another program.',
      mend: 'Use the key that the problem proposes, or delete the line.',
    },
    'value-shape': {
      title: 'The value has another shape',
      meaning: 'A list where a text is due, a number where a list is due, and so on.',
      mend: 'Write it as the problem shows.',
    },
    'value-empty': {
      title: 'The key has no value',
      meaning: 'Nothing stands after the colon.',
      mend: 'Write a value, or delete the line.',
    },
    'value-lines': {
      title: 'More than one line',
      meaning: 'Titles, names and the like are one line.',
      mend: 'Write it on one line.',
    },
    'value-too-long': {
      title: 'The value is too long',
      meaning: 'A summary has at most 300 characters, a title 500.',
      mend: 'Shorten it.',
    },
    'date-form': {
      title: 'Not a date that can be sorted',
      meaning:
        'Dates are written year-month-day, `2007-08-17`, or with time and offset, `2007-08-17T09:30:00+07:00`. The day must exist.',
      mend: 'Write it as the problem shows; when it shows two, choose the one that is meant.',
    },
    'date-far-future': {
      title: 'A date more than ten years ahead',
      meaning:
        'Mostly a slip of the keyboard, or a year of the Buddhist era, which counts 543 more: 2567 is 2024. A text with such a `date` appears nowhere until then.',
      mend: 'Write the year of the Common Era, as the problem shows it.',
    },
    'times-order': {
      title: 'Dates in the wrong order',
      meaning:
        'An item that expires before it appears is never seen; one that was updated before its date is odd.',
      mend: 'Correct one of the two dates.',
    },
    'url-form': {
      title: 'Not a whole address',
      meaning: 'Addresses of other sites begin with https:// or http:// and hold no space, name or password.',
      mend: 'Copy the address from the browser.',
    },
    'id-form': {
      title: 'Not an identity',
      meaning:
        'An id is an absolute URI of at most 200 characters without spaces, and begins with urn:, tag:, https:// or http://.',
      mend: 'Delete the line: the item then gets an id by itself.',
    },
    'id-taken': {
      title: 'Two items with one id',
      meaning: 'Feed readers would take them for one. Often a file was copied.',
      mend: 'Delete the id of the newer item.',
    },
    'id-changed': {
      title: 'The id is another than in the last build',
      meaning: 'Feed readers show an item with a new id as new.',
      mend: 'If it is the same item, write the old id.',
    },
    'country-unknown': {
      title: 'Not in the list of countries',
      meaning: 'Countries are those of vocabulary/countries.yaml, by any of their names.',
      mend: 'Use the name that the problem proposes, or add the country there.',
    },
    'topic-unknown': {
      title: 'Not in the list of topics',
      meaning: 'Topics are those of vocabulary/topics.yaml, by any of their names.',
      mend: 'Use the name that the problem proposes, or add the topic there.',
    },
    'listed-twice': {
      title: 'Listed twice',
      meaning: 'Two entries of a list mean the same.',
      mend: 'Delete one of the two.',
    },
    'language-unknown': {
      title: 'Not a language',
      meaning: 'Languages are named by tags such as `en`, `th`, `zh-CN`.',
      mend: 'Write the tag that the problem proposes.',
    },
    'language-missing': {
      title: 'The site’s language is missing',
      meaning: 'Names and texts of the vocabulary stand in the site’s language at least.',
      mend: 'Add a line in that language.',
    },
    'timezone-unknown': {
      title: 'Not a time zone',
      meaning: 'Time zones are named as in the IANA list: `UTC`, `Asia/Bangkok`.',
      mend: 'Write such a name.',
    },
    'colour-form': {
      title: 'Not a colour in hexadecimal digits',
      meaning:
        'Colours are written `"#rrggbb"` or `"#rgb"`. Without quotes YAML takes `#` for the beginning of a comment.',
      mend: 'Copy the value from a colour picker, with `#` and in quotes.',
    },
    'colour-contrast': {
      title: 'Words in these colours could not be read',
      meaning:
        'Words must differ from their ground by a contrast of 4.5:1 at least (WCAG 2.2, success criterion 1.4.3): many readers have a poor screen, poor sight, or the sun on it.',
      mend: 'Take the value that the problem proposes, the nearest of the same hue, or another.',
    },
    'form-channel': {
      title: 'A form without another way beside it',
      meaning:
        'Not every reader can or dares to send a form, and from an offline copy nobody can: there must be another way to reach you.',
      mend: 'Write `email`, `phone` or `text` under `forms` in site.yaml, or turn the form off.',
    },
    'form-page': {
      title: 'A form without a page',
      meaning:
        'The sign-up form stands on the page `subscribe`, the form for messages on the page `contact`.',
      mend: 'Write that page, or turn the form off.',
    },
    'vocabulary-twice': {
      title: 'One word for two entries',
      meaning: 'A name or alias would lead to two countries or topics.',
      mend: 'Delete it from one of the two.',
    },
    'text-unknown': {
      title: 'There is no such interface text',
      meaning: 'The file of the site’s language has no text of that key.',
      mend: 'Correct the key or delete the line.',
    },
    'text-missing': {
      title: 'An interface text is missing',
      meaning:
        'The site’s language needs every text. Where a file lacks one that Offprint has in that language, Offprint’s own words are shown; where another language lacks one, the site’s language. Both are warnings.',
      mend: 'Add the line that the problem shows, translated.',
    },
    'text-placeholder': {
      title: 'The words in braces differ',
      meaning: 'Words such as `{n}` are replaced by numbers and names; a translation must hold the same.',
      mend: 'Keep them as they stand in the site’s language.',
    },
  },
  'Addresses and links': {
    'slug-form': {
      title: 'Not a slug',
      meaning: 'The last part of an address holds small letters, digits and hyphens, of any script.',
      mend: 'Use the slug that the problem proposes.',
    },
    'slug-reserved': {
      title: 'A slug that has a meaning of its own',
      meaning: 'Years, languages, sections of the site and names of Windows devices cannot be slugs.',
      mend: 'Use the slug that the problem proposes.',
    },
    'slug-too-long': {
      title: 'The slug is too long',
      meaning: 'A slug has at most 100 characters and 200 bytes, so that it can be a file on every computer.',
      mend: 'Use the slug that the problem proposes.',
    },
    'address-taken': {
      title: 'Two pages with one address',
      meaning: 'Only one of them could be read. Capital letters make no difference.',
      mend: 'Give one of them another slug.',
    },
    'address-moved': {
      title: 'The address of a published item changed',
      meaning: 'Everyone who kept the old address would find nothing there.',
      mend: 'Add the `aliases` line (and the `id` line) that the problem shows.',
    },
    'alias-form': {
      title: 'Not an old address',
      meaning:
        'An alias is a path of this site: it begins with `/` and holds no space, `*`, `?`, `#`, `%` or `:`.',
      mend: 'Write the path alone.',
    },
    'alias-own': {
      title: 'The alias is the item’s own address',
      meaning: 'It would lead to itself.',
      mend: 'Delete it.',
    },
    'alias-taken': {
      title: 'The alias is in use',
      meaning: 'A page stands at that address, or another item has the same alias.',
      mend: 'Delete it.',
    },
    'link-dead': {
      title: 'A link that leads nowhere',
      meaning: 'There is no page or file of that address.',
      mend: 'Correct the address, or take the link away.',
    },
    'link-anchor': {
      title: 'A link to a place that the page has not',
      meaning: 'What stands after `#` is no heading of that page.',
      mend: 'Use the one that the problem proposes.',
    },
    'link-hidden': {
      title: 'A link to an item that is not published',
      meaning: 'It is a draft, under embargo, or expired.',
      mend: 'Take the link away until it is published.',
    },
    'link-to-source': {
      title: 'A link to a Markdown file',
      meaning: 'Readers need the address of the page, not the name of its file.',
      mend: 'Write the address that the problem shows.',
    },
    'link-scheme': {
      title: 'An address that pages may not hold',
      meaning: 'Links lead to https, http, mailto, tel, or this site.',
      mend: 'Use such an address; the words of the link stay.',
    },
    'remote-image': {
      title: 'A picture on another site',
      meaning: 'The other site would learn who reads the page.',
      mend: 'Save the picture beside the text, if its licence allows.',
    },
  },
  'The site as a whole': {
    'content-empty': {
      title: 'There is nothing to publish',
      meaning: 'The folder holds no news item, resource or page; mostly it is the wrong folder.',
      mend: 'Name the right one with --content.',
    },
    'settings-missing': {
      title: 'There is no site.yaml',
      meaning: 'It says what the site is called and where it is published.',
      mend: 'Write it; docs/frontmatter.md shows its keys.',
    },
    'texts-missing': {
      title: 'There are no interface texts in the site’s language',
      meaning: 'The words of the interface stand in i18n/<language>.yaml.',
      mend: 'Copy i18n/en.yaml to that name and translate it.',
    },
    'big-drop': {
      title: 'Far fewer items than before',
      meaning: 'At least ten items and 30 % of them are gone since the last build; mostly a folder was lost.',
      mend: 'Bring the files back; if they are meant to go, run the command with --allow-drop.',
    },
    'layout-failed': {
      title: 'A layout could not be run',
      meaning: 'A template in layouts/ threw an error.',
      mend: 'Mend the layout at that line.',
    },
  },
} as const satisfies Record<string, Record<string, Rule>>;

type Groups = typeof groups;
export type RuleId = { [Group in keyof Groups]: keyof Groups[Group] }[keyof Groups];

/** By group, in the order of docs/problems.md. */
export const ruleGroups: Readonly<Record<string, Readonly<Record<string, Rule>>>> = groups;

export const ruleIds: ReadonlySet<string> = new Set(
  Object.values(ruleGroups).flatMap((group) => Object.keys(group)),
);
