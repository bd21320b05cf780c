import type { Client, RecordJson } from '@dapur/sdk'
import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { noBrowser, useBrowser } from './browser.ts'
import { enterPage } from './enter-page.ts'
import { useKitchen } from './kitchen.ts'
import { accessibilityFaults } from './page-faults.ts'

const open = useBrowser()
const kitchen = useKitchen({ superuser: true })
const enter = (path: string) => enterPage(open, kitchen, path)

beforeAll(async () => {
  if (noBrowser) return
  await seed(await kitchen.signedIn())
}, 60_000)

const sheetOf = (page: Page) => page.locator('dialog.sheet')

test.skipIf(noBrowser)('a record with each field type is created, and all of it is stored', async () => {
  const { page, complaints } = await enter('/collections/dishes')
  await page.getByRole('button', { name: 'New record' }).click()
  const sheet = sheetOf(page)
  await sheet.getByLabel('name').fill('Soto')
  await sheet.getByLabel('price').fill('15000')
  await sheet.getByRole('switch', { name: 'hot' }).click()
  await sheet.getByLabel('contact').fill('cook@example.com')
  await sheet.getByLabel('site').fill('https://example.com/soto')
  await sheet.getByLabel('since').fill('2026-03-04T05:06:07')
  await sheet.getByLabel('size').selectOption('big')
  await sheet.getByRole('button', { name: 'new', exact: true }).click()
  await sheet.getByRole('button', { name: 'Choose from kinds' }).click()
  await sheet.getByRole('combobox', { name: 'Search in kinds' }).fill('Sou')
  // Neither is there before the first answer.
  await sheet.getByRole('option', { name: 'Soup' }).waitFor()
  await sheet.getByRole('option', { name: 'Rice' }).waitFor({ state: 'detached' })
  await page.keyboard.press('Enter')
  await sheet.getByRole('textbox', { name: 'facts' }).fill('{"spice": ["chili", 1]}')
  await sheet.getByRole('textbox', { name: 'text' }).pressSequentially('Good')
  await sheet.getByLabel('Latitude').fill('-6.2')
  await sheet.getByLabel('Longitude').fill('106.8')
  await sheet
    .locator('input[type="file"]')
    .setInputFiles({ name: 'menu.txt', mimeType: 'text/plain', buffer: Buffer.from('Soto 15000') })
  expect(await accessibilityFaults(page)).toEqual([])
  await sheet.getByRole('button', { name: 'Create record' }).click()
  await expect.poll(() => page.url()).toContain('record=')

  const dapur = await kitchen.signedIn()
  const { items } = await dapur.collection('dishes').list({ filter: 'name = "Soto"', expand: 'kind' })
  expect(items).toMatchObject([
    {
      name: 'Soto',
      price: 15000,
      hot: true,
      contact: 'cook@example.com',
      site: 'https://example.com/soto',
      since: '2026-03-04 05:06:07.000Z',
      size: 'big',
      tags: ['new'],
      facts: { spice: ['chili', 1] },
      text: '<p>Good</p>',
      place: { lat: -6.2, lon: 106.8 },
      files: [expect.stringMatching(/^menu_\w+\.txt$/)],
      expand: { kind: { name: 'Soup' } },
    },
  ])
  expect(complaints).toEqual([])
})

test.skipIf(noBrowser)('what the server refuses stands under its field, in both languages', async () => {
  const { page } = await enter('/collections/dishes?new=yes')
  const sheet = sheetOf(page)
  await sheet.getByLabel('price').fill('-3')
  await page.keyboard.press('Control+Enter')
  const name = sheet.getByLabel('name')
  await sheet.getByText('This cannot be empty.').waitFor()
  expect(await name.getAttribute('aria-invalid')).toBe('true')
  expect(await name.evaluate((input) => input === document.activeElement)).toBe(true)
  expect(await sheet.getByLabel('price').getAttribute('aria-invalid')).toBe('true')
  expect(await accessibilityFaults(page)).toEqual([])
  await name.fill('Rawon')
  // What was wrong with the old value is not said of the new one.
  await sheet.getByText('This cannot be empty.').waitFor({ state: 'detached' })
  await page.evaluate(() => localStorage.setItem('dapur_language', 'id'))
  await page.reload()
  await sheet.getByRole('button', { name: 'Buat rekaman' }).click()
  await sheet.getByText('Wajib diisi.').waitFor()
})

test.skipIf(noBrowser)('what is typed is not lost by closing, stepping back or another address', async () => {
  const dish = await aDish('Guarded')
  const { page } = await enter(`/collections/dishes?record=${dish.id}`)
  const sheet = sheetOf(page)
  await sheet.getByLabel('name').fill('Guarded well')
  await page.keyboard.press('Escape')
  const question = page.getByRole('dialog', { name: 'Discard the changes?' })
  await question.getByRole('button', { name: 'Keep editing' }).click()
  expect(await sheet.getByLabel('name').inputValue()).toBe('Guarded well')
  // From tab to tab nothing is asked.
  await sheet.getByRole('tab', { name: 'History' }).click()
  await sheet.getByText('Created').waitFor()
  await sheet.getByRole('tab', { name: 'Fields' }).click()
  expect(await sheet.getByLabel('name').inputValue()).toBe('Guarded well')
  await sheet.getByRole('button', { name: 'Close' }).click()
  expect(await accessibilityFaults(page)).toEqual([])
  await question.getByRole('button', { name: 'Discard changes' }).click()
  await sheet.waitFor({ state: 'detached' })
  const dapur = await kitchen.signedIn()
  expect((await dapur.collection('dishes').get(dish.id))['name']).toBe('Guarded')
})

test.skipIf(noBrowser)('only what was changed is sent; the history has it, and leads back', async () => {
  const dish = await aDish('Before')
  const { page, complaints } = await enter(`/collections/dishes?record=${dish.id}`)
  const sheet = sheetOf(page)
  const sent = page.waitForRequest((request) => request.method() === 'PATCH')
  await sheet.getByLabel('name').fill('After')
  await page.keyboard.press('Control+s')
  expect((await sent).postDataJSON()).toEqual({ name: 'After' })
  await sheet.getByRole('button', { name: 'Save changes' }).waitFor({ state: 'detached' })
  // Not what the grid had of it before.
  expect(await sheet.getByLabel('name').inputValue()).toBe('After')
  await sheet.getByRole('tab', { name: 'History' }).click()
  await sheet.locator('del', { hasText: 'Before' }).waitFor()
  await sheet.locator('ins', { hasText: 'After' }).waitFor()
  expect(await accessibilityFaults(page)).toEqual([])
  await sheet.getByRole('button', { name: 'Restore' }).click()
  await sheet.getByRole('tab', { name: 'Fields' }).click()
  await expect.poll(() => sheet.getByLabel('name').inputValue()).toBe('Before')
  expect(complaints).toEqual([])
})

test.skipIf(noBrowser)('a deleted record comes back whole where the server can make it again', async () => {
  const dish = await aDish('Gone', { price: 7, facts: { of: 'rice' } })
  const { page } = await enter(`/collections/dishes?record=${dish.id}`)
  await sheetOf(page).getByRole('button', { name: 'More' }).click()
  await page.getByRole('menuitem', { name: 'Delete' }).click()
  await sheetOf(page).waitFor({ state: 'detached' })
  const dapur = await kitchen.signedIn()
  await expect(dapur.collection('dishes').get(dish.id)).rejects.toMatchObject({ status: 404 })
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.getByText('The record is back.').waitFor()
  expect(await dapur.collection('dishes').get(dish.id)).toMatchObject({
    name: 'Gone',
    price: 7,
    facts: { of: 'rice' },
  })
})

test.skipIf(noBrowser)('where nothing brings it back, deleting is asked first', async () => {
  const dapur = await kitchen.signedIn()
  const kind = await dapur.collection('kinds').create({ name: 'Doomed' })
  const { page } = await enter(`/collections/kinds?record=${kind.id}`)
  await sheetOf(page).getByRole('button', { name: 'More' }).click()
  await page.getByRole('menuitem', { name: 'Delete' }).click()
  const question = page.getByRole('dialog', { name: 'Delete this record?' })
  expect(await accessibilityFaults(page)).toEqual([])
  await question.getByRole('button', { name: 'Delete' }).click()
  await sheetOf(page).waitFor({ state: 'detached' })
  await expect(dapur.collection('kinds').get(kind.id)).rejects.toMatchObject({ status: 404 })
})

test.skipIf(noBrowser)('files come and go with a save, with their pictures', async () => {
  const dish = await aDish('Pictures', { files: [new File(['old'], 'old.txt')] })
  const { page, complaints } = await enter(`/collections/dishes?record=${dish.id}`)
  const sheet = sheetOf(page)
  await sheet.getByRole('button', { name: /Remove the file old_/ }).click()
  const picture = { name: 'dish.png', mimeType: 'image/png', buffer: PICTURE }
  await sheet.locator('input[type="file"]').setInputFiles(picture)
  await sheet.getByText('not saved yet').waitFor()
  await sheet.getByRole('button', { name: 'Save changes' }).click()
  await sheet.getByText('not saved yet').waitFor({ state: 'detached' })
  const image = sheet.locator('img[src*="/api/files/"]')
  await expect.poll(() => image.evaluate((shown: HTMLImageElement) => shown.naturalWidth)).toBeGreaterThan(0)
  const dapur = await kitchen.signedIn()
  const stored = await dapur.collection('dishes').get(dish.id)
  expect(stored['files']).toEqual([expect.stringMatching(/^dish_\w+\.png$/)])
  expect(complaints).toEqual([])
})

test.skipIf(noBrowser)('a file that is dropped travels with the record, and its way is shown', async () => {
  const dish = await aDish('Dropped')
  const { page } = await enter(`/collections/dishes?record=${dish.id}`)
  const sheet = sheetOf(page)
  const dropped = await page.evaluateHandle(() => {
    const transfer = new DataTransfer()
    transfer.items.add(new File(['x'.repeat(2_000_000)], 'big.txt', { type: 'text/plain' }))
    return transfer
  })
  await sheet.getByText('Drop files here, or choose them').dispatchEvent('drop', { dataTransfer: dropped })
  await sheet.getByText('not saved yet · 2 MB').waitFor()
  // Slow enough to see it: two megabytes in about two seconds.
  const line = await page.context().newCDPSession(page)
  const speed = { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: 1_000_000 }
  await line.send('Network.emulateNetworkConditions', speed)
  await sheet.getByRole('button', { name: 'Save changes' }).click()
  await sheet.getByRole('progressbar', { name: 'Sending files' }).waitFor()
  await page.getByText('The record is saved.').waitFor()
  const dapur = await kitchen.signedIn()
  const stored = await dapur.collection('dishes').get(dish.id)
  expect(stored['files']).toEqual([expect.stringMatching(/^big_\w+\.txt$/)])
})

test.skipIf(noBrowser)('JSON and the form are two faces of one draft', async () => {
  const dish = await aDish('Faces')
  const { page } = await enter(`/collections/dishes?record=${dish.id}&tab=json`)
  const sheet = sheetOf(page)
  const json = sheet.getByRole('textbox', { name: 'Fields as JSON' })
  await json.fill('{"name": "Two faces", "price": 12, "facts": [1, 2]')
  await sheet.getByText('This is not JSON yet.').waitFor()
  await json.fill('{"name": "Two faces", "price": 12, "facts": [1, 2]}')
  expect(await accessibilityFaults(page)).toEqual([])
  await sheet.getByRole('tab', { name: 'Fields' }).click()
  expect(await sheet.getByLabel('price').inputValue()).toBe('12')
  await sheet.getByRole('button', { name: 'Save changes' }).click()
  const dapur = await kitchen.signedIn()
  await expect
    .poll(() => dapur.collection('dishes').get(dish.id))
    .toMatchObject({ name: 'Two faces', price: 12, facts: [1, 2] })
})

test.skipIf(noBrowser)('Escape closes what is on top, and only that', async () => {
  const dish = await aDish('Layers')
  const { page } = await enter(`/collections/dishes?record=${dish.id}`)
  const sheet = sheetOf(page)
  await sheet.getByRole('button', { name: 'More' }).click()
  await page.getByRole('menuitem', { name: 'Delete' }).waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('menu').waitFor({ state: 'detached' })
  await sheet.getByRole('button', { name: 'Choose from kinds' }).click()
  const search = sheet.getByRole('combobox', { name: 'Search in kinds' })
  await search.press('Escape')
  await search.waitFor({ state: 'detached' })
  const opener = sheet.getByRole('button', { name: 'Choose from kinds' })
  expect(await opener.evaluate((button) => button === document.activeElement)).toBe(true)
  expect(await sheet.isVisible()).toBe(true)
  await page.keyboard.press('Escape')
  await sheet.waitFor({ state: 'detached' })
})

test.skipIf(noBrowser)('the request is copied as curl and as SDK code', async () => {
  const dish = await aDish("It's copied")
  const permissions = ['clipboard-read', 'clipboard-write']
  const { page } = await enterPage(open, kitchen, `/collections/dishes?record=${dish.id}`, { permissions })
  const clipboard = () => page.evaluate(() => navigator.clipboard.readText())
  const choose = async (item: string): Promise<void> => {
    await sheetOf(page).getByRole('button', { name: 'More' }).click()
    await page.getByRole('menuitem', { name: item }).click()
  }
  await choose('Copy as SDK code')
  await expect.poll(clipboard).toBe(`await dapur.collection("dishes").get("${dish.id}")`)
  await sheetOf(page).getByLabel('name').fill("It's changed")
  await choose('Copy as curl')
  await expect
    .poll(clipboard)
    .toContain(`-X PATCH '${kitchen.address}/api/collections/dishes/records/${dish.id}'`)
  expect(await clipboard()).toContain(`-d '{"name":"It'\\''s changed"}'`)
})

async function aDish(name: string, values: Record<string, unknown> = {}): Promise<RecordJson> {
  const dapur = await kitchen.signedIn()
  return dapur.collection('dishes').create({ name, price: 1, ...values })
}

/** One orange pixel. */
const PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
  'base64',
)

/** A few kinds, dishes with each field type, and one dish to be changed. */
async function seed(dapur: Client): Promise<void> {
  const name = { name: 'name', type: 'text', presentable: true, required: true }
  const kinds = await dapur.collections.create({ name: 'kinds', type: 'base', fields: [name] })
  await dapur.collection('kinds').create({ name: 'Soup' })
  await dapur.collection('kinds').create({ name: 'Rice' })
  await dapur.collections.create({
    name: 'dishes',
    type: 'base',
    dapur: { history: true },
    fields: [
      name,
      { name: 'price', type: 'number', min: 1 },
      { name: 'hot', type: 'bool' },
      { name: 'contact', type: 'email' },
      { name: 'site', type: 'url' },
      { name: 'since', type: 'date' },
      { name: 'size', type: 'select', values: ['small', 'big'], maxSelect: 1 },
      { name: 'tags', type: 'select', values: ['new', 'cheap'], maxSelect: 2 },
      { name: 'kind', type: 'relation', collectionId: kinds.id, maxSelect: 1 },
      { name: 'facts', type: 'json' },
      { name: 'text', type: 'editor' },
      { name: 'place', type: 'geoPoint' },
      { name: 'files', type: 'file', maxSelect: 3 },
      { name: 'made', type: 'autodate', onCreate: true },
    ],
  })
}
