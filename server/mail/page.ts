import { escapeHtml } from './template.ts'

const STYLE = `
body { margin: 0; padding: 24px; font: 15px/1.5 system-ui, sans-serif; color: #1c2024; background: #fff; }
main { max-width: 560px; margin: 0 auto; }
a { color: #1055c9; }
.btn { display: inline-block; padding: 10px 20px; border-radius: 6px; color: #fff; background: #1055c9; font-weight: 600; text-decoration: none; }
.btn, .btn:visited { color: #fff; }
`.trim()

/**
 * A whole HTML document around the body of a mail, with the style of its buttons (contract services.md §5.4).
 *
 * @example mailPage('Hello', '<p>…</p>')
 */
export function mailPage(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>
${STYLE}
</style>
</head>
<body>
<main>
${body}
</main>
</body>
</html>
`
}
