import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** How to start a server. */
export interface ServerOptions {
  readonly dir: string
  /** 0, the default, takes a free one. */
  readonly port?: number
  readonly durability?: 'full' | 'normal'
  /** Variables on top of this process's own. */
  readonly env?: Readonly<Record<string, string>>
  /** Flags of Node itself, such as `--cpu-prof`. */
  readonly nodeFlags?: readonly string[]
  /** What the command line starts with, such as `['taskset', '-c', '0']`. */
  readonly prefix?: readonly string[]
}

/** A Dapur server in a process of its own, which may be measured, and killed. */
export interface ServerProcess {
  /** `http://127.0.0.1:41234` */
  readonly url: string
  readonly pid: number
  /** How long it took from the start of the process to the first 200 of `/api/health`. */
  readonly readyMs: number
  /** SIGTERM, and wait. An Error when it does not end by itself with code 0. */
  stop(): Promise<void>
  /** SIGKILL, and wait. */
  kill(): Promise<void>
}

const MAIN = join(import.meta.dirname, '../../server/main.ts')
const READY_WITHIN_MS = 20_000
const STOP_WITHIN_MS = 10_000

/** The superuser that every server started here has. */
export const SUPERUSER = { email: 'root@example.com', password: 'correct horse battery' } as const

/**
 * Start `dapur serve` from source and wait until it is healthy.
 *
 * Errors: an Error with everything the server has printed, when it ends or says nothing within 20 s.
 *
 * @example
 * const server = await startServer({ dir: mkdtempSync(join(tmpdir(), 'dapur-')) })
 * await fetch(`${server.url}/api/health`)
 * await server.stop()
 */
export async function startServer(options: ServerOptions): Promise<ServerProcess> {
  const start = performance.now()
  const child = spawnServer(options)
  const printed = collectOutput(child)
  try {
    const url = await readAddress(child, printed)
    await waitForHealth(url)
    const readyMs = performance.now() - start
    return { url, pid: child.pid ?? 0, readyMs, stop: () => stop(child, printed), kill: () => kill(child) }
  } catch (error) {
    await kill(child)
    throw new Error(`The server did not start.\n${printed.text}`, { cause: error })
  }
}

function spawnServer(options: ServerOptions): ChildProcess {
  const { dir, port = 0, durability = 'full', env, nodeFlags = [], prefix = [] } = options
  const argv = [
    ...prefix,
    process.execPath,
    '--conditions=source',
    ...nodeFlags,
    MAIN,
    'serve',
    '--durability',
    durability,
    '--log-level',
    'warn',
    '--dir',
    dir,
    '--port',
    String(port),
  ]
  const [command = process.execPath, ...rest] = argv
  return spawn(command, rest, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      NO_COLOR: '1',
      DAPUR_SUPERUSER_EMAIL: SUPERUSER.email,
      DAPUR_SUPERUSER_PASSWORD: SUPERUSER.password,
      ...env,
    },
  })
}

interface Printed {
  text: string
}

function collectOutput(child: ChildProcess): Printed {
  const printed: Printed = { text: '' }
  const add = (chunk: unknown): void => {
    printed.text += String(chunk)
  }
  child.stdout?.on('data', add)
  child.stderr?.on('data', add)
  return printed
}

async function readAddress(child: ChildProcess, printed: Printed): Promise<string> {
  const until = performance.now() + READY_WITHIN_MS
  while (performance.now() < until && child.exitCode === null && child.signalCode === null) {
    const found = /ready at\s+(http:\/\/\S+)/.exec(printed.text)?.[1]
    if (found !== undefined) return found
    await sleep(5)
  }
  throw new Error('It printed no address.')
}

async function waitForHealth(url: string): Promise<void> {
  const answer = await fetch(`${url}/api/health`, { signal: AbortSignal.timeout(READY_WITHIN_MS) })
  if (answer.status !== 200) throw new Error(`/api/health answered ${answer.status}.`)
}

async function stop(child: ChildProcess, printed: Printed): Promise<void> {
  if (hasEnded(child)) throw new Error(`The server had ended by itself.\n${printed.text}`)
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  const late = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS)
  await ended
  clearTimeout(late)
  if (child.exitCode === 0) return
  throw new Error(`The server did not stop well (${child.exitCode ?? child.signalCode}).\n${printed.text}`)
}

async function kill(child: ChildProcess): Promise<void> {
  if (hasEnded(child) || child.pid === undefined) return
  const ended = once(child, 'exit')
  child.kill('SIGKILL')
  await ended
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null
}
