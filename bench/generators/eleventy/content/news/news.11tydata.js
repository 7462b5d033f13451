export default {
  tags: ['posts'],
  layout: 'layouts/post.njk',
  permalink: '/news/{{ page.fileSlug }}/',
};
