import { expect, test } from 'vitest'
import { noBrowser } from './browser.ts'
import { useEntrance } from './enter-page.ts'
import { useKitchen } from './kitchen.ts'
import { accessibilityFaults } from './page-faults.ts'

const kitchen = useKitchen({ superuser: true })
const enter = useEntrance(kitchen)

const path = '/api/settings'
const tight = { label: '/api/health', audience: '@guest', duration: 60, maxRequests: 2 } as const
const common = { label: '*:auth', audience: '', duration: 3, maxRequests: 20 } as const

/** The rules of the server are these, and nothing is counted yet. */
async function serveRules(rules: readonly object[]) {
  const dapur = await kitchen.signedIn()
  await dapur.send({ method: 'PATCH', path, body: { rateLimits: { enabled: false, rules } } })
  return async () => {
    const { rateLimits } = await dapur.send<{ rateLimits: { rules: object[] } }>({ method: 'GET', path })
    return rateLimits.rules
  }
}

test.skipIf(noBrowser)('limits are added, changed and removed, and the server keeps to them', async () => {
  const read = await serveRules([common])
  const { page, complaints } = await enter('/settings/limits')
  const first = page.getByRole('group', { name: 'Limit 1' })
  await first.getByLabel('At most').fill('40')
  await page.getByRole('button', { name: 'Add a limit' }).click()
  const second = page.getByRole('group', { name: 'Limit 2' })
  // The new line has the focus: it can be written at once.
  await expect
    .poll(() => second.getByLabel('Requests').evaluate((it) => it === document.activeElement))
    .toBe(true)
  await page.keyboard.type(tight.label)
  await second.getByLabel('Of whom').selectOption('Guests')
  await second.getByLabel('At most').fill('2')
  await second.getByLabel('In seconds').fill('60')
  await page.getByLabel('Count requests').click()
  expect(await accessibilityFaults(page)).toEqual([])
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('The settings are saved.').waitFor()
  expect(await read()).toEqual([{ ...common, maxRequests: 40 }, tight])
  const health = () => fetch(`${kitchen.address}${tight.label}`).then(({ status }) => status)
  expect([await health(), await health(), await health()]).toEqual([200, 200, 429])

  // Of several prefixes the first counts, so the order can be changed.
  await page.getByRole('button', { name: `Move ${tight.label}` }).focus()
  await page.keyboard.press('Space')
  await page.getByText(`${tight.label} is at place 2.`).waitFor({ state: 'attached' })
  await page.keyboard.press('ArrowUp')
  await page.getByText(`${tight.label} is at place 1.`).waitFor({ state: 'attached' })
  await page.keyboard.press('Space')
  await expect.poll(() => first.getByLabel('Requests').inputValue()).toBe(tight.label)
  await page.getByRole('button', { name: 'Save' }).click()
  await expect.poll(read).toEqual([tight, { ...common, maxRequests: 40 }])

  await page.getByRole('button', { name: 'Remove limit 1' }).click()
  await second.waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Save' }).click()
  await expect.poll(read).toEqual([{ ...common, maxRequests: 40 }])
  expect(await health()).toBe(200)
  expect(complaints).toEqual([])
})

test.skipIf(noBrowser)('each problem of a limit stands under its own input', async () => {
  const read = await serveRules([common])
  const { page } = await enter('/settings/limits')
  await page.getByRole('button', { name: 'Add a limit' }).click()
  const second = page.getByRole('group', { name: 'Limit 2' })
  await second.getByLabel('Requests').fill('two words here')
  await second.getByLabel('At most').fill('-1')
  await page.getByRole('button', { name: 'Save' }).click()
  for (const label of ['Requests', 'At most', 'In seconds']) {
    const input = second.getByLabel(label)
    await input.and(page.locator('[aria-invalid="true"]')).waitFor()
    expect(
      await input.evaluate(
        (it) => document.getElementById(it.getAttribute('aria-describedby') ?? '')?.innerText,
      ),
    ).toBeTruthy()
  }
  expect(await page.getByRole('group', { name: 'Limit 1' }).locator('[aria-invalid="true"]').count()).toBe(0)
  expect(await accessibilityFaults(page)).toEqual([])

  // The same requests as the first limit: the server says so under the label.
  await second.getByLabel('Requests').fill(common.label)
  await second.getByLabel('At most').fill('5')
  await second.getByLabel('In seconds').fill('5')
  await page.getByRole('button', { name: 'Save' }).click()
  await second.getByText('Another rule is for the same requests').waitFor()
  expect(await read()).toEqual([common])

  await page.getByRole('button', { name: 'Remove limit 2' }).click()
  await page.getByText('Another rule is for the same requests').waitFor({ state: 'detached' })
})

test.skipIf(noBrowser)('limits that are on need one at least, and Indonesian has its own words', async () => {
  await serveRules([])
  const { page } = await enter('/settings/limits', { locale: 'id-ID' })
  await page.getByText('Belum ada batas.').waitFor()
  await page.getByLabel('Hitung permintaan').click()
  await page.getByRole('button', { name: 'Simpan' }).click()
  const problem = page.getByRole('region', { name: 'Batas', exact: true }).locator('[data-problem]')
  await expect.poll(() => problem.allInnerTexts()).toEqual(['Wajib diisi.'])
})

test.skipIf(noBrowser)('what is typed in the settings is not lost without a question', async () => {
  await serveRules([common])
  const { page, complaints } = await enter('/settings/limits')
  const atMost = page.getByRole('group', { name: 'Limit 1' }).getByLabel('At most')
  const sections = page.getByRole('navigation', { name: 'Settings' })
  const question = page.getByRole('dialog', { name: 'Discard the changes?' })
  await atMost.fill('7')
  await sections.getByRole('link', { name: 'Batches' }).click()
  expect(await accessibilityFaults(page)).toEqual([])
  await question.getByRole('button', { name: 'Keep editing' }).click()
  expect(await atMost.inputValue()).toBe('7')
  expect(page.url()).toContain('/settings/limits')

  // Another page asks as well.
  await page.getByRole('link', { name: 'Jobs' }).click()
  await question.getByRole('button', { name: 'Discard changes' }).click()
  await page.getByRole('heading', { level: 1, name: 'Jobs' }).waitFor()
  await page.goBack()
  await expect.poll(() => atMost.inputValue()).toBe('20')

  // What is saved, or taken back, is no reason to ask.
  await atMost.fill('8')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('The settings are saved.').waitFor()
  await atMost.fill('9')
  await page.getByRole('button', { name: 'Discard' }).click()
  await sections.getByRole('link', { name: 'Batches' }).click()
  await page.getByLabel('Allow batches').waitFor()
  expect(await question.count()).toBe(0)
  expect(complaints).toEqual([])
})
