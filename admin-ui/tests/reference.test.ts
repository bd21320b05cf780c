import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { noBrowser, useBrowser } from './browser.ts'
import { enterPage } from './enter-page.ts'
import { dist, useKitchen } from './kitchen.ts'
import { accessibilityFaults } from './page-faults.ts'

const open = useBrowser()
const kitchen = useKitchen({ superuser: true })

beforeAll(async () => {
  if (noBrowser) return
  const dapur = await kitchen.signedIn()
  const fields = [
    { name: 'name', type: 'text', required: true },
    { name: 'price', type: 'number' },
    { name: 'cost', type: 'number', hidden: true },
  ]
  const body = { name: 'dishes', type: 'base', listRule: '', viewRule: '', fields }
  await dapur.send({ method: 'POST', path: '/api/collections', body })
  await dapur.collection('dishes').create({ name: 'Rendang', price: 30 })
})

/** The page as a superuser sees it. */
async function enter(path: string, viewport = { width: 1280, height: 800 }) {
  const opened = await enterPage(open, kitchen, '/', { viewport })
  const { page } = opened
  await page.goto(`${kitchen.address}${path}`)
  await page.getByRole('heading', { level: 1, name: 'API reference' }).waitFor()
  return opened
}

const operation = (page: Page, name: string) => page.getByRole('heading', { level: 2, name, exact: true })

test.skipIf(noBrowser)('a guest reads at /_/reference what guests may do, and nothing else', async () => {
  const { page, complaints } = await open(`${kitchen.address}/_/reference`, {
    viewport: { width: 1280, height: 800 },
  })
  const list = page.getByRole('navigation', { name: 'Operations' })
  await list.getByRole('region', { name: 'dishes' }).getByRole('link', { name: 'List records' }).click()
  await operation(page, 'List records').waitFor()
  expect(page.url()).toContain('#/reference?op=dishes.list')
  expect(await list.getByText('platform: settings').count()).toBe(0)
  const own = list.getByRole('region', { name: 'dishes' })
  expect(await own.getByRole('link', { name: 'Read a record' }).count()).toBe(1)
  expect(await own.getByRole('link', { name: 'Delete a record' }).count()).toBe(0)
  expect(complaints).toEqual([])
})

test.skipIf(noBrowser)('an operation is read, found by words, shown as code and tried', async () => {
  const { page, complaints } = await enter('/_/#/reference')
  await page.getByRole('searchbox', { name: 'Search operations' }).fill('settings/test')
  expect(await page.getByRole('navigation').getByRole('link').count()).toBe(2)
  await page.getByRole('searchbox', { name: 'Search operations' }).fill('nothing like it')
  await page.getByText('No operation has “nothing like it”').waitFor()
  await page.goto(`${kitchen.address}/_/#/reference?op=dishes.create`)
  await operation(page, 'Create a record').waitFor()
  await page.getByText('cost', { exact: true }).first().waitFor()
  const code = page.getByRole('region', { name: 'As code' })
  expect(await code.textContent()).toContain("await dapur.collection('dishes').create({")
  await page.getByRole('radio', { name: 'curl' }).click()
  expect(await code.textContent()).toContain(
    `curl -X POST '${kitchen.address}/api/collections/dishes/records'`,
  )
  const body = page.getByLabel('Body', { exact: true }).and(page.getByRole('textbox'))
  expect(JSON.parse(await body.inputValue())).toEqual({ name: '' })
  await body.fill('{"name": ')
  await page.getByText('This is no JSON.').waitFor()
  await body.fill('{}')
  await page.getByRole('button', { name: 'Send' }).click()
  const answer = page.getByRole('region', { name: 'Answer' }).last()
  await answer.getByText('400 Bad Request').waitFor()
  await answer.getByText('validation_required').waitFor()
  await body.fill('{"name": "Soto", "price": 22}')
  await page.getByRole('button', { name: 'Send' }).click()
  await answer.getByText('200 OK').waitFor()
  const dapur = await kitchen.signedIn()
  expect((await dapur.collection('dishes').list({ filter: { name: 'Soto' } })).items).toHaveLength(1)
  expect(complaints).toEqual([])
})

test.skipIf(noBrowser)('what deletes is asked for twice, and says what is missing', async () => {
  const { page } = await enter('/_/#/reference?op=dishes.delete')
  const dapur = await kitchen.signedIn()
  const { id } = await dapur.collection('dishes').create({ name: 'Gone' })
  await page.getByRole('button', { name: 'Send' }).click()
  await page.getByText('Fill this in.').waitFor()
  await page.getByLabel('id', { exact: true }).fill(id)
  await page.getByRole('button', { name: 'Send' }).click()
  const sure = page.getByRole('button', { name: 'Really send' })
  await sure.waitFor()
  expect((await dapur.collection('dishes').get(id)).id).toBe(id)
  await sure.click()
  await page.getByText('204').last().waitFor()
  await expect(dapur.collection('dishes').get(id)).rejects.toMatchObject({ status: 404 })
})

test.skipIf(noBrowser)(
  'a superuser sees what guests see, and an operation that is closed to them',
  async () => {
    const { page } = await enter('/_/#/reference?op=dishes.create')
    await operation(page, 'Create a record').waitFor()
    await page.getByRole('radio', { name: 'As guest' }).click()
    await page.getByText('This operation is not in the document').waitFor()
    expect(page.url()).toContain('as=guest')
  },
)

for (const width of [1280, 768, 390]) {
  test.skipIf(noBrowser)(`the page is accessible and fits at ${width} px`, async () => {
    const { page } = await enter('/_/#/reference?op=dishes.list', { width, height: 844 })
    await operation(page, 'List records').waitFor()
    await page.getByRole('button', { name: 'Send' }).click()
    await page.getByText('Rendang').waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    expect(overflow).toBeLessThanOrEqual(0)
    if (width === 390) {
      await page.getByRole('button', { name: 'Show the operations' }).click()
      await page.getByRole('dialog', { name: 'Operations' }).getByText('Read a record').first().click()
      await operation(page, 'Read a record').waitFor()
    }
    await page.goto(`${kitchen.address}/_/#/reference`)
    await page.getByText('In OpenAPI 3.1').waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
  })
}

test.skipIf(noBrowser)('the page speaks Indonesian', async () => {
  const { page } = await open(`${kitchen.address}/_/reference`, { locale: 'id' })
  await page.getByRole('heading', { level: 1, name: 'Referensi API' }).waitFor()
  expect(await page.locator('html').getAttribute('lang')).toBe('id')
})

test('the page is not among what loads before the first one', () => {
  const html = readFileSync(join(dist, 'index.html'), 'utf8')
  expect(html).not.toContain('reference-page')
  const entry = /src="\/_\/(assets\/[^"]+\.js)"/.exec(html)?.[1] ?? ''
  expect(readFileSync(join(dist, entry), 'utf8')).toMatch(/import\([^)]*reference-page/)
})
