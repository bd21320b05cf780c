import { totpOf } from '@dapur/sdk/auth'
import { createClient, memoryStore } from '@dapur/sdk'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { fromBase32, hotp } from '../../server/auth/totp-code.ts'
import { codeIn, type PostOffice, postOffice } from '../../server/tests/post-office.ts'
import { noBrowser, useBrowser } from './browser.ts'
import { email, password, useKitchen } from './kitchen.ts'
import { accessibilityFaults } from './page-faults.ts'

const open = useBrowser()
const kitchen = useKitchen({ superuser: true })
const COOK = 'cook@example.com'

/** What has the focus, by its name. */
const focused = (page: Page): Promise<string | null> =>
  page.evaluate(() => {
    const input = document.activeElement
    return input instanceof HTMLInputElement ? (input.labels?.[0]?.textContent ?? null) : null
  })

async function useMail(): Promise<PostOffice> {
  const post = await postOffice()
  const dapur = await kitchen.signedIn()
  const body = {
    smtp: { enabled: true, host: '127.0.0.1', port: post.port },
    meta: { appURL: kitchen.address },
  }
  await dapur.send({ method: 'PATCH', path: '/api/settings', body })
  return post
}

async function typePassword(page: Page, as: string): Promise<void> {
  await page.getByLabel(/^E-?mail$/).fill(as)
  await page.locator('input[type="password"]').fill(password)
  await page.keyboard.press('Enter')
}

test.skipIf(noBrowser)('a forgotten password is set anew by a link, once mails are sent', async () => {
  const { page, complaints } = await open(`${kitchen.address}/_/`)
  await page.getByText('superuser upsert').waitFor()
  const forgotten = page.getByRole('button', { name: 'Get a link by mail' })
  expect(await forgotten.count()).toBe(0)
  const post = await useMail()
  await page.reload()
  await page.getByLabel('E-mail').fill(email)
  await forgotten.click()
  await page.getByRole('heading', { name: 'Forgot the password?' }).waitFor()
  await expect.poll(() => focused(page)).toBe('E-mail')
  await page.keyboard.press('Enter')
  await page.getByText(`If ${email} is the address of a superuser, a link is on its way.`).waitFor()
  expect(await accessibilityFaults(page)).toEqual([])
  expect((await post.mailTo(email)).text).toContain('/_/#/auth/confirm-password-reset/')
  await page.getByRole('button', { name: 'Back to the sign-in' }).click()
  await expect.poll(() => focused(page)).toBe('Password')
  expect(complaints).toEqual([])
})

test.skipIf(noBrowser)('with codes by mail on, a password is the first of two steps', async () => {
  const post = await useMail()
  const dapur = await kitchen.signedIn()
  await dapur.collection('_superusers').create({ email: COOK, password, passwordConfirm: password })
  await dapur.collections.update('_superusers', {
    otp: { enabled: true },
    mfa: { rule: `email = "${COOK}"` },
  })
  const { page, complaints } = await open(`${kitchen.address}/_/#/collections/users`)
  await typePassword(page, COOK)
  await page.getByRole('heading', { name: 'One more step' }).waitFor()
  await page.getByRole('status').getByText('Your password is right.').waitFor()
  await expect.poll(() => focused(page)).toBe('E-mail')
  await page.keyboard.press('Enter')
  await page.getByText(/a code is on its way/).waitFor()
  await expect.poll(() => focused(page)).toBe('Code')
  await page.keyboard.type('1')
  await page.keyboard.press('Enter')
  await page.getByRole('alert').getByText('The code is wrong or over').waitFor()
  expect(await accessibilityFaults(page)).toEqual([])
  await page.getByLabel('Code').fill(codeIn(await post.mailTo(COOK)))
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'users' }).waitFor()
  expect(complaints).toEqual([])
})

test.skipIf(noBrowser)(
  'an authenticator app is asked for, in Indonesian, until too many codes were wrong',
  async () => {
    const dapur = await kitchen.signedIn()
    await dapur.collections.update('_superusers', { otp: { enabled: false }, mfa: { enabled: false } })
    await dapur.collections.update('_superusers', { dapur: { totp: { enabled: true } } })
    const cook = createClient(kitchen.address, { store: memoryStore() })
    await cook.collection('_superusers').signIn({ email: COOK, password })
    const app = totpOf(cook, '_superusers')
    const { secret } = await app.begin()
    const codeAt = (ahead: number) => hotp(fromBase32(secret), Math.floor(Date.now() / 30_000) + ahead)
    const { recoveryCodes } = await app.confirm(codeAt(0))

    const { page, complaints } = await open(`${kitchen.address}/_/`, { locale: 'id-ID' })
    const enter = async (code: string): Promise<void> => {
      await page.getByLabel('Kode dari aplikasi').fill(code)
      await page.keyboard.press('Enter')
    }
    await typePassword(page, COOK)
    await page.getByRole('heading', { name: 'Satu langkah lagi' }).waitFor()
    await expect.poll(() => focused(page)).toBe('Kode dari aplikasi')
    await enter('000000')
    await page.getByRole('alert').getByText('Kode salah atau sudah dipakai.').waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    await enter(recoveryCodes[0] ?? '')
    await page.getByRole('navigation').first().waitFor()

    await page.evaluate(() => localStorage.clear())
    await page.reload()
    await typePassword(page, COOK)
    for (let tries = 0; tries < 6; tries++) {
      const answer = page.waitForResponse((reply) => reply.url().endsWith('/auth-with-totp'))
      await enter('000000')
      await answer
    }
    await page.getByRole('alert').getByText('Terlalu banyak percobaan.').waitFor()
    await page.getByRole('button', { name: 'Mulai lagi' }).click()
    await page.getByRole('heading', { name: 'Masuk' }).waitFor()
    expect(complaints).toEqual([])
  },
)
