import { escapePattern } from './escape-pattern.ts'
import { filled } from './filled.ts'

/**
 * What the server says, in the words of a catalogue: English sentences with {holes} → the same in its language. What fills
 * the holes is looked up too. A sentence that nobody has translated, such as one of an owner's hook, stays as it is.
 *
 * By the sentence rather than by the code of a problem: one code has several sentences, and each says what to do.
 *
 * @example translated('Choose at most 3.', { 'Choose at most {1}.': 'Pilih paling banyak {1}.' }) // 'Pilih paling banyak 3.'
 */
export function translated(sentence: string, said: Readonly<Record<string, string>>): string {
  for (const { pattern, holes, words } of formsOf(said)) {
    const found = pattern.exec(sentence)
    if (!found) continue
    const parts = holes.map((hole, i) => [hole, translated(found[i + 1] ?? '', said)])
    return filled(words, Object.fromEntries(parts)) ?? sentence
  }
  return sentence
}

interface Form {
  readonly pattern: RegExp
  readonly holes: readonly string[]
  readonly words: string
}

const known = new WeakMap<Readonly<Record<string, string>>, readonly Form[]>()

/** The most particular first: "Use at most {1} bytes." before "Use at most {1}.". */
function formsOf(said: Readonly<Record<string, string>>): readonly Form[] {
  const ready = known.get(said)
  if (ready) return ready
  const forms = Object.entries(said)
    .toSorted(([a], [b]) => literal(b) - literal(a))
    .map(([sentence, words]) => formOf(sentence, words))
  known.set(said, forms)
  return forms
}

function literal(sentence: string): number {
  return sentence.replaceAll(/\{\w+\}/g, '').length
}

function formOf(sentence: string, words: string): Form {
  const pieces = sentence.split(/\{(\w+)\}/)
  const source = pieces.map((piece, i) => (i % 2 === 0 ? escapePattern(piece) : '(.+)')).join('')
  return { pattern: new RegExp(`^${source}$`, 's'), holes: pieces.filter((_, i) => i % 2 === 1), words }
}
