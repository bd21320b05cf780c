import { createHash } from 'node:crypto'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { MAIL_STYLE } from '../src/collection/mail-style.ts'
import { noBrowser, useBrowser } from './browser.ts'
import { email, password, useKitchen } from './kitchen.ts'

const open = useBrowser()
const kitchen = useKitchen({ superuser: true })
const evil = 'document.documentElement.dataset.owned = "yes"'

/** Put a script where anybody may read it; answers its address on the server. */
async function uploadScript(address: string): Promise<string> {
  const signIn = await fetch(`${address}/api/collections/_superusers/auth-with-password`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ identity: email, password }),
  })
  const { token } = await signIn.json()
  const definition = { name: 'uploads', type: 'base', viewRule: '', fields: [{ name: 'file', type: 'file' }] }
  await fetch(`${address}/api/collections`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: token },
    body: JSON.stringify(definition),
  })
  const form = new FormData()
  form.set('file', new Blob([evil]), 'evil.js')
  const made = await fetch(`${address}/api/collections/uploads/records`, {
    method: 'POST',
    headers: { authorization: token },
    body: form,
  })
  const { id, file } = await made.json()
  return `/api/files/uploads/${id}/${file}`
}

/** Add a script to the page in all the ways that an injection could, and say whether one of them ran. */
async function runsScript(page: Page, path: string): Promise<boolean> {
  return page.evaluate(
    async ([src = '', text = '']) => {
      const settled = (script: HTMLScriptElement): Promise<unknown> =>
        new Promise((resolve) => {
          for (const event of ['load', 'error']) script.addEventListener(event, resolve)
          document.body.append(script)
        })
      for (const type of ['text/javascript', 'module']) {
        await settled(Object.assign(document.createElement('script'), { src, type }))
      }
      document.body.append(Object.assign(document.createElement('script'), { text }))
      const holder = document.createElement('div')
      holder.innerHTML = `<img src="/nothing" onerror='${text}'>`
      document.body.append(holder)
      await new Promise((resolve) => setTimeout(resolve, 200))
      return document.documentElement.dataset['owned'] === 'yes'
    },
    [path, evil],
  )
}

test.skipIf(noBrowser)('a script that somebody uploaded does not run in the admin UI', async () => {
  const path = await uploadScript(kitchen.address)
  const { page } = await open(`${kitchen.address}/_/`)
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  expect(await runsScript(page, path)).toBe(false)

  // The control: the same origin without the policy of the page runs it.
  await page.route('**/naked', (route) => route.fulfill({ contentType: 'text/html', body: '<body>' }))
  await page.goto(`${kitchen.address}/naked`)
  expect(await runsScript(page, path)).toBe(true)
})

test.skipIf(noBrowser)('each page has a nonce of its own, and its scripts and styles have it', async () => {
  const hash = `sha256-${createHash('sha256').update(MAIL_STYLE).digest('base64')}`
  const nonces = new Set<string>()
  for (let at = 0; at < 3; at++) {
    const response = await fetch(`${kitchen.address}/_/`)
    const policy = response.headers.get('content-security-policy') ?? ''
    const nonce = /script-src 'nonce-([^']+)'/.exec(policy)?.[1] ?? ''
    // Beside it only the hash of the style of mail previews.
    expect(policy).toContain(`style-src 'nonce-${nonce}' '${hash}';`)
    expect(policy).toMatch(/script-src 'nonce-[\w+/=]+';/)
    const html = await response.text()
    expect(html).not.toContain('{{nonce}}')
    for (const [tag] of html.matchAll(/<script\b[^>]*>|<link rel="(?:stylesheet|modulepreload)"[^>]*>/g))
      expect(tag).toContain(`nonce="${nonce}"`)
    expect(response.headers.get('cache-control')).toBe('no-store')
    nonces.add(nonce)
  }
  expect(nonces.size).toBe(3)
})
