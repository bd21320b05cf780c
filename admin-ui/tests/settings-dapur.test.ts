import { expect, test } from 'vitest'
import { defaultDapurSettings } from '../../server/settings/dapur-settings.ts'
import { noBrowser } from './browser.ts'
import { useEntrance } from './enter-page.ts'
import { useKitchen } from './kitchen.ts'
import { accessibilityFaults } from './page-faults.ts'

const kitchen = useKitchen({ superuser: true })
const enter = useEntrance(kitchen)

test.skipIf(noBrowser)(
  'limits of realtime are changed and refused, and a key reads the metrics',
  async () => {
    const dapur = await kitchen.signedIn()
    const read = () => dapur.send<object>({ method: 'GET', path: '/api/settings' })
    const { page, complaints } = await enter('/settings/realtime')
    const save = page.getByRole('button', { name: 'Save' })
    const members = page.getByLabel('Members of one channel')
    await members.waitFor()
    const shownNumbers = page.getByRole('main').getByRole('textbox')
    expect(await shownNumbers.evaluateAll((all) => all.map((one) => one.getAttribute('value')))).toEqual(
      Object.values(defaultDapurSettings.realtime).map(String),
    )
    await members.fill('10001')
    await save.click()
    await members.and(page.locator('[aria-invalid="true"]')).waitFor()
    await members.fill('50')
    await save.click()
    await page.getByText('The settings are saved.').waitFor()
    expect(await read()).toMatchObject({ dapur: { realtime: { maxMembers: 50, keepHours: 24 } } })

    await page.getByRole('link', { name: 'Metrics' }).click()
    const isOn = page.getByLabel('Let a key read the metrics')
    const make = page.getByRole('button', { name: 'Make a new key' })
    await isOn.check()
    await save.click()
    await page.locator('[data-problem]').getByText('cannot be empty').waitFor()
    await make.click()
    await page.getByRole('button', { name: 'Discard' }).click()
    await page.getByText('YOUR-KEY').waitFor()
    await isOn.check()
    await make.click()
    const key = await page.getByRole('region', { name: 'Key' }).locator('code').first().innerText()
    await save.click()
    await page.getByText('It is saved.').waitFor()
    expect(await accessibilityFaults(page)).toEqual([])

    const scrape = await page.getByRole('region', { name: 'For prometheus.yml' }).innerText()
    expect(scrape).toContain(`targets: ['${new URL(kitchen.address).host}']`)
    expect(scrape).toContain(`credentials: '${key}'`)
    const path = /metrics_path: (.+)/.exec(scrape)?.[1] ?? ''
    const answer = await fetch(`${kitchen.address}${path}`, { headers: { authorization: `Bearer ${key}` } })
    expect(await answer.text()).toContain('dapur_http_requests_total')

    await page.getByRole('link', { name: 'Realtime' }).click()
    await page.getByRole('link', { name: 'Metrics' }).click()
    await page.getByText('YOUR-KEY').waitFor()
    expect(await page.content()).not.toContain(key)
    expect(complaints).toEqual([])
  },
)

test.skipIf(noBrowser)('channels are written with their rules, moved and saved', async () => {
  const dapur = await kitchen.signedIn()
  const { page, complaints } = await enter('/settings/channels')
  const save = page.getByRole('button', { name: 'Save' })
  const add = page.getByRole('button', { name: 'Add a channel' })
  const channel = (place: number) => page.getByRole('group', { name: `Channel ${place}`, exact: true })
  await add.click()
  await channel(1).getByLabel('Name or pattern').fill('order:*')
  const join = channel(1).getByRole('radiogroup', { name: 'Channel 1: May join' })
  await join.getByRole('radio', { name: 'By rule' }).click()
  const write = async (rule: string) => {
    await channel(1).getByRole('textbox', { name: 'Channel 1: May join' }).click()
    await page.keyboard.press('Control+a')
    await page.keyboard.press('Delete')
    await page.keyboard.insertText(rule)
  }
  await write('titel = "Soup"')
  await channel(1).locator('.cm-lintRange-error').waitFor()
  await write('@request.channel.key = @request.auth.id')
  await channel(1).getByText('When').waitFor()
  expect(await accessibilityFaults(page)).toEqual([])

  await add.click()
  const second = channel(2).getByLabel('Name or pattern')
  await second.fill('order:*')
  await save.click()
  await second.and(page.locator('[aria-invalid="true"]')).waitFor()
  await second.fill('order:new')
  const sendSecond = channel(2).getByRole('radiogroup', { name: 'Channel 2: May send' })
  await sendSecond.getByRole('radio', { name: 'Everyone' }).click()
  // The first pattern that fits decides, so the narrow one has to stand above.
  await page.getByRole('button', { name: 'Move order:new' }).focus()
  await page.keyboard.press('Space')
  await page.getByText('order:new is at place 2.').waitFor({ state: 'attached' })
  await page.keyboard.press('ArrowUp')
  await page.getByText('order:new is at place 1.').waitFor({ state: 'attached' })
  await page.keyboard.press('Space')
  await expect.poll(() => channel(1).getByLabel('Name or pattern').inputValue()).toBe('order:new')
  await save.click()
  await page.getByText('The settings are saved.').waitFor()
  expect(await dapur.send({ method: 'GET', path: '/api/settings' })).toMatchObject({
    dapur: {
      channels: [
        { pattern: 'order:new', join: null, send: '' },
        { pattern: 'order:*', join: '@request.channel.key = @request.auth.id', send: null },
      ],
    },
  })
  expect(complaints).toEqual([])
})
