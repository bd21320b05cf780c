/** Elements that stand on lines of their own. */
const BLOCKS = new Set(
  'address article blockquote div dl dt dd footer h1 h2 h3 h4 h5 h6 header hr li main ol p pre section table tr ul'.split(
    ' ',
  ),
)
/** Nothing in these is to be read. */
const SILENT = new Set(['head', 'script', 'style', 'title'])

/**
 * The plain text of a mail's HTML: paragraphs on lines of their own, and the address of each link behind its words.
 *
 * @example await plainTextOf('<p>Soto &amp; nasi: <a href="https://x.test">menu</a></p>') // 'Soto & nasi: menu (https://x.test)'
 */
export async function plainTextOf(html: string): Promise<string> {
  // Loaded with the first mail, since a start has to be quick.
  const { Parser } = await import('htmlparser2')
  let text = ''
  let silent = 0
  const links: { readonly href: string; readonly from: number }[] = []
  const parser = new Parser({
    onopentag(name, { href = '' }) {
      if (SILENT.has(name)) silent++
      if (name === 'br') text += '\n'
      if (BLOCKS.has(name)) text += '\n\n'
      if (name === 'li') text += '- '
      if (name === 'a') links.push({ href, from: text.length })
    },
    ontext(part) {
      if (silent === 0) text += part.replace(/\s+/g, ' ')
    },
    onclosetag(name) {
      if (SILENT.has(name)) silent--
      if (BLOCKS.has(name)) text += '\n\n'
      const link = name === 'a' ? links.pop() : undefined
      if (link && link.href !== '' && text.slice(link.from).trim() !== link.href) text += ` (${link.href})`
    },
  })
  parser.end(html)
  return text
    .replace(/[ \t]*\n[ \t]*/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .replace(/ {2,}/g, ' ')
    .trim()
}
