import { createClient, memoryStore } from '@dapur/sdk'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { noBrowser } from './browser.ts'
import { useEntrance } from './enter-page.ts'
import { email, useKitchen } from './kitchen.ts'
import { accessibilityFaults } from './page-faults.ts'

const kitchen = useKitchen({ superuser: true })
const enter = useEntrance(kitchen)
const SOUS = { email: 'sous@example.com', password: 'another long one' }
const TILL = 'till@example.com'

test.skipIf(noBrowser)('superusers and API keys are added, changed and taken away', async () => {
  const { page, complaints } = await enter('/settings/superusers')
  const dialog = page.getByRole('dialog')
  await page.getByText('By password.').waitFor()

  await page.getByRole('button', { name: 'Add a superuser' }).click()
  await dialog.getByLabel('E-mail').fill(SOUS.email)
  await dialog.getByLabel('Password', { exact: true }).fill('first long one')
  await dialog.getByLabel('Repeat the password').fill('something else')
  await page.keyboard.press('Enter')
  await dialog.locator('input[name="passwordConfirm"][aria-invalid="true"]').waitFor()
  await dialog.getByLabel('Repeat the password').fill('first long one')
  await page.keyboard.press('Enter')
  await page.getByText(`${SOUS.email} is a superuser now.`).waitFor()

  const menu = page.getByRole('button', { name: `More for ${SOUS.email}` })
  await menu.click()
  await page.getByRole('menuitem', { name: 'Change the password' }).click()
  await dialog.getByLabel('New password', { exact: true }).fill(SOUS.password)
  await dialog.getByLabel('Repeat the new password').fill(SOUS.password)
  await page.keyboard.press('Enter')
  await page.getByText(`The password of ${SOUS.email} is changed.`).waitFor()
  const sous = createClient(kitchen.address, { store: memoryStore() })
  await sous.collection('_superusers').signIn(SOUS)
  expect(await accessibilityFaults(page)).toEqual([])

  await menu.click()
  await page.getByRole('menuitem', { name: 'Delete' }).click()
  await dialog.getByLabel(`Type ${SOUS.email}`).fill(SOUS.email)
  await dialog.getByRole('button', { name: 'Delete' }).click()
  await expect.poll(() => menu.count()).toBe(0)
  await expect(sous.collection('_superusers').refresh()).rejects.toMatchObject({ status: 401 })

  await page.getByRole('button', { name: `More for ${email}` }).click()
  await page.getByRole('menuitem', { name: 'Delete' }).click()
  await dialog.getByRole('textbox').fill(email)
  await dialog.getByRole('button', { name: 'Delete' }).click()
  await dialog.getByText('The last superuser cannot be deleted.').waitFor()
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await page.getByRole('button', { name: `More for ${email}` }).click()
  await page.getByRole('menuitem', { name: 'Open the record' }).click()
  await expect.poll(() => page.url()).toMatch(/collections\/_superusers\?record=\w{15}$/)

  await page.goto(`${kitchen.address}/_/#/settings/apiKeys`)
  await keepKeys(page)

  // Whoever is not the last may also leave.
  const dapur = await kitchen.signedIn()
  await dapur.collection('_superusers').create({ ...SOUS, passwordConfirm: SOUS.password })
  await page.getByRole('link', { name: 'Superusers' }).click()
  await page.getByRole('button', { name: `More for ${email}` }).click()
  await page.getByRole('menuitem', { name: 'Delete' }).click()
  await dialog.getByRole('textbox').fill(email)
  await dialog.getByRole('button', { name: 'Delete' }).click()
  await page.locator('input[type="password"]').waitFor()
  expect(page.url()).toMatch(/sign-in$/)
  expect(complaints).toEqual([])
})

/** The second page, while the first is signed in: keys are switched on, made, used and revoked. */
async function keepKeys(page: Page): Promise<void> {
  const dapur = await kitchen.signedIn()
  const dialog = page.getByRole('dialog')
  await page.getByRole('heading', { name: 'No collection has API keys yet' }).waitFor()
  await page.getByRole('link', { name: 'Switch them on for users' }).waitFor()
  const apiKeys = { enabled: true }
  await dapur.collections.update('users', { dapur: { apiKeys }, listRule: '@request.auth.id != ""' })
  await dapur
    .collection('users')
    .create({ email: TILL, password: 'long enough', passwordConfirm: 'long enough' })
  await page.reload()
  await page.getByRole('button', { name: 'Account', exact: true }).click()
  await page.getByRole('listbox').getByRole('option').first().click()
  await page.getByText('This account has no keys.').waitFor()

  await page.getByRole('button', { name: 'New API key' }).click()
  await dialog.getByRole('button', { name: 'Create key' }).click()
  await expect.poll(() => dialog.locator('[data-problem="true"], input[aria-invalid="true"]').count()).toBe(2)
  expect(await accessibilityFaults(page)).toEqual([])
  await dialog.getByLabel('Name').fill('Till')
  await dialog.getByLabel('List: users').check()
  await dialog.getByRole('button', { name: 'Create key' }).click()
  const key = await dialog.getByText(/^dapur_/).innerText()
  await dialog.getByRole('button', { name: 'I have stored it' }).click()
  expect(await page.content()).not.toContain(key)

  const ask = (method: string) =>
    fetch(`${kitchen.address}/api/collections/users/records`, { method, headers: { Authorization: key } })
  expect([(await ask('GET')).status, (await ask('POST')).status]).toEqual([200, 403])
  await page.getByText('users: List', { exact: true }).waitFor()
  expect(await accessibilityFaults(page)).toEqual([])
  await page.getByRole('button', { name: 'Revoke Till' }).click()
  await dialog.getByRole('button', { name: 'Revoke' }).click()
  await page.getByText('This account has no keys.').waitFor()
  expect((await (await ask('GET')).json()).totalItems).toBe(0)
}
