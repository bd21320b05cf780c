import { createClient, memoryStore } from '@dapur/sdk'
import { expect, test } from 'vitest'
import { accessibilityFaults, noBrowser } from './browser.ts'
import { useEntrance } from './enter-page.ts'
import { email, useKitchen } from './kitchen.ts'

const kitchen = useKitchen({ superuser: true })
const enter = useEntrance(kitchen)
const SOUS = { email: 'sous@example.com', password: 'another long one' }

test.skipIf(noBrowser)('superusers are added, given a password and deleted, but for the last one', async () => {
  const { page, complaints } = await enter('/settings/superusers')
  const dialog = page.getByRole('dialog')
  await page.getByText('By password.').waitFor()

  await page.getByRole('button', { name: 'Add a superuser' }).click()
  await dialog.getByLabel('E-mail').fill(SOUS.email)
  await dialog.getByLabel('Password', { exact: true }).fill('first long one')
  await dialog.getByLabel('Repeat the password').fill('something else')
  await page.keyboard.press('Enter')
  await dialog.locator('input[name="passwordConfirm"][aria-invalid="true"]').waitFor()
  expect(await accessibilityFaults(page)).toEqual([])
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
  expect(complaints).toEqual([])
})
