import { type Client, createClient, memoryStore, type RecordJson } from '@dapur/sdk'
import { beforeAll, expect, test } from 'vitest'
import { noBrowser, useBrowser } from './browser.ts'
import { enterPage } from './enter-page.ts'
import { useKitchen } from './kitchen.ts'
import { accessibilityFaults } from './page-faults.ts'

const open = useBrowser()
const kitchen = useKitchen({ superuser: true })
const ani = { email: 'ani@example.com', password: 'a long password' }
let account: RecordJson | undefined

beforeAll(async () => {
  if (noBrowser) return
  const dapur = await kitchen.signedIn()
  await dapur.collections.update('users', { dapur: { sessions: { enabled: true } } })
  account = await dapur.collection('users').create({ ...ani, passwordConfirm: ani.password, name: 'Ani' })
}, 60_000)

/** Ani on a device of her own. */
async function signedInAsAni(): Promise<Client> {
  const client = createClient(kitchen.address, { store: memoryStore(), refresh: false })
  await client.collection('users').signIn(ani)
  return client
}

/** Does the server still know who this is? */
async function isKnown(client: Client): Promise<boolean> {
  // Everybody sees only themselves; a guest sees nobody.
  const { items } = await client.collection('users').list()
  return items.length === 1
}

const enterAccount = () => enterPage(open, kitchen, `/collections/users?record=${account?.id}&tab=account`)

test.skipIf(noBrowser)('an account is verified and sent its mails', async () => {
  const { page, complaints } = await enterAccount()
  const sheet = page.locator('dialog.sheet')
  await sheet.getByRole('button', { name: 'Send: Password mail' }).click()
  await sheet.getByText(`Sent to ${ani.email}`).waitFor()
  await sheet.getByRole('button', { name: 'Send: Verification mail' }).click()
  await expect.poll(() => sheet.getByText(`Sent to ${ani.email}`).count()).toBe(2)
  await sheet.getByRole('button', { name: 'Mark: Mark as verified' }).click()
  await sheet.getByText('The address is verified').waitFor()
  const dapur = await kitchen.signedIn()
  expect((await dapur.collection('users').get(account?.id ?? ''))['verified']).toBe(true)
  expect(await accessibilityFaults(page)).toEqual([])
  expect(complaints).toEqual([])
})

test.skipIf(noBrowser)('sessions are seen and ended one by one, and all at once', async () => {
  const [first, second] = [await signedInAsAni(), await signedInAsAni()]
  const { page } = await enterAccount()
  const sheet = page.locator('dialog.sheet')
  const ends = sheet.getByRole('button', { name: /^End the session/ })
  await expect.poll(() => ends.count()).toBe(2)
  await ends.first().click()
  await expect.poll(() => ends.count()).toBe(1)
  expect([await isKnown(first), await isKnown(second)].filter(Boolean)).toEqual([true])

  await sheet.getByRole('button', { name: 'Sign out: Sign out everywhere' }).click()
  const question = page.getByRole('dialog', { name: 'Sign out everywhere' })
  expect(await accessibilityFaults(page)).toEqual([])
  await question.getByRole('button', { name: 'Sign out' }).click()
  await sheet.getByText('The account is signed out everywhere.').waitFor()
  await sheet.getByText('This account is signed in nowhere.').waitFor()
  expect([await isKnown(first), await isKnown(second)]).toEqual([false, false])
})

test.skipIf(noBrowser)('a token is made that acts as the account', async () => {
  const { page } = await enterAccount()
  const sheet = page.locator('dialog.sheet')
  await sheet.getByLabel('How long the token is good').selectOption({ label: '15 minutes' })
  await sheet.getByRole('button', { name: 'Make a token' }).click()
  const token = await sheet.locator('code').innerText()
  const answer = await fetch(`${kitchen.address}/api/collections/users/records/${account?.id}`, {
    headers: { authorization: token },
  })
  expect(await answer.json()).toMatchObject({ id: account?.id, email: ani.email })
})

test.skipIf(noBrowser)('a link to an account elsewhere is seen and cut', async () => {
  const dapur = await kitchen.signedIn()
  const link = {
    collectionRef: account?.collectionId,
    recordRef: account?.id,
    provider: 'github',
    providerId: '77',
  }
  await dapur.collection('_externalAuths').create(link)
  const { page } = await enterAccount()
  const sheet = page.locator('dialog.sheet')
  await sheet.getByRole('button', { name: 'Unlink github' }).click()
  await sheet.getByText('No account of another service is linked.').waitFor()
  expect((await dapur.collection('_externalAuths').list()).totalItems).toBe(0)
})

test.skipIf(noBrowser)('a password that is set for somebody lets them in', async () => {
  const { page } = await enterPage(open, kitchen, `/collections/users?record=${account?.id}`)
  const sheet = page.locator('dialog.sheet')
  await sheet.getByRole('button', { name: 'Make a password' }).click()
  const made = await sheet.getByRole('textbox', { name: /^password/ }).inputValue()
  expect(made).toMatch(/^\w{20}$/)
  await sheet.getByRole('button', { name: 'Save changes' }).click()
  await sheet.getByRole('button', { name: 'Save changes' }).waitFor({ state: 'detached' })
  const client = createClient(kitchen.address, { store: memoryStore() })
  await client.collection('users').signIn({ email: ani.email, password: made })
  expect(client.auth.isValid).toBe(true)
})
