// Plain Eleventy as its base blog does it: posts with tags in their frontmatter, Markdown through Nunjucks, Nunjucks
// layouts, collections, pagination over them, lists and neighbours by the filters that come with it. Left out is what
// the base blog does and this site has no use for: pictures, code highlighting, bundles, and the transforms that parse
// every page again (ids of headings, links between source files).
const monthNames =
  'January February March April May June July August September October November December'.split(' ');
const twoDigits = (number) => String(number).padStart(2, '0');

/** Newest year first, its months newest first, posts newest first. */
function byYear(posts) {
  const years = new Map();
  for (const post of [...posts].reverse()) {
    const [yearNumber, monthNumber] = [post.date.getUTCFullYear(), post.date.getUTCMonth()];
    if (!years.has(yearNumber)) years.set(yearNumber, { year: yearNumber, posts: [], months: new Map() });
    const year = years.get(yearNumber);
    year.posts.push(post);
    if (!year.months.has(monthNumber)) {
      const name = monthNames[monthNumber];
      year.months.set(monthNumber, { year: yearNumber, number: twoDigits(monthNumber + 1), name, posts: [] });
    }
    year.months.get(monthNumber).posts.push(post);
  }
  return [...years.values()].map((year) => ({ ...year, months: [...year.months.values()] }));
}

/** A country or topic with more posts than this has a page for each year. */
const mostPostsOfLabel = 30;

export default function (eleventyConfig) {
  eleventyConfig.addPassthroughCopy({ public: '/' });

  eleventyConfig.addCollection('years', (api) => byYear(api.getFilteredByTag('posts')));
  eleventyConfig.addCollection('months', (api) =>
    byYear(api.getFilteredByTag('posts')).flatMap(({ months }) => months),
  );
  eleventyConfig.addCollection('labelYears', (api) => {
    const byTag = new Map();
    for (const post of api.getFilteredByTag('posts')) {
      for (const tag of post.data.tags) {
        if (!tag.includes('/')) continue;
        if (!byTag.has(tag)) byTag.set(tag, []);
        byTag.get(tag).push(post);
      }
    }
    return [...byTag].flatMap(([tag, posts]) =>
      posts.length <= mostPostsOfLabel ? [] : byYear(posts).map((year) => ({ ...year, tag })),
    );
  });

  eleventyConfig.addFilter('readableDate', (date) => {
    return `${monthNames[date.getUTCMonth()]} ${date.getUTCDate()}, ${date.getUTCFullYear()}`;
  });
  eleventyConfig.addFilter('isoDate', (date) => date.toISOString().slice(0, 10));
  eleventyConfig.addFilter('rssDate', (date) => date.toUTCString().replace('GMT', '+0000'));
  eleventyConfig.addFilter('head', (array, count) =>
    count < 0 ? array.slice(count) : array.slice(0, count),
  );
  eleventyConfig.addFilter('byYear', byYear);
  eleventyConfig.addFilter('firstLetter', (text) =>
    text.normalize('NFD').replace(/^The /, '').charAt(0).toUpperCase(),
  );

  return {
    templateFormats: ['md', 'njk'],
    markdownTemplateEngine: 'njk',
    htmlTemplateEngine: 'njk',
    dir: { input: 'content', includes: '../_includes', data: '../_data', output: '_site' },
  };
}
