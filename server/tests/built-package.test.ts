import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import { NOBODY, nodeChildrenOf, openFolder, runAsNobody, spawnAsNobody } from './as-nobody.ts'
import { temporaryDir } from './serve-process.ts'
import { smallDisk } from './small-disk.ts'
import type { Reply } from './test-app.ts'

const root = resolve(import.meta.dirname, '../..')
const disk = smallDisk(64)
const MAIN = join(disk.path, 'dist/server/main.js')
const STOPS_WITHIN_MS = 5000
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
  // Whoever runs it may read it.
  chmodSync(disk.path, 0o755)
  execFileSync('mount', ['-o', 'remount,ro', disk.path])
}, 120_000)
afterAll(() => disk.remove())

interface Built {
  readonly address: string
  readonly pid: number
  readonly stop: () => Promise<number | null>
}

async function serve(dir: string): Promise<Built> {
  const child = spawn(process.execPath, ['dist/server/main.js', 'serve', '--port', '0', '--dir', dir], {
    cwd: disk.path,
    env: { PATH: process.env['PATH'], NO_COLOR: '1', ...OWNER },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  return ready(child)
}

/** A server that was started, once it says where it listens. */
async function ready(child: ChildProcess): Promise<Built> {
  const exit = new Promise<number | null>((done) => child.once('exit', done))
  let output = ''
  const address = await new Promise<string>((done, fail) => {
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk: Buffer) => {
        output += chunk.toString()
        const found = /ready at (http:\/\/\S+)/.exec(output)?.[1]
        if (found) done(found)
      })
    void exit.then((code) => fail(new Error(`the server ended with ${code}:\n${output}`)))
  })
  return {
    address,
    pid: child.pid ?? 0,
    stop() {
      child.kill('SIGTERM')
      return exit
    },
  }
}

type Send = (
  method: string,
  path: string,
  body?: object,
  authorization?: string,
) => Promise<{ status: number; json: Record<string, Reply['json']> }>

function sender(address: string): Send {
  return async (method, path, body, authorization = '') => {
    const isForm = body instanceof FormData
    const headers = { authorization, ...(isForm ? {} : { 'content-type': 'application/json' }) }
    const init = body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }
    const reply = await fetch(`${address}${path}`, { method, headers, ...init })
    return { status: reply.status, json: z.record(z.string(), z.any()).parse(await reply.json()) }
  }
}

async function signIn(send: Send): Promise<string> {
  const identity = { identity: 'owner@example.com', password: 'sambal-terasi-9' }
  const { json } = await send('POST', '/api/collections/_superusers/auth-with-password', identity)
  return String(json['token'])
}

test.skipIf(disk.whyNot)(
  'the built package runs where nothing but the data directory can be written',
  async () => {
    expect(() => writeFileSync(join(disk.path, 'x'), '')).toThrow('EROFS')
    const { dir, remove } = await temporaryDir()
    onTestFinished(remove)
    const { address, stop } = await serve(dir)
    const send = sender(address)
    const token = await signIn(send)
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

test.skipIf(disk.whyNot)(
  'as nobody on a read-only root it makes thumbnails and reads heavily, and ends by SIGTERM',
  async ({ skip }) => {
    const dir = openFolder()
    if (runAsNobody(dir, [process.execPath, '--version']).status !== 0)
      skip('needs root, unshare and setpriv to make the root read-only, and a checkout that others may read')
    // Control: a folder in which anybody may write refuses, the one of the data does not.
    const other = join(openFolder(), 'trace')
    expect(runAsNobody(dir, ['touch', other]).stderr).toContain('Read-only file system')
    expect(runAsNobody(dir, ['touch', join(dir, 'trace')]).status).toBe(0)

    const account = ['owner@example.com', 'sambal-terasi-9']
    const made = runAsNobody(dir, [process.execPath, MAIN, 'superuser', 'create', ...account, '--dir', dir])
    expect([made.status, made.stderr]).toEqual([0, ''])
    const command = [process.execPath, MAIN, 'serve', '--port', '0', '--dir', dir]
    const { address, pid, stop } = await ready(spawnAsNobody(dir, command))
    const send = sender(address)
    expect((await send('GET', '/api/health')).status).toBe(200)
    const token = await signIn(send)
    const dishes = {
      name: 'dishes',
      type: 'base',
      viewRule: '',
      fields: [{ name: 'photo', type: 'file', maxSelect: 1 }],
    }
    expect((await send('POST', '/api/collections', dishes, token)).status).toBe(200)
    const thumb = await fetch(`${address}${await uploadPhoto(send, token)}?thumb=100x100`)
    expect(thumb.status).toBe(200)
    expect(await sharp(await thumb.bytes()).metadata()).toMatchObject({ width: 100, height: 100 })
    // The fields of a view are read off its first rows, always in a process of its own.
    const menu = { name: 'menu', type: 'view', viewQuery: 'SELECT id, photo FROM dishes' }
    expect((await send('POST', '/api/collections', menu, token)).status).toBe(200)

    // Control: what answered was no fallback in the server itself.
    expect(nodeChildrenOf(pid)).toEqual([
      { entry: 'heavy-child.js', user: NOBODY },
      { entry: 'image-child.js', user: NOBODY },
    ])
    const before = performance.now()
    expect(await stop()).toBe(0)
    expect(performance.now() - before).toBeLessThan(STOPS_WITHIN_MS)
  },
  60_000,
)

/** The path of a photo of 300 × 200 pixels. */
async function uploadPhoto(send: Send, token: string): Promise<string> {
  const create = { width: 300, height: 200, channels: 3 as const, background: '#bb4411' }
  const form = new FormData()
  const bytes = await sharp({ create }).png().toBuffer()
  form.set('photo', new File([new Uint8Array(bytes)], 'soto.png', { type: 'image/png' }))
  const { status, json } = await send('POST', '/api/collections/dishes/records', form, token)
  expect(status).toBe(200)
  return `/api/files/dishes/${json['id']}/${json['photo']}`
}

test.skipIf(disk.whyNot)('the built package says which version it is', () => {
  const { version } = z
    .object({ version: z.string() })
    .parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')))
  const output = execFileSync(process.execPath, ['dist/server/main.js', '--version'], { cwd: disk.path })
  expect(output.toString()).toContain(`dapur ${version}`)
})
