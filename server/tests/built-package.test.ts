import { execFileSync, spawn } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import { smallDisk } from './small-disk.ts'
import { temporaryDir } from './serve-process.ts'

const root = resolve(import.meta.dirname, '../..')
const disk = smallDisk(64)
const OWNER = { DAPUR_SUPERUSER_EMAIL: 'owner@example.com', DAPUR_SUPERUSER_PASSWORD: 'sambal-terasi-9' }

/*
 * What `npm run build` and `npm pack` make of the server, in a folder with nothing else in it, on a disk that cannot
 * be written to: as the image of docs/deploy/Dockerfile has it with a read-only root.
 */
beforeAll(() => {
  if (disk.whyNot) return
  const built = mkdtempSync(join(tmpdir(), 'dapur-built-'))
  try {
    const tsc = join(root, 'node_modules/typescript/bin/tsc')
    execFileSync(process.execPath, [tsc, '-p', join(root, 'tsconfig.build.json'), '--outDir', built], {
      cwd: root,
      stdio: 'pipe',
    })
    cpSync(built, join(disk.path, 'dist'), { recursive: true })
  } finally {
    rmSync(built, { recursive: true, force: true })
  }
  cpSync(join(root, 'package.json'), join(disk.path, 'package.json'))
  symlinkSync(join(root, 'node_modules'), join(disk.path, 'node_modules'))
  writeFileSync(
    join(disk.path, 'hono.config.mjs'),
    `import { defineConfig } from 'dapur'\nexport default defineConfig({ settings: { meta: { appName: 'Built' } } })\n`,
  )
  execFileSync('mount', ['-o', 'remount,ro', disk.path])
}, 120_000)
afterAll(() => disk.remove())

interface Built {
  readonly address: string
  readonly stop: () => Promise<number | null>
}

async function serve(dir: string): Promise<Built> {
  const child = spawn(process.execPath, ['dist/server/main.js', 'serve', '--port', '0', '--dir', dir], {
    cwd: disk.path,
    env: { PATH: process.env['PATH'], NO_COLOR: '1', ...OWNER },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const exit = new Promise<number | null>((done) => child.once('exit', done))
  let output = ''
  const address = await new Promise<string>((done, fail) => {
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => {
        output += chunk.toString()
        const found = /ready at (http:\/\/\S+)/.exec(output)?.[1]
        if (found) done(found)
      })
    void exit.then((code) => fail(new Error(`the server ended with ${code}:\n${output}`)))
  })
  return {
    address,
    stop() {
      child.kill('SIGTERM')
      return exit
    },
  }
}

test.skipIf(disk.whyNot)(
  'the built package runs where nothing but the data directory can be written',
  async () => {
    expect(() => writeFileSync(join(disk.path, 'x'), '')).toThrow('EROFS')
    const { dir, remove } = await temporaryDir()
    onTestFinished(remove)
    const { address, stop } = await serve(dir)
    const send = async (method: string, path: string, body?: unknown, authorization = '') => {
      const headers = { authorization, 'content-type': 'application/json' }
      const init = body === undefined ? { method, headers } : { method, headers, body: JSON.stringify(body) }
      const reply = await fetch(`${address}${path}`, init)
      return { status: reply.status, json: z.record(z.string(), z.any()).parse(await reply.json()) }
    }
    const identity = { identity: 'owner@example.com', password: 'sambal-terasi-9' }
    const { json } = await send('POST', '/api/collections/_superusers/auth-with-password', identity)
    const token = String(json['token'])
    // Each of these is a thread or a process of its own, which has to be found in what was built.
    const made = await send('POST', '/api/collections', { name: 'posts', type: 'base', listRule: '' }, token)
    expect(made.status).toBe(200)
    const query = await send('POST', '/api/sql', { query: 'select 1 as one' }, token)
    expect(query.json['rows']).toEqual([['1']])
    // And the configuration beside it finds `dapur`.
    const settings = await send('GET', '/api/settings', undefined, token)
    expect(settings.json['meta'].appName).toBe('Built')
    expect(await stop()).toBe(0)
    expect(existsSync(join(dir, 'data.db'))).toBe(true)
  },
  60_000,
)

test.skipIf(disk.whyNot)('the built package says which version it is', () => {
  const { version } = z
    .object({ version: z.string() })
    .parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')))
  const output = execFileSync(process.execPath, ['dist/server/main.js', '--version'], { cwd: disk.path })
  expect(output.toString()).toContain(`dapur ${version}`)
})
