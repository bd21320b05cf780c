import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { listen } from '../cli/listen.ts'
import { testApp } from './test-app.ts'

const page = readFileSync(join(import.meta.dirname, '../../docs/transfer.md'), 'utf8')
const run = promisify(execFile)
const examples = [...page.matchAll(/<!-- run: (\d+) -->\n```sh\n(.*?)```/gs)]
const CURL = 'curl() { command curl -sS -o answer -w "%{http_code}" "$@"; };'

test('docs/transfer.md: every example does what the page says', async () => {
  const { app, collection, dir, record, superuser } = await testApp()
  await collection({
    name: 'dishes',
    fields: [
      { name: 'name', type: 'text', required: true },
      { name: 'price', type: 'number', min: 0 },
    ],
  })
  await record('dishes', { name: 'Gado-gado', price: 12_000 })
  const server = await listen(app, { host: '127.0.0.1', port: 0 })
  onTestFinished(() => server.close())
  const env = { PATH: process.env['PATH'], BASE: server.address, SUPERUSER: superuser }
  const answers: string[] = []
  for (const [, status = '', command = ''] of examples) {
    const { stdout } = await run('sh', ['-c', CURL + command], { cwd: dir, env })
    answers.push(readFileSync(join(dir, 'answer'), 'utf8'))
    expect([stdout, answers.at(-1)]).toEqual([status, expect.any(String)])
  }
  expect(examples).toHaveLength(page.split('```sh\n').length - 1)
  expect(answers[0]).toMatch(/^id,name,price\r\n\w{15},Gado-gado,12000\r\n$/)
  expect(JSON.parse(answers[1] ?? '')).toMatchObject({
    created: 1,
    failed: 1,
    rows: { '2': { price: { code: 'validation_min_number_constraint' } } },
  })
  expect(JSON.parse(answers[2] ?? '')).toMatchObject({ created: 1, updated: 0, failed: 0 })
})
