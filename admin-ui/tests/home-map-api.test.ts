import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { noBrowser } from './browser.ts'
import { useEntrance } from './enter-page.ts'
import { useKitchen } from './kitchen.ts'
import { accessibilityFaults, faultsAtWidths } from './page-faults.ts'

const kitchen = useKitchen({ superuser: true })
const enter = useEntrance(kitchen)

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
  await dapur.collection('users').create({
    name: 'Sri',
    email: 'sri@example.com',
    password: 'a long password',
    passwordConfirm: 'a long password',
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
    expect(await faultsAtWidths(page)).toEqual([])

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

test.skipIf(noBrowser)(
  'a call is shown with the fields of the collection, and tried as whom one chooses',
  async () => {
    const { page, complaints } = await enter('/api?collection=dishes')
    const code = page.getByRole('region', { name: 'As code' })
    await code.getByText("dapur.collection('dishes').list").waitFor()
    await page.getByRole('radio', { name: 'curl' }).click()
    await code.getByText('/api/collections/dishes/records').waitFor()
    expect(await faultsAtWidths(page)).toEqual([])

    const answer = page.getByRole('region', { name: 'Answer' })
    const send = page.getByRole('button', { name: 'Send' })
    await send.click()
    await answer.getByText('Rawon').waitFor()

    // The list rule wants an account: a guest gets an empty list, the account gets both dishes.
    await page.getByLabel('Act as').selectOption({ label: 'Guest' })
    await send.click()
    await answer.getByText('"totalItems": 0').waitFor()
    await page.getByLabel('Act as').selectOption({ label: 'An account of users' })
    // Nobody is chosen yet: nothing can be sent, least of all as the superuser.
    await page.getByRole('heading', { name: 'Whose calls?' }).waitFor()
    expect(await page.getByRole('button', { name: 'Send' }).count()).toBe(0)
    await page.getByLabel('Find the account').fill('sri@')
    await page.getByLabel('Account', { exact: true }).selectOption({ label: 'Sri' })
    await page.waitForURL(/as=users/)
    await page.getByRole('button', { name: 'Send' }).click()
    await answer.getByText('"totalItems": 2').waitFor()
    expect(await accessibilityFaults(page)).toEqual([])

    await page.getByLabel('Call', { exact: true }).selectOption({ index: 1 })
    await page.getByRole('radio', { name: 'SDK' }).click()
    await code.getByText('name:').waitFor()
    expect(complaints).toEqual([])
  },
)

test.skipIf(noBrowser)(
  'the inspector hears what the chosen account may see, and shows who is connected',
  async () => {
    const dapur = await kitchen.signedIn()
    const [sri] = (await dapur.collection('users').list({ filter: 'email = "sri@example.com"' })).items
    const { page, complaints } = await enter(`/api?collection=dishes&tab=realtime&as=users:${sri?.id}`)
    const code = page.getByRole('region', { name: 'As code' })
    await page.getByRole('radio', { name: 'WebSocket' }).click()
    await code.getByText("topic: 'dishes/*', filter: 'price > 0'").waitFor()

    await page.getByRole('button', { name: 'Listen' }).click()
    const connected = page.getByRole('region', { name: 'Who is connected' })
    await connected
      .getByRole('row')
      .filter({ hasText: sri?.id ?? '?' })
      .filter({ hasText: 'dishes/*' })
      .waitFor()
    const made = await dapur.collection('dishes').create({ name: 'Gudeg', price: 1 })
    const event = page
      .getByRole('list', { name: 'Events' })
      .getByRole('listitem')
      .filter({ hasText: made.id })
    await event.getByText('create', { exact: true }).click()
    await event.getByText('"Gudeg"').waitFor()
    expect(await faultsAtWidths(page)).toEqual([])

    await page.getByRole('button', { name: 'Stop' }).click()
    await connected
      .getByRole('row')
      .filter({ hasText: sri?.id ?? '?' })
      .waitFor({ state: 'detached' })
    await page.getByLabel('Only where (a filter)').fill('nothing = (')
    await page.getByRole('button', { name: 'Listen' }).click()
    await page.getByRole('main').getByRole('alert').first().waitFor()
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
  const shown = (name: string) => expect.poll(() => figure(page, name))
  await shown('Last backup').toBe('None')
  await shown('Database').toMatch(/^[\d.]+ [kM]B$/)
  await shown('Disk left').toMatch(/^[\d.]+ [MGT]B$/)
  await shown('95 % answered within').toMatch(/ms|sec/)
  await expect.poll(async () => Number(await figure(page, 'Requests a second'))).toBeGreaterThan(0)
  await shown('Server errors').toBe('0%')
  expect(await faultsAtWidths(page)).toEqual([])

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
