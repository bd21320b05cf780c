import { type OpenPage, useBrowser } from './browser.ts'
import { email, type Kitchen, password } from './kitchen.ts'

type Options = Parameters<ReturnType<typeof useBrowser>>[1]

/** For the tests of a file: signs in as the superuser and opens a page of the admin UI. */
export function useEntrance(kitchen: Kitchen): (path: string, options?: Options) => Promise<OpenPage> {
  const open = useBrowser()
  return async (path, options) => {
    const opened = await open(`${kitchen.address}/_/#${path}`, {
      viewport: { width: 1280, height: 800 },
      ...options,
    })
    const { page } = opened
    await page.locator('input[name="email"], input[type="email"]').first().fill(email)
    await page.locator('input[type="password"]').fill(password)
    await page.locator('form button[type="submit"]').click()
    await page.getByRole('main').getByRole('heading', { level: 1 }).first().waitFor()
    return opened
  }
}
