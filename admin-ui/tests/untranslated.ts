import type { Page } from 'playwright-core'
import { escapePattern } from '../src/escape-pattern.ts'
import { en } from '../src/messages/en.ts'
import { id } from '../src/messages/id.ts'
import { parts } from '../src/messages/id/said/parts.ts'

/** What is written by people or for machines, where an English word is nobody's slip. */
const FOREIGN = [
  'code, pre, kbd, textarea, .font-mono, .cm-editor, .ProseMirror, [translate=no], [role=gridcell]',
  // What was told stays as it was told.
  '[role=status], .notes',
].join()

/** How long a server takes to answer in another language. To look without pauses would take the processor from it. */
const ANSWER_MS = 50

/**
 * Turns the page to Indonesian and back, and finds what of it is English: texts, names and hints of its elements that
 * stand in the English catalogue, or are a sentence of the server that has a translation.
 *
 * @example await untranslated(page) // ['English: Save changes']
 */
export async function untranslated(page: Page): Promise<string[]> {
  const before = await page.evaluate(() => localStorage.getItem('dapur_language'))
  await turn(page, 'id')
  const end = Date.now() + 3000
  let found = await englishOn(page)
  // What is asked for again in the other language takes a moment.
  while (found.length > 0 && Date.now() < end) {
    await page.waitForTimeout(ANSWER_MS)
    found = await englishOn(page)
  }
  await turn(page, before)
  return found.map((text) => `English: ${text}`)
}

async function englishOn(page: Page): Promise<string[]> {
  return [...new Set(await page.evaluate(textsOn, FOREIGN))].filter(isEnglish)
}

/** As another tab would: the page hears of it, and stays as it is in everything else. */
async function turn(page: Page, language: string | null): Promise<void> {
  await page.evaluate((next) => {
    const key = 'dapur_language'
    if (next === null) localStorage.removeItem(key)
    else localStorage.setItem(key, next)
    dispatchEvent(new StorageEvent('storage', { key }))
    return new Promise((resolve) => {
      requestAnimationFrame(() => requestAnimationFrame(resolve))
    })
  }, language)
}

/** Runs in the page. */
function textsOn(foreign: string): string[] {
  const texts = [document.title]
  for (const element of document.body.querySelectorAll('*')) {
    if (element.closest(foreign)) continue
    for (const name of [
      'aria-label',
      'placeholder',
      'title',
      'alt',
      'aria-description',
      'aria-roledescription',
    ])
      texts.push(element.getAttribute(name) ?? '')
    const own = [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE)
    texts.push(
      own
        .map((node) => node.textContent)
        .join('')
        .trim(),
      ...own.map((node) => node.textContent?.trim() ?? ''),
    )
  }
  return texts.filter((text) => text !== '')
}

type Words = { readonly [key: string]: unknown } | readonly unknown[]
const HOLE = '\u{F8FF}'

/** A text, or what a function makes of holes; undefined for one that wants more than texts and numbers. */
function formOf(words: unknown): string | undefined {
  if (typeof words === 'string') return words
  if (typeof words !== 'function') return undefined
  try {
    const said: unknown = Reflect.apply(words, undefined, Array(words.length).fill(HOLE))
    return typeof said === 'string' ? said.replaceAll('NaN', HOLE) : undefined
  } catch {
    return undefined
  }
}

function formsIn(words: Words): string[] {
  return Object.values(words).flatMap((value: unknown) => {
    const form = formOf(value)
    if (form !== undefined) return [form]
    return typeof value === 'object' && value !== null ? formsIn({ ...value }) : []
  })
}

/** A tag of the records of our tests, and a mark of ours. */
const given: ReadonlySet<string> = new Set(['new'])
const own = new Set(formsIn({ ...id, said: {} }))
const sentences = Object.keys(id.said).filter((sentence) => !(sentence in parts))
const holed = sentences.map((sentence) => sentence.replaceAll(/\{\w+\}/g, HOLE))
/** What says nothing but what fills it is no word. */
const english = [...formsIn({ ...en, said: {}, plan: {} }), ...holed].filter(
  (form) => !own.has(form) && /\p{L}{2}/u.test(form.replaceAll(HOLE, '')),
)
const plain = new Set(english.filter((form) => !form.includes(HOLE) && !given.has(form)))
const patterns = english
  .filter((form) => form.includes(HOLE))
  .map((form) => new RegExp(`^${form.split(HOLE).map(escapePattern).join('.+')}$`, 's'))

function isEnglish(text: string): boolean {
  return plain.has(text) || patterns.some((pattern) => pattern.test(text))
}
