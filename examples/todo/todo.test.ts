import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { noBrowser, openContext } from '../../server/tests/open-context.ts'
import { type ServerProcess, startServer, SUPERUSER } from '../../tests/faults/server-process.ts'

const dir = mkdtempSync(join(tmpdir(), 'dapur-todo-'))
let server: ServerProcess
let todo: ChildProcess
let address = ''

// Without a browser there is nothing to be seen here: see `scripts/chromium.mjs`.
beforeAll(async () => {
  if (noBrowser) return
  server = await startServer({ dir })
  // Twice: the second time the collection is there already.
  const [first, again] = [await serveTodos(), await serveTodos()]
  first.child.kill()
  todo = again.child
  address = again.address
}, 60_000)

afterAll(async () => {
  if (!noBrowser) {
    todo.kill()
    await server.stop()
  }
  rmSync(dir, { recursive: true, force: true })
})

async function serveTodos(): Promise<{ child: ChildProcess; address: string }> {
  const script = join(import.meta.dirname, 'todo.ts')
  const flags = ['--url', server.url, '--email', SUPERUSER.email, '--password', SUPERUSER.password]
  const child = spawn(process.execPath, ['--conditions=source', script, ...flags, '--port', '0'])
  return { child, address: await printedAddress(child) }
}

function printedAddress({ stdout, stderr }: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    stdout?.on('data', (chunk) => {
      const [found] = /http:\S+/.exec(String(chunk)) ?? []
      if (found) resolve(found)
    })
    let complaint = ''
    stderr?.on('data', (chunk) => (complaint += String(chunk)))
    stderr?.on('close', () => reject(new Error(complaint)))
  })
}

/** A window with nothing remembered, signed in or up. */
async function enter(email: string, button: 'Sign in' | 'Sign up'): Promise<Page> {
  const page = await (await openContext()).newPage()
  await page.goto(address)
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password').fill('a long password')
  await page.getByRole('button', { name: button }).click()
  return page
}

async function add(page: Page, text: string): Promise<void> {
  await page.getByLabel('Todo').fill(text)
  await page.getByRole('button', { name: 'Add' }).click()
}

const shown = async (page: Page): Promise<string[]> =>
  (await page.locator('li span').allTextContents()).map((text) => text.trim())

test.skipIf(noBrowser)(
  'two windows of one person show the same list at every moment, and somebody else sees nothing of it',
  async () => {
    const first = await enter('sri@example.com', 'Sign up')
    await first.getByLabel('Todo').waitFor()
    const second = await enter('sri@example.com', 'Sign in')
    const stranger = await enter('budi@example.com', 'Sign up')
    await add(first, 'Buy <b>tempe</b>')
    await expect.poll(() => shown(second)).toEqual(['Buy <b>tempe</b>'])
    await add(second, 'Grind the chilies')
    await second.getByRole('checkbox', { name: 'Buy' }).click()
    await expect.poll(() => shown(first)).toEqual(['Buy <b>tempe</b>', 'Grind the chilies'])
    await expect.poll(() => first.getByRole('checkbox', { name: 'Buy' }).isChecked()).toBe(true)
    await first.getByRole('button', { name: 'Remove Grind' }).click()
    await expect.poll(() => shown(second)).toEqual(['Buy <b>tempe</b>'])
    await add(stranger, 'Sleep')
    await expect.poll(() => shown(stranger)).toEqual(['Sleep'])
    expect(await shown(first)).toEqual(['Buy <b>tempe</b>'])
  },
  60_000,
)

test.skipIf(noBrowser)(
  'what the server refuses is told',
  async () => {
    const page = await enter('sri@example.com', 'Sign up')
    await expect.poll(() => page.getByRole('alert').innerText()).not.toBe('')
  },
  60_000,
)

test('it is one HTML file that needs no build', () => {
  const page = readFileSync(join(import.meta.dirname, 'index.html'), 'utf8')
  expect(page.match(/(?:src|href)="[^"]*"|from '[^']*'/g)).toEqual(["from '/sdk/index.ts'"])
  expect(page.trimEnd().split('\n').length).toBeLessThanOrEqual(200)
})
