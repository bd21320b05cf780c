import type { BrowserContextOptions, Locator, Page } from 'playwright-core'
import { type OpenPage, useBrowser } from './browser.ts'
import { email, type Kitchen, password } from './kitchen.ts'

type Open = ReturnType<typeof useBrowser>

interface EntryOptions extends BrowserContextOptions {
  /** What is there once the page has something to show: the grid or a heading of its contents unless told. */
  readonly ready?: (page: Page) => Locator
}

const contents = (page: Page): Locator => page.getByRole('grid').or(page.getByRole('heading', { level: 2 }))
const title = (page: Page): Locator => page.getByRole('main').getByRole('heading', { level: 1 })

/** Signs in as the superuser, in whatever language, and opens a page of the admin UI. */
export async function enterPage(
  open: Open,
  kitchen: Kitchen,
  path: string,
  { ready = contents, ...options }: EntryOptions = {},
): Promise<OpenPage> {
  const viewport = { width: 1280, height: 800 }
  const opened = await open(`${kitchen.address}/_/#${path}`, { viewport, ...options })
  const { page } = opened
  await page.locator('input[type="email"]').fill(email)
  await page.locator('input[type="password"]').fill(password)
  await page.locator('form button[type="submit"]').click()
  await ready(page).first().waitFor()
  return opened
}

/** For the tests of a file: opens a page that has a title, whatever its contents. */
export function useEntrance(kitchen: Kitchen): (path: string, options?: EntryOptions) => Promise<OpenPage> {
  const open = useBrowser()
  return (path, options) => enterPage(open, kitchen, path, { ready: title, ...options })
}
