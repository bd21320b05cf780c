import { AxeBuilder } from '@axe-core/playwright'
import { type Client, createClient, memoryStore } from '@dapur/sdk'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { noBrowser, type OpenPage, useBrowser } from '../../../admin-ui/tests/browser.ts'
import type { Schema } from '../dapur.d.ts'
import { COOK } from '../seed.ts'
import { type CuttableWire, cuttableWire } from './cuttable-wire.ts'
import { runWarung, type RunningWarung } from './run-warung.ts'

const openPage = useBrowser()
const phone = { viewport: { width: 390, height: 844 } }
const desk = { viewport: { width: 1280, height: 900 } }
/** Milliseconds within which the other window has to know, when nothing else holds up the machine. */
const AT_ONCE = 1000
const SOON = { timeout: 20_000 }
/** Out of so many, since a busy machine holds up any one. */
const TRIES = 5
/** A broken line tries again after a pause. */
const AFTER_A_CUT = { timeout: 20_000 }
let warung: RunningWarung
let count = 0

beforeAll(async () => {
  if (!noBrowser) warung = await runWarung()
}, 90_000)
afterAll(async () => {
  if (noBrowser) return
  const code = await warung.stop()
  if (code !== 0) throw new Error(`The warung ended with ${code}.`)
})

/** The ids of the orders on the screen, from top to bottom. */
const tickets = (page: Page): Promise<string[]> =>
  page.evaluate(
    "[...document.querySelectorAll('article')].map((one) => one.getAttribute('aria-label').replace('Order ', ''))",
  )

async function openKitchen(address: string): Promise<OpenPage> {
  const kitchen = await openPage(`${address}/kitchen`, desk)
  await kitchen.page.getByLabel('E-mail').fill(COOK.email)
  await kitchen.page.getByLabel('Password').fill(COOK.password)
  await kitchen.page.getByRole('button', { name: 'Sign in' }).click()
  // A column without tickets says so as soon as the list is there.
  await kitchen.page.getByText('Nothing here.').first().waitFor()
  onTestFinished(() => kitchen.page.context().close())
  return kitchen
}

async function openMenu(address: string): Promise<OpenPage> {
  const guest = await openPage(`${address}/?table=7`, phone)
  await guest.page.getByRole('button', { name: 'Add Rawon' }).waitFor()
  onTestFinished(() => guest.page.context().close())
  return guest
}

async function signUp(page: Page): Promise<void> {
  count += 1
  await page.getByLabel('Your name').fill('Budi')
  await page.getByLabel('E-mail').fill(`budi${count}@example.com`)
  await page.getByLabel('Password, 8 letters or more').fill('a long password')
  await page.getByRole('button', { name: 'Sign up' }).click()
  await page.getByRole('button', { name: 'Sign out' }).waitFor()
}

const order = (page: Page): Promise<void> => page.getByRole('button', { name: 'Order', exact: true }).click()

/** A guest without a window. */
async function guest(): Promise<Client<Schema>> {
  const dapur = createClient<Schema>(warung.address, { store: memoryStore() })
  count += 1
  const account = { email: `api${count}@example.com`, password: 'a long password' }
  await dapur.collection('users').create({ ...account, passwordConfirm: account.password })
  await dapur.collection('users').signIn(account)
  return dapur
}

/** Orders one dish, and answers the order's id. */
async function orderOne(dapur: Client<Schema>): Promise<string> {
  const [dish] = (await dapur.collection('dishes').list({ perPage: 1 })).items
  let id = ''
  await dapur.batch((batch) => {
    id = batch.collection('orders').create({ guest: dapur.auth.session?.record.id ?? '', table: 2 }).id
    batch.collection('items').create({ order: id, dish: dish?.id ?? '', count: 2 })
  })
  return id
}

async function wire(): Promise<CuttableWire> {
  const made = await cuttableWire(warung.address)
  onTestFinished(() => made.close())
  return made
}

test.skipIf(noBrowser)(
  'one window orders, the other sees it, and the first one what becomes of it',
  async () => {
    const { page: menu, complaints } = await openMenu(warung.address)
    await menu.getByText('The kitchen is closed').waitFor()
    const { page: kitchen } = await openKitchen(warung.address)
    await menu.getByText('The kitchen is open').waitFor(SOON)

    await menu.getByRole('button', { name: 'Add Rawon' }).click()
    await menu.getByRole('button', { name: 'Add Klepon' }).click()
    await menu.getByRole('button', { name: 'One Klepon more' }).first().click()
    await signUp(menu)
    await menu.getByLabel('Note for the kitchen').fill('Not too hot')
    const fresh = kitchen.getByRole('region', { name: 'New' })
    await Promise.all([fresh.getByText('Not too hot').waitFor(SOON), order(menu)])
    const ticket = await fresh.getByRole('article').innerText()
    expect(ticket).toMatch(/Table 7[^]*1 ×\s+Rawon[^]*2 ×\s+Klepon[^]*Total\s+Rp\s58\.000/)
    await menu.getByRole('heading', { name: 'Table 7' }).waitFor()

    await kitchen.getByRole('button', { name: 'Start cooking' }).click()
    const step = menu.locator('[aria-current=step]')
    await step.getByText('Cooking').waitFor(SOON)
    await kitchen.getByRole('button', { name: 'It is ready' }).click()
    await step.getByText('Ready').waitFor(SOON)
    await kitchen.getByRole('button', { name: 'Served' }).click()
    await step.getByText('Served').waitFor(SOON)
    await expect.poll(() => tickets(kitchen)).toEqual([])
    await kitchen.close()
    await menu.getByText('The kitchen is closed').waitFor(SOON)
    expect(complaints).toEqual([])
  },
)

test.skipIf(noBrowser)('the kitchen sees an order within a second', async () => {
  const { page: kitchen } = await openKitchen(warung.address)
  const dapur = await guest()
  const times: number[] = []
  for (let i = 0; i < TRIES && !times.some((ms) => ms < AT_ONCE); i++) {
    const began = performance.now()
    const id = await orderOne(dapur)
    await kitchen.getByRole('article', { name: `Order ${id}` }).waitFor(SOON)
    times.push(performance.now() - began)
  }
  expect(Math.min(...times)).toBeLessThan(AT_ONCE)
})

test.skipIf(noBrowser)(
  'what the kitchen calls sold out cannot be ordered, also by whoever had it in the cart',
  async () => {
    const { page: menu } = await openMenu(warung.address)
    const { page: kitchen } = await openKitchen(warung.address)
    await menu.getByRole('button', { name: 'Add Gudeg Jogja' }).click()
    await signUp(menu)
    await kitchen.getByText('Sold out').click()
    await kitchen.getByLabel('Gudeg Jogja').click()
    await menu.locator('.dish.gone', { hasText: 'Gudeg Jogja' }).waitFor(SOON)
    await order(menu)
    expect(await menu.getByRole('alert').innerText()).toBe('Gudeg Jogja is sold out.')
    await kitchen.getByLabel('Gudeg Jogja').click()
    await menu.locator('.dish.gone').waitFor({ state: 'detached' })
    await order(menu)
    await menu.getByRole('heading', { name: 'Table 7' }).waitFor()
  },
)

test.skipIf(noBrowser)(
  'orders that come in while the kitchen is cut off are all there afterwards, each once, in order',
  async () => {
    const line = await wire()
    const dapur = await guest()
    const { page: kitchen } = await openKitchen(line.address)
    const shown = await tickets(kitchen)
    const ids = [await orderOne(dapur)]
    await kitchen.getByRole('article', { name: `Order ${ids[0]}` }).waitFor(SOON)

    line.cut()
    await kitchen.getByText('No connection').waitFor()
    for (let at = 0; at < 5; at++) ids.push(await orderOne(dapur))
    // The control: the line is really cut.
    expect(await tickets(kitchen)).toHaveLength(shown.length + 1)
    line.mend()
    await kitchen.getByText('No connection').waitFor({ state: 'detached', ...AFTER_A_CUT })
    ids.push(await orderOne(dapur))
    const own = async (): Promise<string[]> => (await tickets(kitchen)).filter((id) => !shown.includes(id))
    await expect.poll(own, AFTER_A_CUT).toEqual(ids)
  },
)

test.skipIf(noBrowser)(
  'an order whose answer is lost, and one that is not sent at all, are placed once each',
  async () => {
    const line = await wire()
    const { page: menu } = await openMenu(line.address)
    await menu.getByRole('button', { name: 'Add Rawon' }).click()
    await signUp(menu)
    const placed = menu.getByRole('heading', { name: 'Table 7' })
    for (const [breakLine, arrived] of [
      [() => line.loseAnswers(), 1],
      [() => line.cut(), 0],
    ] as const) {
      const before = await storedOrders()
      breakLine()
      await order(menu)
      await menu.getByText('No answer from the warung').waitFor()
      expect((await storedOrders()) - before).toBe(arrived)
      line.mend()
      await order(menu)
      await placed.first().waitFor()
      expect((await storedOrders()) - before).toBe(1)
      await menu.goto(`${line.address}/?table=7`)
      await menu.getByRole('button', { name: 'Add Rawon' }).click()
    }
  },
)

/** How many orders there are, as the kitchen may see them. */
async function storedOrders(): Promise<number> {
  const cook = createClient<Schema>(warung.address, { store: memoryStore() })
  await cook.collection('staff').signIn(COOK)
  return (await cook.collection('orders').list({ perPage: 1 })).totalItems
}

test.skipIf(noBrowser)('a session that the server does not know any more is forgotten', async () => {
  const { page } = await openMenu(warung.address)
  const session = JSON.stringify({ token: 'a.b.c', record: { id: 'somebody' } })
  await page.evaluate(`localStorage.setItem('warung_users', ${JSON.stringify(session)})`)
  await page.reload()
  await page.getByRole('heading', { name: 'New here?' }).waitFor()
  expect(await page.evaluate("localStorage.getItem('warung_users')")).toBeNull()
})

test.skipIf(noBrowser)(
  'axe finds nothing on any screen, small and large, light and dark',
  async () => {
    const { page: menu } = await openMenu(warung.address)
    const { page: kitchen } = await openKitchen(warung.address)
    await orderOne(await guest())
    await kitchen.getByText('Sold out').click()
    expect([...(await faults(menu)), ...(await faults(kitchen))]).toEqual([])
    await menu.getByRole('button', { name: 'Add Rawon' }).click()
    await signUp(menu)
    expect(await faults(menu)).toEqual([])
    await order(menu)
    await menu.getByRole('heading', { name: 'Table 7' }).waitFor()
    expect(await faults(menu)).toEqual([])
    // The control: axe sees a button that says nothing.
    await menu.evaluate("document.body.append(document.createElement('button'))")
    expect((await faults(menu)).join()).toContain('button-name')
  },
  180_000,
)

/** The menu goes on like this, and axe is slow. */
const MORE_OF_THE_SAME = '.courses section:nth-of-type(n + 3)'

async function faults(page: Page): Promise<string[]> {
  const found: string[] = []
  // Colours do not depend on the width, nor the page on its colours.
  for (const [{ viewport }, colorScheme] of [
    [phone, 'light'],
    [desk, 'dark'],
  ] as const) {
    await page.setViewportSize(viewport)
    await page.emulateMedia({ colorScheme })
    const { violations } = await new AxeBuilder({ page }).exclude(MORE_OF_THE_SAME).analyze()
    for (const { id, nodes } of violations)
      found.push(
        ...nodes.map(({ target }) => `${colorScheme} ${viewport.width}: ${id} at ${target.join(' ')}`),
      )
  }
  return found
}
