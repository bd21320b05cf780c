/**
 * The built program as docs/deploy runs it: as nobody special, on a root that is read-only but for its data. Its child
 * processes have to be found, and to start, there too.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { chmodSync, existsSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { expect, onTestFinished, test } from 'vitest'
import * as z from 'zod'

const main = join(import.meta.dirname, '../dist/server/main.js')
const account = { email: 'sri@example.com', password: 'sambal-terasi-9' }
const NOBODY = 65_534
const STOPS_WITHIN_MS = 5000

test('the built server makes thumbnails and reads heavily as nobody on a read-only root, and ends by SIGTERM', async ({
  skip,
}) => {
  if (!existsSync(main)) skip('not built: run `npm run build` first')
  const dir = dataFolder()
  if (insideSync(dir, ['true']).status !== 0)
    skip('needs root, unshare and setpriv to make the root read-only')
  expectReadOnly(dir)

  const created = insideSync(dir, [
    process.execPath,
    main,
    'superuser',
    'create',
    ...Object.values(account),
    '--dir',
    dir,
  ])
  expect([created.status, created.stderr]).toEqual([0, ''])
  const { child, address } = await serve(dir)
  expect((await fetch(`${address}/api/health`)).status).toBe(200)
  const call = await signIn(address)

  await call('/api/collections', {
    name: 'dishes',
    type: 'base',
    viewRule: '',
    fields: [{ name: 'photo', type: 'file', maxSelect: 1 }],
  })
  const photo = await uploadPhoto(address, call)
  const thumb = await fetch(`${photo}?thumb=100x100`)
  expect(thumb.status).toBe(200)
  expect(await sharp(await thumb.bytes()).metadata()).toMatchObject({ width: 100, height: 100 })

  // The fields of a view are read off its first rows, always in a process of its own.
  await call('/api/collections', { name: 'menu', type: 'view', viewQuery: 'SELECT id, photo FROM dishes' })

  // Control: what answered was no fallback in the server itself.
  const pid = z.number().parse(child.pid)
  expect(childrenOf(pid)).toEqual([
    { entry: 'heavy-child.js', user: NOBODY },
    { entry: 'image-child.js', user: NOBODY },
  ])

  const before = performance.now()
  child.kill('SIGTERM')
  expect(await ended(child)).toBe(0)
  expect(performance.now() - before).toBeLessThan(STOPS_WITHIN_MS)
})

/** A folder that the server may write to. */
function dataFolder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'dapur-built-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  chmodSync(dir, 0o777)
  return dir
}

/** How to run `command` with only `dir` to write to, and no rights. */
function inside(dir: string, command: readonly string[]): { file: string; args: string[] } {
  const script = 'mount --bind "$0" "$0" && mount -o remount,bind,ro / && exec "$@"'
  const nobody = ['setpriv', `--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups', '--no-new-privs']
  return { file: 'unshare', args: ['--mount', 'sh', '-c', script, dir, ...nobody, ...command] }
}

function insideSync(dir: string, command: readonly string[]): { status: number | null; stderr: string } {
  const { file, args } = inside(dir, command)
  return spawnSync(file, args, { cwd: dir, env: {}, encoding: 'utf8' })
}

/** Control: a folder in which anybody may write refuses, the one of the data does not. */
function expectReadOnly(dir: string): void {
  const open = dataFolder()
  expect(insideSync(dir, ['touch', join(open, 'trace')]).stderr).toContain('Read-only file system')
  expect(insideSync(dir, ['touch', join(dir, 'trace')]).status).toBe(0)
}

async function serve(dir: string): Promise<{ child: ChildProcess; address: string }> {
  const { file, args } = inside(dir, [process.execPath, main, 'serve', '--port', '0', '--dir', dir])
  const child = spawn(file, args, { cwd: dir, env: {}, stdio: ['ignore', 'pipe', 'pipe'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  let printed = ''
  const address = await new Promise<string>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => {
        printed += chunk.toString()
        const found = /ready at (http:\/\/\S+)/.exec(printed)?.[1]
        if (found) resolve(found)
      })
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}:\n${printed}`)))
  })
  return { child, address }
}

type Call = (path: string, body: FormData | object) => Promise<unknown>

async function signIn(address: string): Promise<Call> {
  const post = async (path: string, body: FormData | object, token = ''): Promise<unknown> => {
    const isForm = body instanceof FormData
    const headers = { authorization: token, ...(isForm ? {} : { 'content-type': 'application/json' }) }
    const response = await fetch(address + path, {
      method: 'POST',
      headers,
      body: isForm ? body : JSON.stringify(body),
    })
    const text = await response.text()
    expect([response.status, response.ok ? '' : text], path).toEqual([200, ''])
    return JSON.parse(text)
  }
  const credentials = { identity: account.email, password: account.password }
  const answer = await post('/api/collections/_superusers/auth-with-password', credentials)
  const { token } = z.object({ token: z.string() }).parse(answer)
  return (path, body) => post(path, body, token)
}

/** The address of a photo of 300 × 200 pixels. */
async function uploadPhoto(address: string, call: Call): Promise<string> {
  const create = { width: 300, height: 200, channels: 3 as const, background: '#bb4411' }
  const bytes = await sharp({ create }).png().toBuffer()
  const form = new FormData()
  form.set('photo', new File([new Uint8Array(bytes)], 'soto.png', { type: 'image/png' }))
  const answer = await call('/api/collections/dishes/records', form)
  const { id, photo } = z.object({ id: z.string(), photo: z.string() }).parse(answer)
  return `${address}/api/files/dishes/${id}/${photo}`
}

/** The Node processes that `pid` has started: what they run, and as whom. */
function childrenOf(pid: number): { entry: string | undefined; user: number }[] {
  const children = globSync(`/proc/${pid}/task/*/children`).flatMap((path) =>
    readFileSync(path, 'utf8').trim().split(' ').filter(Boolean),
  )
  return children
    .map((child) => ({
      entry: /([\w-]+-child\.js)/.exec(readFileSync(`/proc/${child}/cmdline`, 'utf8'))?.[1],
      user: Number(/^Uid:\s+(\d+)/m.exec(readFileSync(`/proc/${child}/status`, 'utf8'))?.[1]),
    }))
    .toSorted((a, b) => String(a.entry).localeCompare(String(b.entry)))
}

function ended(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => child.once('exit', resolve))
}
