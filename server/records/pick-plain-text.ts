import { createRequire } from 'node:module'
import type { Tokenizer } from 'htmlparser2'

/** Elements that are left out with everything in them. */
const DROPPED = new Set(
  'head style script iframe embed applet object svg img picture dialog template button form textarea input select option'.split(
    ' ',
  ),
)
/** Of these, those that have no content, and those that may stand in each other. */
const VOID = new Set(['embed', 'img', 'input'])
const NESTING = new Set(['object', 'svg', 'picture', 'dialog', 'template', 'applet'])
/** All other elements have a space before and behind them. */
const INLINE = new Set(
  'a abbr acronym b bdo big br button cite code em i label q small span strong strike sub sup time'.split(
    ' ',
  ),
)

const PIECE = 1024

/**
 * The text of some HTML, each run of white space as one space (contract data.md §1.7). It is read as tokens, not
 * as a tree, in pieces and no further than is asked for: its cost is that of the answer, whatever was stored.
 *
 * @param enough stop after about so many UTF-16 units
 * @example plainText('<p>Soto</p><p>ayam &amp; nasi</p>', 100) // 'Soto ayam & nasi '
 */
export function plainText(html: string, enough: number): string {
  const text = spacedText()
  if (!/[<&]/.test(html)) text.add(html)
  else readTokens(html, text, enough)
  return text.get()
}

function readTokens(html: string, text: SpacedText, enough: number): void {
  const tokenizer = new (tokenizerClass())({}, tokenReader(html, text))
  for (let at = 0; at < html.length; at += PIECE) {
    if (text.length() >= enough) return
    tokenizer.write(html.slice(at, at + PIECE))
  }
  tokenizer.end()
}

/** Loaded with the first excerpt: it would be a tenth of the time that a start may take. */
function tokenizerClass(): typeof Tokenizer {
  const parser: typeof import('htmlparser2') = createRequire(import.meta.url)('htmlparser2')
  return parser.Tokenizer
}

type TokenReader = ConstructorParameters<typeof Tokenizer>[1]

/** What the tokenizer calls: it says where in the text a token is. */
function tokenReader(html: string, text: SpacedText): TokenReader {
  const dropping = droppedElements(text)
  let opened = ''
  const nothing = (): void => {}
  return {
    ontext: (start, end) => dropping.text(html.slice(start, end)),
    ontextentity: (codePoint) => dropping.text(String.fromCodePoint(codePoint)),
    onopentagname: (start, end) => {
      opened = html.slice(start, end).toLowerCase()
      dropping.open(opened)
    },
    // HTML knows self-closing tags in drawings only.
    onselfclosingtag: () => opened === 'svg' && dropping.close(opened),
    onclosetag: (start, end) => dropping.close(html.slice(start, end).toLowerCase()),
    onattribdata: nothing,
    onattribentity: nothing,
    onattribend: nothing,
    onattribname: nothing,
    oncdata: nothing,
    oncomment: nothing,
    ondeclaration: nothing,
    onend: nothing,
    onopentagend: nothing,
    onprocessinginstruction: nothing,
  }
}

/** Lets through what stands outside of dropped elements. Only their own name can end them. */
function droppedElements(text: SpacedText): {
  readonly text: (piece: string) => void
  readonly open: (name: string) => void
  readonly close: (name: string) => void
} {
  let dropped = ''
  let depth = 0
  return {
    text: (piece) => {
      if (depth === 0) text.add(piece)
    },
    open: (name) => {
      if (depth > 0) {
        if (name === dropped && NESTING.has(name)) depth++
      } else if (DROPPED.has(name)) {
        dropped = name
        depth = VOID.has(name) ? 0 : 1
      } else if (!INLINE.has(name)) text.add(' ')
    },
    close: (name) => {
      if (depth === 0) {
        if (!INLINE.has(name)) text.add(' ')
      } else if (name === dropped) depth--
    },
  }
}

interface SpacedText {
  readonly add: (piece: string) => void
  readonly get: () => string
  readonly length: () => number
}

/** Text that grows, and never has two spaces beside each other. */
function spacedText(): SpacedText {
  let text = ''
  // True at the beginning: there is nothing to keep apart yet.
  let endsInSpace = true
  return {
    add(piece) {
      const spaced = piece.replace(/[ \t\n\f\r]+/g, ' ')
      const more = endsInSpace && spaced.startsWith(' ') ? spaced.slice(1) : spaced
      if (more === '') return
      text += more
      endsInSpace = more.endsWith(' ')
    },
    get: () => text,
    length: () => text.length,
  }
}
