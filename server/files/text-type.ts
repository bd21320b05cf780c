/** What a text is, as far as its beginning tells. Types and extensions as PocketBase's own sniffer names them. */
export interface TextType {
  readonly type: string
  readonly extension: string
}

const plain: TextType = { type: 'text/plain; charset=utf-8', extension: '.txt' }
const html: TextType = { type: 'text/html; charset=utf-8', extension: '.html' }
const svg: TextType = { type: 'image/svg+xml', extension: '.svg' }
const xml: TextType = { type: 'text/xml; charset=utf-8', extension: '.xml' }

/** Tags by which browsers take a text for a page (https://mimesniff.spec.whatwg.org/#identifying-a-resource-with-an-unknown-mime-type). */
const page =
  /^<(?:!doctype html|html|head|script|iframe|h1|div|font|table|a|style|title|b|body|br|p|!--)(?=[\s>])|^<!--/i
const svgRoot = /^(?:<!--[\s\S]*?-->|<!doctype svg[^[>]*(?:\[[\s\S]*?\])?\s*>|\s)*<(?:[\w-]+:)?svg(?=[\s>/])/i

/** By their first line. */
const beginnings: readonly (readonly [RegExp, TextType])[] = [
  [/^WEBVTT(?=\s|$)/, { type: 'text/vtt', extension: '.vtt' }],
  [/^BEGIN:VCALENDAR\r?\n/i, { type: 'text/calendar', extension: '.ics' }],
  [/^BEGIN:VCARD\r?\n/i, { type: 'text/vcard', extension: '.vcf' }],
  [/^#!.*\b(?:node|deno|bun)\b/, { type: 'text/javascript', extension: '.js' }],
  [/^#!.*\bpython/, { type: 'text/x-python', extension: '.py' }],
  [/^#!.*\b(?:ba|z|da)?sh\b/, { type: 'text/x-shellscript', extension: '.sh' }],
]

/**
 * What kind of text these bytes are, or undefined when they are none. What could run in a browser is never taken for
 * something harmless: it is found by the same signs by which browsers find it.
 *
 * @param head the first bytes of the file
 * @param isWhole whether there are no others
 * @example textType(Buffer.from('<svg xmlns="…"/>'), true)?.type // 'image/svg+xml'
 */
export function textType(head: Uint8Array, isWhole: boolean): TextType | undefined {
  const text = decode(head, isWhole)
  if (text === undefined) return undefined
  const start = text.trimStart()
  if (start === '') return plain
  if (start.startsWith('<')) return markupType(start)
  const found = beginnings.find(([sign]) => sign.test(text))
  if (found) return found[1]
  return jsonType(start, isWhole) ?? tableType(text, isWhole) ?? plain
}

function markupType(start: string): TextType {
  const declared = /^<\?xml[\s\S]*?\?>\s*/.exec(start)
  const content = declared ? start.slice(declared[0].length) : start
  if (svgRoot.test(content)) return svg
  if (declared) return /<html[\s>]/i.test(content) ? html : xml
  return page.test(content) ? html : plain
}

/** The text in UTF-8 or UTF-16, without its mark; undefined for bytes that are no text. */
function decode(head: Uint8Array, isWhole: boolean): string | undefined {
  const wide =
    head[0] === 0xff && head[1] === 0xfe
      ? 'utf-16le'
      : head[0] === 0xfe && head[1] === 0xff
        ? 'utf-16be'
        : undefined
  if (wide) return new TextDecoder(wide).decode(head)
  // The C0 characters that no text has, NUL before all.
  if (head.some((byte) => byte < 0x20 && !(byte >= 0x09 && byte <= 0x0d) && byte !== 0x1b)) return undefined
  try {
    // The last character may be cut in two where the file goes on.
    return new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: !isWhole })
  } catch {
    return new TextDecoder('latin1').decode(head)
  }
}

function jsonType(start: string, isWhole: boolean): TextType | undefined {
  if (!/^[[{]/.test(start)) return undefined
  if (isJson(start)) return { type: 'application/json', extension: '.json' }
  const [line = '', ...more] = start.split('\n')
  if (more.length > 0 && isJson(line)) return { type: 'application/x-ndjson', extension: '.ndjson' }
  // Of a long one only the beginning was read: it has to look like one.
  return !isWhole && /^\{\s*"|^\[\s*[[{"\d]/.test(start)
    ? { type: 'application/json', extension: '.json' }
    : undefined
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

function tableType(text: string, isWhole: boolean): TextType | undefined {
  if (isTable(text, ',', isWhole)) return { type: 'text/csv; charset=utf-8', extension: '.csv' }
  if (isTable(text, '\t', isWhole))
    return { type: 'text/tab-separated-values; charset=utf-8', extension: '.tsv' }
  return undefined
}

const MOST_ROWS = 50

/** At least two rows, all with as many cells as the first, which has two or more. */
function isTable(text: string, separator: string, isWhole: boolean): boolean {
  const lines = text.replaceAll(/"(?:[^"]|"")*"/g, 'x').split(/\r?\n/)
  const rows = (isWhole ? lines : lines.slice(0, -1)).filter((line) => line !== '').slice(0, MOST_ROWS)
  const cells = rows[0]?.split(separator).length ?? 0
  return rows.length > 1 && cells > 1 && rows.every((row) => row.split(separator).length === cells)
}
