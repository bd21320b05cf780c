import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { createInterface } from 'node:readline/promises'
import { stripVTControlCharacters, styleText } from 'node:util'
import { createClient, memoryStore } from '@dapur/sdk'
import { buildApp } from './build-app.ts'
import type { Schema } from './dapur.d.ts'
import { COOK, seedWarung } from './seed.ts'

/*
 * `npm run warung`: builds the app when it has changed, starts the server with a data folder of its own, fills that once,
 * and says where everything is. What is typed behind `--` goes to the server: `npm run warung -- --port 9000`.
 */
const here = import.meta.dirname
const email = process.env['DAPUR_SUPERUSER_EMAIL'] || 'admin@warung.example'
// Another one at each start: it is printed, and kept nowhere.
const password = process.env['DAPUR_SUPERUSER_PASSWORD'] || randomBytes(9).toString('base64url')

const site = await buildApp()
const flags = ['--config', join(here, 'hono.config.ts'), '--dir', join(here, 'data'), '--public-dir', site]
const main = ['--conditions=source', join(here, '../../server/main.ts')]
const server = spawn(process.execPath, [...main, 'serve', ...flags, ...process.argv.slice(2)], {
  stdio: ['inherit', 'pipe', 'inherit'],
  env: {
    // At the first start there are hooks before there are collections, which is no news here.
    DAPUR_LOG_LEVEL: 'error',
    ...process.env,
    DAPUR_SUPERUSER_EMAIL: email,
    DAPUR_SUPERUSER_PASSWORD: password,
  },
})
// A terminal tells both of us; a supervisor only this process.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => server.kill(signal))
process.on('exit', () => server.kill())
server.on('exit', (code) => process.exit(code ?? 1))

for await (const line of createInterface(server.stdout)) {
  console.log(line)
  const [, address] = /ready at (http\S+)/.exec(stripVTControlCharacters(line)) ?? []
  // Beside the rest of the greeting. A failure ends this process, and the server with it.
  if (address) void open(address)
}

async function open(address: string): Promise<void> {
  const dapur = createClient<Schema>(address, { store: memoryStore() })
  await dapur.collection('_superusers').signIn({ email, password })
  const isNew = await seedWarung(dapur)
  const row = (who: string, path: string, how: string): string =>
    `  ${who.padEnd(7)} ${styleText('cyan', address + path)}  ${styleText('dim', how)}`
  console.log(`
${styleText('bold', 'The warung is open')}${isNew ? ' for the first time' : ''}. Take two windows: one orders, the other cooks.
${row('guests', '/?table=4', 'sign up there, and order')}
${row('kitchen', '/kitchen', `${COOK.email}  ${COOK.password}`)}
${row('admin', '/_/', `${email}  ${password}`)}
Where the total is computed: examples/warung/hono.config.ts
`)
}
