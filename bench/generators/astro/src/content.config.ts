import { defineCollection } from 'astro:content';
import { glob } from 'astro/loaders';
import { z } from 'astro/zod';

const news = defineCollection({
  loader: glob({ pattern: '*.md', base: './content/news' }),
  schema: z.object({
    title: z.string(),
    date: z.coerce.date(),
    summary: z.string(),
    countries: z.array(z.string()).default([]),
    topics: z.array(z.string()),
    source: z.object({ title: z.string(), url: z.url(), author: z.string().optional() }).optional(),
  }),
});

export const collections = { news };
