import { type Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { postOffice, tokenIn } from '../../server/tests/post-office.ts'
import { noBrowser, useBrowser } from './browser.ts'
import { password, useKitchen } from './kitchen.ts'
import { accessibilityFaults } from './page-faults.ts'

const open = useBrowser()
const kitchen = useKitchen({ superuser: true })
const GUEST = 'budi@example.com'

/** Mails go to a post office of ours, and the links in them to this server. */
async function mailed(what: () => Promise<unknown>, to: string): Promise<string> {
  const post = await postOffice()
  const dapur = await kitchen.signedIn()
  const body = {
    smtp: { enabled: true, host: '127.0.0.1', port: post.port },
    meta: { appURL: kitchen.address },
  }
  await dapur.send({ method: 'PATCH', path: '/api/settings', body })
  await what()
  const mail = await post.mailTo(to)
  return /http\S+\/_\/#\/auth\/[\w-]+\/[\w.-]+/.exec(mail.text ?? '')?.[0] ?? `no link in ${tokenIn(mail)}`
}

async function ask(path: string, body: object, token = ''): Promise<void> {
  const dapur = await kitchen.signedIn()
  await dapur.send({ method: 'POST', path: `/api/collections/${path}`, body, token })
}

/** Sign in as the guest; throws when that fails. */
async function enter(identity: string, with_: string): Promise<string> {
  const dapur = await kitchen.signedIn()
  const path = '/api/collections/users/auth-with-password'
  const answer: { token: string } = await dapur.send({
    method: 'POST',
    path,
    body: { identity, password: with_ },
    token: '',
  })
  return answer.token
}

beforeAll(async () => {
  if (noBrowser) return
  const dapur = await kitchen.signedIn()
  await dapur.collection('users').create({ email: GUEST, password, passwordConfirm: password })
})

async function isVerified(): Promise<unknown> {
  const dapur = await kitchen.signedIn()
  const { items } = await dapur.collection('users').list()
  return items[0]?.['verified']
}

test.skipIf(noBrowser)('the link of a verification mail shows an address, with one click', async () => {
  const link = await mailed(() => ask('users/request-verification', { email: GUEST }), GUEST)
  expect(link).toContain(`${kitchen.address}/_/#/auth/confirm-verification/`)
  const { page, complaints } = await open(link)
  await page.getByRole('heading', { name: 'Confirm your address' }).waitFor()
  await page.getByText(GUEST).waitFor()
  expect(await accessibilityFaults(page)).toEqual([])
  // To look at the page is not to use the link.
  expect(await isVerified()).toBe(false)
  await page.getByRole('button', { name: 'Confirm my address' }).press('Enter')
  await page.getByRole('heading', { name: 'Your address is confirmed' }).waitFor()
  expect(await accessibilityFaults(page)).toEqual([])
  expect(await isVerified()).toBe(true)
  expect(complaints).toEqual([])
})

test.skipIf(noBrowser)('the link of a reset mail takes a new password, once', async () => {
  const link = await mailed(() => ask('users/request-password-reset', { email: GUEST }), GUEST)
  const { page, complaints } = await open(link)
  await page.getByRole('heading', { name: 'Choose a new password' }).waitFor()
  await fill(page, 'New password', 'short', 'other')
  expect(await problemUnder(page, 'Repeat the new password')).toMatch(/same/)
  await fill(page, 'New password', 'short', 'short')
  expect(await problemUnder(page, 'New password')).toMatch(/8 to 255/)
  expect(await accessibilityFaults(page)).toEqual([])
  await fill(page, 'New password', 'rendang-padang-1', 'rendang-padang-1')
  await page.getByRole('heading', { name: 'Your new password is set' }).waitFor()
  expect(await enter(GUEST, 'rendang-padang-1')).not.toBe('')
  await page.reload()
  await fill(page, 'New password', 'rendang-padang-2', 'rendang-padang-2')
  await page.getByRole('heading', { name: 'This link is no longer valid' }).waitFor()
  expect(await accessibilityFaults(page)).toEqual([])
  expect(complaints).toEqual([])
})

async function fill(page: Page, label: string, one: string, two: string): Promise<void> {
  await page.getByLabel(label, { exact: true }).fill(one)
  await page.getByLabel('Repeat the new password').fill(two)
  await page.getByRole('button', { name: 'Set the new password' }).click()
}

test.skipIf(noBrowser)('the link of a change mail asks for the password', async () => {
  const next = 'next@example.com'
  const token = await enter(GUEST, 'rendang-padang-1')
  const link = await mailed(() => ask('users/request-email-change', { newEmail: next }, token), next)
  const { page, complaints } = await open(link)
  await page.getByText(`${next} becomes the address`).waitFor()
  expect(await accessibilityFaults(page)).toEqual([])
  await page.getByLabel('Password', { exact: true }).fill('not the password')
  await page.keyboard.press('Enter')
  expect(await problemUnder(page, 'Password')).not.toBe('')
  await page.getByLabel('Password', { exact: true }).fill('rendang-padang-1')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Your new address is confirmed' }).waitFor()
  expect(await enter(next, 'rendang-padang-1')).not.toBe('')
  expect(complaints).toEqual([])
})

test.skipIf(noBrowser)('a superuser goes on to the sign-in from a new password', async () => {
  const email = 'chef@example.com'
  const link = await mailed(() => ask('_superusers/request-password-reset', { email }), email)
  const { page } = await open(link)
  await fill(page, 'New password', password, password)
  await page.getByRole('heading', { name: 'Your new password is set' }).waitFor()
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  expect(page.url()).toBe(`${kitchen.address}/_/#/sign-in`)
})

test.skipIf(noBrowser)(
  'rubbish, a link for something else and one that is over are no longer valid',
  async () => {
    const claims = (more: object): string => {
      const all = { id: 'x', collectionId: '_pb_users_auth_', type: 'verification', email: GUEST, ...more }
      return `h.${Buffer.from(JSON.stringify(all)).toString('base64url')}.s`
    }
    const { page } = await open(`${kitchen.address}/_/`)
    for (const token of ['rubbish', claims({ type: 'auth' }), claims({ exp: 1 })]) {
      await page.goto(`${kitchen.address}/_/#/auth/confirm-verification/${token}`)
      await page.getByRole('heading', { name: 'This link is no longer valid' }).waitFor()
    }
    // One that looks well, but is signed by nobody: the server decides.
    await page.goto(`${kitchen.address}/_/#/auth/confirm-verification/${claims({})}`)
    await page.getByRole('button', { name: 'Confirm my address' }).click()
    await page.getByRole('heading', { name: 'This link is no longer valid' }).waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
  },
)

test.skipIf(noBrowser)(
  'a superuser whose session has ended is not sent to the sign-in from a link',
  async () => {
    const { page } = await open(`${kitchen.address}/api/health`)
    await page.evaluate(() => {
      const claims = btoa(JSON.stringify({ id: 'x', collectionId: 'y', type: 'auth' }))
      localStorage.setItem('dapur_admin', JSON.stringify({ token: `h.${claims}.s`, record: { id: 'x' } }))
    })
    const refused = page.waitForResponse((reply) => reply.url().includes('auth-refresh'))
    await page.goto(`${kitchen.address}/_/#/auth/oauth2-redirect-failure`)
    expect((await refused).status()).toBe(401)
    await page.getByRole('heading', { name: 'The sign-in did not work' }).waitFor()
    expect(page.url()).toContain('oauth2-redirect-failure')
  },
)

test.skipIf(noBrowser)('the way back from another service says how it went', async () => {
  const { page, complaints } = await open(`${kitchen.address}/api/oauth2-redirect?state=nobody&code=c`)
  await page.getByRole('heading', { name: 'The sign-in did not work' }).waitFor()
  expect(page.url()).toBe(`${kitchen.address}/_/#/auth/oauth2-redirect-failure`)
  expect(await accessibilityFaults(page)).toEqual([])
  await page.goto(`${kitchen.address}/_/#/auth/oauth2-redirect-success`)
  await page.getByRole('heading', { name: 'You are signed in' }).waitFor()
  expect(await accessibilityFaults(page)).toEqual([])
  expect(complaints).toEqual([])
})

test.skipIf(noBrowser)('a window that an app has opened closes by itself', async () => {
  const { page } = await open(`${kitchen.address}/api/health`)
  const [popup] = await Promise.all([
    page.waitForEvent('popup'),
    page.evaluate(() => void window.open('/_/#/auth/oauth2-redirect-success')),
  ])
  if (!popup.isClosed()) await popup.waitForEvent('close')
  expect(popup.isClosed()).toBe(true)
})

/** What stands under the input with this label, once it is marked as wrong. */
async function problemUnder(page: Page, label: string): Promise<string> {
  const input = page.getByLabel(label, { exact: true }).and(page.locator('[aria-invalid="true"]'))
  return page.locator(`[id="${await input.getAttribute('aria-describedby')}"]`).innerText()
}
