import { AxeBuilder } from '@axe-core/playwright'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, vi } from 'vitest'

/** Set by `npm test` where there is no Chromium and none may be installed. */
export const noBrowser: boolean = process.env['DAPUR_NO_BROWSER'] === '1'
if (noBrowser) console.log('DAPUR_NO_BROWSER=1: the tests that need a browser are skipped.')

const themes = ['light', 'dark'] as const

/** A page that says what went wrong in it. */
export interface OpenPage {
  page: Page
  /** What the page complained about: errors of scripts and of the content security policy. */
  complaints: string[]
}

/** Debian's Chromium for the tests of a file; the returned function opens a page with nothing remembered. */
export function useBrowser(): (address: string, options?: BrowserContextOptions) => Promise<OpenPage> {
  // A browser and axe on a busy machine take their time. Said for each file: modules are loaded once for several.
  vi.setConfig({ testTimeout: 90_000 })
  let browser: Browser | undefined
  beforeAll(async () => {
    if (noBrowser) return
    // Tests may run as root in a container, where Chromium's own sandbox cannot.
    browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] })
  })
  afterAll(() => browser?.close())
  return async (address, options) => {
    if (!browser) throw new Error('The browser is not running.')
    const context = await browser.newContext({ reducedMotion: 'reduce', locale: 'en', ...options })
    const page = await context.newPage()
    page.setDefaultTimeout(10_000)
    const complaints: string[] = []
    page.on('pageerror', (error) => complaints.push(error.message))
    page.on('console', (message) => {
      // That a request was refused is what some of the tests are about.
      const isRefusal = message.text().startsWith('Failed to load resource')
      if (message.type() === 'error' && !isRefusal) complaints.push(message.text())
    })
    await page.goto(address)
    return { page, complaints }
  }
}

/** What axe finds wrong with the page as it is now, in each theme. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  const faults: string[] = []
  for (const theme of themes) {
    await page.emulateMedia({ colorScheme: theme })
    await page.locator(`html[data-theme="${theme}"]`).waitFor()
    const axe = new AxeBuilder({ page })
    // Another theme has other colours, and is the same page in everything else.
    if (theme !== themes[0]) axe.withRules('color-contrast')
    const { violations } = await axe.analyze()
    for (const { id, nodes } of violations) {
      faults.push(...nodes.map((node) => `${theme}: ${id} at ${node.target.join(' ')}`))
    }
  }
  return faults
}
