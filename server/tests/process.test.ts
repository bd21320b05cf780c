import { once } from 'node:events'
import { access } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { runDapur, type Served, serveProcess, temporaryDir } from './serve-process.ts'

const OWNER = { DAPUR_SUPERUSER_EMAIL: 'owner@example.com', DAPUR_SUPERUSER_PASSWORD: 'sambal-terasi-9' }

async function folder(): Promise<string> {
  const { dir, remove } = await temporaryDir()
  onTestFinished(remove)
  return dir
}

async function serve(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Served> {
  const server = await serveProcess(args, env)
  onTestFinished(async () => void (await server.stop('SIGKILL')))
  return server
}

async function signIn(address: string, password: string): Promise<Response> {
  return fetch(`${address}/api/collections/_superusers/auth-with-password`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ identity: OWNER.DAPUR_SUPERUSER_EMAIL, password }),
  })
}

test('services §8.5 a first start prints its address and a link that creates the first superuser, once', async () => {
  const server = await serve(['--dir', await folder()])
  expect(server.output).toContain(`${server.address}/_/`)
  const token = /\/_\/#\/install\/(\S+)/.exec(server.output)?.[1] ?? ''
  const create = (email: string) =>
    fetch(`${server.address}/api/collections/_superusers/records`, {
      method: 'POST',
      headers: { authorization: token, 'content-type': 'application/json' },
      body: JSON.stringify({ email, password: 'sambal-terasi-9', passwordConfirm: 'sambal-terasi-9' }),
    })
  expect((await create('first@example.com')).status).toBe(200)
  expect((await create('second@example.com')).ok).toBe(false)
})

test('services §8.3 the environment creates the first superuser, and a restart signs nobody out', async () => {
  const dir = await folder()
  const first = await serve(['--dir', dir], OWNER)
  expect(first.output).not.toContain('install')
  const { token } = (await (await signIn(first.address, OWNER.DAPUR_SUPERUSER_PASSWORD)).json()) as {
    token: string
  }
  expect(await first.stop()).toBe(0)
  const second = await serve(['--dir', dir], OWNER)
  const reply = await fetch(`${second.address}/api/collections`, { headers: { authorization: token } })
  expect(reply.status).toBe(200)
  await second.stop()
  const third = await serve(['--dir', dir], { ...OWNER, DAPUR_SUPERUSER_PASSWORD: 'another-password-1' })
  expect(
    (await fetch(`${third.address}/api/collections`, { headers: { authorization: token } })).status,
  ).toBe(401)
  expect((await signIn(third.address, 'another-password-1')).status).toBe(200)
})

test('services §8.2 superuser commands work beside a running server, which sees the change at once', async () => {
  const dir = await folder()
  const server = await serve(['--dir', dir], OWNER)
  const { token } = (await (await signIn(server.address, OWNER.DAPUR_SUPERUSER_PASSWORD)).json()) as {
    token: string
  }
  const authorized = () => fetch(`${server.address}/api/collections`, { headers: { authorization: token } })
  expect((await authorized()).status).toBe(200)
  const changed = await runDapur([
    'superuser',
    'update',
    'owner@example.com',
    'another-password-1',
    '--dir',
    dir,
  ])
  expect(changed).toMatchObject({ code: 0, output: expect.stringContaining('Changed') })
  expect((await authorized()).status).toBe(401)
  expect((await signIn(server.address, 'another-password-1')).status).toBe(200)
  expect((await runDapur(['superuser', 'delete', 'owner@example.com', '--dir', dir])).code).toBe(1)
  expect((await runDapur(['superuser', 'create', 'not an address', 'short', '--dir', dir])).output).toContain(
    'email',
  )
})

test('a second server on the same data is refused, and told why', async () => {
  const dir = await folder()
  const first = await serve(['--dir', dir])
  const second = await runDapur(['serve', '--port', '0', '--dir', dir])
  expect(second.code).toBe(1)
  expect(second.output).toContain(dir)
  await first.stop('SIGKILL')
  await serve(['--dir', dir])
})

test('SIGTERM finishes what was started, checkpoints, and ends within five seconds', async () => {
  const dir = await folder()
  const server = await serve(['--dir', dir], OWNER)
  const { port } = new URL(server.address)
  const socket = connect(Number(port), '127.0.0.1')
  await once(socket, 'connect')
  const body = JSON.stringify({ identity: 'owner@example.com', password: OWNER.DAPUR_SUPERUSER_PASSWORD })
  const head = `POST /api/collections/_superusers/auth-with-password HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`
  socket.write(head + body.slice(0, 10))
  await new Promise((resolve) => setTimeout(resolve, 100))
  const started = performance.now()
  const stopped = server.stop()
  await new Promise((resolve) => setTimeout(resolve, 200))
  socket.write(body.slice(10))
  const [answer] = (await once(socket, 'data')) as [Buffer]
  expect(answer.toString()).toContain('HTTP/1.1 200')
  socket.end()
  expect(await stopped).toBe(0)
  expect(performance.now() - started).toBeLessThan(5000)
  await expect(access(join(dir, 'data.db-wal'))).rejects.toThrow('ENOENT')
})

test('an idle server stops at once, with sockets open that say nothing', async () => {
  const server = await serve(['--dir', await folder()])
  const socket = connect(Number(new URL(server.address).port), '127.0.0.1')
  // The server cuts it off: that is what is asked for here.
  socket.on('error', () => undefined)
  await once(socket, 'connect')
  const started = performance.now()
  expect(await server.stop()).toBe(0)
  expect(performance.now() - started).toBeLessThan(4000)
})

test('services §8.1 what cannot be used is said in one clear line', async () => {
  expect(await runDapur(['serve', '--port', 'many'])).toMatchObject({
    code: 1,
    output: expect.stringContaining('port'),
  })
  expect(await runDapur(['serve', '--config', 'nowhere.ts'])).toMatchObject({
    code: 1,
    output: expect.stringContaining('nowhere.ts'),
  })
  expect((await runDapur(['superuser', 'create'])).output).toContain('email')
})
