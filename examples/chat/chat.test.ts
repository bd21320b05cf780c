import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { noBrowser, openContext } from '../../server/tests/open-context.ts'
import { type ServerProcess, startServer, SUPERUSER } from '../../tests/faults/server-process.ts'

const dir = mkdtempSync(join(tmpdir(), 'dapur-chat-'))
let server: ServerProcess
let chat: ChildProcess
let address = ''

// Without a browser there is nothing to be seen here: see `scripts/chromium.mjs`.
beforeAll(async () => {
  if (noBrowser) return
  server = await startServer({ dir })
  const script = join(import.meta.dirname, 'chat.ts')
  const flags = ['--url', server.url, '--email', SUPERUSER.email, '--password', SUPERUSER.password]
  chat = spawn(process.execPath, ['--conditions=source', script, ...flags, '--port', '0'])
  address = await printedAddress(chat)
}, 60_000)

afterAll(async () => {
  if (!noBrowser) {
    chat.kill()
    await server.stop()
  }
  rmSync(dir, { recursive: true, force: true })
})

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

async function enter(name: string): Promise<Page> {
  const page = await (await openContext()).newPage()
  await page.goto(address)
  await page.getByLabel('Your name').fill(name)
  return page
}

const here = (page: Page): Promise<string[]> => page.locator('#here span').allTextContents()

test.skipIf(noBrowser)(
  'two windows talk, and see who is there and who is typing',
  async () => {
    const [sri, budi] = [await enter('Sri'), await enter('Budi')]
    for (const page of [sri, budi]) await expect.poll(() => here(page)).toEqual(['Sri', 'Budi'])
    await sri.getByLabel('Message').fill('<b>Soto</b> is ready')
    await expect.poll(() => here(budi)).toEqual(['Sri …', 'Budi'])
    await sri.getByRole('button').click()
    for (const page of [sri, budi])
      await expect.poll(() => page.getByRole('log').innerText()).toBe('Sri: <b>Soto</b> is ready')
    await expect.poll(() => here(budi)).toEqual(['Sri', 'Budi'])
    await sri.close()
    await expect.poll(() => here(budi)).toEqual(['Budi'])
  },
  60_000,
)

test('it takes at most 100 lines', () => {
  const lines = ['chat.ts', 'index.html'].flatMap((name) =>
    readFileSync(join(import.meta.dirname, name), 'utf8')
      .trimEnd()
      .split('\n'),
  )
  expect(lines.length).toBeLessThanOrEqual(100)
})
