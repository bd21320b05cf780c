import type { Client } from '@dapur/sdk'
import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { noBrowser, type OpenPage, useBrowser } from './browser.ts'
import { enterPage } from './enter-page.ts'
import { useKitchen } from './kitchen.ts'
import { accessibilityFaults } from './page-faults.ts'
import { untranslated } from './untranslated.ts'

const PAYLOAD = '<img src=x onerror="window.broken = true"><script>window.broken = true</script>'
const COUNT = 250

const open = useBrowser()
const kitchen = useKitchen({ superuser: true })

beforeAll(async () => {
  if (noBrowser) return
  await seed(await kitchen.signedIn())
}, 60_000)

/** Signs in and opens a page of the admin UI. */
const enter = (path: string, viewport = { width: 1280, height: 800 }): Promise<OpenPage> =>
  enterPage(open, kitchen, path, { viewport })

const firstRow = (page: Page) => page.getByRole('row').nth(1)

test.skipIf(noBrowser)(
  'the collections and the records of one of them are shown, related ones by name',
  async () => {
    const { page, complaints } = await enter('/collections/dishes')
    await page.getByText(`${COUNT} records`).waitFor()
    await page.getByRole('link', { name: 'kinds' }).waitFor()
    expect(await page.getByRole('link', { name: '_superusers' }).count()).toBe(0)
    await page.getByRole('button', { name: 'System' }).click()
    await page.getByRole('link', { name: '_superusers' }).waitFor()
    await page.getByLabel('Search collections').fill('kin')
    await expect
      .poll(() =>
        page.getByRole('navigation', { name: 'Collections', exact: true }).getByRole('link').allInnerTexts(),
      )
      .toEqual(['kinds'])
    await firstRow(page).getByText('Soup').waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    expect(complaints).toEqual([])
  },
)

test.skipIf(noBrowser)('a click on a head sorts, and the address keeps it', async () => {
  const { page } = await enter('/collections/dishes')
  const head = page.getByRole('columnheader', { name: 'price' })
  await head.getByRole('button').click()
  await firstRow(page)
    .getByText('Dish 0 ')
    .or(firstRow(page).getByText('Dish 0', { exact: true }))
    .waitFor()
  expect(await head.getAttribute('aria-sort')).toBe('ascending')
  await head.getByRole('button').click()
  await firstRow(page).getByText('Dish 249').waitFor()
  expect(page.url()).toContain('sort=-price')
  await page.reload()
  await firstRow(page).getByText('Dish 249').waitFor()
})

test.skipIf(noBrowser)(
  'a filter narrows; a wrong one shows what the server says of it, and where',
  async () => {
    const { page } = await enter('/collections/dishes')
    const filter = page.getByRole('combobox', { name: 'Filter records' })
    await filter.fill('price < 3')
    await filter.press('Enter')
    await page.getByText('3 records').waitFor()
    expect(new URL(page.url().replace('#/', '')).searchParams.get('filter')).toBe('price < 3')

    await filter.fill('prize < 3')
    await filter.press('Enter')
    await page.getByRole('alert').getByText('prize').first().waitFor()
    expect(await page.getByRole('alert').locator('mark').innerText()).toBe('prize')
    expect(await filter.getAttribute('aria-invalid')).toBe('true')
    expect(await accessibilityFaults(page)).toEqual([])

    await page.getByRole('button', { name: 'Clear the filter' }).last().click()
    await page.getByText(`${COUNT} records`).waitFor()
    await filter.fill('name = "nothing like it"')
    await filter.press('Enter')
    await page.getByRole('heading', { name: 'No record matches' }).waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
  },
)

test.skipIf(noBrowser)('rows come as they are scrolled to, by keys alone', async () => {
  const { page } = await enter('/collections/dishes?sort=price')
  await page.getByRole('grid').focus()
  await page.keyboard.press('End')
  await page.getByText('Dish 249').waitFor()
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('Enter')
  const sheet = page.getByRole('dialog')
  await sheet.getByRole('heading', { name: 'Dish 248' }).waitFor()
  await page.keyboard.press('j')
  await sheet.getByRole('heading', { name: 'Dish 249' }).waitFor()
  await page.keyboard.press('Escape')
  await expect.poll(() => page.url()).not.toContain('record=')
  expect(await page.getByRole('grid').evaluate((grid) => grid === document.activeElement)).toBe(true)
})

test.skipIf(noBrowser)(
  'a click opens the record in full; the address keeps it, and going back closes it',
  async () => {
    const { page, complaints } = await enter('/collections/dishes?sort=price')
    await firstRow(page).getByText('Dish').first().click()
    const sheet = page.getByRole('dialog')
    await sheet.getByText(/January 2, 2026/).waitFor()
    await sheet.getByText('Soup').waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    await sheet.getByRole('tab', { name: 'JSON' }).click()
    await sheet.getByRole('treeitem', { name: 'collectionName: "dishes"' }).waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    expect(page.url()).toContain('tab=json')
    await page.reload()
    await sheet.getByRole('treeitem', { name: 'collectionName: "dishes"' }).waitFor()
    await page.goBack()
    await sheet.waitFor({ state: 'detached' })
    expect(complaints).toEqual([])
  },
)

test.skipIf(noBrowser)('what records hold is text, whatever it looks like', async () => {
  const { page, complaints } = await enter('/collections/dishes?filter=name%20~%20%22onerror%22')
  await firstRow(page).getByText(PAYLOAD).first().waitFor()
  await firstRow(page).getByText('Dish').first().click()
  await page.getByRole('dialog').getByText(PAYLOAD).first().waitFor()
  expect(await page.evaluate(() => 'broken' in window)).toBe(false)
  expect(await page.getByRole('dialog').locator('a[href^="javascript"], img').count()).toBe(0)
  expect(complaints).toEqual([])
})

test.skipIf(noBrowser)('an empty collection teaches, a missing one says so', async () => {
  const { page } = await enter('/collections/empties')
  await page.getByText("await dapur.collection('empties').create(").waitFor()
  expect(await accessibilityFaults(page)).toEqual([])
  await page.goto(`${kitchen.address}/_/#/collections/nowhere`)
  await page.getByRole('heading', { name: 'There is no collection “nowhere”' }).waitFor()
  expect(await accessibilityFaults(page)).toEqual([])
})

test.skipIf(noBrowser)(
  'on a phone nothing is wider than the page, and the collections are in a sheet',
  async () => {
    const { page } = await enter('/collections/dishes', { width: 390, height: 844 })
    await page.getByRole('button', { name: 'Show collections' }).click()
    expect(await accessibilityFaults(page)).toEqual([])
    await page.getByRole('dialog').getByRole('link', { name: 'empties' }).click()
    await page.getByRole('heading', { name: 'No records yet' }).waitFor()
    expect(await page.getByRole('dialog').count()).toBe(0)
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
    expect(await accessibilityFaults(page)).toEqual([])
  },
)

test.skipIf(noBrowser)(
  'axe sees a fault that is planted, and the walk in Indonesian an English word',
  async () => {
    const { page } = await enter('/collections/empties')
    await page.evaluate(() => {
      document.querySelector('main')?.append(document.createElement('p'))
      document.querySelector('main > p')?.append('Save changes')
      document.querySelector('main > p')?.setAttribute('title', 'There is no collection "dishes".')
    })
    expect((await untranslated(page)).toSorted()).toEqual([
      'English: Save changes',
      'English: There is no collection "dishes".',
    ])
    expect(await page.locator('html').getAttribute('lang')).toBe('en')
    // The walk waits for English words to go.
    await page.evaluate(() =>
      document.querySelector('main > p')?.replaceWith(document.createElement('button')),
    )
    expect((await accessibilityFaults(page)).some((fault) => fault.includes('button-name'))).toBe(true)
  },
)

/** Dishes of two kinds with most of the field types, one of them full of markup, and an empty collection. */
async function seed(dapur: Client): Promise<void> {
  const name = { name: 'name', type: 'text', presentable: true }
  const kinds = await dapur.collections.create({ name: 'kinds', type: 'base', fields: [name] })
  await dapur.collections.create({ name: 'empties', type: 'base', fields: [name] })
  await dapur.collections.create({
    name: 'dishes',
    type: 'base',
    fields: [
      name,
      { name: 'price', type: 'number' },
      { name: 'kind', type: 'relation', collectionId: kinds.id, maxSelect: 1 },
      { name: 'hot', type: 'bool' },
      { name: 'tags', type: 'select', values: ['new', 'cheap'], maxSelect: 2 },
      { name: 'since', type: 'date' },
      { name: 'text', type: 'editor' },
      { name: 'facts', type: 'json' },
      { name: 'place', type: 'geoPoint' },
    ],
  })
  const soup = await dapur.collection('kinds').create({ name: 'Soup' })
  const dishes = dapur.collection('dishes')
  const plain = Array.from({ length: COUNT - 1 }, (_, index) => ({
    name: `Dish ${index + 1}`,
    price: index + 1,
    kind: soup.id,
    hot: index % 2 === 0,
    tags: ['new', 'cheap'],
    since: '2026-01-02 03:04:05.000Z',
    text: '<p>Good</p>',
    facts: { of: ['rice', 1, null] },
    place: { lon: 106.8, lat: -6.2 },
  }))
  const special = { ...plain[0], name: `Dish 0 ${PAYLOAD}`, price: 0, text: PAYLOAD }
  await Promise.all([special, ...plain].map((dish) => dishes.create(dish)))
}
