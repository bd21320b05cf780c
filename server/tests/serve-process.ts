import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url))

/** A command of Dapur as a process of its own. */
export interface Ran {
  readonly code: number | null
  readonly output: string
}

/** A server as a process of its own. */
export interface Served {
  readonly address: string
  /** What it printed until it was ready. */
  readonly output: string
  readonly child: ChildProcess
  /** Send a signal and wait for the end. */
  stop(signal?: NodeJS.Signals): Promise<number | null>
}

type Env = Readonly<Record<string, string>>

/** A folder for data, and how to get rid of it. */
export async function temporaryDir(): Promise<{ dir: string; remove: () => Promise<void> }> {
  const dir = await mkdtemp(join(tmpdir(), 'dapur-'))
  return { dir, remove: () => rm(dir, { recursive: true, force: true }) }
}

/** Run a command to its end: `await runDapur(['superuser', 'create', …])`. */
export async function runDapur(args: readonly string[], env: Env = {}): Promise<Ran> {
  const child = start(args, env)
  const output = collect(child)
  const code = await ended(child)
  return { code, output: output.text }
}

/**
 * Start a server on a free port and wait until it says that it is ready.
 *
 * @example const server = await serveProcess(['--dir', dir])
 */
export async function serveProcess(args: readonly string[], env: Env = {}): Promise<Served> {
  const child = start(['serve', '--port', '0', ...args], env)
  const output = collect(child)
  const exit = ended(child)
  const address = await new Promise<string>((resolve, reject) => {
    const look = (): void => {
      const found = /ready at (http:\/\/\S+)/.exec(output.text)?.[1]
      if (found) resolve(found)
    }
    child.stdout?.on('data', look)
    void exit.then((code) => reject(new Error(`the server ended with ${code}:\n${output.text}`)))
  })
  const stop: Served['stop'] = (signal = 'SIGTERM') => {
    child.kill(signal)
    return exit
  }
  return {
    address,
    get output() {
      return output.text
    },
    child,
    stop,
  }
}

function start(args: readonly string[], env: Env): ChildProcess {
  return spawn(process.execPath, ['--conditions=source', MAIN, ...args], {
    env: { PATH: process.env['PATH'], NO_COLOR: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

function collect(child: ChildProcess): { text: string } {
  const output = { text: '' }
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => (output.text += chunk.toString()))
  return output
}

function ended(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => child.once('exit', resolve))
}
