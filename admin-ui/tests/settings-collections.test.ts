import { readFile } from 'node:fs/promises'
import type { CollectionJson } from '@dapur/sdk'
import { expect, test } from 'vitest'
import { noBrowser } from './browser.ts'
import { useEntrance } from './enter-page.ts'
import { useKitchen } from './kitchen.ts'
import { accessibilityFaults } from './page-faults.ts'

const kitchen = useKitchen({ superuser: true })
const enter = useEntrance(kitchen)

/** Two collections of this test, one with a record, and nothing of the tests before. */
async function pantry() {
  const dapur = await kitchen.signedIn()
  for (const name of ['dishes', 'spices', 'drinks'])
    await dapur.collections.delete(name).catch(() => undefined)
  const fields = [
    { name: 'name', type: 'text' },
    { name: 'price', type: 'number' },
  ]
  const dishes = await dapur.collections.create({ name: 'dishes', type: 'base', fields })
  const spices = await dapur.collections.create({ name: 'spices', type: 'base', fields })
  await dapur.collection('dishes').create({ name: 'Soto', price: 15 })
  const names = async (): Promise<string[]> => {
    const { items } = await dapur.collections.list({ perPage: 1000, sort: 'name' })
    return items.filter(({ system }) => !system).map(({ name }) => name)
  }
  return { dapur, dishes, spices, names }
}

/** The collection with something else in one of its fields. */
function withField(collection: CollectionJson, name: string, more: object): object {
  const fields = collection.fields.map((field) => (field.name === name ? { ...field, ...more } : field))
  return { ...collection, fields }
}

test.skipIf(noBrowser)(
  'all collections are downloaded and copied, and change nothing when they come back',
  async () => {
    const { dapur } = await pantry()
    const { items } = await dapur.collections.list({ perPage: 1000, sort: 'name' })
    const permissions = ['clipboard-read', 'clipboard-write']
    const { page, complaints } = await enter('/settings/collections', { permissions })
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download as JSON' }).click(),
    ])
    expect(download.suggestedFilename()).toBe('collections.json')
    const text = await readFile(await download.path(), 'utf8')
    expect(JSON.parse(text)).toEqual(items)
    await page.getByRole('button', { name: 'Copy as JSON' }).click()
    await page.getByText('Copied to the clipboard.').waitFor()
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(text)

    const file = { name: 'collections.json', mimeType: 'application/json', buffer: Buffer.from(text) }
    await page.getByLabel('Choose a file').setInputFiles(file)
    await page.getByRole('switch', { name: 'Delete what it does not name' }).click()
    await page.getByText('nothing would change').waitFor()
    expect(await page.getByRole('button', { name: 'Import' }).isDisabled()).toBe(true)
    expect(complaints).toEqual([])
  },
)

test.skipIf(noBrowser)('what an import would change is shown value by value, and then done', async () => {
  const { dapur, dishes, names } = await pantry()
  const changed = { ...withField(dishes, 'price', { min: 1 }), listRule: '' }
  const fresh = { name: 'drinks', type: 'base', fields: [{ name: 'name', type: 'text' }] }
  const { page, complaints } = await enter('/settings/collections')
  const json = page.getByLabel('Collections as JSON')
  await json.fill('[{')
  await json.and(page.locator('[aria-invalid="true"]')).waitFor()
  await json.fill(JSON.stringify([changed, fresh]))
  const entries = page.getByRole('list', { name: 'What would change' }).locator('> li')
  await expect.poll(() => entries.count()).toBe(2)
  const first = await entries.first().innerText()
  for (const part of ['dishes', 'Changed', 'listRule', 'null → ""', 'fields.price.min', 'null → 1'])
    expect(first).toContain(part)
  expect(await entries.last().innerText()).toMatch(/drinks\s+New/)
  expect(await accessibilityFaults(page)).toEqual([])
  await page.getByRole('button', { name: 'Import' }).click()
  await page.getByText('The collections are imported.').waitFor()
  expect(await names()).toEqual(['dishes', 'drinks', 'spices', 'users'])
  expect(await dapur.collections.get('dishes')).toMatchObject({ listRule: '' })
  expect((await dapur.collection('dishes').list()).totalItems).toBe(1)
  // The sidebar knows it too.
  await page.getByRole('link', { name: 'drinks' }).waitFor()
  expect(complaints).toEqual([])
})

test.skipIf(noBrowser)('what would be deleted is told, and asks for a word', async () => {
  const { dapur, dishes, names } = await pantry()
  const { items } = await dapur.collections.list({ perPage: 1000 })
  const fewer = items
    .filter(({ name }) => name !== 'spices')
    .map((one) =>
      one.id === dishes.id ? { ...one, fields: one.fields.filter(({ name }) => name !== 'price') } : one,
    )
  const { page, complaints } = await enter('/settings/collections')
  await page.getByLabel('Collections as JSON').fill(JSON.stringify({ collections: fewer }))
  await page.getByText('nothing would change').waitFor()
  await page.getByRole('switch', { name: 'Delete what it does not name' }).click()
  const entries = page.getByRole('list', { name: 'What would change' }).locator('> li')
  await expect.poll(() => entries.count()).toBe(2)
  expect(await entries.first().innerText()).toMatch(/spices\s+Deleted/)
  expect(await entries.last().innerText()).toMatch(/Deleted:\s+fields\.price/)

  await page.getByRole('button', { name: 'Import' }).click()
  const question = page.getByRole('dialog', { name: 'Delete what the import does not name?' })
  expect(await accessibilityFaults(page)).toEqual([])
  await question.getByRole('button', { name: 'Cancel' }).click()
  await page.getByRole('button', { name: 'Import' }).click()
  const go = question.getByRole('button', { name: 'Import' })
  expect(await go.isDisabled()).toBe(true)
  expect(await names()).toEqual(['dishes', 'spices', 'users'])
  await question.getByRole('textbox').fill('delete')
  await go.click()
  await page.getByText('The collections are imported.').waitFor()
  expect(await names()).toEqual(['dishes', 'users'])
  const { fields } = await dapur.collections.get('dishes')
  expect(fields.map(({ name }) => name)).toEqual(['id', 'name'])
  expect(complaints).toEqual([])
})

test.skipIf(noBrowser)('what the server refuses stands under the text, and the text is kept', async () => {
  const { dishes, names } = await pantry()
  const { page } = await enter('/settings/collections', { locale: 'id-ID' })
  const json = page.getByLabel('Koleksi sebagai JSON')
  const text = JSON.stringify([
    { ...dishes, listRule: 'nothing = 1' },
    { name: 'drinks', type: 'base' },
  ])
  await json.fill(text)
  await page.getByRole('button', { name: 'Impor', exact: true }).click()
  await json.and(page.locator('[aria-invalid="true"]')).waitFor()
  await page.getByText(/"dishes".*cannot be imported/).waitFor()
  expect(await json.inputValue()).toBe(text)
  expect(await names()).toEqual(['dishes', 'spices', 'users'])

  // It is not lost by going elsewhere, either.
  await page.getByRole('navigation', { name: 'Pengaturan' }).getByRole('link', { name: 'Email' }).click()
  await page.getByRole('dialog', { name: 'Buang perubahan?' }).getByRole('button', { name: 'Lanjut' }).click()
  expect(await json.inputValue()).toBe(text)
})
