// npm run docs: writes docs/frontmatter.md, docs/frontmatter.schema.json and docs/problems.md from the schema and rules.
import { mkdirSync, writeFileSync } from 'node:fs';
import { editorGuides } from '../src/validate/editor-guides.ts';

const folder = new URL('../docs/', import.meta.url);
mkdirSync(folder, { recursive: true });
for (const [path, text] of Object.entries(editorGuides())) {
  writeFileSync(new URL(path, folder), text);
  console.log(`docs/${path}`);
}
