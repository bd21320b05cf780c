import type { BrowserContextOptions, Locator, Page } from 'playwright-core'
import { type OpenPage, useBrowser } from './browser.ts'
import type { Kitchen } from './kitchen.ts'

type Open = ReturnType<typeof useBrowser>

interface EntryOptions extends BrowserContextOptions {
  /** What is there once the page has something to show: the grid or a heading of its contents unless told. */
  readonly ready?: (page: Page) => Locator
}

const contents = (page: Page): Locator => page.getByRole('grid').or(page.getByRole('heading', { level: 2 }))
const title = (page: Page): Locator => page.getByRole('main').getByRole('heading', { level: 1 })

/** Opens a page of the admin UI as the superuser, in whatever language. */
export async function enterPage(
  open: Open,
  kitchen: Kitchen,
  path: string,
  { ready = contents, ...options }: EntryOptions = {},
): Promise<OpenPage> {
  const { auth } = await kitchen.signedIn()
  // As the UI remembers a session. How one signs in is the business of first-run.test.ts.
  const localStorage = [{ name: 'dapur_admin', value: JSON.stringify(auth.session) }]
  const storageState = { cookies: [], origins: [{ origin: kitchen.address, localStorage }] }
  const viewport = { width: 1280, height: 800 }
  const opened = await open(`${kitchen.address}/_/#${path}`, { viewport, storageState, ...options })
  await ready(opened.page).first().waitFor()
  return opened
}

/** For the tests of a file: opens a page that has a title, whatever its contents. */
export function useEntrance(kitchen: Kitchen): (path: string, options?: EntryOptions) => Promise<OpenPage> {
  const open = useBrowser()
  return (path, options) => enterPage(open, kitchen, path, { ready: title, ...options })
}
