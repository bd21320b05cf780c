import { mkdirSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { noBrowser } from './browser.ts'
import { useEntrance } from './enter-page.ts'
import { password, useKitchen } from './kitchen.ts'

/** The pictures of the documentation are only made when somebody asks for them: `DAPUR_SCREENSHOTS=1`. */
const isWanted = process.env['DAPUR_SCREENSHOTS'] === '1' && !noBrowser
const images = fileURLToPath(new URL('../../docs/images/', import.meta.url))
const MOST_BYTES = 150 * 1024

const kitchen = useKitchen({ superuser: true })
const enter = useEntrance(kitchen)

const menus = ['Breakfast', 'Lunch', 'Drinks']
const dishes = [
  ['Nasi uduk', 18_000, 'Breakfast'],
  ['Bubur ayam', 15_000, 'Breakfast'],
  ['Lontong sayur', 17_000, 'Breakfast'],
  ['Soto Lamongan', 24_000, 'Lunch'],
  ['Rawon', 28_000, 'Lunch'],
  ['Gudeg', 26_000, 'Lunch'],
  ['Rendang', 34_000, 'Lunch'],
  ['Gado-gado', 21_000, 'Lunch'],
  ['Es cendol', 12_000, 'Drinks'],
  ['Wedang jahe', 9_000, 'Drinks'],
  ['Teh tarik', 10_000, 'Drinks'],
] as const

/** The pages, by the name of their picture, each with what has to be in sight. */
const screens: Readonly<Record<string, { path: string; ready: (page: Page) => Promise<unknown> }>> = {
  records: {
    path: '/collections/dishes',
    ready: (page) => page.getByRole('grid').getByText('Rendang').first().waitFor(),
  },
  'collection-editor': {
    path: '/collections/dishes/edit',
    ready: (page) => page.getByRole('tab', { name: 'Fields' }).waitFor(),
  },
  rules: {
    path: '/collections/dishes/edit?tab=rules',
    ready: (page) => page.locator('.cm-content').first().waitFor(),
  },
  logs: {
    path: '/logs',
    ready: async (page) => {
      await page.locator('canvas').waitFor()
      await page.getByRole('row').filter({ hasText: '/api/collections/dishes' }).first().waitFor()
    },
  },
  home: {
    path: '/',
    ready: async (page) => {
      await page.locator('canvas').waitFor()
      await page.getByText('All is well').waitFor()
      await page.locator('dl .skeleton').first().waitFor({ state: 'detached' })
    },
  },
}

beforeAll(async () => {
  if (!isWanted) return
  mkdirSync(images, { recursive: true })
  const dapur = await kitchen.signedIn()
  const menu = await dapur.collections.create({
    name: 'menus',
    type: 'base',
    listRule: '',
    viewRule: '',
    fields: [{ name: 'name', type: 'text', required: true, presentable: true }],
  })
  await dapur.collections.create({
    name: 'dishes',
    type: 'base',
    listRule: '',
    viewRule: '',
    createRule: '@request.auth.id != "" && price > 0',
    updateRule: '@request.auth.id = cook',
    fields: [
      { name: 'name', type: 'text', required: true, presentable: true },
      { name: 'price', type: 'number', required: true, min: 0 },
      { name: 'menu', type: 'relation', collectionId: menu.id, maxSelect: 1 },
      { name: 'cook', type: 'relation', collectionId: '_pb_users_auth_', maxSelect: 1 },
      { name: 'is_spicy', type: 'bool' },
      { name: 'created', type: 'autodate', onCreate: true },
    ],
  })
  const ids = new Map<string, string>()
  const cooks = await Promise.all(
    ['Sri', 'Bambang'].map((name) =>
      dapur.collection('users').create({
        name,
        email: `${name.toLowerCase()}@example.com`,
        password,
        passwordConfirm: password,
      }),
    ),
  )
  for (const name of menus) ids.set(name, (await dapur.collection('menus').create({ name })).id)
  for (const [at, [name, price, of]] of dishes.entries())
    await dapur
      .collection('dishes')
      .create({ name, price, menu: ids.get(of) ?? '', cook: cooks[at % 2]?.id, is_spicy: at % 3 === 0 })
  await dapur.send({ method: 'POST', path: '/api/backups', body: {} })
}, 60_000)

test.skipIf(!isWanted)('the pictures of the main screens are made, and are small', async () => {
  const { page } = await enter('/collections/dishes')
  for (const [name, { path, ready }] of Object.entries(screens)) {
    for (const theme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: theme })
      await page.goto(`${kitchen.address}/_/#${path}`)
      await page.locator(`html[data-theme="${theme}"]`).waitFor()
      await ready(page)
      // Nothing is under the pointer there.
      await page.mouse.move(120, 480)
      const file = `${images}${name}-${theme}.png`
      await page.screenshot({ path: file })
      expect(statSync(file).size).toBeLessThanOrEqual(MOST_BYTES)
    }
  }
})
