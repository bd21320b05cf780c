import { expect, test } from 'vitest'
import { receiver } from '../../server/tests/webhook-app.ts'
import { noBrowser } from './browser.ts'
import { useEntrance } from './enter-page.ts'
import { useKitchen } from './kitchen.ts'
import { accessibilityFaults } from './page-faults.ts'

const kitchen = useKitchen({ superuser: true })
const enter = useEntrance(kitchen)

test.skipIf(noBrowser)('a webhook is made, tried, looked at, changed and deleted', async () => {
  const printer = await receiver()
  const dapur = await kitchen.signedIn()
  await dapur.collections.create({ name: 'orders', type: 'base', fields: [{ name: 'title', type: 'text' }] })
  const { page, complaints } = await enter('/settings/webhooks')
  await page.getByText('No webhooks yet').waitFor()
  await page.getByRole('button', { name: 'Add a webhook' }).click()

  const editor = page.getByRole('dialog', { name: 'New webhook' })
  await editor.getByLabel('Address').fill('nothing')
  await editor.getByRole('button', { name: 'Create webhook' }).click()
  await editor.getByText('This is no address').waitFor()
  await editor.getByText('This cannot be empty.').waitFor()
  expect(await accessibilityFaults(page)).toEqual([])
  await editor.getByLabel('Address').fill(printer.url)
  await editor.getByLabel('Name').fill('Kitchen printer')
  await editor.getByLabel('Create: orders').check()
  await editor.getByRole('button', { name: 'Create webhook' }).click()

  const shown = page.getByRole('dialog', { name: 'The signing secret' })
  expect(await shown.getByText(/^whsec_/).innerText()).toHaveLength(50)
  await shown.getByRole('button', { name: 'I have stored it' }).click()
  expect(await page.content()).not.toContain('whsec_')

  await page.getByRole('button', { name: 'Send a ping' }).click()
  await page.getByText(/^Answered 200 in/).waitFor()
  printer.answer = () => ({ status: 500 })
  await dapur.collection('orders').create({ title: 'Soto' })
  await printer.arrived(2)
  await page.getByRole('button', { name: 'Deliveries to Kitchen printer' }).click()
  const sheet = page.getByRole('dialog', { name: 'Deliveries to Kitchen printer' })
  await sheet.getByText('it answered 500').waitFor()
  expect(await accessibilityFaults(page)).toEqual([])
  printer.answer = () => ({ status: 200 })
  await sheet.getByRole('button', { name: /^Send again: orders.create/ }).click()
  await sheet.getByText('Delivered', { exact: true }).waitFor()
  await page.keyboard.press('Escape')

  await page.getByRole('switch', { name: 'Send to Kitchen printer' }).click()
  const menu = page.getByRole('button', { name: 'More for Kitchen printer' })
  await menu.click()
  await page.getByRole('menuitem', { name: 'Edit' }).click()
  const edited = page.getByRole('dialog', { name: 'Edit Kitchen printer' })
  await edited.getByLabel('Update: orders').check()
  await edited.getByLabel('Delete: orders').check()
  await edited.getByRole('button', { name: 'Save' }).click()
  const stored = async () =>
    (await dapur.send<{ dapur?: { webhooks: object[] } }>({ method: 'GET', path: '/api/settings' })).dapur
      ?.webhooks
  await expect.poll(stored).toMatchObject([{ name: 'Kitchen printer', events: ['orders.*'], enabled: false }])

  await menu.click()
  await page.getByRole('menuitem', { name: 'Make a new secret' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Make a new secret' }).click()
  await shown.getByRole('button', { name: 'I have stored it' }).click()
  await menu.click()
  await page.getByRole('menuitem', { name: 'Delete' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
  await page.getByText('No webhooks yet').waitFor()
  expect(await stored()).toBe(undefined)
  expect(complaints).toEqual([])
})
