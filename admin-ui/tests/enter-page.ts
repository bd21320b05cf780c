import type { BrowserContextOptions } from 'playwright-core'
import type { OpenPage } from './browser.ts'
import { email, type Kitchen, password } from './kitchen.ts'

type Open = (address: string, options?: BrowserContextOptions) => Promise<OpenPage>

/** Signs in as the superuser and opens a page of the admin UI, once it has something to show. */
export async function enterPage(
  open: Open,
  kitchen: Kitchen,
  path: string,
  options: BrowserContextOptions = {},
): Promise<OpenPage> {
  const viewport = { width: 1280, height: 800 }
  const opened = await open(`${kitchen.address}/_/#${path}`, { viewport, ...options })
  await opened.page.getByLabel('E-mail').fill(email)
  await opened.page.getByLabel('Password', { exact: true }).fill(password)
  await opened.page.getByRole('button', { name: 'Sign in' }).click()
  await opened.page
    .getByRole('grid')
    .or(opened.page.getByRole('heading', { level: 2 }))
    .first()
    .waitFor()
  return opened
}
