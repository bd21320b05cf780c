import { mkdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { accessibilityFaults, noBrowser } from './browser.ts'
import { useEntrance } from './enter.ts'
import { useKitchen } from './kitchen.ts'

const kitchen = useKitchen({ superuser: true })
const enter = useEntrance(kitchen)

/** Nothing is wider than the screen, and axe finds nothing, at the widths of a desk and of a phone. */
async function checkAtWidths(page: Page, name: string): Promise<void> {
  for (const width of [390, 1280]) {
    await page.setViewportSize({ width, height: 800 })
    const wide = await page.evaluate(() => document.documentElement.scrollWidth)
    expect(wide).toBeLessThanOrEqual(width)
    expect(await accessibilityFaults(page)).toEqual([])
    await look(page, `${name}-${width}`)
  }
}

/** Keeps a picture of the page for whoever works on it, when a folder is named. */
async function look(page: Page, name: string): Promise<void> {
  const folder = process.env['DAPUR_LOOK']
  if (folder === undefined) return
  mkdirSync(folder, { recursive: true })
  for (const theme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: theme })
    await page.locator(`html[data-theme="${theme}"]`).waitFor()
    await page.screenshot({ path: join(folder, `${name}-${theme}.png`) })
  }
}

beforeAll(async () => {
  if (noBrowser) return
  const dapur = await kitchen.signedIn()
  const menus = await dapur.collections.create({
    name: 'menus',
    type: 'base',
    listRule: '',
    viewRule: '',
    fields: [{ name: 'title', type: 'text' }],
  })
  await dapur.collections.create({
    name: 'dishes',
    type: 'base',
    listRule: '@request.auth.id != ""',
    fields: [
      { name: 'name', type: 'text', required: true },
      { name: 'price', type: 'number' },
      { name: 'menu', type: 'relation', collectionId: menus.id, maxSelect: 1 },
    ],
  })
  for (const name of ['Soto', 'Rawon']) await dapur.collection('dishes').create({ name, price: 20_000 })
}, 60_000)

test.skipIf(noBrowser)(
  'the map draws relations, remembers places, puts in order and goes into a file',
  async () => {
    const { page, complaints } = await enter('/map')
    const dishes = page.getByRole('group', { name: 'dishes' })
    await dishes.waitFor()
    await page.locator('.react-flow__edge').waitFor({ state: 'attached' })
    expect(await page.locator('.react-flow__edge').count()).toBe(1)
    await checkAtWidths(page, 'map')

    const placeOf = async (): Promise<string | undefined> =>
      /translate\([^)]*\)/.exec((await dishes.getAttribute('style')) ?? '')?.[0]
    const ordered = await placeOf()
    await dishes.focus()
    await page.keyboard.press('Enter')
    for (let step = 0; step < 5; step++) await page.keyboard.press('ArrowDown')
    const moved = await placeOf()
    expect(ordered).toBeDefined()
    expect(moved).not.toBe(ordered)
    await page.reload()
    await dishes.waitFor()
    await expect.poll(placeOf).toBe(moved)
    await page.getByRole('button', { name: 'Put in order' }).click()
    await expect.poll(placeOf).toBe(ordered)

    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Export as SVG' }).click(),
    ])
    expect(download.suggestedFilename()).toBe('map.svg')
    const svg = await readFile(await download.path(), 'utf8')
    expect(svg).toContain('>dishes</text>')
    expect(svg).toContain('marker-end')
    // A drawing that a browser takes, without the style sheets of the page.
    const drawn = await page.evaluate(
      (text) => new DOMParser().parseFromString(text, 'image/svg+xml').querySelectorAll('parsererror').length,
      svg,
    )
    expect(drawn).toBe(0)
    expect(svg).not.toContain('oklch')

    await page.getByLabel('System').click()
    await page.getByRole('group', { name: '_superusers' }).waitFor()
    expect(complaints).toEqual([])
  },
)

/** The number of a figure on the home page. */
async function figure(page: Page, name: string): Promise<string> {
  const part = page.locator('dl > div').filter({ has: page.getByText(name, { exact: true }) })
  return (await part.locator('dd > span').first().innerText()).trim()
}

test.skipIf(noBrowser)('home tells how the server is, from numbers that the server has counted', async () => {
  const dapur = await kitchen.signedIn()
  const { page, complaints } = await enter('/')
  await page.getByRole('heading', { name: 'Home', level: 1 }).waitFor()
  await page.getByText('All is well').waitFor()
  await page.getByText('Make the first one').waitFor()
  expect(await figure(page, 'Last backup')).toBe('None')
  expect(await figure(page, 'Database')).toMatch(/^[\d.]+ [kM]B$/)
  expect(await figure(page, 'Disk left')).toMatch(/^[\d.]+ [MGT]B$/)
  expect(await figure(page, '95 % answered within')).toMatch(/ms|sec/)
  expect(Number(await figure(page, 'Requests a second'))).toBeGreaterThan(0)
  expect(await figure(page, 'Server errors')).toBe('0%')
  await checkAtWidths(page, 'home')

  // What others do is seen without a reload: who listens is counted.
  expect(await figure(page, 'Realtime connections')).toBe('0')
  const stop = dapur.realtime.subscribe('dishes/*', () => undefined)
  await page
    .locator('dl > div')
    .filter({ hasText: 'Realtime connections' })
    .getByText('1', { exact: true })
    .waitFor({ timeout: 20_000 })
  await page.getByText('in the last minute').first().waitFor()
  stop()
  await page.getByRole('link', { name: 'Make the first one' }).click()
  await page.getByRole('heading', { name: 'Backups', level: 1 }).waitFor()
  expect(complaints).toEqual([])
})
