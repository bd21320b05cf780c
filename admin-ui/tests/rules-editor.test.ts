import { createClient, memoryStore } from '@dapur/sdk'
import { expect, test } from 'vitest'
import { noBrowser } from './browser.ts'
import { useEditorScene } from './editor-scene.ts'
import { accessibilityFaults } from './page-faults.ts'

const { kitchen, enter, dialog, retype } = useEditorScene()

test.skipIf(noBrowser)('a rule shows its mistake where it is, and its meaning once it is right', async () => {
  const { page, complaints } = await enter('/collections/kinds/edit?tab=rules')
  const rule = page.getByRole('region', { name: 'View' })
  await rule.getByRole('radio', { name: 'By rule' }).click()
  await retype(page, 'View', 'labl = "Soup"')
  await rule.getByText('"kinds" has no field "labl".').waitFor()
  expect(await rule.locator('.cm-lintRange-error').innerText()).toBe('labl')
  expect(await accessibilityFaults(page)).toEqual([])
  await retype(page, 'View', 'la')
  await page.keyboard.press('Control+Space')
  await page.getByRole('option', { name: 'label' }).waitFor()
  await page.keyboard.press('Escape')
  await retype(page, 'View', 'label = "Soup"')
  await rule.getByText('When label is "Soup".').waitFor()
  await page.getByRole('button', { name: 'Save changes' }).click()
  await page.getByText('The collection is saved.').waitFor()
  expect((await (await kitchen.signedIn()).collections.get('kinds')).viewRule).toBe('label = "Soup"')
  expect(complaints).toEqual([])
})

test.skipIf(noBrowser)('the playground says why a rule refuses, before it is saved', async () => {
  const { page, complaints } = await enter('/collections/kinds/edit?tab=rules')
  const rule = page.getByRole('region', { name: 'Delete' })
  await rule.getByRole('radio', { name: 'By rule' }).click()
  await retype(page, 'Delete', '@request.auth.id != "" && label = "Soup"')
  await rule.getByRole('button', { name: 'Try it' }).click()
  const sheet = dialog(page)
  await sheet.getByLabel('Which record').click()
  await sheet.getByRole('option', { name: 'Soup' }).click()
  await sheet.getByText('Refused', { exact: true }).waitFor()
  await sheet.getByText('@request.auth.id != ""').last().waitFor()
  await sheet.getByText('"Soup"', { exact: true }).waitFor()
  await sheet.getByLabel('Who asks').selectOption('users')
  await sheet.getByLabel('Which account').click()
  await sheet.locator('[role="option"]').first().click()
  await sheet.getByText('Allowed', { exact: true }).waitFor()
  expect(await accessibilityFaults(page)).toEqual([])
  expect(complaints).toEqual([])
})

test.skipIf(noBrowser)('a view shows some of its records before it is created', async () => {
  const { page, complaints } = await enter('/new-collection?type=view')
  await page.getByLabel('Name', { exact: true }).fill('soups')
  const query = 'Query of the view'
  await retype(page, query, 'SELECT id, labl FROM kinds')
  await page.getByRole('alert').getByText('labl').waitFor()
  await retype(page, query, "SELECT id, label FROM kinds WHERE label = 'Soup'")
  await page.getByRole('cell', { name: 'Soup' }).waitFor()
  expect(await accessibilityFaults(page)).toEqual([])
  await page.getByRole('button', { name: 'Create collection' }).click()
  await dialog(page).getByRole('button', { name: 'Create collection' }).click()
  await page.getByRole('grid').getByText('Soup').waitFor()
  expect(complaints).toEqual([])
})

test.skipIf(noBrowser)(
  'a collection, its rule and its records are made by hand, and the account sees only what the rule allows',
  async () => {
    const dapur = await kitchen.signedIn()
    const sri = await dapur.collection('users').getFirstListItem('email = "sri@example.com"')
    const { page, complaints } = await enter('/new-collection')
    await page.emulateMedia({ colorScheme: 'dark' })
    await page.getByLabel('Name', { exact: true }).fill('orders')
    const addField = async (type: string, name: string): Promise<void> => {
      await page.getByRole('button', { name: 'Add field' }).click()
      await page.getByRole('dialog', { name: 'Add field' }).getByText(type, { exact: true }).click()
      await page.keyboard.type(name)
    }
    await addField('Text', 'dish')
    await addField('Relation', 'guest')
    await page.getByLabel('Collection', { exact: true }).selectOption({ label: 'users' })
    await page.getByRole('tab', { name: 'Rules' }).click()
    const rule = page.getByRole('region', { name: 'List and search' })
    await rule.getByRole('button', { name: 'Presets' }).click()
    await page.getByRole('menuitem', { name: 'Whoever guest names' }).click()
    await rule.getByText('@request.auth.id').first().waitFor()
    await page.getByRole('button', { name: 'Create collection' }).click()
    await dialog(page).getByRole('button', { name: 'Create collection' }).click()
    await page.getByRole('heading', { level: 1, name: 'orders' }).waitFor()

    await page.goto(`${kitchen.address}/_/#/collections/orders?new=yes`)
    const sheet = page.locator('dialog.sheet')
    await sheet.getByLabel('dish').fill('Soto')
    await sheet.getByRole('button', { name: 'Create record' }).click()
    await expect.poll(() => page.url()).toContain('record=')
    await page.goto(`${kitchen.address}/_/#/collections/orders?import=yes`)
    const importing = page.getByRole('dialog', { name: 'Import into orders' })
    const file = Buffer.from(`dish,guest\nRawon,${sri.id}\nPecel,\nGudeg,${sri.id}\n`)
    await importing
      .locator('input[type="file"]')
      .setInputFiles({ name: 'orders.csv', mimeType: 'text/csv', buffer: file })
    await importing.getByRole('button', { name: 'Try it' }).click()
    await importing.getByRole('button', { name: 'Import 3 records' }).click()
    await importing.getByText('Done: 3 created').waitFor()
    await importing.getByRole('button', { name: 'Close' }).last().click()
    await page.getByText('4 records').waitFor()

    const phone = createClient(kitchen.address, { store: memoryStore() })
    const seen = async (): Promise<unknown[]> =>
      (await phone.collection('orders').list({ sort: 'dish' })).items.map(({ dish }) => dish)
    expect(await seen()).toEqual([])
    await phone.collection('users').signIn({ email: 'sri@example.com', password: 'a long password' })
    expect(await seen()).toEqual(['Gudeg', 'Rawon'])
    expect(complaints).toEqual([])
  },
)
