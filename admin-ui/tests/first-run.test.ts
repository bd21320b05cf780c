import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { noBrowser, useBrowser } from './browser.ts'
import { email, password, useKitchen } from './kitchen.ts'
import { accessibilityFaults } from './page-faults.ts'

const open = useBrowser()
const kitchen = useKitchen({ superuser: false })

test.skipIf(noBrowser)('the printed link creates the first superuser, who is then signed in', async () => {
  const { page, complaints } = await open(kitchen.installLink())
  await page.getByRole('heading', { name: 'Create your account' }).waitFor()
  expect(await accessibilityFaults(page)).toEqual([])

  await page.getByLabel('E-mail').fill('no address')
  await page.getByLabel('Password', { exact: true }).fill('short')
  await page.getByLabel('Repeat the password').fill('other')
  await page.getByRole('button', { name: 'Create account' }).click()
  expect(await problemUnder(page, 'Repeat the password')).toMatch(/same/)
  await page.getByLabel('Repeat the password').fill('short')
  await page.getByRole('button', { name: 'Create account' }).click()
  expect(await problemUnder(page, 'E-mail')).toMatch(/address/)
  expect(await problemUnder(page, 'Password')).toMatch(/8 characters/)
  expect(await accessibilityFaults(page)).toEqual([])

  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByLabel('Repeat the password').fill(password)
  await page.getByRole('button', { name: 'Create account' }).click()
  await page.getByRole('link', { name: 'users' }).waitFor()
  expect(page.url()).toBe(`${kitchen.address}/_/#/collections/users`)

  await page.reload()
  await page.getByText(email).waitFor()
  expect(complaints).toEqual([])
})

test.skipIf(noBrowser)('the link works once, and says afterwards what to do', async () => {
  const { page } = await open(kitchen.installLink())
  await page.getByLabel('E-mail').fill('second@example.com')
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByLabel('Repeat the password').fill(password)
  await page.getByRole('button', { name: 'Create account' }).click()
  await page.getByRole('heading', { name: 'This link is no longer valid' }).waitFor()
  await page.getByText('npm run dapur -- superuser create').waitFor()
  expect(await accessibilityFaults(page)).toEqual([])
  await page.getByRole('button', { name: 'Sign in instead' }).click()
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
})

test.skipIf(noBrowser)(
  'the address that PocketBase prints is understood, and rubbish is not a link',
  async () => {
    const { page } = await open(kitchen.installLink().replace('/install/', '/pbinstall/'))
    await page.getByRole('heading', { name: 'Create your account' }).waitFor()
    await page.goto(`${kitchen.address}/_/#/install/rubbish`)
    await page.getByRole('heading', { name: 'This link is no longer valid' }).waitFor()
    expect(await page.getByLabel('E-mail').count()).toBe(0)
  },
)

test.skipIf(noBrowser)('a superuser signs in, comes to where they wanted to go, and signs out', async () => {
  const { page, complaints } = await open(`${kitchen.address}/_/#/collections/_superusers?sort=email`)
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password', { exact: true }).fill('not the password')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('alert').getByText('The e-mail or the password is wrong.').waitFor()
  expect(await accessibilityFaults(page)).toEqual([])

  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('heading', { name: '_superusers' }).waitFor()
  expect(page.url()).toContain('sort=email')

  await page.getByRole('button', { name: email }).click()
  expect(await accessibilityFaults(page)).toEqual([])
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  expect(await page.evaluate(() => localStorage.getItem('dapur_admin'))).toBeNull()
  expect(complaints).toEqual([])
})

test.skipIf(noBrowser)(
  'a session that the server no longer takes leads to the sign-in, with a word about it',
  async () => {
    const { page } = await open(`${kitchen.address}/api/health`)
    await page.evaluate(() => {
      const claims = btoa(JSON.stringify({ id: 'x', collectionId: 'y', type: 'auth' }))
      localStorage.setItem('dapur_admin', JSON.stringify({ token: `h.${claims}.s`, record: { id: 'x' } }))
    })
    await page.goto(`${kitchen.address}/_/#/collections/users`)
    await page.getByText('Your session has ended.').waitFor()
    expect(page.url()).toContain('next=')
  },
)

test.skipIf(noBrowser)('the words are Indonesian for who wants them so', async () => {
  const { page } = await open(`${kitchen.address}/_/`, { locale: 'id-ID' })
  await page.getByRole('heading', { name: 'Masuk' }).waitFor()
  expect(await page.locator('html').getAttribute('lang')).toBe('id')
})

/** What stands under the input with this label, once it is marked as wrong. */
async function problemUnder(page: Page, label: string): Promise<string> {
  const input = page.getByLabel(label, { exact: true }).and(page.locator('[aria-invalid="true"]'))
  return page.locator(`[id="${await input.getAttribute('aria-describedby')}"]`).innerText()
}
