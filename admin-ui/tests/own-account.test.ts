import { createClient, memoryStore } from '@dapur/sdk'
import type { Page } from 'playwright-core'
import { encode } from 'uqr'
import { expect, test } from 'vitest'
import { fromBase32, hotp } from '../../server/auth/totp-code.ts'
import { noBrowser, useBrowser } from './browser.ts'
import { email, password, useKitchen } from './kitchen.ts'
import { accessibilityFaults } from './page-faults.ts'

const open = useBrowser()
const kitchen = useKitchen({ superuser: true })
const NEXT = { email: 'sri@example.com', password: 'another long password' }

/** A finger that Chromium takes for real, and keys that stay in its memory. */
async function plugIn(page: Page): Promise<void> {
  const devices = await page.context().newCDPSession(page)
  await devices.send('WebAuthn.enable')
  await devices.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
}

async function typePassword(page: Page): Promise<void> {
  await page.locator('input[type="email"]').fill(email)
  await page.locator('input[type="password"]').fill(password)
  await page.keyboard.press('Enter')
}

async function signOut(page: Page, who: string, words: RegExp): Promise<void> {
  await page.getByRole('button', { name: who }).click()
  await page.getByRole('menuitem', { name: words }).click()
}

/** The dark modules of a picture, row by row, read from the runs of its path. */
function modulesOf(path: string): boolean[][] {
  const runs = [...path.matchAll(/M(\d+) (\d+)h(\d+)/g)].map(([, ...run]) => run.map(Number))
  // The quiet zone is as wide on all sides.
  const size = Math.max(...runs.map(([x = 0, , length = 0]) => x + length)) + 4
  const rows = Array.from({ length: size }, () => Array.from({ length: size }, () => false))
  for (const [x = 0, y = 0, length = 0] of runs) rows[y]?.fill(true, x, x + length)
  return rows
}

test.skipIf(noBrowser)(
  'a superuser sets up a passkey and an app, signs in by the passkey, and gives both up',
  async () => {
    // A passkey belongs to a host with a name.
    const address = kitchen.address.replace('127.0.0.1', 'localhost')
    const dapur = await kitchen.signedIn()
    const { page, complaints } = await open(`${address}/_/#/account`)
    await typePassword(page)
    await page.getByText('Off for superusers: authenticator apps, passkeys, and sessions.').waitFor()
    await dapur.send({ method: 'PATCH', path: '/api/settings', body: { meta: { appURL: address } } })
    const on = { passkey: { enabled: true }, totp: { enabled: true }, sessions: { enabled: true } }
    await dapur.collections.update('_superusers', { dapur: on })
    await page.reload()
    await plugIn(page)

    await page.getByLabel('Name of the new passkey').fill('Laptop in the kitchen')
    await page.getByRole('button', { name: 'Add a passkey' }).click()
    let remove = page.getByRole('button', { name: 'Remove the passkey Laptop in the kitchen' })
    await remove.waitFor()
    await page.getByText('never used').waitFor()
    await page.getByRole('button', { name: 'Rename the passkey Laptop in the kitchen' }).click()
    const name = page.getByRole('textbox', { name: 'Rename the passkey Laptop in the kitchen' })
    await name.fill('Laptop at home')
    await name.press('Escape')
    await remove.waitFor()
    await page.getByRole('button', { name: 'Rename the passkey Laptop in the kitchen' }).click()
    expect(await accessibilityFaults(page)).toEqual([])
    await name.fill('Laptop of the cook')
    await name.press('Enter')
    remove = page.getByRole('button', { name: 'Remove the passkey Laptop of the cook' })
    await remove.waitFor()
    expect(await accessibilityFaults(page)).toEqual([])

    await signOut(page, email, /Sign out/)
    await page.getByRole('button', { name: 'Use a passkey' }).click()
    await page.getByText('The browser asks for your finger').waitFor()
    await page.getByRole('button', { name: 'Use a passkey' }).press('Enter')
    await page.getByRole('button', { name: email }).click()
    await page.getByRole('menuitem', { name: 'Your account' }).click()
    await page.getByText('last used').waitFor()
    await page.getByText('this device').waitFor()

    await page.getByRole('button', { name: 'Set up an app' }).click()
    const dialog = page.getByRole('dialog')
    const secret = await dialog.locator('code').innerText()
    // The picture says what the link to the app of this device says: the modules are those of its address.
    const url = (await dialog.getByRole('link').getAttribute('href')) ?? ''
    expect(url).toMatch(new RegExp(`^otpauth://totp/.*secret=${secret}`))
    const drawn = await dialog
      .getByRole('img', { name: 'QR code of the key' })
      .locator('path')
      .getAttribute('d')
    expect(modulesOf(drawn ?? '')).toEqual(encode(url, { ecc: 'M', border: 4 }).data)
    expect(await accessibilityFaults(page)).toEqual([])
    await dialog.getByLabel('Code of the app').fill('000000')
    await page.keyboard.press('Enter')
    await dialog.getByText('The code is wrong').waitFor()
    await dialog.getByLabel('Code of the app').fill(hotp(fromBase32(secret), Math.floor(Date.now() / 30_000)))
    await page.keyboard.press('Enter')
    await dialog.getByRole('heading', { name: 'Keep your recovery codes' }).waitFor()
    const codes = await dialog.locator('li').allInnerTexts()
    expect(codes).toHaveLength(10)
    expect(await accessibilityFaults(page)).toEqual([])
    await dialog.getByRole('button', { name: 'I have kept them' }).click()
    await page.getByText('10 recovery codes are left.').waitFor()
    await page.getByRole('button', { name: 'Remove the app' }).click()
    await dialog.getByLabel('Code of the app').fill(codes[0] ?? '')
    await page.keyboard.press('Enter')
    await page.getByText('Sign-ins do not ask for an app yet.').waitFor()

    await remove.click()
    await page.getByText('This account has no passkeys.').waitFor()
    await signOut(page, email, /Sign out/)
    await page.getByRole('button', { name: 'Use a passkey' }).click()
    await page.getByText('The browser asks for your finger').waitFor()
    await page.getByRole('button', { name: 'Use a passkey' }).click()
    await page.getByRole('alert').getByText('The server does not know this passkey').waitFor()
    expect(complaints).toEqual([])
  },
)

test.skipIf(noBrowser)(
  'a superuser ends other sessions and changes address and password, in Indonesian',
  async () => {
    const elsewhere = createClient(kitchen.address, { store: memoryStore() })
    await elsewhere.collection('_superusers').signIn({ email, password })
    const { page, complaints } = await open(`${kitchen.address}/_/#/account`, { locale: 'id-ID' })
    await typePassword(page)
    const ends = page.getByRole('button', { name: /^Akhiri sesi/ })
    await ends.first().waitFor()
    await page.getByRole('button', { name: 'Akhiri yang lain' }).click()
    await expect.poll(() => ends.count()).toBe(0)
    await expect(elsewhere.collections.list()).rejects.toMatchObject({ status: 401 })

    await page.getByRole('button', { name: 'Ubah email' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Kata sandi sekarang').fill('not this one')
    await dialog.getByLabel('Email baru').fill('no address')
    await page.keyboard.press('Enter')
    await dialog.getByText('Ini bukan kata sandi Anda.').waitFor()
    await dialog.getByLabel('Kata sandi sekarang').fill(password)
    await page.keyboard.press('Enter')
    await dialog.getByText('Ini bukan alamat email, misalnya ann@example.com.').waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    await dialog.getByLabel('Email baru').fill(NEXT.email)
    await page.keyboard.press('Enter')
    await page.getByText('Email sudah diubah.').waitFor()
    await page.getByRole('button', { name: NEXT.email }).waitFor()

    // A new secret signs a whole collection out.
    const ani = { email: 'ani@example.com', password }
    const users = createClient(kitchen.address, { store: memoryStore(), refresh: false }).collection('users')
    await users.create({ ...ani, passwordConfirm: password })
    await users.signIn(ani)
    expect((await users.list()).items).toHaveLength(1)
    await page.goto(`${kitchen.address}/_/#/collections/users/edit?tab=auth`)
    await page.getByRole('button', { name: 'Rahasia baru: Tetap masuk' }).click()
    await dialog.getByRole('textbox').fill('users')
    await page.keyboard.press('Enter')
    await page.getByText('“Tetap masuk” punya rahasia baru.').waitFor()
    expect((await users.list()).items).toEqual([])
    await page.goto(`${kitchen.address}/_/#/account`)

    // With a second proof on, a new password has to be shown to be in again.
    const cook = createClient(kitchen.address, { store: memoryStore() })
    await cook.collection('_superusers').signIn({ email: NEXT.email, password })
    await cook.collections.update('_superusers', { otp: { enabled: true } })
    await page.getByRole('button', { name: 'Ubah kata sandi' }).click()
    await dialog.getByLabel('Kata sandi sekarang').fill(password)
    await dialog.getByLabel('Kata sandi baru', { exact: true }).fill(NEXT.password)
    await dialog.getByLabel('Ulangi kata sandi baru').fill(NEXT.password)
    await page.keyboard.press('Enter')
    await page.getByText('Akun telah berubah').waitFor()
    await page.getByLabel('Email').fill(NEXT.email)
    await page.locator('input[type="password"]').fill(NEXT.password)
    await page.keyboard.press('Enter')
    await page.getByText('Kata sandi Anda benar.').waitFor()
    expect(complaints).toEqual([])
  },
)
