import { oneLine } from './mailer.ts'

/** What placeholders stand for, by name: `{ APP_NAME: 'Warung', 'RECORD:name': 'Sri' }`. */
export type Filling = Readonly<Record<string, string>>

const PLACEHOLDER = /\{([A-Z_]+(?::\w+)?)\}/g

/**
 * Fill the placeholders of an HTML text, in one pass: what is filled in is text, whatever it looks like, and no
 * placeholder in it is filled again (`reliability.md` I10). What has no value stays as it is.
 *
 * @example fillHtml('<p>Hello {RECORD:name}</p>', { 'RECORD:name': '<b>' }) // '<p>Hello &lt;b&gt;</p>'
 */
export function fillHtml(template: string, filling: Filling): string {
  return fill(template, filling, escapeHtml)
}

/** The same for a subject, which is one line of plain text. */
export function fillLine(template: string, filling: Filling): string {
  return oneLine(fill(template, filling, (value) => value))
}

function fill(template: string, filling: Filling, show: (value: string) => string): string {
  return template.replace(PLACEHOLDER, (whole, name: string) =>
    Object.hasOwn(filling, name) ? show(filling[name] ?? '') : whole,
  )
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&#34;',
  "'": '&#39;',
}

/** Text for any place of an HTML document where text or a quoted attribute may stand. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character)
}
