import type { BrowserContextOptions, Page } from 'playwright-core'
import { vi } from 'vitest'
import { openContext } from '../../server/tests/open-context.ts'

export { noBrowser } from '../../server/tests/open-context.ts'

/** A page that says what went wrong in it. */
export interface OpenPage {
  page: Page
  /** What the page complained about: errors of scripts and of the content security policy. */
  complaints: string[]
}

/** For the tests of a file: opens a page with nothing remembered. */
export function useBrowser(): (address: string, options?: BrowserContextOptions) => Promise<OpenPage> {
  // A browser and axe on a busy machine take their time. Said for each file: modules are loaded once for several.
  vi.setConfig({ testTimeout: 90_000 })
  return async (address, options) => {
    const context = await openContext({ reducedMotion: 'reduce', locale: 'en', ...options })
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
