import { expect, test } from 'vitest'
import { noBrowser } from './browser.ts'
import { useEntrance } from './enter-page.ts'
import { useKitchen } from './kitchen.ts'
import { faultsAtWidths } from './page-faults.ts'

const kitchen = useKitchen({ superuser: true })
const enter = useEntrance(kitchen)

const forms = 'application mail storage backups limits batch proxies realtime channels metrics logs'.split(
  ' ',
)
const others = 'superusers apiKeys webhooks collections'.split(' ')

test.skipIf(noBrowser)('each page of the settings is accessible, on a phone too', async () => {
  const { page, complaints } = await enter('/settings/application')
  const faults: string[] = []
  for (const section of [...forms, ...others]) {
    await page.goto(`${kitchen.address}/_/#/settings/${section}`)
    const main = page.getByRole('main')
    const shown = others.includes(section)
      ? main.getByRole('heading', { level: 2 }).first()
      : main.getByRole('button', { name: 'Save' })
    await shown.waitFor()
    const found = await faultsAtWidths(page)
    faults.push(...found.map((fault) => `${section}: ${fault}`))
  }
  expect(faults).toEqual([])

  // The last of the sections is in sight, and the row of them says that there are others before it.
  await page.setViewportSize({ width: 390, height: 800 })
  const row = page.getByRole('navigation', { name: 'Settings' })
  await expect.poll(() => row.getAttribute('data-more')).toBe('before')
  const last = await row.getByRole('link', { name: 'Collections' }).boundingBox()
  expect((last?.x ?? 390) + (last?.width ?? 0)).toBeLessThanOrEqual(390)
  await row.getByRole('link', { name: 'Superusers' }).click()
  await page.getByRole('button', { name: 'Add a superuser' }).waitFor()
  await expect.poll(() => row.getAttribute('data-more')).toBe('before after')
  expect(complaints).toEqual([])
})

test.skipIf(noBrowser)('a setting is changed, and a wrong one is refused under its input', async () => {
  const dapur = await kitchen.signedIn()
  const read = () => dapur.send<object>({ method: 'GET', path: '/api/settings' })
  const { page, complaints } = await enter('/settings/application')
  const name = page.getByLabel('Name of the app')
  await name.fill('')
  await page.getByRole('button', { name: 'Save' }).click()
  await name.and(page.locator('[aria-invalid="true"]:focus')).waitFor()
  await name.fill('Warung Sari')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('The settings are saved.').waitFor()
  expect(await read()).toMatchObject({ meta: { appName: 'Warung Sari' } })

  await page.goto(`${kitchen.address}/_/#/settings/proxies`)
  await page.getByLabel('Headers that tell the address of a client').fill('X-Forwarded-For\n\n')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect.poll(read).toMatchObject({ trustedProxy: { headers: ['X-Forwarded-For'] } })
  expect(complaints).toEqual([])
})

test.skipIf(noBrowser)(
  'a colour is picked or typed, and the mail server is told how we sign in and our name',
  async () => {
    const dapur = await kitchen.signedIn()
    const read = () => dapur.send<object>({ method: 'GET', path: '/api/settings' })
    const { page, complaints } = await enter('/settings/application')
    const color = page.getByLabel('Accent colour')
    await color.fill('#12345')
    await page.getByRole('button', { name: 'Save' }).click()
    await color.and(page.locator('[aria-invalid="true"]')).waitFor()
    await page.getByLabel('Pick a colour').fill('#0a7d4f')
    expect(await color.inputValue()).toBe('#0a7d4f')
    await page.getByRole('button', { name: 'Save' }).click()
    await expect.poll(read).toMatchObject({ meta: { accentColor: '#0a7d4f' } })

    await page.goto(`${kitchen.address}/_/#/settings/mail`)
    await page.getByLabel('Way to sign in').selectOption('LOGIN')
    await page.getByLabel('Name of this server').fill('mail.warung.example')
    // On a low screen, the first wrong one comes to sight.
    await page.setViewportSize({ width: 800, height: 400 })
    const save = page.getByRole('button', { name: 'Save', exact: true })
    await page.getByLabel('SMTP host').fill('two words')
    await page.getByLabel('Name of this server').fill('two words')
    await save.click()
    const wrong = page.getByLabel('SMTP host').and(page.locator('[aria-invalid="true"]:focus'))
    const { y = 0 } = (await wrong.boundingBox()) ?? {}
    expect(y).toBeGreaterThan(80)
    expect(y).toBeLessThan(320)
    await page.getByLabel('SMTP host').fill('smtp.example.com')
    await page.getByLabel('Name of this server').fill('mail.warung.example')
    await save.click()
    await expect.poll(read).toMatchObject({ smtp: { authMethod: 'LOGIN', localName: 'mail.warung.example' } })
    expect(complaints).toEqual([])
  },
)

test.skipIf(noBrowser)('a bucket that is off is tested in vain, and the page says so', async () => {
  const { page } = await enter('/settings/storage', { locale: 'id-ID' })
  await page.getByRole('heading', { level: 1, name: 'Pengaturan' }).waitFor()
  await page.getByRole('button', { name: 'Uji bucket' }).click()
  expect(await page.getByRole('main').getByRole('alert').innerText()).not.toBe('')
})
