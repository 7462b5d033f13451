// The page that the exit link of a folder leads to: it must look like nothing in particular, and must not ask any
// network. A table of products has no words, so it belongs to every language and says nothing of where it came from.
import { createHash } from 'node:crypto';

export const neutralPagePath = '12x12.html';
const size = 12;
const style =
  'body{font:18px/1.5 sans-serif;margin:2em}table{border-collapse:collapse}td,th{border:1px solid #999;padding:.2em .5em;text-align:right}';

export function neutralPage(): string {
  const styleHash = createHash('sha256').update(style).digest('base64');
  const numbers = Array.from({ length: size }, (_, index) => index + 1);
  const head = ['<td></td>', ...numbers.map((n) => `<th scope="col">${n}</th>`)].join('');
  const rows = numbers.map((row) => {
    const cells = numbers.map((column) => `<td>${row * column}</td>`).join('');
    return `<tr><th scope="row">${row}</th>${cells}</tr>`;
  });
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${styleHash}'">
<meta name="robots" content="noindex">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>12 × 12</title>
<style>${style}</style>
</head>
<body>
<h1>12 × 12</h1>
<table>
<tr>${head}</tr>
${rows.join('\n')}
</table>
</body>
</html>
`;
}
