import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'
import { untranslated } from './untranslated.ts'

const themes = ['light', 'dark'] as const

/** What axe finds wrong with the page as it is now, in each theme; and what of it stays English in another language. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  const faults: string[] = []
  for (const theme of themes) {
    await page.emulateMedia({ colorScheme: theme })
    await page.locator(`html[data-theme="${theme}"]`).waitFor()
    // Another theme has other colours, and is the same page in everything else.
    const found = await violationsOf(page, theme === themes[0] ? undefined : ['color-contrast'])
    faults.push(...found.map((fault) => `${theme}: ${fault}`))
  }
  return [...faults, ...(await untranslated(page))]
}

/** Of a desk, of a tablet and of a phone, in pixels. */
const widths = [1280, 768, 390] as const

/**
 * What is wrong with the page at each width, in each theme: axe's findings, and whether it is wider than the screen. The
 * page ends as wide as a desk.
 */
export async function faultsAtWidths(page: Page): Promise<string[]> {
  const faults: string[] = []
  for (const width of widths) {
    await page.setViewportSize({ width, height: 800 })
    const wide = await page.evaluate(() => document.documentElement.scrollWidth)
    const found = await accessibilityFaults(page)
    if (wide > width) found.push(`the page is ${wide} px wide`)
    faults.push(...found.map((fault) => `${width} px: ${fault}`))
  }
  await page.setViewportSize({ width: widths[0], height: 800 })
  return faults
}

/** What axe leaves in the page. */
interface Axe {
  run(options: {
    resultTypes: readonly string[]
    runOnly?: readonly string[]
  }): Promise<{ violations: { id: string; nodes: { target: unknown[] }[] }[] }>
}

declare global {
  // Only `var` declares what is a property of the page's globalThis.
  var axe: Axe | undefined
}

/** The axe that the builder brings, so that there is one. */
const axeSource = readFileSync(
  createRequire(import.meta.resolve('@axe-core/playwright')).resolve('axe-core/axe.min.js'),
  'utf8',
)

/**
 * Asks axe in the page itself, which has no frames that scripts run in. The builder would bring half a megabyte of it each
 * time, twice, and put its answer together in a page of its own: ten times as long. We bring it once a document.
 */
async function violationsOf(page: Page, rules: string[] | undefined): Promise<string[]> {
  const isThere = await page.evaluate(() => globalThis.axe !== undefined)
  if (!isThere) await page.evaluate(axeSource)
  return page.evaluate(async (runOnly) => {
    if (!globalThis.axe) throw new Error('axe is not in the page.')
    const resultTypes = ['violations']
    const { violations } = await globalThis.axe.run(runOnly ? { resultTypes, runOnly } : { resultTypes })
    return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id} at ${target.join(' ')}`))
  }, rules)
}
