import { escapeHtml } from './template.ts'

const OWN_ACCENT = '#1055c9'
const DARK = '#1c2024'
const WHITE = '#fff'

/**
 * A whole HTML document around the body of a mail, with the style of its buttons (contract services.md §5.4). Links and
 * buttons take the accent colour of the settings, `#rrggbb`; anything else stands for our own.
 *
 * @example mailPage('Hello', '<p>…</p>', '#0a7d4f')
 */
export function mailPage(title: string, body: string, accent = ''): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>
${styleWith(/^#[0-9a-f]{6}$/i.test(accent) ? accent : OWN_ACCENT)}
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

function styleWith(accent: string): string {
  const isDark = isReadableOnWhite(accent)
  return `
body { margin: 0; padding: 24px; font: 15px/1.5 system-ui, sans-serif; color: ${DARK}; background: #fff; }
main { max-width: 560px; margin: 0 auto; }
a { color: ${isDark ? accent : DARK}; }
.btn { display: inline-block; padding: 10px 20px; border-radius: 6px; color: ${isDark ? WHITE : DARK}; background: ${accent}; font-weight: 600; text-decoration: none; }
.btn, .btn:visited { color: ${isDark ? WHITE : DARK}; }
`.trim()
}

/** Has it a contrast of 4.5 to white, as WCAG 2.2 §1.4.3 asks of text? A light accent gets dark words instead. */
function isReadableOnWhite(color: string): boolean {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => linear(parseInt(color.slice(at, at + 2), 16)))
  const luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
  return 1.05 / (luminance + 0.05) >= 4.5
}

function linear(channel: number): number {
  const share = channel / 255
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
}
