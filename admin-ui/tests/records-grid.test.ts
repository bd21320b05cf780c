import { readFile } from 'node:fs/promises'
import type { Client } from '@dapur/sdk'
import type { Locator, Page } from 'playwright-core'
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

const row = (page: Page, text: string): Locator => page.getByRole('row').filter({ hasText: text })
const heads = (page: Page): Promise<string[]> =>
  page.getByRole('columnheader').locator('button').allInnerTexts()

test.skipIf(noBrowser)('columns are hidden, moved and widened, and stay so', async () => {
  const { page, complaints } = await enter('/collections/dishes?sort=name')
  await page.getByRole('button', { name: 'Columns' }).click()
  const list = page.getByRole('list', { name: 'Columns' })
  await list.getByRole('checkbox', { name: 'hot' }).uncheck()
  // Space takes it up, arrows move it, Space puts it down.
  const handle = list.getByRole('button', { name: 'Move price' })
  await handle.focus()
  await page.keyboard.press('Space')
  await page.getByText('price: place 3 of 6').waitFor({ state: 'attached' })
  await page.keyboard.press('ArrowUp')
  await page.getByText('price: place 2 of 6').waitFor({ state: 'attached' })
  await page.keyboard.press('Space')
  await expect.poll(() => heads(page)).toEqual(['id', 'price', 'name', 'kind', 'tags'])
  expect(await accessibilityFaults(page)).toEqual([])
  await page.keyboard.press('Escape')

  const head = page.getByRole('columnheader', { name: 'name' })
  const width = async (): Promise<number> => (await head.boundingBox())?.width ?? 0
  const before = await width()
  const edge = head.getByRole('separator', { name: 'Width of name' })
  const box = await edge.boundingBox()
  if (!box) throw new Error('The edge of the head is not there.')
  await page.mouse.move(box.x + box.width / 2, box.y + 4)
  await page.mouse.down()
  await page.mouse.move(box.x + box.width / 2 + 90, box.y + 4, { steps: 4 })
  await page.mouse.up()
  expect(Math.round((await width()) - before)).toBe(90)
  await edge.press('ArrowLeft')
  expect(Math.round((await width()) - before)).toBe(74)

  await page.reload()
  await row(page, 'Dish 10').waitFor()
  expect(await heads(page)).toEqual(['id', 'price', 'name', 'kind', 'tags'])
  expect(Math.round((await width()) - before)).toBe(74)
  await page.getByRole('button', { name: 'Columns' }).click()
  const topOf = async (name: string): Promise<number> => (await row(page, name).boundingBox())?.y ?? 0
  const step = async (): Promise<number> => (await topOf('Dish 12')) - (await topOf('Dish 11'))
  expect(await step()).toBe(36)
  await page.getByRole('switch', { name: 'Compact rows' }).click()
  await expect.poll(step).toBe(30)
  expect(await accessibilityFaults(page)).toEqual([])
  await page.getByRole('button', { name: 'Reset the columns' }).click()
  await expect.poll(() => heads(page)).toEqual(['id', 'name', 'price', 'hot', 'kind', 'tags'])
  expect(complaints).toEqual([])
})

test.skipIf(noBrowser)('a cell is edited in its place, refused with the reason, and taken back', async () => {
  const { page, complaints } = await enter('/collections/dishes?sort=name')
  const dapur = await kitchen.signedIn()
  const price = async (): Promise<unknown> =>
    (await dapur.collection('dishes').getFirstListItem('name = "Dish 10"'))['price']
  await row(page, 'Dish 10').waitFor()
  await page.getByRole('grid').focus()
  // From the first column to the price.
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('F2')
  const input = page.getByRole('grid').getByRole('spinbutton', { name: 'price' })
  await input.fill('-5')
  await input.press('Enter')
  await expect.poll(() => input.getAttribute('aria-invalid')).toBe('true')
  await page.getByText(/^price: /).waitFor()
  expect(await accessibilityFaults(page)).toEqual([])
  await input.fill('77')
  await input.press('Enter')
  await input.waitFor({ state: 'detached' })
  expect(await price()).toBe(77)
  expect(await page.getByRole('grid').evaluate((grid) => grid === document.activeElement)).toBe(true)
  await page.getByRole('button', { name: 'Undo' }).last().click()
  await expect.poll(price).toBe(10)

  await row(page, 'Dish 11').hover({ position: { x: 60, y: 18 } })
  await row(page, 'Dish 11').getByRole('button', { name: 'Edit name' }).click()
  const name = page.getByRole('grid').getByRole('textbox', { name: 'name' })
  await name.fill('never')
  await name.press('Escape')
  await name.waitFor({ state: 'detached' })
  await row(page, 'Dish 11').waitFor()
  expect((await dapur.collection('dishes').list({ filter: 'name = "never"' })).totalItems).toBe(0)

  // What is typed in a row is not lost by scrolling that row away.
  await page.setViewportSize({ width: 1280, height: 400 })
  await page.getByRole('grid').focus()
  await page.keyboard.press('Home')
  await page.keyboard.press('F2')
  await page.getByRole('grid').getByRole('spinbutton', { name: 'price' }).fill('55')
  await page.getByRole('grid').evaluate((grid) => grid.scrollTo(0, grid.scrollHeight))
  await expect.poll(price).toBe(55)
  await page.getByRole('button', { name: 'Undo' }).last().click()
  await expect.poll(price).toBe(10)
  // No sheet has been opened by any of it.
  expect(page.url()).not.toContain('record=')
  expect(complaints).toEqual([])
})

test.skipIf(noBrowser)('many records are selected, saved as a file, deleted and brought back', async () => {
  const { page } = await enter('/collections/dishes?sort=name')
  await row(page, 'Dish 12').getByRole('checkbox').click()
  await row(page, 'Dish 15')
    .getByRole('checkbox')
    .click({ modifiers: ['Shift'] })
  await page.getByText('4 selected').first().waitFor()
  expect(page.url()).not.toContain('record=')
  expect(await accessibilityFaults(page)).toEqual([])

  await page.getByRole('button', { name: 'Export', exact: true }).click()
  const waiting = page.waitForEvent('download')
  await page.getByRole('menuitem', { name: 'Export as CSV' }).click()
  const saved = await (await waiting).path()
  const lines = (await readFile(saved, 'utf8')).trim().split('\n')
  expect(lines[0]).toMatch(/^id,name,price,/)
  expect(lines.slice(1).map((line) => line.split(',')[1])).toEqual([
    'Dish 12',
    'Dish 13',
    'Dish 14',
    'Dish 15',
  ])

  const dapur = await kitchen.signedIn()
  const count = async (): Promise<number> => (await dapur.collection('dishes').list()).totalItems
  const before = await count()
  await page.getByRole('button', { name: 'Delete' }).click()
  await page.getByText('4 records are deleted.').waitFor()
  expect(await count()).toBe(before - 4)
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.getByText('4 records are back.').waitFor()
  expect(await count()).toBe(before)

  // Where it cannot be taken back, the name of the collection is typed first.
  await page.goto(`${kitchen.address}/_/#/collections/kinds`)
  await page.getByRole('checkbox', { name: /that are loaded/ }).click()
  await page.getByRole('button', { name: 'Delete' }).click()
  const question = page.getByRole('dialog', { name: 'Delete 2 records?' })
  expect(await question.getByRole('button', { name: 'Delete' }).isDisabled()).toBe(true)
  await question.getByLabel('Type kinds to confirm').fill('kinds')
  expect(await question.getByRole('button', { name: 'Delete' }).isDisabled()).toBe(false)
  expect(await accessibilityFaults(page)).toEqual([])
  await question.getByRole('button', { name: 'Cancel' }).click()
})

test.skipIf(noBrowser)('the filter is completed by keys alone', async () => {
  const { page } = await enter('/collections/dishes')
  const filter = page.getByRole('combobox', { name: 'Filter records' })
  await filter.pressSequentially('ta')
  await page.getByRole('option', { name: /^tags/ }).waitFor()
  await filter.press('ArrowDown')
  await filter.press('Enter')
  expect(await filter.inputValue()).toBe('tags')
  await filter.pressSequentially(' ~ "ch')
  await page.getByRole('option', { name: /^cheap/ }).waitFor()
  expect(await accessibilityFaults(page)).toEqual([])
  await filter.press('ArrowDown')
  await filter.press('Tab')
  expect(await filter.inputValue()).toBe('tags ~ "cheap')
  await filter.pressSequentially('"')
  await filter.press('Escape')
  await filter.press('Enter')
  await expect.poll(() => page.url()).toContain('filter=')
  await page.getByText('30 records').waitFor()
})

test.skipIf(noBrowser)('a related record opens from its chip, and going back returns', async () => {
  const { page } = await enter('/collections/dishes?sort=name')
  await row(page, 'Dish 10').getByRole('link', { name: 'Soup' }).click()
  const sheet = page.locator('dialog.sheet')
  await sheet.getByRole('heading', { name: 'Soup' }).waitFor()
  expect(page.url()).toContain('/collections/kinds?record=')
  await page.goBack()
  await row(page, 'Dish 10').waitFor()
  expect(await sheet.count()).toBe(0)
})

test.skipIf(noBrowser)('a file is tried, its mistakes are told by row, and then it is imported', async () => {
  const { page, complaints } = await enter('/collections/dishes')
  await page.getByRole('button', { name: 'Export and import' }).click()
  await page.getByRole('menuitem', { name: 'Import a file' }).click()
  const dialog = page.getByRole('dialog', { name: 'Import into dishes' })
  const choose = (text: string): Promise<void> =>
    dialog
      .locator('input[type="file"]')
      .setInputFiles({ name: 'new.csv', mimeType: 'text/csv', buffer: Buffer.from(text) })
  await choose('Name,Price in rupiah,note\n"Rawon, black",15000,x\nPecel,-1,y\n')
  // By its name in other letters; the other columns are not guessed.
  expect(await dialog.getByLabel('Field of the column Name').inputValue()).toBe('name')
  expect(await dialog.getByLabel('Field of the column note').inputValue()).toBe('')
  await dialog.getByText('Rawon, black · Pecel').waitFor()
  await dialog.getByLabel('Field of the column Price in rupiah').selectOption('price')
  await dialog.getByRole('button', { name: 'Try it' }).click()
  await dialog.getByText('1 row cannot be imported.').waitFor()
  await dialog.getByRole('listitem').filter({ hasText: 'Row 2' }).filter({ hasText: 'price' }).waitFor()
  await dialog.getByText(/no field has these names: note/).waitFor()
  expect(await dialog.getByRole('button', { name: /^Import/ }).count()).toBe(0)
  expect(await accessibilityFaults(page)).toEqual([])

  const dapur = await kitchen.signedIn()
  const imported = async (): Promise<unknown[]> =>
    (await dapur.collection('dishes').list({ filter: 'price > 10000', sort: 'price' })).items.map(
      (dish) => dish['name'],
    )
  await choose('Name,Price in rupiah\n"Rawon, black",15000\nPecel,16000\n')
  await dialog.getByLabel('Field of the column Price in rupiah').selectOption('price')
  await dialog.getByRole('button', { name: 'Try it' }).click()
  await dialog.getByText(/All rows are good. 2 would be created/).waitFor()
  expect(await imported()).toEqual([])
  await dialog.getByRole('button', { name: 'Import 2 records' }).click()
  await dialog.getByText('Done: 2 created').waitFor()
  expect(await imported()).toEqual(['Rawon, black', 'Pecel'])
  await dialog.getByRole('button', { name: 'Close' }).last().click()
  await row(page, 'Pecel').waitFor()
  expect(complaints).toEqual([])
})

/** Two kinds, which dishes point at, and thirty dishes from Dish 10 to Dish 39. */
async function seed(dapur: Client): Promise<void> {
  const name = { name: 'name', type: 'text', presentable: true, required: true }
  const kinds = await dapur.collections.create({ name: 'kinds', type: 'base', fields: [name] })
  await dapur.collections.create({
    name: 'dishes',
    type: 'base',
    fields: [
      name,
      { name: 'price', type: 'number', min: 1 },
      { name: 'hot', type: 'bool' },
      { name: 'kind', type: 'relation', collectionId: kinds.id, maxSelect: 1 },
      { name: 'tags', type: 'select', values: ['new', 'cheap'], maxSelect: 2 },
    ],
  })
  const soup = await dapur.collection('kinds').create({ name: 'Soup' })
  await dapur.collection('kinds').create({ name: 'Rice' })
  const numbers = Array.from({ length: 30 }, (_, index) => index + 10)
  for (const number of numbers) {
    const dish = { name: `Dish ${number}`, price: number, kind: soup.id, tags: ['cheap'] }
    await dapur.collection('dishes').create(dish)
  }
}
