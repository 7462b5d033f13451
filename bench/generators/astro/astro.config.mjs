import sitemap from '@astrojs/sitemap';
import { defineConfig } from 'astro/config';

export default defineConfig({
  site: 'https://bench.example',
  output: 'static',
  integrations: [sitemap()],
});
