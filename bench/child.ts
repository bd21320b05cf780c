import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** A script of this folder in a process of its own, which is asked and answers over IPC. */
export interface Child {
  readonly pid: number
  /** Send a message and wait for the next answer. */
  ask(message: object): Promise<unknown>
  end(): Promise<void>
}

/**
 * Start a script that answers every message with one message.
 *
 * @param prefix what its command line starts with
 * @example const load = startChild(new URL('./load-child.ts', import.meta.url), ['taskset', '-c', '1'])
 */
export function startChild(script: URL, prefix: readonly string[], nodeFlags: readonly string[] = []): Child {
  const argv = [...prefix, process.execPath, '--conditions=source', ...nodeFlags, fileURLToPath(script)]
  const [command = process.execPath, ...rest] = argv
  const child = spawn(command, rest, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  return { pid: child.pid ?? 0, ask: (message) => ask(child, message), end: () => end(child) }
}

function ask(child: ChildProcess, message: object): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const fail = (): void => reject(new Error(`${child.spawnargs.join(' ')} ended before it answered.`))
    child.once('exit', fail)
    child.once('message', (answer: unknown) => {
      child.off('exit', fail)
      resolve(answer)
    })
    child.send(message)
  })
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  await ended
}
