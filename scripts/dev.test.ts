import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient, memoryStore } from '@dapur/sdk'
import { expect, onTestFinished, test, vi } from 'vitest'

const runner = join(import.meta.dirname, 'run.mjs')
const account = { email: 'chef@example.com', password: 'a long password' }

test('npm run dev keeps the types of the collections beside the app', async () => {
  const cwd = mkdtempSync(join(tmpdir(), 'dapur-dev-'))
  const types = join(cwd, 'dapur.d.ts')
  const env = {
    ...process.env,
    DAPUR_SUPERUSER_EMAIL: account.email,
    DAPUR_SUPERUSER_PASSWORD: account.password,
  }
  const child = spawn(process.execPath, [runner, 'dev', '--port', '0', '--dir', join(cwd, 'data')], {
    cwd,
    env,
  })
  onTestFinished(async () => {
    child.kill('SIGTERM')
    await once(child, 'exit')
    rmSync(cwd, { recursive: true })
  })
  let printed = ''
  child.stdout.on('data', (part: Buffer) => (printed += part.toString()))
  const within = { timeout: 20_000, interval: 50 }
  const url = await vi.waitUntil(() => /ready at (http\S+)/.exec(printed)?.[1], within)
  await vi.waitUntil(() => existsSync(types), within)
  expect(readFileSync(types, 'utf8')).not.toContain('dishes')

  const dapur = createClient(url, { store: memoryStore() })
  await dapur.collection('_superusers').signIn(account)
  await dapur.collections.create({ name: 'dishes', type: 'base', fields: [{ name: 'spice', type: 'text' }] })
  await vi.waitUntil(() => /dishes[^]*spice/.test(readFileSync(types, 'utf8')), within)
}, 60_000)
