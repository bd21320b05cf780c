import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { delimiter, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { loopbackCertificate } from '../../server/tests/certificate.ts'

/** The reverse proxies that docs/deploy has an example for. */
export type ProxyName = 'nginx' | 'caddy'

/** A proxy that runs as a process of its own, with our example for it. */
export interface Proxy {
  /** Of its TLS port, on 127.0.0.1. */
  readonly port: number
  /** The certificate that it shows. */
  readonly ca: string
  /** The bytes that it has put into files of its own. */
  spooled(): number
  stop(): Promise<void>
}

export interface ProxyOptions {
  readonly name: ProxyName
  /** `http://127.0.0.1:41234` */
  readonly target: string
  /** Empty; everything that the proxy writes goes there. */
  readonly folder: string
  /** Changes the example before it is used: for faults that a test plants. */
  readonly plant?: (example: string) => string
}

const examples = join(import.meta.dirname, '../../docs/deploy')
const READY_WITHIN_MS = 10_000

/** The programs as Debian installs them; sbin is not on everybody's path. */
export function programOf(name: ProxyName): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin']
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path))
}

/**
 * Run a proxy with the example of docs/deploy. Of the example only ports, names, certificates and the address of
 * Dapur are changed.
 *
 * Errors: an Error with what the proxy has printed, when it does not listen within 10 s.
 *
 * @example const proxy = await startProxy({ name: 'nginx', target: server.url, folder })
 */
export async function startProxy({ name, target, folder, plant }: ProxyOptions): Promise<Proxy> {
  const program = programOf(name)
  if (program === undefined) throw new Error(`There is no ${name} here.`)
  const { key, cert } = loopbackCertificate()
  writeFileSync(join(folder, 'key.pem'), key)
  writeFileSync(join(folder, 'cert.pem'), cert)
  const spool = join(folder, 'spool')
  mkdirSync(spool)
  const port = await freePort()
  const place = { folder, spool, port, plain: await freePort(), backend: new URL(target).host }
  const example = readFileSync(join(examples, exampleOf[name]), 'utf8')
  const args = writers[name](plant ? plant(example) : example, place)
  const child = spawn(program, args, {
    // What Caddy keeps for itself goes there, too.
    env: { PATH: process.env['PATH'], HOME: spool, XDG_DATA_HOME: spool, XDG_CONFIG_HOME: spool },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  await waitForPort(child, port)
  const before = bytesIn(spool)
  return { port, ca: cert, spooled: () => bytesIn(spool) - before, stop: () => stop(child) }
}

const exampleOf: Readonly<Record<ProxyName, string>> = { nginx: 'nginx.conf', caddy: 'Caddyfile' }

interface Place {
  readonly folder: string
  readonly spool: string
  readonly port: number
  /** Where it says that everything is on the other one. */
  readonly plain: number
  readonly backend: string
}

/** Each writes its configuration, and answers the arguments with which the program runs in the foreground. */
const writers: Readonly<Record<ProxyName, (example: string, place: Place) => string[]>> = {
  nginx(example, { folder, spool, port, plain, backend }) {
    const site = example
      .replaceAll('127.0.0.1:8090', backend)
      .replace(/^\tlisten \[::\].*\n/gm, '')
      .replace('listen 443', `listen 127.0.0.1:${port}`)
      .replace('listen 80', `listen 127.0.0.1:${plain}`)
      .replaceAll('warung.example', 'localhost')
      .replaceAll('/etc/letsencrypt/live/localhost/fullchain.pem', join(folder, 'cert.pem'))
      .replaceAll('/etc/letsencrypt/live/localhost/privkey.pem', join(folder, 'key.pem'))
    const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    // It compresses all that it may, as many installations have it: what Dapur has compressed must stay as it is.
    const http = [
      'access_log off; gzip on; gzip_proxied any; gzip_types application/json text/plain;',
      ...temporary.map((what) => `${what}_temp_path ${join(spool, what)};`),
      site,
    ]
    const head = `daemon off;\npid ${join(folder, 'pid')};\nerror_log ${join(folder, 'error.log')};\nevents {}\n`
    const file = join(folder, 'nginx.conf')
    writeFileSync(file, `${head}http {\n${http.join('\n')}\n}\n`)
    return ['-e', join(folder, 'error.log'), '-c', file]
  },
  caddy(example, { folder, port, plain, backend }) {
    const options = `{\n\tadmin off\n\thttp_port ${plain}\n\tservers {\n\t\tprotocols h1 h2\n\t}\n}\n`
    const tls = `tls ${join(folder, 'cert.pem')} ${join(folder, 'key.pem')}`
    const site = example
      .replaceAll('127.0.0.1:8090', backend)
      .replace('warung.example {', `https://localhost:${port} {\n\tbind 127.0.0.1\n\t${tls}`)
    const file = join(folder, 'Caddyfile')
    writeFileSync(file, options + site)
    return ['run', '--adapter', 'caddyfile', '--config', file]
  },
}

/** A port that was free a moment ago: neither program tells which one it has taken. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('there is no free port')
  return address.port
}

async function waitForPort(child: ChildProcess, port: number): Promise<void> {
  let printed = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: unknown) => (printed += String(chunk)))
  const until = performance.now() + READY_WITHIN_MS
  while (performance.now() < until && child.exitCode === null) {
    const socket = connect(port, '127.0.0.1')
    const isOpen = await once(socket, 'connect').then(
      () => true,
      () => false,
    )
    socket.destroy()
    if (isOpen) return
    await sleep(20)
  }
  child.kill('SIGKILL')
  throw new Error(`The proxy does not listen.\n${printed}`)
}

function bytesIn(folder: string): number {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile())
  return files.reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0)
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  // Caddy would wait for a stream that never ends; nginx, whose children would be left behind, does not.
  const late = setTimeout(() => child.kill('SIGKILL'), 1000)
  await ended
  clearTimeout(late)
}
