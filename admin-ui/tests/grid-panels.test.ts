import type { Client } from '@dapur/sdk'
import type { Locator, Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { noBrowser } from './browser.ts'
import { useEntrance } from './enter-page.ts'
import { useKitchen } from './kitchen.ts'
import { accessibilityFaults } from './page-faults.ts'

const kitchen = useKitchen({ superuser: true })
const enter = useEntrance(kitchen)

beforeAll(async () => {
  if (noBrowser) return
  await seed(await kitchen.signedIn())
}, 60_000)

const row = (page: Page, text: string): Locator => page.getByRole('row').filter({ hasText: text })

test.skipIf(noBrowser)('JSON is looked into and changed above its cell, by keys alone', async () => {
  const { page, complaints } = await enter('/collections/recipes')
  const dapur = await kitchen.signedIn()
  const facts = async (): Promise<unknown> =>
    (await dapur.collection('recipes').getFirstListItem('name = "Soto"'))['facts']
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  const copied = (): Promise<string> => page.evaluate(() => navigator.clipboard.readText())
  const grid = page.getByRole('grid')
  const openFacts = async (): Promise<void> => {
    await grid.focus()
    await page.keyboard.press('F2')
    await page.getByRole('dialog', { name: 'facts' }).waitFor()
  }
  await row(page, 'Soto').waitFor()
  await grid.focus()
  for (let step = 0; step < 3; step++) await page.keyboard.press('ArrowRight')
  await openFacts()
  const tree = page.getByRole('tree', { name: 'facts' })
  await expect.poll(() => tree.evaluate((element) => element === document.activeElement)).toBe(true)
  for (const key of ['ArrowDown', 'ArrowRight', 'ArrowDown', 'p']) await page.keyboard.press(key)
  await expect.poll(copied).toBe('facts.spice.1')
  await page.keyboard.press('c')
  await expect.poll(copied).toBe('galangal')
  // Out of the list, and the list shut: what it holds is gone.
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('ArrowLeft')
  await expect.poll(() => tree.getByRole('treeitem').count()).toBe(3)
  expect(await accessibilityFaults(page)).toEqual([])

  const panel = page.getByRole('dialog', { name: 'facts' })
  await panel.getByRole('radio', { name: 'Edit' }).click()
  // As a person does: what is selected is deleted, then typed anew.
  const retype = async (text: string): Promise<void> => {
    await panel.getByRole('textbox', { name: 'facts' }).click()
    await page.keyboard.press('Control+a')
    await page.keyboard.press('Delete')
    await page.keyboard.insertText(text)
  }
  await retype('{"spice": ')
  await page.keyboard.press('Control+Enter')
  await panel.getByText('This is not JSON yet.').waitFor()
  expect(await accessibilityFaults(page)).toEqual([])
  await retype('{"spice": []}')
  await page.keyboard.press('Control+Enter')
  await panel.waitFor({ state: 'detached' })
  expect(await facts()).toEqual({ spice: [] })
  expect(await grid.evaluate((element) => element === document.activeElement)).toBe(true)
  await page.getByRole('button', { name: 'Undo' }).last().click()
  await expect.poll(facts).toEqual({ spice: ['chili', 'galangal'], hot: true })

  await openFacts()
  await panel.getByRole('radio', { name: 'Edit' }).click()
  await retype('{"never": 1}')
  await page.keyboard.press('Escape')
  await panel.waitFor({ state: 'detached' })
  expect(await facts()).toEqual({ spice: ['chili', 'galangal'], hot: true })
  expect(page.url()).not.toContain('record=')
  expect(complaints).toEqual([])
})

test.skipIf(noBrowser)(
  'related records are chosen above their cell, as many as the field takes',
  async () => {
    const { page, complaints } = await enter('/collections/recipes')
    const dapur = await kitchen.signedIn()
    const chosen = async (field: string): Promise<unknown> => {
      const recipe = await dapur.collection('recipes').getFirstListItem('name = "Soto"', { expand: field })
      return [recipe.expand?.[field] ?? []].flat().map((kind) => kind['name'])
    }
    await row(page, 'Soto').getByRole('gridcell').nth(3).hover()
    await row(page, 'Soto').getByRole('button', { name: 'Edit kind' }).click()
    const search = page.getByRole('combobox', { name: 'Search in kinds' })
    await search.fill('ric')
    await page.getByRole('option', { name: 'Soup' }).waitFor({ state: 'detached' })
    await search.press('Enter')
    await search.waitFor({ state: 'detached' })
    expect(await chosen('kind')).toEqual(['Rice'])
    await row(page, 'Soto').getByRole('gridcell').nth(3).getByRole('link', { name: 'Rice' }).waitFor()
    await page.getByRole('button', { name: 'Undo' }).last().click()
    await expect.poll(() => chosen('kind')).toEqual(['Soup'])

    await row(page, 'Soto').getByRole('gridcell').nth(5).hover()
    await row(page, 'Soto').getByRole('button', { name: 'Edit goes' }).click()
    const panel = page.getByRole('dialog', { name: 'goes' })
    await panel.getByText('2 chosen · at least 2 · at most 2').waitFor()
    const porridge = panel.getByRole('option', { name: 'Porridge' })
    expect(await porridge.getAttribute('aria-disabled')).toBe('true')
    await panel.getByRole('button', { name: 'Remove Rice' }).click()
    await panel.getByRole('button', { name: 'Save' }).click()
    await panel.locator('p.text-danger').waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    await porridge.click()
    // Leaving it saves, as it does in every cell.
    await page.getByRole('heading', { name: 'recipes' }).click()
    await panel.waitFor({ state: 'detached' })
    await expect.poll(() => chosen('goes')).toEqual(['Soup', 'Porridge'])
    expect(page.url()).not.toContain('record=')
    expect(complaints).toEqual([])
  },
)

/** Three kinds, and a recipe that points at two of them. */
async function seed(dapur: Client): Promise<void> {
  const name = { name: 'name', type: 'text', presentable: true, required: true }
  const kinds = await dapur.collections.create({ name: 'kinds', type: 'base', fields: [name] })
  const relation = { type: 'relation', collectionId: kinds.id }
  await dapur.collections.create({
    name: 'recipes',
    type: 'base',
    fields: [
      name,
      { ...relation, name: 'kind', maxSelect: 1 },
      { name: 'facts', type: 'json' },
      { ...relation, name: 'goes', minSelect: 2, maxSelect: 2 },
    ],
  })
  const soup = await dapur.collection('kinds').create({ name: 'Soup' })
  const rice = await dapur.collection('kinds').create({ name: 'Rice' })
  await dapur.collection('kinds').create({ name: 'Porridge' })
  const facts = { spice: ['chili', 'galangal'], hot: true }
  await dapur.collection('recipes').create({ name: 'Soto', kind: soup.id, facts, goes: [soup.id, rice.id] })
}
