import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { loadConfig } from '../config.ts'
import { testApp } from './test-app.ts'

const dir = mkdtempSync(join(tmpdir(), 'dapur-config-'))
afterAll(() => rmSync(dir, { recursive: true }))

function write(name: string, text: string): string {
  const path = join(dir, name)
  writeFileSync(path, text)
  return path
}

test('services §9.1 hooks of the configuration file are loaded and run', async () => {
  const config = write(
    'good.ts',
    `const handler = async (event: { record: Record<string, unknown> }, next: () => Promise<void>) => {
      event.record.name = 'from the file'
      await next()
    }
    export default { hooks: [{ event: 'record.create', collection: 'users', handler }], hookDeadline: 500 }`,
  )
  const { hooks, hookDeadline } = await loadConfig({ config }, {})
  expect(hookDeadline).toBe(500)
  const app = await testApp({ hooks, hookDeadline })
  const body = { email: 'a@example.com', password: 'abcdefgh1', passwordConfirm: 'abcdefgh1' }
  expect(await app.record('users', body)).toMatchObject({ name: 'from the file' })
})

test('services §9.1 a broken file stops the start, with its place and what is wrong', async () => {
  const wrong = write('wrong.ts', `export default { hooks: [{ event: 'record.creat', collection: '*' }] }`)
  await expect(loadConfig({ config: wrong }, {})).rejects.toThrow(/wrong\.ts[^]*hooks\.0: make hooks with on/)
  const throws = write('throws.ts', `const a: number = 1\n\nthrow new Error('no key ' + a)`)
  await expect(loadConfig({ config: throws }, {})).rejects.toThrow(/no key 1[^]*throws\.ts:3/)
})
