import { expect, test } from 'vitest'
import { defaultDapurSettings } from '../../server/settings/dapur-settings.ts'
import { accessibilityFaults, noBrowser } from './browser.ts'
import { useEntrance } from './enter-page.ts'
import { useKitchen } from './kitchen.ts'

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
