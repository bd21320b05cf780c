import { execFile } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { expect, onTestFinished, test, vi } from 'vitest'
import { listen } from '../cli/listen.ts'
import { temporaryDir } from './serve-process.ts'
import { testApp, testPassword } from './test-app.ts'

/** Compilers take their time on a busy machine. */
vi.setConfig({ testTimeout: 300_000 })

const run = promisify(execFile)
const clients = join(import.meta.dirname, '../../examples/clients')
const page = readFileSync(join(import.meta.dirname, '../../docs/clients.md'), 'utf8')

/** Each language, the tools that it needs, and the commands that docs/clients.md tells. */
const languages: Readonly<Record<string, readonly string[]>> = {
  python: ['python3'],
  go: ['go'],
  php: ['php'],
  java: ['javac', 'java'],
}

const EXPECTED = [
  'signed in as sari@example.com',
  'Soto 22000',
  'Rawon 28000',
  'created open',
  'heard create open',
  'heard update done',
  'refused 400 validation_required',
  'deleted',
]

function isThere(tool: string): boolean {
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => existsSync(join(folder, tool)))
}

/** The block of the page that is run in the folder of a language. */
function commandOf(language: string): string {
  const [, command = ''] =
    new RegExp(`<!-- run: ${language} -->\\n\`\`\`sh\\n(.*?)\`\`\``, 's').exec(page) ?? []
  if (command === '') throw new Error(`docs/clients.md does not say how to run ${language}`)
  return command
}

async function restaurant(): Promise<Readonly<Record<string, string>>> {
  const { app, collection, record } = await testApp()
  const mine = 'owner = @request.auth.id'
  await collection({
    name: 'dishes',
    listRule: '',
    fields: [
      { name: 'name', type: 'text' },
      { name: 'price', type: 'number' },
      { name: 'kind', type: 'text' },
    ],
  })
  await collection({
    name: 'orders',
    listRule: mine,
    viewRule: mine,
    createRule: mine,
    updateRule: mine,
    deleteRule: mine,
    fields: [
      { name: 'status', type: 'text', required: true },
      { name: 'owner', type: 'text' },
    ],
  })
  const dishes = [
    ['Rawon', 28_000, 'soup'],
    ['Soto', 22_000, 'soup'],
    ['Nasi uduk', 25_000, 'rice'],
    ['Bakso', 15_000, 'soup'],
  ] as const
  for (const [name, price, kind] of dishes) await record('dishes', { name, price, kind })
  const email = 'sari@example.com'
  await record('users', { email, password: testPassword, passwordConfirm: testPassword, verified: true })
  const server = await listen(app, { host: '127.0.0.1', port: 0 })
  onTestFinished(() => server.close())
  return { DAPUR_URL: server.address, DAPUR_EMAIL: email, DAPUR_PASSWORD: testPassword }
}

for (const [language, tools] of Object.entries(languages)) {
  const missing = tools.filter((tool) => !isThere(tool))
  if (missing.length > 0) console.log(`The client in ${language} is not run: no ${missing.join(', ')} here.`)
  test.skipIf(missing.length > 0)(
    `docs/clients.md: the client in ${language} does what the page says`,
    async () => {
      const { dir: OUT, remove } = await temporaryDir()
      onTestFinished(remove)
      const env = {
        ...process.env,
        ...(await restaurant()),
        OUT,
        PYTHONDONTWRITEBYTECODE: '1',
        GOTOOLCHAIN: 'local',
        CGO_ENABLED: '0',
      }
      const { stdout } = await run('sh', ['-ec', commandOf(language)], { cwd: join(clients, language), env })
      expect(stdout.trim().split('\n')).toEqual(EXPECTED)
    },
  )
}

test('docs/clients.md tells of each language, and nothing that no test runs', () => {
  for (const language of Object.keys(languages)) expect(commandOf(language)).toContain('session')
  expect(page.split('```sh\n')).toHaveLength(Object.keys(languages).length + 1)
})
