import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { gunzipSync } from 'node:zlib'
import { once } from 'node:events'
import { expect, onTestFinished, test } from 'vitest'
import { type ServerProcess, startServer, SUPERUSER } from '../faults/server-process.ts'
import { programOf, type Proxy, type ProxyName, startProxy } from './proxy.ts'
import { type Visitor, VISITOR, visit } from './visitor.ts'
import { talk } from './talk.ts'

const MIB = 1024 * 1024
const FILMS = '/api/collections/films/records'
const SECONDS = 1000

/** Takes out of our examples what matters, and puts in what holds back and forges. */
const plants: Readonly<Record<ProxyName, (example: string) => string>> = {
  nginx: (example) =>
    example
      .replace('proxy_request_buffering off;', '')
      .replace('proxy_buffering off;', 'proxy_ignore_headers X-Accel-Buffering;')
      .replace('proxy_set_header Upgrade', '# ')
      .replace('X-Forwarded-For $remote_addr', 'X-Forwarded-For $http_x_forwarded_for'),
  caddy: (example) =>
    example.replace(
      'flush_interval -1',
      'header_up X-Forwarded-For {http.request.header.X-Forwarded-For}\n\t\theader_up -Upgrade\n\t\tbuffer_requests\n\t\tbuffer_responses',
    ),
}

/** Puts in a proxy with opinions: it compresses again, refuses itself, has words of its own, and gives a server up. */
const opinions: Readonly<Record<ProxyName, (example: string) => string>> = {
  nginx: (example) =>
    example
      .replace('client_max_body_size 0;', 'client_max_body_size 64k;')
      .replace(
        'server 127.0.0.1:8090;',
        'server 127.0.0.1:8090 fail_timeout=1h;\n\tserver 127.0.0.1:8090 fail_timeout=1h;',
      )
      .replace(
        'proxy_pass http://dapur;',
        'proxy_pass http://dapur;\n\t\tproxy_hide_header Content-Encoding;\n' +
          '\t\tproxy_intercept_errors on;\n\t\terror_page 503 =500 @closed;',
      )
      .replace('location / {', 'location @closed {\n\t\treturn 500;\n\t}\n\tlocation / {'),
  caddy: (example) =>
    example
      .replace('reverse_proxy', 'encode gzip\n\trequest_body {\n\t\tmax_size 64KB\n\t}\n\treverse_proxy')
      .replace(
        'flush_interval -1',
        'flush_interval -1\n\t\theader_down -Content-Encoding\n\t\tfail_duration 1h\n\t\tmax_fails 2\n\t\t@closed status 503\n' +
          '\t\thandle_response @closed {\n\t\t\trespond 500\n\t\t}',
      ),
}

interface House {
  readonly dir: string
  readonly server: ServerProcess
  readonly proxy: Proxy
  readonly visitor: Visitor
  readonly token: string
  readonly start: (port: number) => Promise<ServerProcess>
}

async function house(name: ProxyName, plant?: (example: string) => string): Promise<House> {
  const folder = mkdtempSync(join(tmpdir(), 'dapur-proxy-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const dir = join(folder, 'data')
  const start = async (port: number): Promise<ServerProcess> => {
    const server = await startServer({
      dir,
      port,
      env: { DAPUR_SETTINGS_TRUSTED_PROXY_HEADERS: 'X-Forwarded-For' },
    })
    onTestFinished(() => server.kill())
    return server
  }
  const server = await start(0)
  const proxy = await startProxy({
    name,
    target: server.url,
    folder: mkdtempSync(join(folder, 'proxy-')),
    ...(plant && { plant }),
  })
  onTestFinished(() => proxy.stop())
  const visitor = visit(proxy)
  onTestFinished(() => visitor.leave())
  const body = { identity: SUPERUSER.email, password: SUPERUSER.password }
  const path = '/api/collections/_superusers/auth-with-password'
  const { token } = (await visitor.ask('POST', path, { body })).json
  const fields = [
    { name: 'title', type: 'text', max: 100_000 },
    { name: 'film', type: 'file', maxSelect: 1, maxSize: 200 * MIB },
    { name: 'still', type: 'file', maxSelect: 1, maxSize: MIB },
  ]
  const rules = { listRule: '', viewRule: '', createRule: '', updateRule: '', deleteRule: '' }
  const films = { name: 'films', type: 'base', fields, ...rules }
  expect((await visitor.ask('POST', '/api/collections', { token, body: films })).status).toBe(200)
  return { dir, server, proxy, visitor, token, start }
}

async function canChange({ visitor }: House): Promise<void> {
  const made = await visitor.ask('POST', FILMS, { body: { title: 'Pasir' } })
  expect(made.status).toBe(200)
  const one = `${FILMS}/${made.json.id}`
  expect((await visitor.ask('PATCH', one, { body: { title: 'Berbisik' } })).json.title).toBe('Berbisik')
  expect((await visitor.ask('GET', one)).json.title).toBe('Berbisik')
  expect((await visitor.ask('DELETE', one)).status).toBe(204)
  expect((await visitor.ask('GET', one)).status).toBe(404)
}

/** Does an upload reach Dapur while most of it has not been sent? What is stored, and how much the proxy put on its disk. */
async function uploadOf100({ dir, proxy, visitor }: House) {
  const upload = visitor.upload(FILMS, 'film', 100 * MIB)
  await upload.more(24 * MIB)
  const arrived = () => bytesIn(join(dir, 'tmp'))
  // A busy machine takes its time; what the proxy has put on its disk is not on its way any more.
  const until = performance.now() + 10 * SECONDS
  while (arrived() < 4 * MIB && proxy.spooled() === 0 && performance.now() < until) await sleep(20)
  const early = arrived()
  const spooled = proxy.spooled()
  const { status, json } = await upload.finish()
  return {
    isStreamed: early >= 4 * MIB && spooled === 0,
    status,
    id: String(json?.id),
    film: String(json?.film),
  }
}

function bytesIn(folder: string): number {
  return readdirSync(folder).reduce(
    (sum, name) => sum + (statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0),
    0,
  )
}

/** Does an event arrive while the stream goes on? */
async function hearsEvent({ visitor }: House): Promise<boolean> {
  const opened = visitor.open('/api/realtime')
  const stream = await Promise.race([opened, sleep(2 * SECONDS)])
  if (!stream) {
    void opened.then(
      (late) => late.destroy(),
      () => undefined,
    )
    return false
  }
  let text = ''
  stream.on('data', (part: Buffer) => (text += part.toString()))
  stream.on('error', () => undefined)
  const isThere = async (what: RegExp): Promise<string | undefined> => {
    const until = performance.now() + 2 * SECONDS
    while (!what.test(text) && performance.now() < until) await sleep(10)
    return what.exec(text)?.[1]
  }
  const clientId = await isThere(/"clientId":"(\w+)"/)
  if (clientId === undefined) {
    stream.destroy()
    return false
  }
  const body = { clientId, subscriptions: ['films/*'] }
  expect((await visitor.ask('POST', '/api/realtime', { body })).status).toBe(204)
  await visitor.ask('POST', FILMS, { body: { title: 'now' } })
  const event = await isThere(/"action":"(create)"/)
  stream.destroy()
  return event !== undefined
}

/** The address that Dapur takes a visitor for who says that it is another. */
async function seenAs({ visitor, token }: House): Promise<string> {
  const forged = { 'x-forwarded-for': '6.6.6.6', 'x-real-ip': '6.6.6.6', forwarded: 'for=6.6.6.6' }
  return (await visitor.ask('GET', '/api/health', { token, headers: forged })).json.data.realIP
}

async function resumes({ visitor }: House): Promise<void> {
  const first = await talk(visitor.socket())
  const { epoch } = await first.next('hello')
  first.send({ id: 1, type: 'subscribe', topic: 'films/*' })
  const { seq } = await first.next('ok')
  await visitor.ask('POST', FILMS, { body: { title: 'heard' } })
  expect((await first.next('event')).record.title).toBe('heard')
  first.socket.terminate()
  for (const title of ['a', 'b', 'c']) await visitor.ask('POST', FILMS, { body: { title } })
  const second = await talk(visitor.socket())
  await second.next('hello')
  second.send({ id: 1, type: 'subscribe', topic: 'films/*', since: { epoch, seq } })
  await second.next('caughtUp')
  const titles = second.frames.filter(({ type }) => type === 'event').map(({ record }) => record.title)
  expect(titles).toEqual(['heard', 'a', 'b', 'c'])
  second.socket.terminate()
}

async function compressesOnce({ visitor }: House): Promise<void> {
  await visitor.ask('POST', FILMS, { body: { title: 'x'.repeat(50_000) } })
  const path = `${FILMS}?sort=-@rowid&perPage=1`
  const { headers, body } = await visitor.ask('GET', path, { headers: { 'accept-encoding': 'gzip' } })
  expect(headers['content-encoding']).toBe('gzip')
  expect(JSON.parse(gunzipSync(body).toString()).items[0].title).toHaveLength(50_000)
  const plain = await visitor.ask('GET', path)
  expect([plain.headers['content-encoding'], plain.json.items[0].title.length]).toEqual([undefined, 50_000])
}

async function refusesLarge({ visitor }: House): Promise<void> {
  const upload = visitor.upload(FILMS, 'still', 300 * MIB)
  const { status, json } = await upload.finish()
  expect([status, json.status]).toEqual([413, 413])
}

/** A restore closes sockets with 1012 and answers 503 meanwhile; the proxy has no answers of its own. */
async function survivesRestore({ visitor, token }: House): Promise<void> {
  const made = await visitor.ask('POST', '/api/backups', { token, body: { name: 'a.zip' } })
  expect(made.status).toBe(204)
  const { socket, next } = await talk(visitor.socket())
  const { epoch } = await next('hello')
  const closed = once(socket, 'close')
  expect((await visitor.ask('POST', '/api/backups/a.zip/restore', { token })).status).toBe(204)
  const answers = new Set<number>()
  while (socket.readyState !== socket.CLOSED) answers.add((await visitor.ask('GET', FILMS)).status)
  expect((await closed)[0]).toBe(1012)
  const until = performance.now() + 10 * SECONDS
  let status = 0
  while (status !== 200 && performance.now() < until)
    answers.add((status = (await visitor.ask('GET', FILMS)).status))
  expect([...answers].filter((one) => one !== 200 && one !== 503)).toEqual([])
  const again = await talk(visitor.socket())
  expect((await again.next('hello')).epoch).not.toBe(epoch)
  again.socket.terminate()
}

/** Dapur is stopped and started again; the proxy is not told. */
async function survivesRestart({ server, visitor, start }: House): Promise<void> {
  const { socket, next } = await talk(visitor.socket())
  await next('hello')
  const closed = once(socket, 'close')
  await server.stop()
  expect((await closed)[0]).toBe(1001)
  expect((await visitor.ask('GET', FILMS)).status).toBe(502)
  await start(Number(new URL(server.url).port))
  expect((await visitor.ask('POST', FILMS, { body: { title: 'afterwards' } })).status).toBe(200)
}

for (const name of ['nginx', 'caddy'] as const) {
  const isMissing = programOf(name) === undefined || process.platform !== 'linux'
  const skipped = isMissing ? ` (skipped: no ${name} on this machine)` : ''

  test.skipIf(isMissing)(
    `docs/deploy: behind ${name}, everything works as without it${skipped}`,
    async () => {
      const made = await house(name)
      await canChange(made)
      const { isStreamed, status, id, film } = await uploadOf100(made)
      expect([isStreamed, status]).toEqual([true, 200])
      expect((await made.visitor.ask('GET', `/api/files/films/${id}/${film}`)).body.length).toBe(100 * MIB)
      expect(await hearsEvent(made)).toBe(true)
      expect(await seenAs(made)).toBe(VISITOR)
      await resumes(made)
      await compressesOnce(made)
      await refusesLarge(made)
      await survivesRestore(made)
      await survivesRestart(made)
    },
    90 * SECONDS,
  )

  test.skipIf(isMissing)(
    `control: without its lines, the same is found to be wrong behind ${name}${skipped}`,
    async () => {
      const made = await house(name, plants[name])
      expect(await seenAs(made)).toBe('6.6.6.6')
      expect((await uploadOf100(made)).isStreamed).toBe(false)
      expect(await hearsEvent(made)).toBe(false)
      await expect(talk(made.visitor.socket())).rejects.toThrow(/handshake|server response/)
    },
    90 * SECONDS,
  )

  test.skipIf(isMissing)(
    `control: what a proxy does to answers, bodies and restarts is found behind ${name}${skipped}`,
    async () => {
      const made = await house(name, opinions[name])
      await expect(compressesOnce(made)).rejects.toThrow(/not valid JSON/)
      await expect(refusesLarge(made)).rejects.toThrow(/of undefined/)
      await expect(survivesRestore(made)).rejects.toThrow(/500/)
      await expect(survivesRestart(made)).rejects.toThrow(/50[23] to be 200/)
    },
    90 * SECONDS,
  )
}
